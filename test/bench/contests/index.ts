import type { Contest } from '../contest.ts';
import { contests as crossbar } from './crossbar.ts';
import { contests as logic } from './logic.ts';
import { contests as network } from './network.ts';
import { contests as ngspice } from './ngspice.ts';
import { contests as pulsed } from './pulsed.ts';

/** All contests; a new topic is a new file here. */
export const contests: readonly Contest[] = [...crossbar, ...logic, ...network, ...ngspice, ...pulsed];

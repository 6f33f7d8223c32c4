import type { Contest } from '../contest.ts';
import { contests as crossbar } from './crossbar.ts';

/** All contests; a new topic is a new file here. */
export const contests: readonly Contest[] = [...crossbar];

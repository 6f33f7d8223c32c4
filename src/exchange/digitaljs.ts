import { toDigitaljs } from '../../sim/logic/digitaljs.ts';
import type { Exporter } from './formats.ts';
import { selfPlaying } from './logic-player.ts';
import { logicToExport } from './logic-recording.ts';

/**
 * The logic of a machine as DigitalJS JSON, in the state in which a run of this spec starts. It plays
 * that run by itself: inputs come from memories, clock edge by clock edge, and `differences` counts
 * the edges at which an output was not what our kernel answered. With no presentations the inputs are
 * left to be clicked.
 * @throws InputError where the machine has no logic
 */
export const exporter: Exporter = async (spec, { presentations }) => {
  const recordings = await logicToExport(spec, 'digitaljs', presentations);
  const [only, ...others] = recordings.map((recording) =>
    toDigitaljs(recording.moments.length === 0 ? recording.netlist : selfPlaying(recording)),
  );
  // the format holds one circuit; a machine of several blocks gives a list of them
  return `${JSON.stringify(others.length === 0 ? only : [only, ...others])}\n`;
};

/** The logic of a machine with the words that a real run gives it: what exports and checks play back. */

import { type LogicTrace, recordTrace } from '../../sim/exchange/verilog.ts';
import { type BlockMoment, type LogicBlock, phaseAhead } from '../../sim/logic/block.ts';
import { layOutState } from '../../sim/logic/cells.ts';
import { compileLogic } from '../../sim/logic/kernel/kernel.ts';
import type { LogicCell, LogicKernel, LogicNetlist } from '../../sim/logic/netlist.ts';
import { Experiment } from '../compare/experiment.ts';
import type { CheckedSpec } from '../compare/spec.ts';
import { InputError } from '../data/input-error.ts';

/** One clock edge of a recording: what stands at the block just before it, and when that was. */
export interface RecordedMoment extends BlockMoment {
  /** counted from 1 */
  readonly presentation: number;
  readonly phase: string;
}
/** One block of logic, and every clock edge of a run. */
export interface Recording {
  readonly title: string;
  /** starts in the state in which the run found it */
  readonly netlist: LogicNetlist;
  readonly moments: readonly RecordedMoment[];
}

/**
 * Runs a spec and notes what its logic is given, edge by edge.
 * @param presentations how many at most; the spec may end sooner
 * @param enough        ends after the presentation in which every block has had so many edges
 * @returns             nothing where the machine has no logic at gate level
 */
export async function recordLogic(
  spec: CheckedSpec,
  presentations: number,
  enough = Number.POSITIVE_INFINITY,
): Promise<readonly Recording[]> {
  const { logic } = spec.definition;
  if (!logic) return [];
  const { logicBlocks } = await logic();
  const experiment = new Experiment(spec);
  const { run, program } = experiment;
  const values = new Map(program.settings.map(({ path, value }) => [path, value]));
  const recordings = logicBlocks(spec.shape, (path) => settingAt(spec, values, path)).map((block) => ({
    title: block.title,
    block,
    netlist: startingAt(block, block.held?.(run)),
    moments: [] as RecordedMoment[],
  }));
  while (experiment.presentation < presentations && recordings.some((r) => r.moments.length < enough)) {
    if (!experiment.begin()) break;
    const presentation = experiment.presentation + 1;
    do {
      // asks once more in words that a user can read when the phase would never end
      experiment.phaseSeconds();
      const ahead = phaseAhead(run);
      for (const { block, moments } of recordings)
        for (const moment of block.moments(ahead))
          moments.push({ ...moment, presentation, phase: ahead.name });
    } while (!experiment.stepPhase());
  }
  return recordings.map(({ title, netlist, moments }) => ({ title, netlist, moments }));
}

/** Shows a kernel what was recorded, edge by edge, and lets somebody look just before each. */
export function playBack(
  { moments }: Recording,
  set: (input: string, word: number) => void,
  edge: () => void,
  look: (moment: RecordedMoment, cycle: number) => void,
): void {
  moments.forEach((moment, cycle) => {
    for (const [name, word] of Object.entries(moment.inputs)) set(name, word);
    look(moment, cycle);
    edge();
  });
}

/** The recording as the test bench of a Verilog module: the words of all inputs, and what our kernel answers. */
export function traceOf(
  recording: Recording,
  kernel: LogicKernel = compileLogic(recording.netlist),
): LogicTrace {
  const { moments } = recording;
  return recordTrace(kernel, moments.length, (input, cycle) => moments[cycle]!.inputs[input]!);
}

/** More than this makes a test bench that no tool reads in reasonable time. */
const MOST_PRESENTATIONS = 10_000;

/** The logic of a machine for an export. @throws InputError where it has none, or for too long a run */
export async function logicToExport(
  spec: CheckedSpec,
  format: string,
  presentations: number,
): Promise<readonly Recording[]> {
  if (!(presentations <= MOST_PRESENTATIONS)) {
    throw new InputError(
      `presentations: found ${presentations}, expected ${MOST_PRESENTATIONS} or fewer for the logic of a run; change it.`,
    );
  }
  const recordings = await recordLogic(spec, presentations);
  if (recordings.length > 0) return recordings;
  throw new InputError(
    `--format ${format}: ${spec.circuit} (${spec.shape.adaptation}) has no logic at gate level; choose a circuit that has, such as adaline (nulling or timed) or digital-adaline.`,
  );
}

function settingAt(spec: CheckedSpec, values: ReadonlyMap<string, number>, path: string): number {
  const value = values.get(path);
  if (value === undefined)
    throw new Error(`${spec.circuit}: its logic asks for ${path}, which is no setting of it.`);
  return value;
}

/** The netlist with the words of a state in the place of its initial ones. */
function startingAt({ netlist }: LogicBlock, words: Uint32Array | undefined): LogicNetlist {
  if (!words) return netlist;
  const layout = layOutState(netlist);
  const started = new Map<LogicCell, LogicCell>([
    ...layout.registers.map(({ cell, at }) => [cell, { ...cell, initial: words[at]! }] as const),
    ...layout.memories.map(
      ({ cell, at }) => [cell, { ...cell, initial: [...words.subarray(at, at + cell.words)] }] as const,
    ),
    ...layout.machines.map(
      ({ cell, at, table }) =>
        [cell, { ...cell, machine: { ...cell.machine, initial: table.states[words[at]!]! } }] as const,
    ),
  ]);
  return { ...netlist, cells: netlist.cells.map((cell) => started.get(cell) ?? cell) };
}

/** A block of logic beside the run of its machine, edge by edge. */
import type { CircuitDefinition, Shape } from '../../sim/circuit.ts';
import type { Run } from '../../sim/clock.ts';
import { type BlockMoment, type LogicBlock, phaseAhead } from '../../sim/logic/block.ts';
import { compileLogic } from '../../sim/logic/kernel/kernel.ts';
import { type BenchOptions, runOf, settingValue, shape } from '../sim/benches.ts';

/** A machine and the blocks of its logic, at the beginning. */
export async function beside(
  definition: CircuitDefinition,
  given: Partial<Shape>,
  options: BenchOptions = {},
): Promise<{ run: Run; blocks: readonly LogicBlock[] }> {
  const run = runOf(definition, given, options);
  const { logicBlocks } = await definition.logic!();
  const numbers = new Map(run.program.settings.map(({ path, value }) => [path, value]));
  const of = settingValue(options);
  const blocks = logicBlocks(shape(given), (path) => numbers.get(path) ?? of(path, { ideal: 0 } as never));
  return { run, blocks };
}

/** Where a block said something else than the run. */
export interface Parted {
  readonly presentation: number;
  readonly phase: string;
  readonly edge: number;
  readonly output: string;
  readonly logic: number;
  readonly run: number;
}

/** Runs a block beside its machine for whole presentations. @returns edges done, outputs compared, and every difference */
export function follow(
  run: Run,
  block: LogicBlock,
  present: (presentation: number) => void,
  presentations: number,
): { edges: number; compared: number; parted: Parted[]; seen: ReadonlyMap<string, ReadonlySet<number>> } {
  const kernel = compileLogic(block.netlist);
  const parted: Parted[] = [];
  const seen = new Map<string, Set<number>>();
  let edges = 0;
  let compared = 0;
  for (let presentation = 0; presentation < presentations; presentation++) {
    present(presentation);
    for (let ended = false; !ended; ) {
      const ahead = phaseAhead(run);
      block.moments(ahead).forEach(({ inputs, shows }: BlockMoment, edge) => {
        for (const [name, word] of Object.entries(inputs)) kernel.set(name, word);
        kernel.evaluate();
        for (const [output, word] of Object.entries(shows)) {
          const logic = kernel.get(output);
          if (!seen.has(output)) seen.set(output, new Set());
          seen.get(output)!.add(logic);
          compared++;
          if (logic !== word)
            parted.push({ presentation, phase: ahead.name, edge, output, logic, run: word });
        }
        kernel.edge();
        edges++;
      });
      ended = run.stepPhase();
    }
  }
  return { edges, compared, parted, seen };
}

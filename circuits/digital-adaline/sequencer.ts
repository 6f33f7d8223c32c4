import type { Machine, MachineState } from '../../sim/machines/machine.ts';
import { edgesOf } from '../../sim/parts/logic-datapath.ts';

/** The clock of the logic, Hz: chosen, a leisurely one for transistor logic of the sixties. */
export const CLOCK = 100_000;

type Bits = Readonly<Partial<Record<'sense' | 'hold' | 'adapt', 1>>>;
const state = (on: Readonly<Record<string, string>>, bits: Bits, phase: MachineState['meta']['phase']) =>
  ({ on, meta: { outputs: { sense: 0, hold: 0, adapt: 0, ...bits }, phase: phase! } }) as const;

/**
 * The sequencer of a neuron whose lines are taken one after another: a phase that works lasts as
 * many clock periods as there are lines, and one to start.
 */
export const digitalSequencer = (lines: number): Machine => {
  const round = edgesOf(lines) / CLOCK;
  const pause = 1 / CLOCK;
  return {
    id: 'digital sequencer',
    initial: 'present',
    states: {
      present: state({ done: 'sum' }, {}, { seconds: pause, begins: true }),
      sum: state({ done: 'compare' }, { sense: 1 }, { seconds: round, sensing: true }),
      compare: state({ skip: 'rest', done: 'adapt' }, { hold: 1 }, { seconds: round, decides: true }),
      adapt: state({ done: 'rest' }, { adapt: 1 }, { seconds: round }),
      rest: state({ done: 'present' }, {}, { seconds: pause, ends: true }),
    },
  };
};

import type { Machine } from '../sim/machines/machine.ts';

/** Durations of the five phases, s, and the longest wait of the adapt phase. */
export interface FivePhases {
  readonly present: number;
  readonly sense: number;
  readonly compare: number;
  readonly adapt: number;
  readonly rest: number;
  readonly adaptLimit: number;
}

/**
 * The sequencer of a machine with one neuron: show a pattern, let the sum settle, decide and hold,
 * adapt until `stopped` (unless `skip` says that nothing shall be learned), rest.
 */
export const fivePhases = (id: string, seconds: FivePhases): Machine => ({
  id,
  initial: 'present',
  states: {
    present: {
      on: { done: 'sense' },
      meta: { outputs: { hold: 0, adapt: 0 }, phase: { seconds: seconds.present, begins: true } },
    },
    sense: {
      on: { done: 'compare' },
      meta: { outputs: { hold: 0, adapt: 0 }, phase: { seconds: seconds.sense, sensing: true } },
    },
    compare: {
      on: { skip: 'rest', done: 'adapt' },
      meta: { outputs: { hold: 1, adapt: 0 }, phase: { seconds: seconds.compare, decides: true } },
    },
    adapt: {
      on: { done: 'rest' },
      meta: {
        outputs: { hold: 0, adapt: 1 },
        phase: { seconds: seconds.adapt, waitFor: 'stopped', limit: seconds.adaptLimit },
      },
    },
    rest: {
      on: { done: 'present' },
      meta: { outputs: { hold: 0, adapt: 0 }, phase: { seconds: seconds.rest, ends: true } },
    },
  },
});

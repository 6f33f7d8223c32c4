import { fivePhases } from '../five-phases.ts';

/** The machine that steps the circuit, its statechart on the page, and the FSM cell of its logic. */
export const adalineSequencer = fivePhases('adaline sequencer', {
  present: 0.05,
  sense: 0.2,
  compare: 0.05,
  adapt: 0.5,
  rest: 0.2,
  adaptLimit: 10,
});

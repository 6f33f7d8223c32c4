/** The public library: a table of contents. */

// Circuits, and how to run one alone.
export { circuits } from '../circuits/index.ts';
export {
  bit,
  type CircuitDefinition,
  copies,
  defineCircuit,
  defineModule,
  definePart,
  node,
  type Shape,
  value,
  wireCircuit,
} from '../sim/circuit.ts';
export { Run } from '../sim/clock.ts';
export { compile } from '../sim/compile.ts';
export {
  Crossbar,
  type CrossbarDrive,
  type CrossbarSolution,
  type CrossbarWires,
} from '../sim/electrical/crossbar/crossbar.ts';
export { solveNodal } from '../sim/electrical/nodal.ts';

// Both tracks on one presentation stream.
export { Experiment, type Presented } from './compare/experiment.ts';
export { patternNames, patternSet } from './compare/patterns.ts';
export {
  engineVersion,
  type RunOptions,
  type RunOutcome,
  type RunResult,
  runExperiment,
} from './compare/result.ts';
export { type BenchView, type HandEvent, type Moment, Session } from './compare/session.ts';
export { type ListedSetting, listSettings } from './compare/settings.ts';
export { type CheckedSpec, checkSpec, defaultSpec, type Spec } from './compare/spec.ts';

// Data.
export { parseCsv } from './data/csv.ts';
export { InputError } from './data/input-error.ts';

// The ideal track and its theory.
export * as ideal from './ideal/index.ts';

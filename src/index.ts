/** The public library: a table of contents. */

// Circuits, and how to run one alone.
export { circuits } from '../circuits/index.ts';
export { copies, defineCircuit, defineModule, definePart } from '../sim/circuit.ts';
export { Run } from '../sim/clock.ts';
export { compile } from '../sim/compile.ts';
export { solveNodal } from '../sim/electrical/nodal.ts';

// Both tracks on one presentation stream.
export { Experiment } from './compare/experiment.ts';
export { patternNames, patternSet } from './compare/patterns.ts';
export { engineVersion, type RunResult, runExperiment } from './compare/result.ts';
export { type BenchView, Session } from './compare/session.ts';
export { listSettings } from './compare/settings.ts';
export { checkSpec, defaultSpec, type Spec } from './compare/spec.ts';

// Data.
export { parseCsv } from './data/csv.ts';
export { InputError } from './data/input-error.ts';

// The ideal track and its theory.
export * as ideal from './ideal/index.ts';

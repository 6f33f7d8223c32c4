/** The public library: a table of contents. */

// Circuits, and how to run one alone.
export { loadCircuit } from '../circuits/catalogue.ts';
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
// Devices: published ones, measured ones, arrays of them, and compact models.
export { hp } from '../sim/devices/compact/hp.ts';
export { driveAlone, loopArea } from '../sim/devices/compact/integrate.ts';
export { vteam } from '../sim/devices/compact/vteam.ts';
export { yakopcic } from '../sim/devices/compact/yakopcic.ts';
export { fitPiecewise, type PiecewiseFit } from '../sim/devices/fit/piecewise.ts';
// Devices in the memistors' place: published ones, and your own from a table.
export { type DevicePreset, devicePresets } from '../sim/devices/presets.ts';
export { type PulsedArray, pulsedArray } from '../sim/devices/pulsed/array.ts';
export { pulsedBank } from '../sim/devices/pulsed/bank.ts';
export {
  type PulsedBank,
  type PulsedParameters,
  plainPulsed,
  withoutChance,
} from '../sim/devices/pulsed/law.ts';
export { updateByCoincidence } from '../sim/devices/pulsed/trains.ts';
export { pulsedPreset, pulsedPresets } from '../sim/devices/pulsed-presets.ts';
export {
  Crossbar,
  type CrossbarDrive,
  type CrossbarSolution,
  type CrossbarWires,
} from '../sim/electrical/crossbar/crossbar.ts';
// Networks of your own: operating points and transients.
export { type OperatingPoint, operatingPoint } from '../sim/electrical/network/operating-point.ts';
export { type Transient, type TransientOptions, transient } from '../sim/electrical/network/transient.ts';
export type { CompactModel, Component, Network } from '../sim/electrical/network/types.ts';
export { solveNodal } from '../sim/electrical/nodal.ts';
// Both tracks on one presentation stream.
export {
  type Cause,
  type DivergenceMeasure,
  type Explanation,
  explain,
  explainSteps,
} from './compare/causes.ts';
export { Experiment, type Presented } from './compare/experiment.ts';
export { type FittedDevice, fitOwnDevice } from './compare/own-device.ts';
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
export { type DeviceCurve, parseDeviceCsv } from './data/device-csv.ts';
export { InputError } from './data/input-error.ts';

// The ideal track and its theory.
export * as ideal from './ideal/index.ts';

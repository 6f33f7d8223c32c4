/**
 * The law of a bank of pulsed cells as its settings say it: the published model, with what is
 * switched off left out, so that one non-ideality can act alone.
 */
import type { Joules, Ohms, Siemens } from '../base/units.ts';
import { pulsedBank } from './pulsed/bank.ts';
import type { PulsedParameters } from './pulsed/law.ts';
import type { Making } from './pulsed/made.ts';

/** Numbers of a bank of pulsed cells. */
export interface PulsedCells {
  readonly device: 'pulsed';
  readonly parameters: PulsedParameters;
  /** models constant and linear: whether the ends hold */
  readonly bounds: boolean;
  /** other models: how much of their curve acts, 0 to 1; at 0 every step is dwMin and nothing ends it */
  readonly nonlinearity: number;
  /** true: whole pulses; false: a pulse may be cut short, and does its share */
  readonly stepwise: boolean;
  /** true: each line's generator runs all the time, and its phase at the gate is chance */
  readonly freeRunning: boolean;
  /** conductance of a weight of zero, and per unit of weight */
  readonly reference: Siemens;
  readonly scale: Siemens;
  readonly pulseJoules: Joules;
  /** as of the memistor's cells */
  readonly readNoise: number;
  readonly stuckCell: number;
  readonly openCell: number;
  readonly leadOhms: Ohms;
}

/** What one pulse does to each cell. */
export interface CellLaw {
  /** before the first pulse */
  readonly start: Float64Array;
  /** ends that hold the weight; infinite where nothing does */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly isStuck: Uint8Array;
  /** whether a pulse needs a normal number */
  readonly isNoisy: boolean;
  readonly step: (i: number, w: number, direction: 1 | -1, z: number) => number;
  /** steps up and down where they are the same wherever the weight stands, and without noise */
  readonly straight: { readonly up: Float64Array; readonly down: Float64Array } | null;
  readonly rested: (i: number, w: number) => number;
}

/** Makes the cells. @throws Error when the parameters contradict each other */
export function cellLaw(cells: PulsedCells, n: number, making: Making): CellLaw {
  const share = hasBounds(cells.parameters) ? 1 : cells.nonlinearity;
  const p = hasBounds(cells.parameters) ? withBounds(cells) : cells.parameters;
  const bank = pulsedBank(share > 0 ? p : unbent(p), n, making);
  const { low, high, isStuck, start, rested } = bank;
  const isNoisy =
    p.dwMinStd > 0 || (p.model === 'exponential' && p.exponential.noiseAdd + p.exponential.noiseSlope > 0);
  const isConstant = share === 0 || p.model === 'constant';
  const common = { start, low, high, isStuck, isNoisy, rested };
  if (share === 0 || share === 1) {
    const steps = (direction: 1 | -1): Float64Array =>
      Float64Array.from(start, (w, i) => bank.meanStep(i, w, direction));
    const straight = isConstant && !isNoisy ? { up: steps(1), down: steps(-1) } : null;
    return { ...common, step: bank.step, straight };
  }
  // a curve that acts in part: the step lies between the constant one and the model's own
  const constant = pulsedBank(unbent(p), n, making);
  return {
    ...common,
    step: (i, w, direction, z) =>
      (1 - share) * constant.step(i, w, direction, z) + share * bank.step(i, w, direction, z),
    straight: null,
  };
}

/** Models whose ends are a switch of their own; in the others the ends belong to the curve. */
export const hasBounds = ({ model }: Pick<PulsedParameters, 'model'>): boolean =>
  model === 'constant' || model === 'linear';

/** Ends this many times as far away are never reached. */
const FAR = 1e6;

/** The same slope without ends that hold. */
function withBounds({ parameters, bounds }: PulsedCells): PulsedParameters {
  // a slope of nothing is a constant step
  const isFlat = [parameters.gammaUp, parameters.gammaDown, parameters.gammaUpDtod, parameters.gammaDownDtod];
  const p: PulsedParameters = isFlat.every((gamma) => gamma === 0)
    ? { ...parameters, model: 'constant' }
    : parameters;
  if (bounds) return p;
  if (p.model === 'constant') return { ...p, wMax: Infinity, wMin: -Infinity, wMaxDtod: 0, wMinDtod: 0 };
  // a step falls by gamma w / wMax: both a million times as large leave it as it is
  return {
    ...p,
    wMax: FAR * p.wMax,
    wMin: FAR * p.wMin,
    gammaUp: FAR * p.gammaUp,
    gammaDown: FAR * p.gammaDown,
    gammaUpDtod: FAR * p.gammaUpDtod,
    gammaDownDtod: FAR * p.gammaDownDtod,
  };
}

/** The device with constant steps and no ends; NeuroSim's noise, a share of the swing, is kept as large as it is. */
const unbent = (p: PulsedParameters): PulsedParameters => ({
  ...p,
  model: 'constant',
  dwMinStd: p.model === 'neurosim' ? (p.dwMinStd * (p.wMax - p.wMin)) / p.dwMin : p.dwMinStd,
  wMax: Infinity,
  wMin: -Infinity,
  wMaxDtod: 0,
  wMinDtod: 0,
});

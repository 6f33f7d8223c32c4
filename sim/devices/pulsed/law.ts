/**
 * Devices that change by pulses: one pulse moves the weight by one small step, up or down, and how
 * far depends on where it stands. The weight of a device is a pure number; a part turns it into a
 * conductance. Every field whose `off` is named is a non-ideality with an exact off.
 *
 * Numbers of one device are drawn once, when it is made: `dtod`, from device to device. Numbers of
 * one pulse are drawn at the pulse: `c2c`, from cycle to cycle.
 *
 * @see Gokmen & Vlasov, Front. Neurosci. 10:333, 2016; Rasch et al., AIHWKit, arXiv:2104.02184
 */

/** How the step depends on the state. The equations stand in bank.ts. */
export type PulsedModel =
  | 'constant'
  | 'linear'
  | 'soft-bounds'
  | 'soft-bounds-reference'
  | 'exponential'
  | 'power'
  | 'piecewise'
  | 'neurosim';

/** Numbers of one kind of device. */
export interface PulsedParameters {
  readonly device: 'pulsed';
  readonly model: PulsedModel;
  /** step per pulse where the state does not change it, > 0; not used by neurosim and the P form of soft-bounds */
  readonly dwMin: number;
  /** relative spread of it from device to device; off 0 */
  readonly dwMinDtod: number;
  /** relative deviation from pulse to pulse (c2c), of the full swing in neurosim; off 0 */
  readonly dwMinStd: number;
  /** whether the spread of dwMin is log-normal instead of normal */
  readonly logNormal: boolean;
  /** ends of the range, wMin <= 0 <= wMax; Infinity = none, for constant steps only */
  readonly wMax: number;
  readonly wMin: number;
  /** relative spread of the ends; off 0 */
  readonly wMaxDtod: number;
  readonly wMinDtod: number;
  /** true: spread never turns a step or an end to the other side (their sizes count); false: such a device may not move */
  readonly enforceConsistency: boolean;
  /**
   * up/down imbalance b; off 0. `coded`, one-sided: b > 0 makes steps down dw (1 - b), b < 0 makes
   * steps up dw (1 + b). `documented`: dw (1 + b) up, dw (1 - b) down.
   */
  readonly upDown: number;
  /** spread of the imbalance, up + r and down - r; off 0 */
  readonly upDownDtod: number;
  readonly upDownForm: 'coded' | 'documented';
  /** linear: share of the step that is lost at the end of the way; power: exponent; off 0 */
  readonly gammaUp: number;
  readonly gammaDown: number;
  /** spread of them, absolute; off 0 */
  readonly gammaUpDtod: number;
  readonly gammaDownDtod: number;
  /** true: cycle noise multiplies the whole step; false: only its state-independent part */
  readonly multNoise: boolean;
  /** true: the slope refers to the mean bounds, false: to the device's own */
  readonly meanBoundReference: boolean;
  /** soft-bounds as P pulses of curvature alpha a pulse over the range; plain soft bounds with pulses 0 */
  readonly softBounds: { readonly pulses: number; readonly alpha: number };
  /** soft-bounds-reference: a second device is subtracted; acts on w + r, shows w */
  readonly reference: {
    /** r, and its absolute spread */
    readonly mean: number;
    readonly dtod: number;
    /** r is counted from the symmetry point, where one step up undoes one step down */
    readonly subtractSymmetryPoint: boolean;
    /** relative spread of the slopes, which moves the ends; off 0 */
    readonly slopeUpDtod: number;
    readonly slopeDownDtod: number;
  };
  /** exponential: amplitudes and exponents up and down, slope a and offset b of z */
  readonly exponential: {
    readonly aUp: number;
    readonly aDown: number;
    readonly gammaUp: number;
    readonly gammaDown: number;
    readonly a: number;
    readonly b: number;
    /** additions to the cycle noise: constant, and in proportion to |w|; off 0 */
    readonly noiseAdd: number;
    readonly noiseSlope: number;
  };
  /** piecewise: factors of the step at equidistant nodes from wMin to wMax, as many up as down */
  readonly piecewise: { readonly up: readonly number[]; readonly down: readonly number[] };
  /** neurosim: A = pulses' curvature up (> 0) and down (< 0), Infinity = straight; pulses of a full swing */
  readonly neurosim: {
    readonly aUp: number;
    readonly aDown: number;
    readonly pulsesUp: number;
    readonly pulsesDown: number;
  };
  /** the visible weight is the hidden one + writeNoise * dwMin * normal, drawn anew at each touch; off 0 */
  readonly writeNoise: number;
  /** share of devices that do not move at all; off 0 */
  readonly stuck: number;
  /** stuck devices stand anywhere within +- this range, and within their ends */
  readonly stuckRange: number;
  /** share of a weight lost from one presentation to the next, 1 / lifetime; off 0 */
  readonly decay: number;
  /** relative spread of the lifetime; off 0 */
  readonly decayDtod: number;
}

/** A number of devices as made: each with its own steps and ends. */
export interface PulsedBank {
  readonly n: number;
  /** the ends of each device; equal for a stuck one */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly isStuck: Uint8Array;
  /** where each device stands before the first pulse: 0 held within its ends, or where it is stuck */
  readonly start: Float64Array;
  /** the hidden weight of device i after one pulse; z is a standard normal number for the cycle noise */
  readonly step: (i: number, w: number, direction: 1 | -1, z: number) => number;
  /** what is seen of a hidden weight; z is a standard normal number for the write noise */
  readonly visible: (i: number, w: number, z: number) => number;
  /** the hidden weight of device i one presentation later: w (1 - decay), held within its ends */
  readonly rested: (i: number, w: number) => number;
  /** the step of device i at w without cycle noise, for planning a number of pulses and for plots */
  readonly meanStep: (i: number, w: number, direction: 1 | -1) => number;
}

/** A device with every non-ideality exactly off: constant steps of .001 within +-1. Presets are made from it. */
export const plainPulsed: PulsedParameters = {
  device: 'pulsed',
  model: 'constant',
  dwMin: 0.001,
  dwMinDtod: 0,
  dwMinStd: 0,
  logNormal: false,
  wMax: 1,
  wMin: -1,
  wMaxDtod: 0,
  wMinDtod: 0,
  enforceConsistency: false,
  upDown: 0,
  upDownDtod: 0,
  upDownForm: 'coded',
  gammaUp: 0,
  gammaDown: 0,
  gammaUpDtod: 0,
  gammaDownDtod: 0,
  multNoise: true,
  meanBoundReference: true,
  softBounds: { pulses: 0, alpha: 0 },
  reference: { mean: 0, dtod: 0, subtractSymmetryPoint: false, slopeUpDtod: 0, slopeDownDtod: 0 },
  exponential: { aUp: 0, aDown: 0, gammaUp: 0, gammaDown: 0, a: 0, b: 0, noiseAdd: 0, noiseSlope: 0 },
  piecewise: { up: [1, 1], down: [1, 1] },
  neurosim: {
    aUp: Number.POSITIVE_INFINITY,
    aDown: Number.NEGATIVE_INFINITY,
    pulsesUp: 100,
    pulsesDown: 100,
  },
  writeNoise: 0,
  stuck: 0,
  stuckRange: 0,
  decay: 0,
  decayDtod: 0,
};

/** The same device without chance: no spread, no noise, none stuck, no decay. Its curve is left as it is. */
export const withoutChance = (p: PulsedParameters): PulsedParameters => ({
  ...p,
  dwMinDtod: 0,
  dwMinStd: 0,
  wMaxDtod: 0,
  wMinDtod: 0,
  upDownDtod: 0,
  gammaUpDtod: 0,
  gammaDownDtod: 0,
  reference: { ...p.reference, dtod: 0, slopeUpDtod: 0, slopeDownDtod: 0 },
  exponential: { ...p.exponential, noiseAdd: 0, noiseSlope: 0 },
  writeNoise: 0,
  stuck: 0,
  decay: 0,
  decayDtod: 0,
});

/**
 * Devices that change by pulses: one pulse moves the weight by one small step, up or down, and how
 * far depends on where it stands. The weight of a device is a pure number; a part turns it into a
 * conductance. Every field whose `off` is named is a non-ideality with an exact off.
 *
 * @see Gokmen & Vlasov, Front. Neurosci. 10:333, 2016; Rasch et al., AIHWKit, arXiv:2104.02184
 */

/** How the step depends on the state. */
export type PulsedModel =
  | 'constant'
  | 'linear'
  | 'soft-bounds'
  | 'soft-bounds-reference'
  | 'exponential'
  | 'power'
  | 'piecewise'
  | 'neurosim';

/** Numbers of one kind of device; `dtod` is from device to device, `c2c` from cycle to cycle. */
export interface PulsedParameters {
  readonly device: 'pulsed';
  readonly model: PulsedModel;
  /** step at the middle of the range, per pulse */
  readonly dwMin: number;
  /** relative spread of it from device to device; off 0 */
  readonly dwMinDtod: number;
  /** relative deviation from pulse to pulse (c2c); off 0 */
  readonly dwMinStd: number;
  /** whether the spread of dwMin is log-normal instead of normal */
  readonly logNormal: boolean;
  /** ends of the range; off Infinity where the model allows it */
  readonly wMax: number;
  readonly wMin: number;
  readonly wMaxDtod: number;
  readonly wMinDtod: number;
  /** up/down imbalance b, one-sided as coded; `documented` uses dw (1 +- b) instead; off 0 */
  readonly upDown: number;
  readonly upDownDtod: number;
  readonly upDownForm: 'coded' | 'documented';
  /** how the step falls along the way, models linear and power; off 0 (linear) */
  readonly gammaUp: number;
  readonly gammaDown: number;
  readonly gammaUpDtod: number;
  readonly gammaDownDtod: number;
  /** true: cycle noise multiplies the whole step; false: only its state-independent part */
  readonly multNoise: boolean;
  /** true: the slope refers to the mean bounds, false: to the device's own */
  readonly meanBoundReference: boolean;
  /** exponential: amplitudes and exponents up and down, slope a and offset b of z */
  readonly exponential: {
    readonly aUp: number;
    readonly aDown: number;
    readonly gammaUp: number;
    readonly gammaDown: number;
    readonly a: number;
    readonly b: number;
    readonly noiseAdd: number;
    readonly noiseSlope: number;
  };
  /** piecewise: factors of the step at equidistant nodes from wMin to wMax */
  readonly piecewise: { readonly up: readonly number[]; readonly down: readonly number[] };
  /** neurosim: A = pulses' curvature up and down, and the number of pulses of a full swing */
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
  /** stuck devices stand anywhere within +- this range */
  readonly stuckRange: number;
  /** share of a weight lost from one presentation to the next, 1 / lifetime; off 0 */
  readonly decay: number;
}

/** A number of devices as made: each with its own steps and ends. */
export interface PulsedBank {
  readonly n: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly isStuck: Uint8Array;
  /** where each device stands before the first pulse */
  readonly start: Float64Array;
  /** the hidden weight of device i after one pulse; z is a standard normal number for the cycle noise */
  readonly step: (i: number, w: number, direction: 1 | -1, z: number) => number;
  /** what is seen of a hidden weight; z is a standard normal number for the write noise */
  readonly visible: (i: number, w: number, z: number) => number;
}

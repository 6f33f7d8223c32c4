/** Pulsed devices as made: what each one's steps and ends came out as. */
import exp from '@stdlib/math-base-special-exp';
import { normals, type Purpose, uniform } from '../../base/random.ts';
import type { PulsedParameters } from './law.ts';

/** Which draws a bank gets. */
export interface Making {
  readonly seed: number;
  /** the number of the first device; two banks of one run must not share any */
  readonly device: number;
}

/** Devices as made, shape [n] each. */
export interface MadeDevices {
  readonly n: number;
  /** steps up and down where the state does not change them; 0 when stuck */
  readonly up: Float64Array;
  readonly down: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** what is subtracted from the device: soft-bounds-reference, 0 otherwise */
  readonly reference: Float64Array;
  readonly gammaUp: Float64Array;
  readonly gammaDown: Float64Array;
  /** share of the weight that is kept from one presentation to the next */
  readonly kept: Float64Array;
  readonly isStuck: Uint8Array;
  readonly start: Float64Array;
}

/**
 * Draws n devices.
 *   gain = 1 + dtod z, or e^(dtod z);  s+- = dw (bias+- + gain +- r),  ends = mean (1 + dtod z)
 * Where the ends come out in the wrong order, the device cannot move: both stand in the middle;
 * unless consistency is enforced.
 * @throws Error when the parameters contradict each other
 * @see    Rasch et al., AIHWKit, arXiv:2104.02184
 */
export function makeDevices(p: PulsedParameters, n: number, making: Making): MadeDevices {
  check(p);
  const spread = (purpose: Purpose, dtod: number): Float64Array => {
    const z = new Float64Array(n);
    if (dtod > 0) normals(z, 0, n, making.seed, purpose, making.device, 0);
    return z.map((v) => dtod * v);
  };
  const gain = spread('pulsedStep', p.dwMinDtod).map((v) => (p.logNormal ? exp(v) : 1 + v));
  const r = spread('pulsedUpDown', p.upDownDtod);
  const { up: biasUp, down: biasDown } = imbalance(p.upDown, p.upDownForm);
  const up = gain.map((g, i) => p.dwMin * (biasUp + g + r[i]!));
  const down = gain.map((g, i) => p.dwMin * (biasDown + g - r[i]!));
  const high = spread('pulsedHigh', p.wMaxDtod).map((v) => p.wMax * (1 + v));
  const low = spread('pulsedLow', p.wMinDtod).map((v) => p.wMin * (1 + v));
  const gammaUp = spread('pulsedGammaUp', p.gammaUpDtod).map((v) => p.gammaUp + v);
  const gammaDown = spread('pulsedGammaDown', p.gammaDownDtod).map((v) => p.gammaDown + v);
  const kept = spread('pulsedLifetime', p.decayDtod).map((v) => keptShare(p.decay, 1 + v));
  for (let i = 0; i < n; i++) {
    if (p.enforceConsistency) {
      up[i] = Math.abs(up[i]!);
      down[i] = Math.abs(down[i]!);
      const [a, b] = [Math.min(low[i]!, high[i]!), Math.max(low[i]!, high[i]!)];
      low[i] = -Math.abs(a);
      high[i] = Math.abs(b);
    }
    if (low[i]! <= high[i]!) continue;
    const middle = high[i]! + (low[i]! - high[i]!) / 2;
    low[i] = middle;
    high[i] = middle;
  }
  const reference = new Float64Array(n);
  if (p.model === 'soft-bounds-reference') subtractReference(p, { up, down, low, high, reference }, spread);

  const isStuck = new Uint8Array(n);
  if (p.stuck > 0) {
    for (let i = 0; i < n; i++) {
      if (uniform(making.seed, 'pulsedStuck', making.device + i, 0) >= p.stuck) continue;
      const from = Math.max(low[i]!, -p.stuckRange);
      const to = Math.min(high[i]!, p.stuckRange);
      const at = from + (to - from) * uniform(making.seed, 'pulsedStuckAt', making.device + i, 0);
      isStuck[i] = 1;
      low[i] = at;
      high[i] = at;
      up[i] = 0;
      down[i] = 0;
      kept[i] = 1;
    }
  }
  // what is seen is less by the reference, so the ends are too; a stuck device is seen where it is
  for (let i = 0; i < n; i++) {
    if (isStuck[i]) reference[i] = 0;
    low[i] = low[i]! - reference[i]!;
    high[i] = high[i]! - reference[i]!;
  }
  const start = new Float64Array(n).map((_, i) => Math.min(high[i]!, Math.max(low[i]!, 0)));
  return { n, up, down, low, high, reference, gammaUp, gammaDown, kept, isStuck, start };
}

/** What is added to a gain of 1, for an imbalance b. */
function imbalance(b: number, form: PulsedParameters['upDownForm']): { up: number; down: number } {
  if (form === 'documented') return { up: b, down: -b };
  return b > 0 ? { up: 0, down: -b } : { up: b, down: 0 };
}

/**
 * The exponents of the power model from one exponent and its imbalance.
 *   coded:       b > 0 gives gamma down (1 - b), b < 0 gives gamma up (1 + b)
 *   documented:  gamma (1 + b) up, gamma (1 - b) down
 */
export function powerExponents(
  gamma: number,
  b: number,
  form: PulsedParameters['upDownForm'],
): { readonly gammaUp: number; readonly gammaDown: number } {
  const { up, down } = imbalance(b, form);
  return { gammaUp: gamma * (1 + up), gammaDown: gamma * (1 + down) };
}

/**
 * Where one step up undoes one step down, with soft bounds:
 *   w = (s+ - s-) / (s+ / high - s- / low)
 */
export const symmetryPoint = (up: number, down: number, high: number, low: number): number =>
  (up - down) / (up / high - down / low);

function subtractReference(
  p: PulsedParameters,
  made: Pick<MadeDevices, 'up' | 'down' | 'low' | 'high' | 'reference'>,
  spread: (purpose: Purpose, dtod: number) => Float64Array,
): void {
  const { up, down, low, high, reference } = made;
  const r = spread('pulsedReference', p.reference.dtod);
  const slopeUp = spread('pulsedSlopeUp', p.reference.slopeUpDtod);
  const slopeDown = spread('pulsedSlopeDown', p.reference.slopeDownDtod);
  for (let i = 0; i < reference.length; i++) {
    const sound = high[i]! > 0 && low[i]! < 0;
    if (sound) {
      // the steps at w = 0 stay; a steeper slope ends sooner
      high[i] = high[i]! / Math.abs(1 + slopeUp[i]!);
      low[i] = low[i]! / Math.abs(1 + slopeDown[i]!);
    }
    reference[i] = p.reference.mean + r[i]!;
    if (sound && p.reference.subtractSymmetryPoint)
      reference[i] = reference[i]! + symmetryPoint(up[i]!, down[i]!, high[i]!, low[i]!);
  }
}

/** 1 - 1/lifetime; a lifetime of one presentation or less keeps nothing. */
function keptShare(decay: number, lifetimeGain: number): number {
  if (decay === 0) return 1;
  const lifetime = lifetimeGain / decay;
  return lifetime > 1 ? 1 - 1 / lifetime : 0;
}

function check(p: PulsedParameters): void {
  if (!(p.wMin <= 0 && p.wMax >= 0 && p.wMin < p.wMax))
    throw new Error(
      `pulsed device: the range from wMin ${p.wMin} to wMax ${p.wMax} must have a width and hold 0.`,
    );
  if (!(p.dwMin > 0)) throw new Error(`pulsed device: dwMin is ${p.dwMin}; a step must be above 0.`);
  const endless = !Number.isFinite(p.wMax) || !Number.isFinite(p.wMin);
  if (endless && p.model !== 'constant')
    throw new Error(
      `pulsed device: model ${p.model} needs ends; got ${p.wMin} to ${p.wMax}. Only constant goes on for ever.`,
    );
  const { up, down } = p.piecewise;
  if (p.model === 'piecewise' && (up.length < 2 || up.length !== down.length))
    throw new Error(
      `pulsed device: piecewise needs as many factors up as down, 2 or more; got ${up.length} and ${down.length}.`,
    );
  if (p.model === 'neurosim' && !(p.neurosim.aUp !== 0 && p.neurosim.aDown !== 0))
    throw new Error('pulsed device: neurosim needs A other than 0; a straight curve has A = Infinity.');
}

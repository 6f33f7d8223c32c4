/**
 * Models whose step is a straight line of the weight: a step is base + slope w, as numbers for each
 * device. That is what the array kernel works on.
 */
import { expm1 } from '../../base/math.ts';
import type { PulsedModel, PulsedParameters } from './law.ts';
import type { MadeDevices } from './made.ts';

/** Per device, shape [n]; steps down are negative. */
export interface AffineSteps {
  readonly baseUp: Float64Array;
  readonly slopeUp: Float64Array;
  readonly baseDown: Float64Array;
  readonly slopeDown: Float64Array;
  /** what the cycle noise multiplies where it does not multiply the step itself */
  readonly noiseUp: Float64Array;
  readonly noiseDown: Float64Array;
  /** true: noise multiplies the step */
  readonly multiplies: boolean;
}

const affineModels = ['constant', 'linear', 'soft-bounds', 'soft-bounds-reference', 'neurosim'] as const;
export const isAffine = (model: PulsedModel): boolean =>
  (affineModels as readonly PulsedModel[]).includes(model);

/** The straight line of each device's step. */
export function affineSteps(p: PulsedParameters, made: MadeDevices): AffineSteps {
  const { n, up, down, low, high, reference } = made;
  const steps: AffineSteps = {
    baseUp: up.slice(),
    slopeUp: new Float64Array(n),
    baseDown: down.map((s) => -s),
    slopeDown: new Float64Array(n),
    noiseUp: up.slice(),
    noiseDown: down.map((s) => -s),
    multiplies: p.multNoise && p.model !== 'neurosim',
  };
  if (p.model === 'neurosim' || (p.model === 'soft-bounds' && p.softBounds.pulses > 0)) {
    relaxing(p, made, steps);
    return steps;
  }
  for (let i = 0; i < n; i++) {
    if (p.model === 'constant' || made.isStuck[i]) continue;
    const isOwn = p.model !== 'linear' || !p.meanBoundReference;
    // an end that is seen is less by the reference than the end itself
    const top = isOwn ? high[i]! + reference[i]! : p.wMax;
    const bottom = isOwn ? low[i]! + reference[i]! : p.wMin;
    const isLinear = p.model === 'linear';
    const [gammaUp, gammaDown] = isLinear ? [made.gammaUp[i]!, made.gammaDown[i]!] : [1, 1];
    // with a reference, an end on the wrong side of 0 bends nothing; otherwise an end at 0 does not
    const bendsUp = p.model === 'soft-bounds-reference' ? top > 0 : top !== 0;
    const bendsDown = p.model === 'soft-bounds-reference' ? bottom < 0 : bottom !== 0;
    if (bendsUp) {
      steps.slopeUp[i] = (-gammaUp * up[i]!) / top;
      steps.baseUp[i] = up[i]! + steps.slopeUp[i]! * reference[i]!;
    }
    if (bendsDown) {
      steps.slopeDown[i] = (gammaDown * down[i]!) / bottom;
      steps.baseDown[i] = -down[i]! + steps.slopeDown[i]! * reference[i]!;
    }
  }
  return steps;
}

/**
 * Steps that relax toward a weight beyond the end. One pulse along w(p) = low + B (1 - e^(-p/A)),
 * with B = range / (1 - e^(-P/A)), is
 *   up    dw = (low + B - w) (1 - e^(-1/A))
 * and the same falling. A spread of dwMin scales the step.
 *
 * Neurosim's noise is a share of the whole range a pulse, sigma range sqrt(pulses); the P form's, where
 * it does not multiply the step, is CrossSim's sigma sqrt(|dw| range) with dw = range / P.
 * @see Chen, Peng & Yu, IEEE TCAD 37, 2018 (NeuroSim); Jacobs-Gedrim et al., ICRC 2017 (CrossSim)
 */
function relaxing(p: PulsedParameters, made: MadeDevices, steps: AffineSteps): void {
  const { pulses, alpha } = p.softBounds;
  const curve =
    p.model === 'neurosim'
      ? p.neurosim
      : { aUp: 1 / alpha, aDown: -1 / alpha, pulsesUp: pulses, pulsesDown: pulses };
  for (let i = 0; i < made.n; i++) {
    if (made.isStuck[i]) continue;
    const low = made.low[i]!;
    const range = made.high[i]! - low;
    const up = relaxation(curve.aUp, curve.pulsesUp, made.up[i]! / p.dwMin, 1);
    const down = relaxation(curve.aDown, curve.pulsesDown, made.down[i]! / p.dwMin, -1);
    // w = low + g range
    steps.slopeUp[i] = up.slope;
    steps.baseUp[i] = up.base * range - up.slope * low;
    steps.slopeDown[i] = down.slope;
    steps.baseDown[i] = down.base * range - down.slope * low;
    const noise = p.model === 'neurosim' ? range : range / Math.sqrt(pulses);
    steps.noiseUp[i] = noise;
    steps.noiseDown[i] = noise;
  }
}

/**
 * One pulse along g(p) = B (1 - e^(-p/A)), B = 1 / (1 - e^(-P/A)), from any g, as base + slope g:
 *   forward  (B - g)(1 - e^(-1/A));   back  -(B - g)(e^(1/A) - 1)
 */
function relaxation(a: number, pulses: number, gain: number, direction: 1 | -1) {
  if (!Number.isFinite(a)) return { base: (direction * gain) / pulses, slope: 0 };
  const b = -1 / expm1(-pulses / a);
  const slope = expm1(-direction / a) * gain;
  return { base: -slope * b, slope };
}

/**
 * NeuroSim's curve. A device goes from its lowest to its highest conductance in P pulses along
 *   G(p) = B (1 - e^(-p/A)) + G_min,  B = (G_max - G_min) / (1 - e^(-P/A)),
 * and falls along the same with A < 0. How bent it is, is given as a label NL between -9 and 9.
 *
 * @see Chen, Peng & Yu, "NeuroSim", IEEE TCAD 37, 2018, and its manual, section 5
 */
import ln from '@stdlib/math-base-special-ln';
import { expm1 } from '../../base/math.ts';

/**
 * The label of a curve: its largest distance from the diagonal of the unit square, over .07.
 *   a = |A| / P,  b = 1 / (1 - e^(-1/a)),  NL = (b - a - a ln(b/a)) / (.07 sqrt 2)
 * @param a |A| / P, > 0; Infinity is the straight line
 * @returns 0 to 10.1
 */
export function nonlinearityOf(a: number): number {
  // beyond, the difference of nearly equal numbers would be noise: (1/8a)(1 - ...) of the series
  if (a > 1e4) return 1 / (8 * a) / (0.07 * Math.SQRT2);
  const b = -1 / expm1(-1 / a);
  return (b - a - a * ln(b / a)) / (0.07 * Math.SQRT2);
}

/**
 * A of a curve with label NL, in pulses, by halving the interval of a where the label lies.
 * @param label  -9 to 9; its sign becomes that of A; 0 is the straight line
 * @param pulses P, of the full swing
 * @returns A, Infinity for 0
 * @throws  RangeError beyond 9
 */
export function curvatureOf(label: number, pulses: number): number {
  const size = Math.abs(label);
  if (!(size <= 9)) throw new RangeError(`NeuroSim's nonlinearity goes from -9 to 9; got ${label}.`);
  if (size === 0) return Number.POSITIVE_INFINITY;
  let low = 1e-3;
  let high = 1e8;
  // the label falls as a grows; halve on a scale of ratios until the ends are neighbours
  for (let k = 0; k < 200; k++) {
    const middle = Math.sqrt(low * high);
    if (middle <= low || middle >= high) break;
    if (nonlinearityOf(middle) > size) low = middle;
    else high = middle;
  }
  return Math.sign(label) * low * pulses;
}

/** G(p) - G_min as a share of the range, 0 to 1. */
export function shareAfter(pulse: number, a: number, pulses: number): number {
  if (!Number.isFinite(a)) return pulse / pulses;
  return expm1(-pulse / a) / expm1(-pulses / a);
}

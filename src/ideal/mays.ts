/**
 * Mays' two rules: a perceptron and an ADALINE with a dead zone. A decision
 * counts as safe only when |s| >= gamma, so that training does not stop with
 * patterns just on the right side of the boundary. |s| >= gamma uses the tie
 * band: |s| >= gamma - tie.
 */
import { dot } from './dot.ts';
import { decide } from './tie.ts';

/** Default dead zone, in units of d. */
export const maysGamma = 0.5;

/**
 * Mays' increment adaptation, in place.
 *   s = w.x,  z = d - q
 *   |s| >= gamma:  w <- w + (alpha z/2) x / (x.x)     a perceptron step, nothing when right
 *   |s| <  gamma:  w <- w + alpha d x / (x.x)         inside the dead zone, even when right
 * A zero pattern makes no step.
 * @param w     weights, shape [n], in units of d; modified
 * @param x     pattern, shape [n], dimensionless, x[0] = +1
 * @param d     desired decision, +1 or -1
 * @param alpha step, in units of d, > 0
 * @param gamma dead zone, in units of d, >= 0; 0 is the perceptron with a normalised step
 * @param tie   half-width of the tie band of q and of the dead zone, in units of d
 * @returns     e = d - s before the step
 * @see         Mays 1963; Widrow & Lehr 1990, eqs 19-20
 */
export function adaptMaysIncrement(
  w: Float64Array,
  x: Float64Array,
  d: number,
  alpha: number,
  gamma: number,
  tie: number,
): number {
  const s = dot(w, x);
  const outside = Math.abs(s) >= gamma - tie;
  const increment = outside ? (alpha * (d - decide(s, tie))) / 2 : alpha * d;
  const xx = dot(x, x);
  if (increment === 0 || xx === 0) return d - s;
  const gain = increment / xx;
  for (let i = 0; i < w.length; i++) w[i] += gain * x[i];
  return d - s;
}

/**
 * Mays' modified relaxation adaptation, in place.
 *   q = d and |s| >= gamma:  no change
 *   otherwise:               w <- w + alpha e x / (x.x)     alpha-LMS
 * Converges on every separable set for 0 < gamma < 1 and 0 < alpha <= 2;
 * gamma = infinity is alpha-LMS. A zero pattern makes no step.
 * @param w     weights, shape [n], in units of d; modified
 * @param x     pattern, shape [n], dimensionless, x[0] = +1
 * @param d     desired decision, +1 or -1
 * @param alpha share of the error removed, 0 < alpha <= 2
 * @param gamma dead zone, in units of d, > 0
 * @param tie   half-width of the tie band of q and of the dead zone, in units of d
 * @returns     e = d - s before the step
 * @see         Mays 1963; Widrow & Lehr 1990, eqs 19-20
 */
export function adaptMaysRelaxation(
  w: Float64Array,
  x: Float64Array,
  d: number,
  alpha: number,
  gamma: number,
  tie: number,
): number {
  const s = dot(w, x);
  const e = d - s;
  const safe = decide(s, tie) === d && Math.abs(s) >= gamma - tie;
  const xx = dot(x, x);
  if (safe || xx === 0) return e;
  const gain = (alpha * e) / xx;
  for (let i = 0; i < w.length; i++) w[i] += gain * x[i];
  return e;
}

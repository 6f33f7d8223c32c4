/**
 * Three LMS rules that need no multiplier: only the sign of the error, only
 * the signs of the inputs, or only both. All in the convention w += mu ...,
 * without the factor 2 of mu-LMS.
 */
import { dot } from './dot.ts';
import { signum } from './tie.ts';

/**
 * Sign-error LMS, in place: descends |e| instead of e^2.
 *   s = w.x,  e = d - s,  w <- w + mu sgn(e) x
 * @param w   weights, shape [n], in units of d; modified
 * @param x   pattern, shape [n], dimensionless
 * @param d   desired sum
 * @param mu  step, in units of d, >= 0
 * @param tie half-width of the tie band of sgn e, in units of d
 * @returns   e before the step
 * @see       Widrow & Stearns 1985; excess error in theory/misadjustment.ts
 */
export function adaptSignError(w: Float64Array, x: Float64Array, d: number, mu: number, tie: number): number {
  const e = d - dot(w, x);
  const gain = mu * signum(e, tie);
  for (let i = 0; i < w.length; i++) w[i] += gain * x[i];
  return e;
}

/**
 * Sign-data LMS, in place. For inputs of +1 and -1 it is LMS with w += mu e x;
 * on skewed real inputs it can diverge at every mu.
 *   s = w.x,  e = d - s,  w <- w + mu e sgn(x)
 * The sign of an input is exact (0 only for x_i = 0): inputs are given, not
 * computed, so that no rounding has to be kept from deciding it.
 * @param w  weights, shape [n], in units of d; modified
 * @param x  pattern, shape [n], dimensionless
 * @param d  desired sum
 * @param mu step size, dimensionless, >= 0
 * @returns  e before the step
 * @see      Sethares, Mareels, Anderson, Johnson & Bitmead 1988
 */
export function adaptSignData(w: Float64Array, x: Float64Array, d: number, mu: number): number {
  const e = d - dot(w, x);
  const gain = mu * e;
  for (let i = 0; i < w.length; i++) w[i] += gain * Math.sign(x[i]);
  return e;
}

/**
 * Sign-sign LMS, in place: every weight moves by the same amount, up or down.
 *   s = w.x,  e = d - s,  w <- w + mu sgn(e) sgn(x)
 * @param w   weights, shape [n], in units of d; modified
 * @param x   pattern, shape [n], dimensionless
 * @param d   desired sum
 * @param mu  step, in units of d, >= 0
 * @param tie half-width of the tie band of sgn e, in units of d
 * @returns   e before the step
 * @see       Lucky 1966 (zero forcing); Widrow & Stearns 1985
 */
export function adaptSignSign(w: Float64Array, x: Float64Array, d: number, mu: number, tie: number): number {
  const e = d - dot(w, x);
  const gain = mu * signum(e, tie);
  for (let i = 0; i < w.length; i++) w[i] += gain * Math.sign(x[i]);
  return e;
}

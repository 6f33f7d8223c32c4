import { dot } from './dot.ts';

/** Default of `eps` in NLMS, in units of x.x. */
export const nlmsEps = 1e-6;

/**
 * Adapts the weights by one step of normalised LMS, in place: alpha-LMS with a
 * floor under the power of the pattern, so that faint patterns are not amplified.
 *   s = w.x,  e = d - s,  w <- w + alpha e x / (eps + x.x)
 * @param w     weights, shape [n], in units of d; modified
 * @param x     pattern, shape [n], dimensionless
 * @param d     desired sum
 * @param alpha share of the error removed when x.x >> eps, stable for 0 < alpha < 2
 * @param eps   regularisation, in units of x.x, > 0
 * @returns     e before the step
 * @see         Nagumo & Noda 1967; Haykin, Adaptive Filter Theory, normalised LMS
 */
export function adaptNlms(
  w: Float64Array,
  x: Float64Array,
  d: number,
  alpha: number,
  eps: number = nlmsEps,
): number {
  const e = d - dot(w, x);
  const gain = (alpha * e) / (eps + dot(x, x));
  for (let i = 0; i < w.length; i++) w[i] += gain * x[i];
  return e;
}

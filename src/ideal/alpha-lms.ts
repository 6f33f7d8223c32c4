/**
 * Adapts the weights by one step of alpha-LMS, in place: the smallest change
 * of w that takes the share alpha off the error of this pattern.
 *   s = w.x,  e = d - s,  w <- w + alpha e x / (x.x),  so that  e <- (1 - alpha) e
 * A zero pattern has no direction to move in and makes no step.
 * Bare inner loop: lengths and values are not checked (see `adaptOnce`).
 * @param w     weights, shape [n], in units of d, w[0] is the bias weight; modified
 * @param x     pattern, shape [n], dimensionless, x[0] = +1
 * @param d     desired sum
 * @param alpha share of the error removed, stable for 0 < alpha < 2, practical .1 to 1
 * @returns     e before the step
 * @see         Widrow & Lehr 1990, eqs 10-16
 */
export function adaptAlphaLms(w: Float64Array, x: Float64Array, d: number, alpha: number): number {
  const n = w.length;
  let s = 0;
  let xx = 0;
  for (let i = 0; i < n; i++) {
    const xi = x[i];
    s += w[i] * xi;
    xx += xi * xi;
  }
  const e = d - s;
  if (xx === 0) return e;
  const gain = (alpha * e) / xx;
  for (let i = 0; i < n; i++) w[i] += gain * x[i];
  return e;
}

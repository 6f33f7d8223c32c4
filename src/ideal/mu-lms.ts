/**
 * Adapts the weights by one step of mu-LMS, in place: a step down the
 * instantaneous gradient of e^2, which is -2 e x.
 *   s = w.x,  e = d - s,  w <- w + 2 mu e x
 * Bare inner loop: lengths and values are not checked (see `adaptOnce`).
 * @param w  weights, shape [n], in units of d, w[0] is the bias weight; modified
 * @param x  pattern, shape [n], dimensionless, x[0] = +1
 * @param d  desired sum
 * @param mu step size in Widrow's convention, >= 0; converges in the mean for
 *           mu < 1 / (largest eigenvalue of E[x x'])
 * @returns  e before the step
 * @see      Widrow & Lehr 1990, the mu-LMS algorithm; Widrow & Hoff 1960
 */
export function adaptMuLms(w: Float64Array, x: Float64Array, d: number, mu: number): number {
  const n = w.length;
  let s = 0;
  for (let i = 0; i < n; i++) s += w[i] * x[i];
  const e = d - s;
  const gain = 2 * mu * e;
  for (let i = 0; i < n; i++) w[i] += gain * x[i];
  return e;
}

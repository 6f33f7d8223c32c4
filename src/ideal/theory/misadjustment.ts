/**
 * Misadjustment, the price of learning from one pattern at a time:
 *   M = (steady mse - minimum mse) / minimum mse, dimensionless.
 */
import { type Convention, toWidrow } from './convention.ts';

/**
 * Small-step misadjustment of mu-LMS.
 *   M = mu tr R     (Haykin's convention: mu tr R / 2)
 * @param traceR     tr R
 * @param mu         step size, >= 0, far below 1/tr R
 * @param convention how mu is meant
 * @returns          M
 * @see              Widrow & Lehr 1990; Widrow & Stearns 1985, ch. 6
 */
export function misadjustmentSmallStep(
  traceR: number,
  mu: number,
  convention: Convention = 'widrow',
): number {
  return toWidrow(mu, convention) * traceR;
}

/**
 * Misadjustment of mu-LMS for steps that are not small.
 *   M = mu tr R / (1 - mu tr R)     (Haykin's convention: mu tr R / (2 - mu tr R))
 * Exact for independent inputs of +1 and -1, where tr R = n: n = 16, mu = .01
 * gives .1905.
 * @param traceR     tr R
 * @param mu         step size, >= 0
 * @param convention how mu is meant
 * @returns          M; Infinity from mu tr R = 1 on, where the variance no longer settles
 * @see              Widrow & Stearns 1985
 */
export function misadjustment(traceR: number, mu: number, convention: Convention = 'widrow'): number {
  const product = toWidrow(mu, convention) * traceR;
  return product < 1 ? product / (1 - product) : Infinity;
}

/**
 * Exact misadjustment of alpha-LMS on independent random inputs of +1 and -1
 * with independent noise: alpha = 1 costs 100 %, not the 50 % of the small-step form.
 *   M = alpha / (2 - alpha)
 * It is `misadjustment` with alpha = 2 mu n, whatever n.
 * @param alpha step, >= 0
 * @returns     M; Infinity from alpha = 2 on
 */
export function misadjustmentIid(alpha: number): number {
  return alpha < 2 ? alpha / (2 - alpha) : Infinity;
}

/**
 * Excess mse of sign-error LMS for small steps and Gaussian noise.
 *   excess = mu sigma tr R sqrt(pi/8),  for w += mu sgn(e) x
 * @param traceR tr R
 * @param mu     step, in units of d, >= 0
 * @param sigma  root mean square of the noise in d, in units of d
 * @returns      excess mse, in units of d squared
 * @see          Mathews & Cho 1987
 */
export function signErrorExcess(traceR: number, mu: number, sigma: number): number {
  return mu * sigma * traceR * Math.sqrt(Math.PI / 8);
}

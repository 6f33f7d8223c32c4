import log10 from '@stdlib/math-base-special-log10';
import { type Convention, toWidrow } from './convention.ts';

/** How long one mode of the learning takes, in presentations. */
export interface TimeConstants {
  /** Presentations in which the mean weight error along this axis falls to 1/e. */
  readonly weights: number;
  /** Presentations in which this mode's part of the excess mse falls to 1/e: half of it. */
  readonly mse: number;
}

/**
 * Small-step time constants of mu-LMS, one pair an eigenvalue.
 *   weights: 1/(2 mu lambda),  mse: 1/(4 mu lambda)   in Widrow's convention
 *   weights: 1/(mu lambda),    mse: 1/(2 mu lambda)   in Haykin's
 * @param eigenvalues of R, shape [n]; 0 gives Infinity: nothing is learned there
 * @param mu          step size, > 0
 * @param convention  how mu is meant
 * @returns           time constants in presentations, in the order of the eigenvalues
 * @see               Widrow & Stearns 1985, ch. 6
 */
export function timeConstants(
  eigenvalues: ArrayLike<number>,
  mu: number,
  convention: Convention = 'widrow',
): readonly TimeConstants[] {
  const step = toWidrow(mu, convention);
  return Array.from(eigenvalues, (lambda) => ({
    weights: 1 / (2 * step * lambda),
    mse: 1 / (4 * step * lambda),
  }));
}

/**
 * Exact time constant of the excess mse of alpha-LMS on independent random
 * inputs of +1 and -1: the excess changes by the same factor in every presentation.
 *   factor = 1 - alpha (2 - alpha)/n,  time = -1 / ln factor
 * n = 17, alpha = 1: 16.5 presentations.
 * @param n     number of weights, bias included, >= 1
 * @param alpha step, 0 < alpha < 2
 * @returns     presentations in which the excess falls to 1/e; 0 when one presentation removes it all
 * @throws      RangeError when n or alpha is outside its range
 */
export function learningTimeIid(n: number, alpha: number): number {
  if (!(Number.isInteger(n) && n >= 1))
    throw new RangeError(`learningTimeIid: n is ${n}, expected an integer >= 1.`);
  if (!(alpha > 0 && alpha < 2)) {
    throw new RangeError(`learningTimeIid: alpha is ${alpha}, expected 0 < alpha < 2.`);
  }
  // ln f = log10 f / log10 e, by a logarithm that gives the same bits everywhere.
  return -Math.LOG10E / log10(1 - (alpha * (2 - alpha)) / n);
}

import type { Correlation } from './correlation.ts';
import { decomposeSymmetric } from './linear-algebra.ts';

/** How R stretches the bowl of the mean square error. */
export interface Spectrum {
  /** Eigenvalues of R, shape [n], ascending; R is a mean of squares, so rounding below 0 is set to 0. */
  readonly eigenvalues: Float64Array;
  /** How many are not zero: the number of directions the patterns span. */
  readonly rank: number;
}

/**
 * Eigenvalues of R: each is the mean power of the patterns along one axis, the
 * curvature of the mean square error there, and so the speed of learning.
 * @param correlation as from `correlate`
 * @returns eigenvalues ascending (their sum is tr R), and rank of R
 * @see     Widrow & Stearns 1985, ch. 3
 */
export function eigenvalues({ n, R }: Correlation): Spectrum {
  const { values, rank } = decomposeSymmetric(R, n);
  const largest = values[n - 1];
  // What rank does not count is rounding, of either sign.
  const clean = values.map((value, p) => (p < n - rank || largest <= 0 ? 0 : value));
  return { eigenvalues: clean, rank };
}

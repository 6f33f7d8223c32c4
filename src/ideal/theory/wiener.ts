import { dot } from '../dot.ts';
import type { Correlation } from './correlation.ts';
import { decomposeSymmetric } from './linear-algebra.ts';

/** The best linear fit there is. */
export interface WienerSolution {
  /** Wiener weights, shape [n], in units of d; the shortest where several fit equally well. */
  readonly weights: Float64Array;
  /** Least E[e^2], in units of d squared, >= 0. */
  readonly minimumMse: number;
}

/**
 * The Wiener weights: where the gradient 2 (R w - P) of the mean square error is zero.
 *   W* = R^+ P,  minimum mse = E[d^2] - P'W*
 * R^+ is the pseudo-inverse: with fewer independent patterns than weights many
 * W* are equally good, and LMS from w = 0 goes to the shortest, as this does.
 * The difference of two nearly equal numbers may come out a little below 0 on
 * exactly solvable sets; it is then 0.
 * @param correlation as from `correlate`
 * @returns Wiener weights and minimum mse
 * @see     Widrow & Lehr 1990, eqs 27-29
 */
export function wiener({ n, R, P, meanSquareDesired }: Correlation): WienerSolution {
  const { values, vectors, rank } = decomposeSymmetric(R, n);
  const weights = new Float64Array(n);
  for (let p = n - rank; p < n; p++) {
    const v = vectors[p];
    const along = dot(v, P) / values[p];
    for (let i = 0; i < n; i++) weights[i] += along * v[i];
  }
  return { weights, minimumMse: Math.max(0, meanSquareDesired - dot(P, weights)) };
}

import { checkTrainingSet, type TrainingSet } from '../training-set.ts';

/** Second-order statistics of a set: all that the mean square error depends on. */
export interface Correlation {
  /** Number of weights. */
  readonly n: number;
  /** R = E[x x'], shape [n, n] row by row, symmetric, dimensionless. */
  readonly R: Float64Array;
  /** P = E[d x], shape [n], in units of d. */
  readonly P: Float64Array;
  /** E[d^2], in units of d squared. */
  readonly meanSquareDesired: number;
}

/**
 * Averages a set, every row weighing the same. The order of the rows changes
 * nothing but rounding.
 *   R = E[x x'],  P = E[d x],  E[d^2],  so that  E[e^2] = E[d^2] - 2 P'w + w'R w
 * @param set patterns of shape [n], bias already in x, and desired sums
 * @returns R, P and E[d^2]
 * @throws  RangeError when the set is not one
 * @see     Widrow & Lehr 1990, eqs 27-29
 */
export function correlate(set: TrainingSet): Correlation {
  const n = checkTrainingSet(set, 'correlate');
  const { inputs, desired } = set;
  const R = new Float64Array(n * n);
  const P = new Float64Array(n);
  let squares = 0;
  for (let p = 0; p < inputs.length; p++) {
    const x = inputs[p];
    const d = desired[p];
    squares += d * d;
    for (let i = 0; i < n; i++) {
      P[i] += d * x[i];
      for (let j = 0; j < n; j++) R[i * n + j] += x[i] * x[j];
    }
  }
  const count = inputs.length;
  for (let i = 0; i < R.length; i++) R[i] /= count;
  for (let i = 0; i < n; i++) P[i] /= count;
  return { n, R, P, meanSquareDesired: squares / count };
}

/**
 * Trace of R: the mean power of a pattern, tr R = E[x.x]; n for inputs of +1 and -1.
 * @param correlation as from `correlate`
 * @returns tr R, equal to the sum of its eigenvalues
 */
export function traceOf({ n, R }: Correlation): number {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += R[i * n + i];
  return trace;
}

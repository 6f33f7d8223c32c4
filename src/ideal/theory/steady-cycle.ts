import { dot } from '../dot.ts';
import { checkTrainingSet, type TrainingSet } from '../training-set.ts';
import { eigenvaluesOf, solveMinimumNorm } from './linear-algebra.ts';

/** A step of LMS: mu-LMS by its mu, in Widrow's convention, or alpha-LMS by its alpha. */
export type CyclicStep = { readonly mu: number } | { readonly alpha: number };

/** Where cyclic training ends. */
export interface SteadyCycle {
  /** Weights at the end of every epoch, once settled, shape [n], in units of d. */
  readonly weights: Float64Array;
  /**
   * Factor by which the slowest mode shrinks from epoch to epoch, dimensionless.
   * The limit is reached only when it is below 1.
   */
  readonly contraction: number;
}

/**
 * The exact limit of mu-LMS or alpha-LMS when the rows of a set are presented
 * in their order for ever. One step is an affine map of w, hence so is an epoch:
 *   step:   w <- (I - c x x') w + c d x,  c = 2 mu or alpha/(x.x)
 *   epoch:  w <- w - D w + b,             limit: D w = b
 * On a set without an exact solution the limit is not the Wiener point but
 * circles it, and depends on the step and on the order.
 * Directions no pattern has are not learned: the start stays there.
 * @param set   patterns of shape [n] and desired sums, in the order of presentation
 * @param step  `{ mu }` or `{ alpha }`, > 0
 * @param start weights before the first epoch, shape [n]; zero by default
 * @returns     limit at the end of an epoch, and contraction an epoch
 * @throws      RangeError when the set is not one, start does not fit it, or the step is not a finite number > 0
 */
export function steadyCycle(set: TrainingSet, step: CyclicStep, start?: Float64Array): SteadyCycle {
  const n = checkTrainingSet(set, 'steadyCycle');
  if (start !== undefined && start.length !== n) {
    throw new RangeError(`steadyCycle: start has ${start.length} weights, expected ${n} as the rows.`);
  }
  const { D, b } = epochMap(set, n, step);
  // The limit is the shortest solution of D w = b, plus what D does not see of the start:
  // solving for the move from the start gives both at once.
  const move = Float64Array.from(b);
  const from = start ?? new Float64Array(n);
  for (let i = 0; i < n; i++) move[i] -= dot(D.subarray(i * n, (i + 1) * n), from);
  const { w: moved, rank } = solveMinimumNorm(D, move);
  const weights = moved.map((change, i) => from[i] + change);
  return { weights, contraction: contractionOf(D, n, rank) };
}

/** The map of one epoch, w <- w - D w + b. D is built up itself, since I - D would lose small steps to rounding. */
function epochMap(set: TrainingSet, n: number, step: CyclicStep): { D: Float64Array; b: Float64Array } {
  const { inputs, desired } = set;
  const size = 'mu' in step ? 2 * step.mu : step.alpha;
  if (!(size > 0 && Number.isFinite(size))) {
    throw new RangeError(`steadyCycle: the step is ${JSON.stringify(step)}, expected a finite number > 0.`);
  }
  const D = new Float64Array(n * n);
  const b = new Float64Array(n);
  const row = new Float64Array(n); // x' - x'D
  for (let p = 0; p < inputs.length; p++) {
    const x = inputs[p];
    const xx = dot(x, x);
    if (xx === 0) continue;
    const c = 'mu' in step ? size : size / xx;
    row.set(x);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) row[j] -= x[i] * D[i * n + j];
    const error = c * (desired[p] - dot(x, b));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) D[i * n + j] += c * x[i] * row[j];
      b[i] += error * x[i];
    }
  }
  return { D, b };
}

/** Largest |1 - lambda| over the eigenvalues of D that patterns cause; the n - rank smallest are directions not seen. */
function contractionOf(D: Float64Array, n: number, rank: number): number {
  return eigenvaluesOf(D, n)
    .map(([real, imaginary]) => ({
      size: real * real + imaginary * imaginary,
      factor: Math.sqrt((1 - real) * (1 - real) + imaginary * imaginary),
    }))
    .sort((a, b) => b.size - a.size)
    .slice(0, rank)
    .reduce((slowest, { factor }) => Math.max(slowest, factor), 0);
}

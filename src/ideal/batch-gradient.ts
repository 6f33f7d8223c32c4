import { dot } from './dot.ts';
import { checkTrainingSet, type TrainingSet } from './training-set.ts';

/**
 * Descends the mean square error of a whole set by one step, in place: what
 * mu-LMS does on average, without its noise.
 *   w <- w - mu grad E[e^2] = w + 2 mu E[e x],  all errors taken before the step
 * @param w   weights, shape [n], in units of d; modified
 * @param set patterns of shape [n] and desired sums
 * @param mu  step size in Widrow's convention, >= 0; converges to the Wiener
 *            weights for mu < 1 / (largest eigenvalue of R)
 * @returns   E[e^2] before the step, in units of d squared
 * @throws    RangeError when the set is not one, when its rows do not fit w, or when mu is negative or not finite
 * @see       Widrow & Lehr 1990, steepest descent, eqs 27-29
 */
export function descendBatchGradient(w: Float64Array, set: TrainingSet, mu: number): number {
  const n = checkTrainingSet(set, 'descendBatchGradient');
  if (n !== w.length) {
    throw new RangeError(
      `descendBatchGradient: rows of ${n} inputs for ${w.length} weights, expected as many.`,
    );
  }
  if (!(mu >= 0 && Number.isFinite(mu))) {
    throw new RangeError(`descendBatchGradient: mu is ${mu}, expected a finite number >= 0.`);
  }
  const { inputs, desired } = set;
  const count = inputs.length;
  const descent = new Float64Array(n); // sum of e x, that is -count/2 times the gradient
  let squares = 0;
  for (let p = 0; p < count; p++) {
    const x = inputs[p];
    const e = desired[p] - dot(w, x);
    squares += e * e;
    for (let i = 0; i < n; i++) descent[i] += e * x[i];
  }
  const gain = (2 * mu) / count;
  for (let i = 0; i < n; i++) w[i] += gain * descent[i];
  return squares / count;
}

import { dot } from './dot.ts';

/**
 * Adapts the weights by the Manhattan rule: the gradient is summed over a batch with the weights held,
 * and at its end every weight makes one step of fixed size down its slope, in place.
 *   e = d - w.x,  g <- g + e x;  at the end of the batch  w <- w + mu sgn g,  g <- 0
 * With a batch of one this is sign-sign LMS for inputs of +1 and -1.
 * @param w     weights, shape [n], in units of d; modified
 * @param memory shape [n + 1]: g, and how many presentations it holds; zeros at the beginning; modified
 * @param x     pattern, shape [n]
 * @param d     desired sum, in units of d
 * @param mu    step, in units of d, >= 0
 * @param batch presentations that are summed, a whole number >= 1
 * @param tie   |g| within this counts as 0, in units of d
 * @returns     e before the step, in units of d
 * @see         Prezioso et al., Nature 521, 2015; Schiffmann, Joost & Werner 1994
 */
export function adaptManhattan(
  w: Float64Array,
  memory: Float64Array,
  x: Float64Array,
  d: number,
  mu: number,
  batch: number,
  tie: number,
): number {
  const n = w.length;
  const e = d - dot(w, x);
  for (let i = 0; i < n; i++) memory[i] += e * x[i];
  memory[n]++;
  if (memory[n] < batch) return e;
  for (let i = 0; i < n; i++) {
    const g = memory[i];
    if (g > tie) w[i] += mu;
    else if (g < -tie) w[i] -= mu;
  }
  memory.fill(0);
  return e;
}

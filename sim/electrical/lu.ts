import { Unsolvable } from '../unsolvable.ts';

/** What to say of a node whose voltage nothing fixes. */
export const notFixed = (name: string): string =>
  `the voltage of ${name} is not fixed by anything (singular matrix): give the node a path to ground or to a source.`;

/**
 * Solves M v = r in place by Gaussian elimination with partial pivoting.
 * @param m    shape [n * n], row by row; destroyed
 * @param r    shape [n]; holds the solution afterwards
 * @param name what the k-th unknown is called, for the error
 * @throws Unsolvable that names the unknown which nothing fixes, when the matrix is singular
 */
export function solveDense(m: Float64Array, r: Float64Array, n: number, name: (k: number) => string): void {
  for (let c = 0; c < n; c++) {
    let pivot = c;
    let scale = 0;
    for (let i = c; i < n; i++) {
      const size = Math.abs(m[i * n + c]!);
      if (size > scale) {
        scale = size;
        pivot = i;
      }
    }
    if (!(scale > 1e-300)) {
      throw new Unsolvable(notFixed(name(c)));
    }
    if (pivot !== c) {
      for (let j = c; j < n; j++) {
        const keep = m[c * n + j]!;
        m[c * n + j] = m[pivot * n + j]!;
        m[pivot * n + j] = keep;
      }
      const keep = r[c]!;
      r[c] = r[pivot]!;
      r[pivot] = keep;
    }
    const top = m[c * n + c]!;
    for (let i = c + 1; i < n; i++) {
      const factor = m[i * n + c]! / top;
      if (factor === 0) continue;
      for (let j = c; j < n; j++) m[i * n + j] = m[i * n + j]! - factor * m[c * n + j]!;
      r[i] = r[i]! - factor * r[c]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = r[i]!;
    for (let j = i + 1; j < n; j++) sum -= m[i * n + j]! * r[j]!;
    r[i] = sum / m[i * n + i]!;
  }
}

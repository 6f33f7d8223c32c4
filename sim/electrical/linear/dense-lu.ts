import { type Columns, type LinearSolver, type Pattern, Singular } from './pattern.ts';

/** Elimination with partial pivoting, row by row in one array: the quickest for a few dozen unknowns. */
export class DenseLu implements LinearSolver {
  readonly work = { orderings: 0, pivotings: 0, refactorings: 0 };
  private readonly n: number;
  private readonly m: Float64Array;
  private readonly swaps: Int32Array;
  private readonly places: Int32Array;
  private readonly slots: Int32Array;

  constructor(pattern: Pattern) {
    const n = pattern.size;
    this.n = n;
    this.m = new Float64Array(n * n);
    this.swaps = new Int32Array(n);
    const { start, row, slot }: Columns = pattern.byColumn();
    this.slots = slot;
    this.places = new Int32Array(row.length);
    for (let c = 0; c < n; c++)
      for (let p = start[c]!; p < start[c + 1]!; p++) this.places[p] = row[p]! * n + c;
  }

  factor(values: Float64Array): void {
    const { n, m, swaps, places, slots } = this;
    this.work.pivotings++;
    m.fill(0);
    for (let p = 0; p < places.length; p++) m[places[p]!] = values[slots[p]!]!;
    for (let c = 0; c < n; c++) {
      let pivot = c;
      let most = 0;
      for (let i = c; i < n; i++) {
        const size = Math.abs(m[i * n + c]!);
        if (size > most) {
          most = size;
          pivot = i;
        }
      }
      if (!(most > 1e-300)) throw new Singular(c);
      swaps[c] = pivot;
      if (pivot !== c) {
        for (let j = 0, p = c * n, q = pivot * n; j < n; j++, p++, q++) {
          const keep = m[p]!;
          m[p] = m[q]!;
          m[q] = keep;
        }
      }
      const top = m[c * n + c]!;
      for (let i = c + 1; i < n; i++) {
        const below = m[i * n + c]!;
        if (below === 0) continue;
        const factor = below / top;
        m[i * n + c] = factor;
        for (let p = i * n + c + 1, q = c * n + c + 1; p < (i + 1) * n; p++, q++)
          m[p] = m[p]! - factor * m[q]!;
      }
    }
  }

  solve(b: Float64Array): void {
    const { n, m, swaps } = this;
    for (let c = 0; c < n; c++) {
      const pivot = swaps[c]!;
      if (pivot === c) continue;
      const keep = b[c]!;
      b[c] = b[pivot]!;
      b[pivot] = keep;
    }
    for (let i = 1; i < n; i++) {
      let sum = b[i]!;
      for (let j = 0, p = i * n; j < i; j++, p++) sum -= m[p]! * b[j]!;
      b[i] = sum;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = b[i]!;
      for (let j = i + 1, p = i * n + i + 1; j < n; j++, p++) sum -= m[p]! * b[j]!;
      b[i] = sum / m[i * n + i]!;
    }
  }
}

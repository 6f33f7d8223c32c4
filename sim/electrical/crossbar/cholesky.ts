/**
 * Cholesky factorisation of a sparse symmetric positive definite matrix, front by front. What only
 * depends on the pattern (which front meets which, and where every number goes) is prepared once;
 * `factor` then takes new numbers as often as one likes.
 *
 * @see Duff & Reid, "The multifrontal solution of indefinite sparse symmetric linear equations",
 *      ACM TOMS 9(3), 1983; Liu, SIAM Review 34(1), 1992
 */
import type { Supernode } from './dissection.ts';

/** One dense block: `own` rows that are eliminated here, then rows that are eliminated later. */
interface Front {
  readonly own: number;
  readonly size: number;
  /** elimination numbers of its rows, rising */
  readonly rows: Int32Array;
  /** per child: where its remaining rows stand in this front */
  readonly children: readonly { readonly front: number; readonly at: Int32Array }[];
  /** position in `factors` of its columns, each `size` long */
  readonly factor: number;
  /** where the entries of the matrix go: position in the front, and number of the entry */
  readonly position: Int32Array;
  readonly entry: Int32Array;
}

/** An entry of the lower triangle: row and column are nodes, in any order, equal for the diagonal; -1 = no such entry. */
export type Entry = readonly [row: number, column: number];

/** A pattern whose matrices can be factorised and solved. */
export class SparseCholesky {
  readonly order: number;
  /** numbers in the factor: how much fill there is */
  readonly factorEntries: number;
  private readonly eliminated: Int32Array;
  private readonly fronts: readonly Front[];
  private readonly factors: Float64Array;
  private readonly work: Float64Array;
  private readonly stack: Float64Array;
  private readonly stackAt: Int32Array;
  private readonly permuted: Float64Array;

  /**
   * @param supernodes children before parents; every node in exactly one of them
   * @param entries    the pattern; each pair of nodes once
   */
  constructor(order: number, supernodes: readonly Supernode[], entries: readonly Entry[]) {
    this.order = order;
    const eliminated = new Int32Array(order).fill(-1);
    const owner = new Int32Array(order);
    let next = 0;
    supernodes.forEach((s, k) => {
      for (const node of s.nodes) {
        owner[node] = k;
        eliminated[node] = next++;
      }
    });
    if (next !== order) throw new Error(`cholesky: ${next} of ${order} nodes are in the supernodes.`);
    this.eliminated = eliminated;
    // an entry belongs to the front that eliminates the earlier of its two nodes
    const mine: [number, number, number][][] = supernodes.map(() => []);
    entries.forEach(([a, b], e) => {
      if (a < 0 || b < 0) return;
      const [p, q] = [eliminated[a]!, eliminated[b]!];
      const first = p <= q ? a : b;
      mine[owner[first]!]!.push([Math.max(p, q), Math.min(p, q), e]);
    });

    const fronts: Front[] = [];
    let factor = 0;
    let widest = 0;
    let top = 0;
    let highest = 0;
    this.stackAt = new Int32Array(supernodes.length);
    supernodes.forEach((s, k) => {
      const own = s.nodes.length;
      const first = eliminated[s.nodes[0]!]!;
      const later = new Set<number>();
      for (const [row] of mine[k]!) if (row >= first + own) later.add(row);
      for (const c of s.children) {
        const child = fronts[c]!;
        for (let i = child.own; i < child.size; i++)
          if (child.rows[i]! >= first + own) later.add(child.rows[i]!);
      }
      const rows = Int32Array.from([
        ...Array.from({ length: own }, (_, i) => first + i),
        ...[...later].sort((a, b) => a - b),
      ]);
      const size = rows.length;
      const at = new Map<number, number>();
      rows.forEach((r, i) => {
        at.set(r, i);
      });
      const children = s.children.map((c) => {
        const child = fronts[c]!;
        return { front: c, at: Int32Array.from(child.rows.subarray(child.own), (r) => at.get(r)!) };
      });
      // update matrices of the children are taken from the stack, this one's is put there
      for (const c of s.children) top -= (fronts[c]!.size - fronts[c]!.own) ** 2;
      this.stackAt[k] = top;
      top += (size - own) ** 2;
      highest = Math.max(highest, top);
      fronts.push({
        own,
        size,
        rows,
        children,
        factor,
        position: Int32Array.from(mine[k]!, ([row, column]) => at.get(row)! + at.get(column)! * size),
        entry: Int32Array.from(mine[k]!, ([, , e]) => e),
      });
      factor += own * size;
      widest = Math.max(widest, size);
    });
    this.fronts = fronts;
    this.factorEntries = factor;
    this.factors = new Float64Array(factor);
    this.work = new Float64Array(widest * widest);
    this.stack = new Float64Array(highest);
    this.permuted = new Float64Array(order);
  }

  /**
   * Factorises the matrix with these numbers, in the order of the pattern's entries.
   * @returns -1, or the node at which the matrix is not positive definite
   */
  factor(values: Float64Array): number {
    const { fronts, factors, work, stack, stackAt } = this;
    for (let k = 0; k < fronts.length; k++) {
      const { own, size, children, factor, position, entry } = fronts[k]!;
      work.fill(0, 0, size * size);
      for (let e = 0; e < entry.length; e++) work[position[e]!] = work[position[e]!]! + values[entry[e]!]!;
      for (let c = 0; c < children.length; c++) {
        const { front, at } = children[c]!;
        const from = stackAt[front]!;
        const n = at.length;
        for (let j = 0; j < n; j++) {
          const column = at[j]! * size;
          const source = from + j * n;
          for (let i = j; i < n; i++) {
            const p = at[i]! + column;
            work[p] = work[p]! + stack[source + i]!;
          }
        }
      }
      const failed = eliminate(work, size, own);
      if (failed >= 0) return this.eliminated.indexOf(fronts[k]!.rows[failed]!);
      for (let j = 0; j < own; j++) {
        // plain loops: making views of short stretches costs more than copying them
        for (let p = j * size + j, end = (j + 1) * size; p < end; p++) factors[factor + p] = work[p]!;
      }
      const rest = size - own;
      const to = stackAt[k]!;
      for (let j = 0; j < rest; j++) {
        const p = (own + j) * size + own;
        const q = to + j * rest;
        for (let i = j; i < rest; i++) stack[q + i] = work[p + i]!;
      }
    }
    return -1;
  }

  /** Solves for one right-hand side, in place; by node. */
  solve(x: Float64Array): void {
    const { order, eliminated, fronts, factors: l, permuted: y } = this;
    for (let node = 0; node < order; node++) y[eliminated[node]!] = x[node]!;
    for (let k = 0; k < fronts.length; k++) {
      const { own, size, rows, factor } = fronts[k]!;
      for (let j = 0; j < own; j++) {
        const p = factor + j * size;
        const z = y[rows[j]!]! / l[p + j]!;
        y[rows[j]!] = z;
        for (let i = j + 1; i < size; i++) y[rows[i]!] = y[rows[i]!]! - l[p + i]! * z;
      }
    }
    for (let k = fronts.length - 1; k >= 0; k--) {
      const { own, size, rows, factor } = fronts[k]!;
      for (let j = own - 1; j >= 0; j--) {
        const p = factor + j * size;
        let sum = y[rows[j]!]!;
        for (let i = j + 1; i < size; i++) sum -= l[p + i]! * y[rows[i]!]!;
        y[rows[j]!] = sum / l[p + j]!;
      }
    }
    for (let node = 0; node < order; node++) x[node] = y[eliminated[node]!]!;
  }
}

/**
 * Eliminates the first `own` columns of a dense symmetric block, lower triangle, column by column:
 * four columns are made at a time and then subtracted from all that follow in one pass.
 * @returns -1, or the column whose pivot is not positive
 */
function eliminate(f: Float64Array, size: number, own: number): number {
  let k = 0;
  for (; k + 4 <= own; k += 4) {
    for (let j = k; j < k + 4; j++) {
      const p = j * size;
      for (let c = k; c < j; c++) {
        const q = c * size;
        const x = f[q + j]!;
        for (let i = j; i < size; i = (i + 1) | 0) f[p + i] = f[p + i]! - x * f[q + i]!;
      }
      const pivot = f[p + j]!;
      if (!(pivot > 0)) return j;
      const scale = 1 / Math.sqrt(pivot);
      for (let i = j; i < size; i++) f[p + i] = f[p + i]! * scale;
    }
    const a = k * size;
    const b = a + size;
    const c = b + size;
    const d = c + size;
    for (let j = k + 4; j < size; j++) {
      const x0 = f[a + j]!;
      const x1 = f[b + j]!;
      const x2 = f[c + j]!;
      const x3 = f[d + j]!;
      const p = j * size;
      for (let i = j; i < size; i = (i + 1) | 0)
        f[p + i] = f[p + i]! - (x0 * f[a + i]! + x1 * f[b + i]! + (x2 * f[c + i]! + x3 * f[d + i]!));
    }
  }
  for (; k < own; k++) {
    const a = k * size;
    const pivot = f[a + k]!;
    if (!(pivot > 0)) return k;
    const scale = 1 / Math.sqrt(pivot);
    for (let i = k; i < size; i++) f[a + i] = f[a + i]! * scale;
    for (let j = k + 1; j < size; j++) {
      const x = f[a + j]!;
      const p = j * size;
      for (let i = j; i < size; i = (i + 1) | 0) f[p + i] = f[p + i]! - x * f[a + i]!;
    }
  }
  return -1;
}

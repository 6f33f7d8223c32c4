/**
 * Sparse LU for circuits. The order of the unknowns comes from the pattern and is found once. The
 * first factorisation chooses pivots column by column and so finds the structure of L and U; those
 * that follow compute into that structure, until a pivot has become too small beside its column and
 * pivots are chosen anew.
 * @see Gilbert & Peierls, "Sparse partial pivoting in time proportional to arithmetic operations",
 *      SIAM J. Sci. Stat. Comput. 9(5), 1988: the reach of a column
 * @see Davis & Palamadai Natarajan, "Algorithm 907: KLU, a direct sparse solver for circuit simulation
 *      problems", ACM Trans. Math. Softw. 37(3), 2010: this division of labour
 */
import { minimumDegree, transversal } from './ordering.ts';
import { type Columns, type LinearSolver, type Pattern, Singular } from './pattern.ts';

/** The diagonal is the pivot as long as it is this large beside the largest of its column: it keeps the ordering. */
const DIAGONAL = 0.1;
/** A pivot that has become smaller than this beside its column is chosen anew. */
const WORN = 1e-3;

export class SparseLu implements LinearSolver {
  readonly work = { orderings: 0, pivotings: 0, refactorings: 0 };
  /** entries of L and U that the ordering leads to while pivots stay on the diagonal */
  readonly expected: number;
  private readonly n: number;
  private readonly a: Columns;
  /** columns in the order of elimination, and the row that each would best have as its pivot */
  private readonly order: Int32Array;
  private readonly preferred: Int32Array;
  /** place of each row in the elimination, once factored */
  private readonly placeOf: Int32Array;
  // L without its diagonal of ones and U without its diagonal, by columns; rows are places
  private readonly lStart: Int32Array;
  private readonly uStart: Int32Array;
  private lRow: Int32Array;
  private uRow: Int32Array;
  private lValue: Float64Array;
  private uValue: Float64Array;
  private readonly diagonal: Float64Array;
  /** row of each entry of A as a place, by column of A */
  private readonly aPlace: Int32Array;
  private readonly x: Float64Array;
  private standing = false;

  constructor(pattern: Pattern) {
    const n = pattern.size;
    this.n = n;
    this.a = pattern.byColumn();
    this.preferred = transversal(n, this.a);
    const { order, entries } = minimumDegree(n, this.a, this.preferred);
    this.order = order;
    this.expected = entries;
    this.work.orderings++;
    this.placeOf = new Int32Array(n);
    this.lStart = new Int32Array(n + 1);
    this.uStart = new Int32Array(n + 1);
    const guess = entries;
    this.lRow = new Int32Array(guess);
    this.uRow = new Int32Array(guess);
    this.lValue = new Float64Array(guess);
    this.uValue = new Float64Array(guess);
    this.diagonal = new Float64Array(n);
    this.aPlace = new Int32Array(this.a.row.length);
    this.x = new Float64Array(n);
  }

  /** Entries of L and U together, the diagonals among them once. */
  get entries(): number {
    return this.lStart[this.n]! + this.uStart[this.n]! + this.n;
  }

  factor(values: Float64Array): void {
    if (this.standing && this.refactor(values)) return;
    this.standing = false;
    this.choosePivots(values);
    this.standing = true;
  }

  /** Computes into the structure that stands. @returns false when a pivot has worn out */
  private refactor(values: Float64Array): boolean {
    const { n, a, order, aPlace, lStart, lRow, lValue, uStart, uRow, uValue, diagonal, x } = this;
    const { start, slot } = a;
    for (let k = 0; k < n; k++) {
      const c = order[k]!;
      for (let p = start[c]!, end = start[c + 1]!; p < end; p++) x[aPlace[p]!] = values[slot[p]!]!;
      for (let p = uStart[k]!, end = uStart[k + 1]!; p < end; p++) {
        const j = uRow[p]!;
        const u = x[j]!;
        x[j] = 0;
        uValue[p] = u;
        if (u === 0) continue;
        for (let q = lStart[j]!, last = lStart[j + 1]!; q < last; q++) {
          const i = lRow[q]!;
          x[i] = x[i]! - lValue[q]! * u;
        }
      }
      const pivot = x[k]!;
      x[k] = 0;
      let most = 0;
      const from = lStart[k]!;
      const end = lStart[k + 1]!;
      const inverse = 1 / pivot;
      for (let p = from; p < end; p++) {
        const i = lRow[p]!;
        const v = x[i]!;
        const size = v < 0 ? -v : v;
        if (size > most) most = size;
        lValue[p] = v * inverse;
        x[i] = 0;
      }
      if (!(Math.abs(pivot) > 1e-300) || Math.abs(pivot) < WORN * most) return false;
      diagonal[k] = pivot;
    }
    this.work.refactorings++;
    return true;
  }

  /** Chooses pivots, and finds the structure on the way. Rows are rows of A until the end. */
  private choosePivots(values: Float64Array): void {
    const { n, a, order, preferred, placeOf, lStart, uStart, diagonal, x } = this;
    const { start, row, slot } = a;
    this.work.pivotings++;
    placeOf.fill(-1);
    x.fill(0);
    const mark = new Int32Array(n).fill(-1);
    const next = new Int32Array(n);
    const path = new Int32Array(n);
    const reach = new Int32Array(n);
    let l = 0;
    let u = 0;
    for (let k = 0; k < n; k++) {
      const c = order[k]!;
      // rows that column c reaches through the columns of L, those that come later last
      let top = n;
      for (let p = start[c]!; p < start[c + 1]!; p++) {
        if (mark[row[p]!] === k) continue;
        let depth = 0;
        path[0] = row[p]!;
        mark[path[0]!] = k;
        next[path[0]!] = placeOf[path[0]!]! < 0 ? 0 : lStart[placeOf[path[0]!]!]!;
        while (depth >= 0) {
          const i = path[depth]!;
          const place = placeOf[i]!;
          let deeper = false;
          if (place >= 0) {
            for (let q = next[i]!; q < lStart[place + 1]!; q++) {
              const r = this.lRow[q]!;
              if (mark[r] === k) continue;
              next[i] = q + 1;
              mark[r] = k;
              next[r] = placeOf[r]! < 0 ? 0 : lStart[placeOf[r]!]!;
              path[++depth] = r;
              deeper = true;
              break;
            }
          }
          if (deeper) continue;
          depth--;
          reach[--top] = i;
        }
      }
      this.reserve(l + n - top, u + n - top);
      const { lRow, lValue, uRow, uValue } = this;
      for (let p = start[c]!; p < start[c + 1]!; p++) x[row[p]!] = values[slot[p]!]!;
      uStart[k] = u;
      lStart[k] = l;
      let most = 0;
      let pivotRow = -1;
      for (let t = top; t < n; t++) {
        const i = reach[t]!;
        const place = placeOf[i]!;
        if (place < 0) {
          const size = Math.abs(x[i]!);
          if (size > most) {
            most = size;
            pivotRow = i;
          }
          continue;
        }
        const value = x[i]!;
        uRow[u] = place;
        uValue[u++] = value;
        for (let q = lStart[place]!; q < lStart[place + 1]!; q++)
          x[lRow[q]!] = x[lRow[q]!]! - lValue[q]! * value;
        x[i] = 0;
      }
      if (!(most > 1e-300)) throw new Singular(c);
      const liked = preferred[c]!;
      if (liked >= 0 && placeOf[liked]! < 0 && mark[liked] === k && Math.abs(x[liked]!) >= DIAGONAL * most)
        pivotRow = liked;
      const pivot = x[pivotRow]!;
      diagonal[k] = pivot;
      for (let t = top; t < n; t++) {
        const i = reach[t]!;
        if (placeOf[i]! >= 0) continue;
        if (i !== pivotRow) {
          lRow[l] = i;
          lValue[l++] = x[i]! / pivot;
        }
        x[i] = 0;
      }
      placeOf[pivotRow] = k;
      lStart[k + 1] = l;
      uStart[k + 1] = u;
    }
    for (let p = 0; p < l; p++) this.lRow[p] = placeOf[this.lRow[p]!]!;
    for (let p = 0; p < row.length; p++) this.aPlace[p] = placeOf[row[p]!]!;
  }

  private reserve(l: number, u: number): void {
    if (l > this.lRow.length) {
      this.lRow = grown(this.lRow, new Int32Array(2 * l));
      this.lValue = grown(this.lValue, new Float64Array(2 * l));
    }
    if (u > this.uRow.length) {
      this.uRow = grown(this.uRow, new Int32Array(2 * u));
      this.uValue = grown(this.uValue, new Float64Array(2 * u));
    }
  }

  solve(b: Float64Array): void {
    const { n, order, placeOf, lStart, lRow, lValue, uStart, uRow, uValue, diagonal, x } = this;
    for (let i = 0; i < n; i++) x[placeOf[i]!] = b[i]!;
    for (let k = 0; k < n; k++) {
      const v = x[k]!;
      if (v === 0) continue;
      for (let p = lStart[k]!, end = lStart[k + 1]!; p < end; p++)
        x[lRow[p]!] = x[lRow[p]!]! - lValue[p]! * v;
    }
    for (let k = n - 1; k >= 0; k--) {
      const v = x[k]! / diagonal[k]!;
      x[k] = v;
      if (v === 0) continue;
      for (let p = uStart[k]!, end = uStart[k + 1]!; p < end; p++)
        x[uRow[p]!] = x[uRow[p]!]! - uValue[p]! * v;
    }
    for (let k = 0; k < n; k++) b[order[k]!] = x[k]!;
    x.fill(0);
  }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}

/**
 * Which entries of a square matrix may differ from zero. Entries are numbered (slots) in the order in
 * which they are asked for; what has to be filled in is then one array of values, one a slot.
 */
export class Pattern {
  readonly size: number;
  private readonly slots = new Map<number, number>();
  private readonly rows: number[] = [];
  private readonly columns: number[] = [];

  constructor(size: number) {
    this.size = size;
  }

  /** Slots so far. */
  get count(): number {
    return this.rows.length;
  }

  /** The slot of an entry. */
  slot(row: number, column: number): number {
    const key = row * this.size + column;
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const slot = this.rows.length;
    this.slots.set(key, slot);
    this.rows.push(row);
    this.columns.push(column);
    return slot;
  }

  rowOf(slot: number): number {
    return this.rows[slot]!;
  }
  columnOf(slot: number): number {
    return this.columns[slot]!;
  }

  /** The entries column by column, rows rising, with the slot of each. */
  byColumn(): Columns {
    const { size, rows, columns } = this;
    const start = new Int32Array(size + 1);
    for (const c of columns) start[c + 1]!++;
    for (let c = 0; c < size; c++) start[c + 1] = start[c + 1]! + start[c]!;
    const order = [...rows.keys()].sort((p, q) => columns[p]! - columns[q]! || rows[p]! - rows[q]!);
    return { start, row: Int32Array.from(order, (p) => rows[p]!), slot: Int32Array.from(order) };
  }
}

/** Compressed columns: those of column c stand at start[c] to start[c + 1]. */
export interface Columns {
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly slot: Int32Array;
}

/** A matrix that is factored anew whenever its values change. */
export interface LinearSolver {
  /**
   * Factors the matrix.
   * @param values one number a slot of the pattern
   * @throws Singular that names the unknown which nothing fixes
   */
  factor(values: Float64Array): void;
  /** Solves with the factors at hand, in place: right side in, solution out. */
  solve(b: Float64Array): void;
  readonly work: LinearWork;
}
/** How often what was done. */
export interface LinearWork {
  /** orderings: once for a pattern */
  readonly orderings: number;
  /** factorisations that chose their pivots */
  readonly pivotings: number;
  /** factorisations into the structure that stood */
  readonly refactorings: number;
}

/** No pivot was left for this unknown. */
export class Singular extends Error {
  readonly unknown: number;
  constructor(unknown: number) {
    super(`singular matrix at unknown ${unknown}`);
    this.unknown = unknown;
  }
}

/** One presentation: a row of inputs with its desired values. */
export interface DataRow {
  readonly name: string;
  /** Inputs without the bias, shape [inputs]. */
  readonly x: Float64Array;
  /** Desired values in units of d, shape [outputs]; null where the set has none. */
  readonly d: Float64Array | null;
}

/**
 * A named set of presentations made or read here. It has the shape of the published sets in
 * circuits/patterns, so that both can be shown to either track; a test holds the two types together.
 */
export interface DataSet {
  readonly name: string;
  readonly title: string;
  /** Columns of x. */
  readonly inputs: number;
  readonly inputNames: readonly string[];
  readonly rows: readonly DataRow[];
  /** Columns of d; 0 where there is no d. */
  readonly outputs: number;
  /** Units of d per volt of the sum. */
  readonly fullScale: number;
  /** What d is counted in, where that has a name: divisions of a meter. */
  readonly unitOfD?: string;
  /** How to draw x as a picture, row by row from the top left. */
  readonly grid?: { readonly rows: number; readonly columns: number };
  /** Where the data come from, after its tag: found, computed, recalled or chosen. */
  readonly source: string;
}

/**
 * Cuts two tables into rows. The rows are views: one buffer holds all x, one all d, which is what
 * makes a million rows affordable.
 * @param x        shape [count * inputs], row by row
 * @param d        shape [count * outputs], row by row; unread when outputs is 0
 * @param nameOf   name of the row with this index
 */
export function rowsOf(
  count: number,
  inputs: number,
  x: Float64Array,
  outputs: number,
  d: Float64Array,
  nameOf: (row: number) => string = (row) => `row ${row + 1}`,
): DataRow[] {
  const rows: DataRow[] = [];
  for (let row = 0; row < count; row++) {
    rows.push({
      name: nameOf(row),
      x: x.subarray(row * inputs, (row + 1) * inputs),
      d: outputs === 0 ? null : d.subarray(row * outputs, (row + 1) * outputs),
    });
  }
  return rows;
}

/** @throws RangeError unless both are whole numbers of at least 1 */
export function checkSize(maker: string, inputs: number, rows: number): void {
  if (Number.isSafeInteger(inputs) && inputs >= 1 && Number.isSafeInteger(rows) && rows >= 1) return;
  throw new RangeError(`${maker}: found ${inputs} inputs and ${rows} rows, expected at least 1 of each.`);
}

/** x1, x2, ..., x[count]. */
export function inputNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `x${i + 1}`);
}

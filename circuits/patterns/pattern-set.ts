/** One presentation: a row of inputs with its desired values. */
export interface Pattern {
  readonly name: string;
  /** Inputs without the bias, shape [inputs]. */
  readonly x: Float64Array;
  /** Desired values in units of d, shape [outputs]; null where the set has none. */
  readonly d: Float64Array | null;
}

/**
 * A named set of presentations: rows of inputs (without bias) with their desired values.
 * The arrays are shared by everybody who reads the set: nobody writes to them.
 */
export interface PatternSet {
  /** The word that `--patterns` takes. */
  readonly name: string;
  readonly title: string;
  /** Columns of x. */
  readonly inputs: number;
  /** x1, x2, ... or the header names of a CSV, one per column of x. */
  readonly inputNames: readonly string[];
  readonly rows: readonly Pattern[];
  /** Columns of d; 0 where there is no d. */
  readonly outputs: number;
  /** Units of d per volt of the sum: 60 for tgf, 1 otherwise. */
  readonly fullScale: number;
  /** What d is counted in, where that has a name: divisions of a meter. */
  readonly unitOfD?: string;
  /** How to draw x as a picture, row by row from the top left. */
  readonly grid?: { readonly rows: number; readonly columns: number };
  /** Where the data come from, after its tag: found, computed, recalled or chosen. */
  readonly source: string;
}

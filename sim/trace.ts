/**
 * Recorded signals: named columns of doubles in ring buffers. They grow with what is recorded, up
 * to `capacity` rows; after that the oldest rows give way.
 */
export class Trace {
  readonly columns: readonly string[];
  readonly capacity: number;
  private data: Float64Array[];
  private rows = 0;
  private oldest = 0;

  /**
   * @param columns  names, in the order in which `record` takes values
   * @param capacity most rows that are kept, at least 1
   */
  constructor(columns: readonly string[], capacity: number) {
    if (!(capacity >= 1)) throw new RangeError(`trace: capacity is ${capacity}, expected at least 1 row.`);
    this.columns = columns;
    this.capacity = capacity;
    this.data = columns.map(() => new Float64Array(Math.min(capacity, 1024)));
  }

  /** Rows recorded so far, those that gave way included. */
  get length(): number {
    return this.rows;
  }
  /** The oldest row that is still there. */
  get first(): number {
    return this.oldest;
  }

  /**
   * Records the row with this number. Rows come in order; one that was recorded before (after a
   * rewind) is written again, and those after it are forgotten. A row before the oldest one starts anew.
   * @throws RangeError when rows are left out, or the number of values is not that of the columns
   */
  record(row: number, ...values: readonly number[]): void {
    if (row > this.rows) throw new RangeError(`trace: row ${row} does not follow row ${this.rows - 1}.`);
    if (values.length !== this.columns.length) {
      throw new RangeError(`trace: got ${values.length} values for ${this.columns.length} columns.`);
    }
    if (row < this.oldest) this.oldest = row;
    if (row - this.oldest >= this.data[0]!.length && this.data[0]!.length < this.capacity) this.grow();
    const at = row % this.data[0]!.length;
    for (let k = 0; k < values.length; k++) this.data[k]![at] = values[k]!;
    this.rows = row + 1;
    this.oldest = Math.max(this.oldest, this.rows - this.capacity);
  }

  /** Forgets this row and those after it: they are no longer what would come. */
  forget(from: number): void {
    if (from >= this.rows) return;
    this.rows = from;
    this.oldest = Math.min(this.oldest, from);
  }

  /** @throws RangeError for a row that was never recorded or gave way, or an unknown column */
  at(row: number, column: string): number {
    const k = this.columns.indexOf(column);
    if (k < 0) throw new RangeError(`trace: no column ${column}; it has ${this.columns.join(', ')}.`);
    if (row < this.oldest || row >= this.rows)
      throw new RangeError(`trace: row ${row} is not kept, only ${this.oldest} to ${this.rows - 1}.`);
    return this.data[k]![row % this.data[k]!.length]!;
  }

  /** Rows keep the place that their number gives them, so a longer ring takes them over one by one. */
  private grow(): void {
    const size = Math.min(this.capacity, 2 * this.data[0]!.length);
    this.data = this.data.map((old) => {
      const longer = new Float64Array(size);
      for (let row = this.oldest; row < this.rows; row++) longer[row % size] = old[row % old.length]!;
      return longer;
    });
  }
}

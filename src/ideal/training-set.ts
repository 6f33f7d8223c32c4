/** A set of patterns with the sums desired of them. */
export interface TrainingSet {
  /** One pattern a row, each of shape [n]; the bias input +1 is already in it where there is one. */
  readonly inputs: readonly Float64Array[];
  /** Desired sum of each row, shape [inputs.length]. */
  readonly desired: ArrayLike<number>;
}

/**
 * Checks that a set is one: at least one row, every row of the same length,
 * one desired value a row, all values finite.
 * @param set   the set
 * @param where name of the calling function, for the message
 * @returns     n, the number of weights
 * @throws      RangeError that names the row, what was found and what was expected
 */
export function checkTrainingSet(set: TrainingSet, where: string): number {
  const { inputs, desired } = set;
  if (inputs.length === 0) throw new RangeError(`${where}: the set has no rows, expected at least one.`);
  if (desired.length !== inputs.length) {
    throw new RangeError(
      `${where}: ${desired.length} desired values for ${inputs.length} rows; give one a row.`,
    );
  }
  const n = inputs[0].length;
  if (n === 0) throw new RangeError(`${where}: row 1 has no inputs, expected at least the bias.`);
  for (let p = 0; p < inputs.length; p++) {
    const x = inputs[p];
    if (x.length !== n) {
      throw new RangeError(`${where}: row ${p + 1} has ${x.length} inputs, expected ${n} as in row 1.`);
    }
    if (!x.every(Number.isFinite) || !Number.isFinite(desired[p])) {
      throw new RangeError(`${where}: row ${p + 1} holds a value that is not a finite number.`);
    }
  }
  return n;
}

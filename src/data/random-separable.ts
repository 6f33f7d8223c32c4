import { checkSize, type DataSet, inputNames, rowsOf } from './data-set.ts';
import { checkSeed, gaussian, stream, uniformSign } from './random.ts';
import { teacherSum } from './teacher.ts';

export interface SeparableOptions {
  /** Inputs without the bias. */
  readonly inputs: number;
  readonly rows: number;
  /** Whole number, 0 to 2^53 - 1. */
  readonly seed: number;
  /** 'signs': each input +1 or -1; 'gaussian': mean 0, variance 1. Default signs. */
  readonly distribution?: 'signs' | 'gaussian';
  /** Every row keeps abs(teacher sum) >= margin; 0 to .9, default .1. The teacher has length 1. */
  readonly margin?: number;
}

export interface SeparableSet extends DataSet {
  /** A weight vector that solves the set, bias weight first, shape [inputs + 1], length 1. */
  readonly teacher: Float64Array;
  /** Smallest abs(teacher sum) over the rows: gamma of Novikoff's bound (R/gamma)^2. */
  readonly margin: number;
}

/**
 * A set that one ADALINE can learn: d = sgn(t.x) of a hidden teacher t, a random direction. A row
 * nearer to the teacher's plane than the margin is drawn again.
 *
 * Since E[s^2] = 1 and E[s^4] <= 3 for a teacher of length 1, a draw keeps the margin with a
 * probability of at least (1 - margin^2)^2 / 3 (Paley and Zygmund), .012 at margin .9: a row is not
 * found in 4096 draws once in 1e21.
 * @throws RangeError when an option is out of range
 */
export function randomSeparable(options: SeparableOptions): SeparableSet {
  const { inputs, rows, seed, distribution = 'signs', margin = 0.1 } = options;
  checkSize('randomSeparable', inputs, rows);
  checkSeed(seed);
  if (!(margin >= 0 && margin <= 0.9)) {
    throw new RangeError(`randomSeparable: found margin ${margin}, expected 0 to 0.9.`);
  }
  const teacher = randomDirection(inputs + 1, seed);
  const draw = distribution === 'signs' ? uniformSign : gaussian;
  const x = new Float64Array(rows * inputs);
  const d = new Float64Array(rows);
  let smallest = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const xOfRow = x.subarray(row * inputs, (row + 1) * inputs);
    const s = drawRow(xOfRow, row);
    d[row] = s > 0 ? 1 : -1;
    smallest = Math.min(smallest, Math.abs(s));
  }
  return {
    name: `separable:${inputs}x${rows}`,
    title: `Separable by a hidden teacher: ${inputs} inputs, ${rows} rows, seed ${seed}`,
    inputs,
    inputNames: inputNames(inputs),
    rows: rowsOf(rows, inputs, x, 1, d),
    outputs: 1,
    fullScale: 1,
    source: `computed: ${distribution} drawn by seed ${seed}, d = sign of a hidden teacher's sum`,
    teacher,
    margin: smallest,
  };

  function drawRow(xOfRow: Float64Array, row: number): number {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const first = (row * ATTEMPTS + attempt) * inputs;
      for (let i = 0; i < inputs; i++) xOfRow[i] = draw(seed, stream.separableInputs, first + i);
      const s = teacherSum(teacher, xOfRow);
      if (Math.abs(s) >= margin && s !== 0) return s;
    }
    throw new RangeError(`randomSeparable: row ${row + 1} keeps no margin ${margin}; lower it.`);
  }
}

const ATTEMPTS = 4096;

/** A direction with no preference: normal components, scaled to length 1. */
function randomDirection(length: number, seed: number): Float64Array {
  const direction = Float64Array.from({ length }, (_, i) => gaussian(seed, stream.separableTeacher, i));
  const norm = Math.sqrt(direction.reduce((sum, component) => sum + component * component, 0));
  return direction.map((component) => component / norm);
}

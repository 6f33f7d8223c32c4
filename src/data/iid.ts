import { checkSize, type DataSet, inputNames, rowsOf } from './data-set.ts';
import { checkSeed, gaussian, stream, uniform, uniformSign } from './random.ts';
import { teacherSum } from './teacher.ts';

export interface IidOptions {
  /** Inputs without the bias. */
  readonly inputs: number;
  readonly rows: number;
  /** Whole number, 0 to 2^53 - 1. */
  readonly seed: number;
  /** Standard deviation of the noise in d, at least 0; default .1. */
  readonly noise?: number;
}

export interface IidSet extends DataSet {
  /** w*, bias weight first, shape [inputs + 1], each uniform in [-1, 1). */
  readonly teacher: Float64Array;
  /** Standard deviation of the noise in d: its square is the minimum mse to expect. */
  readonly noise: number;
}

/**
 * Independent +1 and -1 inputs with d = w*.x + noise, the noise normal and independent: the set whose
 * misadjustment is known exactly, alpha/(2 - alpha) for alpha-LMS.
 * @throws RangeError when an option is out of range
 */
export function iid(options: IidOptions): IidSet {
  const { inputs, rows, seed, noise = 0.1 } = options;
  checkSize('iid', inputs, rows);
  checkSeed(seed);
  if (!(noise >= 0 && Number.isFinite(noise))) {
    throw new RangeError(`iid: found noise ${noise}, expected a standard deviation of at least 0.`);
  }
  const teacher = Float64Array.from(
    { length: inputs + 1 },
    (_, i) => 2 * uniform(seed, stream.iidTeacher, i) - 1,
  );
  const x = new Float64Array(rows * inputs);
  const d = new Float64Array(rows);
  for (let j = 0; j < x.length; j++) x[j] = uniformSign(seed, stream.iidInputs, j);
  for (let row = 0; row < rows; row++) {
    const sum = teacherSum(teacher, x.subarray(row * inputs, (row + 1) * inputs));
    d[row] = sum + noise * gaussian(seed, stream.iidNoise, row);
  }
  return {
    name: `iid:${inputs}x${rows}`,
    title: `Independent signs with noise ${noise}: ${inputs} inputs, ${rows} rows, seed ${seed}`,
    inputs,
    inputNames: inputNames(inputs),
    rows: rowsOf(rows, inputs, x, 1, d),
    outputs: 1,
    fullScale: 1,
    source: `computed: signs drawn by seed ${seed}, d = sum of a hidden teacher + noise ${noise}`,
    teacher,
    noise,
  };
}

/** Random inputs for property tests, the same in every run. */
import fc from 'fast-check';

/** Options of every property: the seed makes a failure repeatable. */
export const seeded = { seed: 1960, numRuns: 200 } as const;

/** A number of ordinary size, never NaN or infinite. */
export const ordinary = fc.double({ min: -10, max: 10, noNaN: true, noDefaultInfinity: true });

/** n numbers of ordinary size. */
export function vector(n: number): fc.Arbitrary<Float64Array> {
  return fc.array(ordinary, { minLength: n, maxLength: n }).map((values) => Float64Array.from(values));
}

/** A pattern of n inputs with the bias +1 first, so that x.x >= 1. */
export function pattern(n: number): fc.Arbitrary<Float64Array> {
  return vector(n).map((x) => x.with(0, 1));
}

/** A pattern of n inputs of +1 and -1 with the bias +1 first. */
export function signPattern(n: number): fc.Arbitrary<Float64Array> {
  return fc
    .array(fc.constantFrom(1, -1), { minLength: n, maxLength: n })
    .map((values) => Float64Array.from(values).with(0, 1));
}

/** One presentation: weights, pattern and desired sum, n = 5. */
export const presentation = fc.record({ w: vector(5), x: pattern(5), d: ordinary });

/** Eighths from -10 to 10: sets of these are dependent or clearly not, so that their rank is no matter of rounding. */
const eighth = fc.integer({ min: -80, max: 80 }).map((eighths) => eighths / 8);

/** A set of 1 to 7 rows of 4 inputs, bias first. */
export const trainingSet = fc
  .array(fc.record({ x: fc.array(eighth, { minLength: 3, maxLength: 3 }), d: eighth }), {
    minLength: 1,
    maxLength: 7,
  })
  .map((rows) => ({
    inputs: rows.map(({ x }) => Float64Array.of(1, ...x)),
    desired: rows.map(({ d }) => d),
  }));

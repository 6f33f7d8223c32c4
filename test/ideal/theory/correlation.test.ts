import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlate, dot, traceOf } from '../../../src/ideal/index.ts';
import { seeded, trainingSet, vector } from '../arbitraries.ts';

test("correlate averages x x', d x and d^2 over the rows", () => {
  const set = { inputs: [Float64Array.of(1, 2), Float64Array.of(1, -4)], desired: [3, 5] };
  expect(correlate(set)).toEqual({
    n: 2,
    R: Float64Array.of(1, -1, -1, 10),
    P: Float64Array.of(4, -7),
    meanSquareDesired: 17,
  });
});

test('correlate does not depend on the order of the rows', () => {
  fc.assert(
    fc.property(trainingSet, (set) => {
      const backwards = { inputs: set.inputs.toReversed(), desired: set.desired.toReversed() };
      const a = correlate(set);
      const b = correlate(backwards);
      // Sums of at most 7 products of at most 100, added in another order.
      for (let i = 0; i < a.R.length; i++) expect(Math.abs(a.R[i] - b.R[i])).toBeLessThan(1e-12);
      for (let i = 0; i < a.n; i++) expect(Math.abs(a.P[i] - b.P[i])).toBeLessThan(1e-12);
    }),
    seeded,
  );
});

test("correlate holds all there is to know of the mean square error: E d^2 - 2 P'w + w'R w", () => {
  fc.assert(
    fc.property(trainingSet, vector(4), (set, w) => {
      const { n, R, P, meanSquareDesired } = correlate(set);
      const Rw = w.map((_, i) => dot(R.subarray(i * n, (i + 1) * n), w));
      const direct =
        set.inputs.reduce((total, x, p) => total + (set.desired[p] - dot(w, x)) ** 2, 0) / set.inputs.length;
      // The three terms reach 10^5 and cancel: 1e-9 is 10^-14 of them.
      expect(Math.abs(meanSquareDesired - 2 * dot(P, w) + dot(w, Rw) - direct)).toBeLessThan(1e-9);
    }),
    seeded,
  );
});

test('traceOf is the mean power of a pattern', () => {
  const set = { inputs: [Float64Array.of(1, 2), Float64Array.of(1, -4)], desired: [3, 5] };
  expect(traceOf(correlate(set))).toBe(11);
});

test('correlate names the row that is wrong', () => {
  const x = Float64Array.of(1, 2);
  expect(() => correlate({ inputs: [], desired: [] })).toThrow('correlate: the set has no rows');
  expect(() => correlate({ inputs: [x], desired: [] })).toThrow('0 desired values for 1 rows');
  expect(() => correlate({ inputs: [x, Float64Array.of(1)], desired: [1, 1] })).toThrow(
    'row 2 has 1 inputs, expected 2',
  );
  expect(() => correlate({ inputs: [x, Float64Array.of(1, Number.NaN)], desired: [1, 1] })).toThrow(
    'row 2 holds',
  );
  expect(() => correlate({ inputs: [x], desired: [Infinity] })).toThrow('row 1 holds');
  expect(() => correlate({ inputs: [new Float64Array(0)], desired: [1] })).toThrow('row 1 has no inputs');
});

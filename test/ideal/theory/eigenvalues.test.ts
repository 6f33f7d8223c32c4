import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlate, eigenvalues, traceOf } from '../../../src/ideal/index.ts';
import { seeded, trainingSet } from '../arbitraries.ts';

test('eigenvalues of one pattern are its power and zeros', () => {
  const spectrum = eigenvalues(correlate({ inputs: [Float64Array.of(1, 2, -2)], desired: [1] }));
  expect(spectrum.rank).toBe(1);
  expect([...spectrum.eigenvalues.subarray(0, 2)]).toEqual([0, 0]);
  expect(spectrum.eigenvalues[2]).toBeCloseTo(9, 13); // one rounding of a square root or two
});

test('eigenvalues of two inputs are those of the quadratic formula', () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (correlation) => {
      const inputs = [Float64Array.of(1, 2 + correlation), Float64Array.of(1, -2)];
      const { R } = correlate({ inputs, desired: [0, 0] });
      const mean = (R[0] + R[3]) / 2;
      const half = Math.sqrt(((R[0] - R[3]) / 2) ** 2 + R[1] ** 2);
      const [low, high] = eigenvalues({ n: 2, R, P: new Float64Array(2), meanSquareDesired: 0 }).eigenvalues;
      // Eigenvalues stay below 30, rounding 30 x 2^-52.
      expect(low).toBeCloseTo(mean - half, 12);
      expect(high).toBeCloseTo(mean + half, 12);
    }),
    seeded,
  );
});

test('eigenvalues ascend, are not negative, and add up to tr R', () => {
  fc.assert(
    fc.property(trainingSet, (set) => {
      const correlation = correlate(set);
      const spectrum = eigenvalues(correlation).eigenvalues;
      expect([...spectrum]).toEqual([...spectrum].sort((a, b) => a - b));
      expect(spectrum[0]).toBeGreaterThanOrEqual(0);
      // tr R stays below 301; what counts as zero is below 1e-12 of the largest.
      expect(
        Math.abs(spectrum.reduce((total, value) => total + value, 0) - traceOf(correlation)),
      ).toBeLessThan(1e-9);
    }),
    seeded,
  );
});

test('eigenvalues of nothing but zeros are zeros, rank 0', () => {
  const spectrum = eigenvalues(correlate({ inputs: [new Float64Array(3)], desired: [1] }));
  expect(spectrum).toEqual({ eigenvalues: new Float64Array(3), rank: 0 });
});

test('eigenvalues survive patterns next to underflow and name overflow', () => {
  const faint = eigenvalues(correlate({ inputs: [Float64Array.of(1, 0, 5e-324, -1e-310)], desired: [0] }));
  expect(faint).toEqual({ eigenvalues: Float64Array.of(0, 0, 0, 1), rank: 1 });
  expect(() => eigenvalues(correlate({ inputs: [Float64Array.of(1, 1e200)], desired: [0] }))).toThrow(
    'a matrix of order 2 holds Infinity; scale the inputs down',
  );
});

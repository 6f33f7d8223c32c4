import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptAlphaLms, correlate, dot, wiener } from '../../../src/ideal/index.ts';
import { seeded, trainingSet, vector } from '../arbitraries.ts';

const meanSquareError = (w: Float64Array, set: { inputs: Float64Array[]; desired: number[] }): number =>
  set.inputs.reduce((total, x, p) => total + (set.desired[p] - dot(w, x)) ** 2, 0) / set.inputs.length;

test('wiener of one pattern is d x/(x.x): the shortest weights that fit it', () => {
  const { weights, minimumMse } = wiener(correlate({ inputs: [Float64Array.of(1, 2, -2)], desired: [9] }));
  for (const [i, expected] of [1, 2, -2].entries()) expect(weights[i]).toBeCloseTo(expected, 12); // rounding
  expect(minimumMse).toBeLessThan(1e-12); // E d^2 = 81, of which 2^-52 and a few additions remain
});

test('wiener of a straight line is ordinary least squares', () => {
  // Slope = cov/var = (7/3)/(14/3) and intercept = 3 - slope x 2, by hand.
  const set = { inputs: [0, 1, 5].map((x) => Float64Array.of(1, x)), desired: [2, 2.5, 4.5] };
  const { weights, minimumMse } = wiener(correlate(set));
  expect(weights[1]).toBeCloseTo(0.5, 12); // rounding only
  expect(weights[0]).toBeCloseTo(2, 12);
  expect(minimumMse).toBeLessThan(1e-12);
});

test('no weights have a smaller mean square error than the Wiener weights', () => {
  fc.assert(
    fc.property(trainingSet, vector(4), (set, change) => {
      const { weights, minimumMse } = wiener(correlate(set));
      const rival = weights.map((weight, i) => weight + change[i]);
      // Nearly dependent patterns make large weights; 1e-6 covers their rounding.
      expect(meanSquareError(rival, set)).toBeGreaterThanOrEqual(minimumMse - 1e-6);
      expect(minimumMse).toBeGreaterThanOrEqual(0);
    }),
    seeded,
  );
});

test('alpha-LMS from zero goes to the shortest weights when fewer patterns than weights fit exactly', () => {
  const set = {
    inputs: [Float64Array.of(1, 1, 1, -1, 1), Float64Array.of(1, -1, 1, 1, 1)],
    desired: [2, -1],
  };
  const { weights, minimumMse } = wiener(correlate(set));
  expect(minimumMse).toBeLessThan(1e-14); // E d^2 = 2.5, rounding
  const w = new Float64Array(5);
  for (let epoch = 0; epoch < 100; epoch++) {
    for (const [p, x] of set.inputs.entries()) adaptAlphaLms(w, x, set.desired[p], 1);
  }
  // The two patterns are at cos = 1/5, so that each epoch leaves 1/25 of the error: nothing after 100.
  for (let i = 0; i < 5; i++) expect(w[i]).toBeCloseTo(weights[i], 13);
});

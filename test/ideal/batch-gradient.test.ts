import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptMuLms, correlate, descendBatchGradient, wiener } from '../../src/ideal/index.ts';
import { and, majority3 } from '../papers/helpers.ts';
import { seeded, trainingSet, vector } from './arbitraries.ts';

test('descendBatchGradient takes the mean of the steps of mu-LMS from the same weights', () => {
  fc.assert(
    fc.property(vector(4), trainingSet, (w, set) => {
      const mean = new Float64Array(4);
      for (const [p, x] of set.inputs.entries()) {
        const single = Float64Array.from(w);
        adaptMuLms(single, x, set.desired[p], 0.01);
        for (let i = 0; i < 4; i++) mean[i] += single[i] / set.inputs.length;
      }
      descendBatchGradient(w, set, 0.01);
      // Weights stay below 200: a few roundings of that.
      for (let i = 0; i < 4; i++) expect(Math.abs(w[i] - mean[i])).toBeLessThan(1e-11);
    }),
    seeded,
  );
});

test('descendBatchGradient returns the mean square error before the step', () => {
  const w = Float64Array.of(0, 0, 1);
  expect(descendBatchGradient(w, and, 0.1)).toBe(1); // errors 0, -2, 0, 0
});

test('descendBatchGradient shrinks the weight error by 1 - 2 mu lambda a step: for truth tables lambda = 1', () => {
  const { weights } = wiener(correlate(majority3));
  const w = new Float64Array(4);
  for (let step = 1; step <= 20; step++) {
    descendBatchGradient(w, majority3, 0.1);
    // R is the identity here; rounding of 20 steps.
    for (let i = 0; i < 4; i++) expect(w[i]).toBeCloseTo(weights[i] * (1 - 0.8 ** step), 13);
  }
});

test('descendBatchGradient refuses rows that do not fit, an empty set and a wrong mu', () => {
  expect(() => descendBatchGradient(new Float64Array(4), and, 0.1)).toThrow('rows of 3 inputs for 4 weights');
  expect(() => descendBatchGradient(new Float64Array(3), { inputs: [], desired: [] }, 0.1)).toThrow(
    'no rows',
  );
  expect(() => descendBatchGradient(new Float64Array(3), and, -1)).toThrow('mu is -1');
});

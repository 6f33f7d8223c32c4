import { expect, test } from 'vitest';
import { descendBatchGradient, learningTimeIid, timeConstants } from '../../../src/ideal/index.ts';
import { and } from '../../papers/helpers.ts';

test("timeConstants are 1/(2 mu lambda) and 1/(4 mu lambda) in Widrow's convention, twice that in Haykin's", () => {
  expect(timeConstants([2, 0], 0.125)).toEqual([
    { weights: 2, mse: 1 },
    { weights: Infinity, mse: Infinity },
  ]);
  expect(timeConstants([2], 0.125, 'haykin')).toEqual([{ weights: 4, mse: 2 }]);
});

test('the mean weight error falls to 1/e in the time constant when the step is small', () => {
  const mu = 0.001;
  const [{ weights: time }] = timeConstants([1], mu); // truth tables: every eigenvalue is 1
  const w = new Float64Array(3);
  for (let step = 0; step < Math.round(time); step++) descendBatchGradient(w, and, mu);
  const left = (0.5 - w[1]) / 0.5; // the Wiener weight is 1/2
  // (1 - 2 mu)^(1/(2 mu)) = (1/e)(1 - mu), so that 1 % allows ten times that.
  expect(left / Math.exp(-1)).toBeCloseTo(1, 2);
});

test('learningTimeIid is the e-fold of 1 - alpha (2 - alpha)/n', () => {
  expect(learningTimeIid(17, 1)).toBeCloseTo(16.495, 3); // published as 16.5
  expect((1 - 0.75 / 10) ** learningTimeIid(10, 0.5)).toBeCloseTo(Math.exp(-1), 14); // rounding
  expect(learningTimeIid(10, 0.5)).toBe(learningTimeIid(10, 1.5));
  expect(learningTimeIid(1, 1)).toBe(0);
});

test('learningTimeIid refuses a step that does not converge and a count that is none', () => {
  for (const alpha of [0, 2, Number.NaN]) expect(() => learningTimeIid(17, alpha)).toThrow('0 < alpha < 2');
  for (const n of [0, 1.5]) expect(() => learningTimeIid(n, 1)).toThrow('integer >= 1');
});

import { expect, test } from 'vitest';
import { correlate, descendBatchGradient, stability, toWidrow, wiener } from '../../../src/ideal/index.ts';
import { tgf } from '../../papers/helpers.ts';

const correlation = correlate(tgf);
const limits = stability(correlation);

test("stability is 1/lambda_max, 1/tr R and 1/(3 tr R) in Widrow's convention", () => {
  expect(limits.widrow.mean).toBeCloseTo(1 / 6.108, 4); // the published eigenvalue has four digits
  expect(limits.widrow.practical).toBeCloseTo(1 / 17, 15); // rounding
  expect(limits.widrow.gaussian).toBeCloseTo(1 / 51, 15);
});

test("stability in Haykin's convention is twice that", () => {
  for (const bound of ['mean', 'practical', 'gaussian'] as const) {
    expect(toWidrow(limits.haykin[bound], 'haykin')).toBe(limits.widrow[bound]);
  }
});

test('the mean of LMS settles 1 % below the limit of the mean and grows 1 % above', () => {
  const { weights } = wiener(correlation);
  const distanceAfter = (mu: number): number => {
    const w = weights.map((weight) => weight + 1);
    for (let step = 0; step < 2000; step++) descendBatchGradient(w, tgf, mu);
    return Math.abs(w[0] - weights[0]);
  };
  // Off by 1 % the fastest mode changes by |1 - 2 x .99| = .98 or 1.02 a step.
  // What no pattern shows (the null space) keeps its part of the start, below 1.
  expect(distanceAfter(0.99 * limits.widrow.mean)).toBeLessThan(1);
  expect(distanceAfter(1.01 * limits.widrow.mean)).toBeGreaterThan(1e10);
});

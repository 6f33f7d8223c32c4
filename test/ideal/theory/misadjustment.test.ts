import { expect, test } from 'vitest';
import {
  misadjustment,
  misadjustmentIid,
  misadjustmentSmallStep,
  signErrorExcess,
} from '../../../src/ideal/index.ts';

test('misadjustment of 16 inputs of +1 and -1 at mu = .01 is .1905, with a bias .2048', () => {
  expect(misadjustment(16, 0.01)).toBeCloseTo(0.1905, 4); // published with four digits
  expect(misadjustment(17, 0.01)).toBeCloseTo(0.2048, 4);
});

test("misadjustment in Haykin's convention is mu tr R/(2 - mu tr R)", () => {
  expect(misadjustment(16, 0.02, 'haykin')).toBeCloseTo(0.32 / 1.68, 14); // rounding
  expect(misadjustmentSmallStep(16, 0.02, 'haykin')).toBe(0.16);
});

test('misadjustmentSmallStep is the limit of misadjustment for small steps', () => {
  // Their ratio is 1 - mu tr R.
  expect(misadjustmentSmallStep(17, 1e-6) / misadjustment(17, 1e-6)).toBeCloseTo(1 - 17e-6, 12);
});

test('misadjustmentIid is misadjustment with alpha = 2 mu n, whatever n', () => {
  for (const n of [1, 5, 17]) {
    for (const alpha of [0.1, 0.5, 1, 1.5]) {
      expect(misadjustment(n, alpha / (2 * n))).toBeCloseTo(misadjustmentIid(alpha), 12); // rounding
    }
  }
  expect([0.1, 0.5, 1, 1.5].map((alpha) => Number(misadjustmentIid(alpha).toFixed(3)))).toEqual([
    0.053, 0.333, 1, 3,
  ]);
});

test('misadjustment is infinite where the variance does not settle', () => {
  expect([misadjustment(10, 0.1), misadjustment(10, 1), misadjustmentIid(2), misadjustmentIid(2.05)]).toEqual(
    [Infinity, Infinity, Infinity, Infinity],
  );
});

test('signErrorExcess is mu sigma tr R sqrt(pi/8)', () => {
  expect(signErrorExcess(17, 0.001, 2)).toBeCloseTo(0.034 * 0.626657, 7); // sqrt(pi/8) to six digits
});

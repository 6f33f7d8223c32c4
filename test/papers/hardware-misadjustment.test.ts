/**
 * Misadjustment on the simulated hardware: independent signs, N = 17, alpha-LMS by nulling. The exact
 * value is alpha / (2 - alpha): .053, .333, 1 and 3 (history.md, section 2).
 */
import { expect, test } from 'vitest';
import { runExperiment } from '../../src/compare/result.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';

test.each([
  { alpha: 0.1, published: 0.053, epochs: 40 },
  { alpha: 0.5, published: 0.333, epochs: 16 },
  { alpha: 1, published: 1, epochs: 12 },
  { alpha: 1.5, published: 3, epochs: 12 },
])('alpha = $alpha: $published within 5 %, in both tracks', ({ alpha, published, epochs }) => {
  // 20,000 rows drawn at random with replacement, so that an epoch is no repetition; the first half is left out.
  const { comparison } = runExperiment(
    checkSpec(defaultSpec({ patterns: 'iid:16x20000', order: 'random', alpha, epochs, seed: 1960 })),
  ).result;
  const { misadjustmentHardware, misadjustmentIdeal } = comparison;
  // The excess over n presentations spreads by about 2 / sqrt(M n): 1.4 % at alpha = .1 (n = 400,000), 1 % at
  // .5, less at 1 and 1.5; 5 % is the issue's, more than three of these, and tells alpha / (2 - alpha) from the
  // small-step form alpha / 2 but at alpha = .1.
  expect(Math.abs(misadjustmentHardware! / published - 1)).toBeLessThan(0.05);
  expect(Math.abs(misadjustmentIdeal! / published - 1)).toBeLessThan(0.05);
  expect(Math.abs(misadjustmentHardware! - misadjustmentIdeal!)).toBeLessThan(1e-9); // equal tracks
});

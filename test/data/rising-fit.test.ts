import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { risingFit } from '../../src/data/rising-fit.ts';

const seeded = { seed: 1960, numRuns: 300 };
const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 20 });

describe('the nearest rising sequence', () => {
  test('is the sequence itself where it never falls', () => {
    expect(risingFit([1, 2, 2, 3])).toEqual([1, 2, 2, 3]);
    expect(risingFit([])).toEqual([]);
  });

  test('pools what stands the wrong way round, back as far as it must', () => {
    expect(risingFit([1, 3, 2, 4])).toEqual([1, 2.5, 2.5, 4]);
    expect(risingFit([4, 5, 0, 9])).toEqual([3, 3, 3, 9]);
    expect(risingFit([3, 2, 1])).toEqual([2, 2, 2]);
  });

  test('rises, keeps the sum, and no rising sequence is nearer', () => {
    const off = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, v, k) => sum + (v - b[k]!) ** 2, 0);
    fc.assert(
      fc.property(values, values, (y, other) => {
        const fit = risingFit(y);
        expect(fit).toHaveLength(y.length);
        for (let k = 1; k < fit.length; k++) expect(fit[k]!).toBeGreaterThanOrEqual(fit[k - 1]!);
        const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
        // whole numbers divided by up to 20 and added again: rounding of sums below 1000
        expect(Math.abs(sum(fit) - sum(y))).toBeLessThan(1e-9);
        const rising = y.map((_, k) => other[k % other.length]!).sort((a, b) => a - b);
        expect(off(y, fit)).toBeLessThanOrEqual(off(y, rising) + 1e-9);
      }),
      seeded,
    );
  });
});

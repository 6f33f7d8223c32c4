import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  deterministicCapacity,
  separableProbability,
  statisticalCapacity,
} from '../../../src/ideal/index.ts';
import { seeded } from '../arbitraries.ts';

test('separableProbability is 2^(1-p) sum_{i<n} C(p-1, i), with exact binomials', () => {
  const small = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(small, small, (p, n) => {
      let choose = 1n;
      let total = 0n;
      for (let i = 0n; i < BigInt(n); i++) {
        total += choose;
        choose = (choose * (BigInt(p) - 1n - i)) / (i + 1n);
      }
      // Halving is exact and nothing cancels: at most p roundings.
      expect(separableProbability(p, n)).toBeCloseTo(Number(total) / 2 ** (p - 1), 13);
    }),
    seeded,
  );
});

test('separableProbability is exactly 1 up to the deterministic capacity and 1/2 at the statistical one', () => {
  for (const n of [1, 2, 17, 40]) {
    expect(separableProbability(deterministicCapacity(n), n)).toBe(1);
    expect(separableProbability(n + 1, n)).toBeLessThan(1);
    // Symmetry of the binomial; at most 2n roundings.
    expect(separableProbability(statisticalCapacity(n), n)).toBeCloseTo(0.5, 13);
  }
});

test('separableProbability stays a probability for thousands of patterns', () => {
  expect(separableProbability(4000, 2000)).toBeCloseTo(0.5, 12); // binomials here have 1200 digits
  expect(separableProbability(4000, 10)).toBe(0); // below the smallest number there is
});

test('capacity refuses counts that are none', () => {
  expect(() => separableProbability(0, 17)).toThrow('p is 0, expected an integer >= 1');
  expect(() => separableProbability(3, 1.5)).toThrow('n is 1.5');
  expect(() => statisticalCapacity(-1)).toThrow('n is -1');
  expect(() => deterministicCapacity(Number.NaN)).toThrow('n is NaN');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkSeed,
  gaussian,
  stream,
  threefry,
  uniform,
  uniformInteger,
  uniformSign,
} from '../../src/data/random.ts';

const seeded = { seed: 1960, numRuns: 300 };
const whole = fc.maxSafeNat();
const streams = fc.integer({ min: 0, max: 2047 });
const DRAWS = 100_000;

describe('threefry', () => {
  // The known answers that Random123 publishes for threefry2x32 with 20 rounds (tests/kat_vectors).
  test.each([
    { key: [0, 0], counter: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], words: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], words: [0xc4923a9c, 0x483df7a0] },
  ])('turns counter $counter under key $key into the published words', ({ key, counter, words }) => {
    const out = new Uint32Array(2);
    threefry(key[0]!, key[1]!, counter[0]!, counter[1]!, out);
    expect([...out]).toEqual(words);
  });
});

describe('uniform', () => {
  test('takes its 53 bits from the top of the two words', () => {
    expect(uniform(0, 0, 0)).toBe(((0x6b200159 >>> 5) * 2 ** 26 + (0x99ba4efe >>> 6)) / 2 ** 53);
  });

  test('lies in [0, 1) and is the same whenever it is asked for', () => {
    fc.assert(
      fc.property(whole, streams, whole, (seed, purpose, index) => {
        const u = uniform(seed, purpose, index);
        expect(u >= 0 && u < 1).toBe(true);
        gaussian(index, purpose, seed);
        expect(uniform(seed, purpose, index)).toBe(u);
      }),
      seeded,
    );
  });

  test('tells seeds, streams and indices apart in all their bits', () => {
    const draws = new Set<number>();
    for (let bit = 0; bit < 53; bit++) {
      draws.add(uniform(2 ** bit, 0, 0)).add(uniform(0, 0, 2 ** bit));
      if (bit < 11) draws.add(uniform(0, 2 ** bit, 0));
    }
    expect(draws.size).toBe(53 + 53 + 11);
  });

  test('has mean 1/2 and variance 1/12', () => {
    const draws = Float64Array.from({ length: DRAWS }, (_, index) => uniform(1, 2, index));
    // Five standard deviations of the estimates: sqrt(1/12/N) and sqrt(1/180/N).
    expect(Math.abs(mean(draws) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / DRAWS));
    expect(Math.abs(mean(draws.map((u) => (u - 0.5) ** 2)) - 1 / 12)).toBeLessThan(
      5 * Math.sqrt(1 / 180 / DRAWS),
    );
  });

  test('is uncorrelated between neighbouring indices, streams and seeds', () => {
    const draws = (seed: number, purpose: number, first: number) =>
      Float64Array.from({ length: DRAWS }, (_, index) => uniform(seed, purpose, first + index) - 0.5);
    const here = draws(1, 2, 0);
    for (const there of [draws(1, 2, 1), draws(1, 3, 0), draws(2, 2, 0)]) {
      // Five standard deviations of a mean of N products, each of variance 1/144.
      expect(Math.abs(mean(here.map((u, i) => u * there[i]!)))).toBeLessThan(5 / 12 / Math.sqrt(DRAWS));
    }
  });
});

test('uniformInteger gives every number below its count, and no other', () => {
  const seen = new Set<number>();
  // The chance that 300 draws miss one of 7 numbers is below 7 (6/7)^300 = 6e-20.
  for (let index = 0; index < 300; index++) seen.add(uniformInteger(5, 1, index, 7));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('uniformSign is +1 as often as -1', () => {
  const signs = Float64Array.from({ length: DRAWS }, (_, index) => uniformSign(3, 4, index));
  expect(signs.every((sign) => Math.abs(sign) === 1)).toBe(true);
  // Five standard deviations of a mean of N signs.
  expect(Math.abs(mean(signs))).toBeLessThan(5 / Math.sqrt(DRAWS));
});

test('gaussian has the moments 0, 1, 0 and 3', () => {
  const draws = Float64Array.from({ length: DRAWS }, (_, index) => gaussian(7, 5, index));
  // Five standard deviations: a mean of g^k has the variance (E g^2k - (E g^k)^2)/N.
  const moments: [power: number, moment: number, variance: number][] = [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ];
  for (const [power, moment, variance] of moments) {
    expect(Math.abs(mean(draws.map((g) => g ** power)) - moment)).toBeLessThan(
      5 * Math.sqrt(variance / DRAWS),
    );
  }
});

test('gaussian is finite whatever the seed, stream and index', () => {
  fc.assert(
    fc.property(whole, streams, whole, (seed, purpose, index) => {
      expect(Math.abs(gaussian(seed, purpose, index))).toBeLessThan(8.3);
    }),
    seeded,
  );
});

test('every purpose has a stream of its own', () => {
  const numbers = Object.values(stream);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((number) => number >= 0 && number < 2048)).toBe(true);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('a seed of %s is refused', (seed) => {
  expect(() => checkSeed(seed)).toThrow(`seed: found ${seed}, expected a whole number`);
});

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

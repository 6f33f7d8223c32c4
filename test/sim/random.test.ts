/** Counter-based randomness: published known answers, moments, and the independence of its streams. */
import erfinv from '@stdlib/math-base-special-erfinv';
import { describe, expect, test } from 'vitest';
import { normals, type Purpose, purposes, threefry, uniform } from '../../sim/base/random.ts';
import { moments } from './benches.ts';

const hex = (words: Uint32Array): string[] => [...words].map((w) => w.toString(16).padStart(8, '0'));
const names = Object.keys(purposes) as Purpose[];

describe('Threefry-2x32 with 20 rounds', () => {
  // Random123's kat_vectors: counter, key, result
  test.each([
    { counter: [0, 0], key: [0, 0], words: ['6b200159', '99ba4efe'] },
    { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], words: ['1cb996fc', 'bb002be7'] },
    { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], words: ['c4923a9c', '483df7a0'] },
  ])('of counter $counter and key $key is $words', ({ counter, key, words }) => {
    expect(hex(threefry(key[0], key[1], counter[0], counter[1]))).toEqual(words);
  });
});

describe('uniform draws', () => {
  const draws = Array.from({ length: 100_000 }, (_, k) => uniform(7, 'initialWeight', k, 0));

  test('lie inside (0, 1), with mean 1/2 and variance 1/12', () => {
    expect(Math.min(...draws.slice(0, 1000))).toBeGreaterThan(0);
    expect(draws.every((u) => u > 0 && u < 1)).toBe(true);
    const { mean, deviation } = moments(draws);
    // the mean of 1e5 has a standard error of 9e-4, their deviation one of 4e-4: five of each
    expect(Math.abs(mean - 0.5)).toBeLessThan(4.6e-3);
    expect(Math.abs(deviation - 1 / Math.sqrt(12))).toBeLessThan(2e-3);
  });

  test('fill 100 equal bins evenly', () => {
    const bins = new Array<number>(100).fill(0);
    for (const u of draws) bins[Math.floor(u * 100)]++;
    const chiSquare = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    // 99 degrees of freedom: mean 99, deviation 14; 170 is passed once in 1e5
    expect(chiSquare).toBeLessThan(170);
  });
});

describe('normal draws', () => {
  const many = new Float64Array(200_000);
  for (let at = 0, k = 0; at < many.length; at += 200, k++) normals(many, at, 200, 5, 'pulse', 256, k);

  test('have mean 0, deviation 1, no skew and kurtosis 3', () => {
    const power = (p: number): number => many.reduce((sum, z) => sum + z ** p, 0) / many.length;
    // standard errors of 2e5 draws: 1, sqrt 2, sqrt 15, sqrt 96 over sqrt 2e5; five of each
    const error = 5 / Math.sqrt(many.length);
    expect(Math.abs(power(1))).toBeLessThan(error);
    expect(Math.abs(power(2) - 1)).toBeLessThan(error * Math.sqrt(2));
    expect(Math.abs(power(3))).toBeLessThan(error * Math.sqrt(15));
    expect(Math.abs(power(4) - 3)).toBeLessThan(error * Math.sqrt(96));
  });

  test('have the tails of a normal distribution: 4.55 % beyond 2, .27 % beyond 3', () => {
    const beyond = (z: number): number => many.filter((draw) => Math.abs(draw) > z).length / many.length;
    // binomial: 4.7e-4 and 1.2e-4, five of each
    expect(Math.abs(beyond(2) - 0.0455)).toBeLessThan(2.4e-3);
    expect(Math.abs(beyond(3) - 0.0027)).toBeLessThan(6e-4);
  });

  test('are the normal quantiles of the hashed words, in the middle and in the tails', () => {
    const two = new Float64Array(2);
    let worst = 0;
    let tails = 0;
    for (let k = 0; k < 20_000; k++) {
      normals(two, 0, 2, 3, 'read', 512, k);
      const words = [...threefry(3, purposes.read, 512, k)];
      words.forEach((w, i) => {
        const u = (w + 0.5) / 2 ** 32;
        const z = Math.SQRT2 * erfinv(2 * u - 1);
        worst = Math.max(worst, Math.abs(two[i] - z));
        if (Math.abs(u - 0.5) > 0.425) tails++;
      });
    }
    expect(tails).toBeGreaterThan(1000);
    expect(worst).toBeLessThan(4e-15); // AS 241 is good to 1e-16 of z, erfinv likewise; |z| reaches 4.2
  });

  test('of a bank do not depend on how many cells it has', () => {
    const large = new Float64Array(9);
    const small = new Float64Array(3);
    normals(large, 0, 9, 11, 'pulse', 1024, 4);
    normals(small, 0, 3, 11, 'pulse', 1024, 4);
    expect([...large.subarray(0, 3)]).toEqual([...small]);
  });
});

describe('streams', () => {
  const stream = (seed: number, purpose: Purpose, device: number): Float64Array => {
    const out = new Float64Array(20_000);
    for (let k = 0; k < 100; k++) normals(out, k * 200, 200, seed, purpose, device, k);
    return out;
  };
  const correlation = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, z, k) => sum + z * b[k], 0) / a.length;
  // the correlation of 2e4 pairs has a standard error of .0071; five of them
  const NONE = 0.036;

  test('of different purposes are independent, whichever two', () => {
    const streams = names.map((purpose) => stream(1, purpose, 256));
    for (let i = 0; i < names.length; i++) {
      for (let j = 0; j < i; j++)
        expect(Math.abs(correlation(streams[i], streams[j])), `${names[i]}, ${names[j]}`).toBeLessThan(NONE);
    }
  });

  test('of different seeds and of different devices are independent', () => {
    const here = stream(1, 'pulse', 256);
    expect(Math.abs(correlation(here, stream(2, 'pulse', 256)))).toBeLessThan(NONE);
    expect(Math.abs(correlation(here, stream(1, 'pulse', 512)))).toBeLessThan(NONE);
  });

  test('of neighbouring cells and of successive presentations are independent', () => {
    const here = stream(1, 'pulse', 256);
    expect(Math.abs(correlation(here.subarray(0, -1), here.subarray(1)))).toBeLessThan(NONE);
    expect(Math.abs(correlation(here.subarray(0, -200), here.subarray(200)))).toBeLessThan(NONE);
  });

  test('are pure functions: a draw made again, in any order, is the same bits', () => {
    const forth = names.map((purpose, k) => uniform(9, purpose, k, 3));
    const back = [...names].reverse().map((purpose, k) => uniform(9, purpose, names.length - 1 - k, 3));
    expect(back.reverse()).toEqual(forth);
  });

  test('keep the numbers of their purposes: they are part of every saved run', () => {
    expect(purposes).toMatchObject({
      spreadOfSlope: 1,
      spreadOfSubstrate: 2,
      spreadOfFull: 3,
      pulse: 4,
      read: 5,
      comparator: 6,
      initialWeight: 7,
      cycleLife: 8,
    });
  });
});

/**
 * What words of finite length do to LMS: where it stops adapting, and which error it ends with.
 * The conditions are derived beside each test; the questions are those of Gitlin, Mazo & Taylor
 * 1973 and Caraiscos & Liu 1984 (see circuits/digital-adaline/about.md).
 */
import { describe, expect, test } from 'vitest';
import { digitalAdaline } from '../../circuits/digital-adaline/circuit.ts';
import { normals, uniform } from '../../sim/base/random.ts';
import { runOf } from '../sim/benches.ts';

const TRUNCATE = 0;
const NEAREST = 1;
const STOCHASTIC = 2;
const BITS = 12;
const RANGE = 1;
const LSB = 2 ** -(BITS - 1 - RANGE);

/** A neuron with 8 lines and the bias, in words of 12 bits. */
const neuron = (step: number, rounding: number, seed = 1, bits = BITS) =>
  runOf(
    digitalAdaline,
    { inputs: 8, rule: 'mu-lms', step },
    { settings: { 'neuron.wordLength': bits, 'neuron.range': RANGE, 'neuron.rounding': rounding }, seed },
  );

describe('an update smaller than the last bit', () => {
  const k = 6;
  const mu = 2 ** -(k + 1); // 2 mu = 2^-k
  const ones = new Array<number>(8).fill(1);

  test.each([1, -1])(
    'is lost by rounding to the nearest: adaptation stalls where 2 mu |e| falls below half of it, d of sign %i',
    (sign) => {
      const run = neuron(mu, NEAREST);
      const d = sign * 0.9;
      let last = '';
      const changedAt: number[] = [];
      for (let n = 0; n < 400; n++) {
        run.presentation({ x: ones, d: [d], learn: [1] });
        const now = run.read('codes').join();
        const e = run.read('held')[0] / LSB;
        // round(e 2^-k): a tie is rounded upwards, so -2^(k-1) does nothing and 2^(k-1) does
        const moves = Math.floor(e * 2 ** -k + 0.5) !== 0;
        expect(now !== (last || '0,0,0,0,0,0,0,0,0')).toBe(moves);
        if (moves) changedAt.push(n);
        last = now;
      }
      const left = run.read('held')[0] / LSB;
      expect(Math.abs(left)).toBeLessThanOrEqual(2 ** (k - 1));
      // it stalled with an error that is not nothing, and soon: every step took 9 lsb or more of at most 922
      expect(Math.abs(left)).toBeGreaterThan(2 ** (k - 1) - 9);
      expect(Math.max(...changedAt)).toBeLessThan(120);
    },
  );

  test('is lost by truncation only on one side: a positive error stalls below a whole bit, a negative one never', () => {
    const run = neuron(mu, TRUNCATE);
    for (let n = 0; n < 400; n++) run.presentation({ x: ones, d: [0.9], learn: [1] });
    const stalled = run.read('held')[0] / LSB;
    expect(stalled).toBeGreaterThan(0);
    expect(stalled).toBeLessThan(2 ** k);
    // one bit below zero every weight is taken down, 9 of them: the error jumps to 8 and stands
    run.presentation({ x: ones, d: [0.9 - (stalled + 1) * LSB], learn: [1] });
    expect(run.read('held')[0] / LSB).toBe(-1);
    run.presentation({ x: ones, d: [0.9 - (stalled + 1) * LSB], learn: [1] });
    expect(run.read('held')[0] / LSB).toBe(8);
  });

  test('acts on average when it is rounded by chance: adaptation goes on to the end', () => {
    const run = neuron(mu, STOCHASTIC, 5);
    let sum = 0;
    for (let n = 0; n < 4000; n++) {
      run.presentation({ x: ones, d: [0.9], learn: [1] });
      if (n >= 1000) sum += run.read('held')[0] / LSB / 3000;
    }
    // rounding to the nearest leaves 2^(k-1) - 9 = 23 lsb or more; the mean of chance is no error:
    // the error wanders by 9 lsb a move with 1/(1 - 9/64) presentations of memory, about 1 lsb over 3000
    expect(Math.abs(sum)).toBeLessThan(5);
  });
});

describe('the error that words of finite length leave', () => {
  const N = 9;
  const NOISE = 2 ** -3;

  /**
   * Mean square distance of the weights from those of LMS without rounding, on the same stream of
   * random patterns of +1 and -1 with noise on d, in units of the last bit, for one weight.
   */
  function meanSquareDistance(mu: number, rounding: number, bits: number, presentations: number): number {
    const run = neuron(mu, rounding, 2, bits);
    const fraction = 2 ** (bits - 1 - RANGE);
    const w = new Float64Array(N);
    const noise = new Float64Array(1);
    const start = Math.ceil(3 / mu);
    let total = 0;
    for (let n = 0; n < presentations; n++) {
      const x = Array.from({ length: 8 }, (_, i) => (uniform(7, 'initialWeight', 256 * i, n) < 0.5 ? -1 : 1));
      normals(noise, 0, 1, 7, 'comparator', 256, n);
      // what the converter gives to the machine, LMS is given too
      const d = Math.floor((0.3 * x[0] - 0.2 * x[1] + NOISE * noise[0]) * fraction + 0.5) / fraction;
      run.presentation({ x, d: [d], learn: [1] });
      const all = [1, ...x];
      const e = d - all.reduce((s, xi, i) => s + xi * w[i], 0);
      all.forEach((xi, i) => {
        w[i] += 2 * mu * e * xi;
      });
      if (n < start) continue;
      const words = run.read('weights');
      for (let i = 0; i < N; i++) total += ((words[i] - w[i]) * fraction) ** 2 / N / (presentations - start);
    }
    return total;
  }
  /**
   * The distance v between the two follows v <- (1 - 2 mu x x') v + what the rounding adds. With
   * E[x x'] = 1 and x.x = N always, a spread of variance q in each weight gives
   * E[v_i^2] = q / (4 mu (1 - mu N)), and a mean of m gives a mean distance of m / (2 mu).
   */
  const theory = (mu: number, q: number, m: number): number =>
    q / (4 * mu * (1 - mu * N)) + (m / (2 * mu)) ** 2;
  /** A half is rounded upwards, and one update in 2^k ends in a half: m = 1/2 2^-k = mu, half a bit in all. */
  const nearest = (mu: number): number => theory(mu, 1 / 12, mu);

  // 2 mu e spreads over many bits, so that what is cut off is uniform: q = 1/12 of a bit squared to
  // the nearest, 1/6 by chance, which is fair. 20,000 presentations are 300 memories (of 1/(2 mu)) of
  // 9 weights: one deviation is 2.7 %, and three are allowed
  test.each([
    ['to the nearest', NEAREST, nearest(2 ** -7)],
    ['by chance', STOCHASTIC, theory(2 ** -7, 1 / 6, 0)],
  ] as const)('is that of independent rounding errors, cut %s', (_, rounding, expected) => {
    const ratio = meanSquareDistance(2 ** -7, rounding, 16, 20_000) / expected;
    expect(ratio).toBeGreaterThan(0.92);
    expect(ratio).toBeLessThan(1.08);
  });

  test('grows as the step shrinks: half the step, nearly twice the error', () => {
    const [large, small] = [2 ** -6, 2 ** -7].map((mu) => meanSquareDistance(mu, NEAREST, 16, 12_000));
    const expected = nearest(2 ** -7) / nearest(2 ** -6);
    expect(expected).toBeGreaterThan(1.7);
    // three deviations of 4 %
    expect(small / large / expected).toBeGreaterThan(0.88);
    expect(small / large / expected).toBeLessThan(1.12);
  });

  test('falls by four with every bit, so by six decibels', () => {
    const mu = 2 ** -6;
    const floors = [12, 14, 16].map(
      (bits) => meanSquareDistance(mu, NEAREST, bits, 8000) * 4 ** -(bits - 12),
    );
    for (const k of [0, 1]) {
      const ratio = floors[k] / floors[k + 1];
      // two bits: 16; six deviations of 3.5 % each
      expect(ratio).toBeGreaterThan(16 * 0.75);
      expect(ratio).toBeLessThan(16 * 1.33);
    }
  });
});

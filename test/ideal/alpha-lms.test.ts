import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptAlphaLms, adaptMuLms, dot } from '../../src/ideal/index.ts';
import { ordinary, presentation, seeded, signPattern, vector } from './arbitraries.ts';

const alphas = fc.double({ min: 0, max: 2, noNaN: true });

test('adaptAlphaLms adds alpha e x/(x.x) and returns e before the step', () => {
  const w = Float64Array.of(0.5, -1, 2);
  const e = adaptAlphaLms(w, Float64Array.of(0, 2, 0), 6, 0.5); // s = -2, x.x = 4
  expect(e).toBe(8);
  expect([...w]).toEqual([0.5, 1, 2]); // every number here is exact in binary
});

test('adaptAlphaLms changes the error of its own pattern by exactly -alpha e', () => {
  fc.assert(
    fc.property(presentation, alphas, ({ w, x, d }, alpha) => {
      const e = adaptAlphaLms(w, x, d, alpha);
      // Sums stay below 2000, so that 2^-53 and five additions leave 1e-11.
      expect(Math.abs(d - dot(w, x) - (1 - alpha) * e)).toBeLessThan(1e-11);
    }),
    seeded,
  );
});

test('adaptAlphaLms disturbs least: no shorter change of the weights mends the error as much', () => {
  fc.assert(
    fc.property(presentation, vector(5), ({ w, x, d }, other) => {
      const before = Float64Array.from(w);
      const e = adaptAlphaLms(w, x, d, 1);
      const change = w.map((weight, i) => weight - before[i]);
      // Any other change that nulls the error differs from x's direction by a vector across x.
      const along = dot(other, x) / dot(x, x);
      const rival = change.map((step, i) => step + other[i] - along * x[i]);
      expect(Math.abs(d - dot(before, x) - dot(rival, x))).toBeLessThan(1e-10); // it does null it; sums below 3000
      expect(dot(change, change)).toBeLessThanOrEqual(dot(rival, rival) + 1e-9); // equal when other lies along x
      expect(dot(change, change)).toBeCloseTo((e * e) / dot(x, x), 8); // |change| = |e|/|x|
    }),
    seeded,
  );
});

test('adaptAlphaLms is adaptMuLms with alpha = 2 mu n for inputs of +1 and -1', () => {
  fc.assert(
    fc.property(vector(5), signPattern(5), ordinary, alphas, (w, x, d, alpha) => {
      const other = Float64Array.from(w);
      adaptAlphaLms(w, x, d, alpha);
      adaptMuLms(other, x, d, alpha / 10);
      // alpha e/5 and 2 (alpha/10) e differ by roundings of numbers below 200.
      for (let i = 0; i < 5; i++) expect(Math.abs(w[i] - other[i])).toBeLessThan(1e-12);
    }),
    seeded,
  );
});

test('adaptAlphaLms makes no step on a zero pattern', () => {
  const w = Float64Array.of(1, 2);
  expect(adaptAlphaLms(w, Float64Array.of(0, 0), 3, 1)).toBe(3);
  expect([...w]).toEqual([1, 2]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptAlphaLms, adaptNlms, dot } from '../../src/ideal/index.ts';
import { presentation, seeded } from './arbitraries.ts';

test('adaptNlms adds alpha e x/(eps + x.x) and returns e before the step', () => {
  const w = Float64Array.of(0, 0);
  expect(adaptNlms(w, Float64Array.of(1, 1), 8, 0.5, 2)).toBe(8);
  expect([...w]).toEqual([1, 1]); // .5 x 8/(2 + 2)
});

test('adaptNlms has eps 1e-6 by default', () => {
  const w = Float64Array.of(0);
  adaptNlms(w, Float64Array.of(0.001), 1, 1);
  expect(w[0]).toBeCloseTo(0.001 / 2e-6, 9); // x.x = eps: half of alpha-LMS's 1000
});

test('adaptNlms is alpha-LMS with alpha scaled by x.x/(eps + x.x)', () => {
  fc.assert(
    fc.property(presentation, fc.double({ min: 1e-6, max: 10, noNaN: true }), ({ w, x, d }, eps) => {
      const other = Float64Array.from(w);
      const xx = dot(x, x);
      const e = adaptNlms(w, x, d, 0.5, eps);
      expect(adaptAlphaLms(other, x, d, (0.5 * xx) / (eps + xx))).toBe(e);
      // Weights stay below 1000; a few roundings of that.
      for (let i = 0; i < w.length; i++) expect(Math.abs(w[i] - other[i])).toBeLessThan(1e-11);
    }),
    seeded,
  );
});

test('adaptNlms makes no step on a zero pattern', () => {
  const w = Float64Array.of(1);
  adaptNlms(w, Float64Array.of(0), 3, 1);
  expect(w[0]).toBe(1);
});

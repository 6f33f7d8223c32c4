import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptMuLms, dot } from '../../src/ideal/index.ts';
import { presentation, seeded } from './arbitraries.ts';

test('adaptMuLms adds 2 mu e x and returns e before the step', () => {
  const w = Float64Array.of(0.5, -1, 2);
  const e = adaptMuLms(w, Float64Array.of(1, 2, 4), 10, 0.25); // s = 6.5
  expect(e).toBe(3.5);
  expect([...w]).toEqual([2.25, 2.5, 9]); // every number here is exact in binary
});

test('adaptMuLms changes the error of its own pattern by -2 mu e x.x', () => {
  fc.assert(
    fc.property(presentation, fc.double({ min: 0, max: 1, noNaN: true }), ({ w, x, d }, mu) => {
      const e = adaptMuLms(w, x, d, mu);
      const expected = e * (1 - 2 * mu * dot(x, x));
      // Sums reach 10^6 here; 1e-9 leaves six digits for 2^-53 and five additions.
      expect(Math.abs(d - dot(w, x) - expected)).toBeLessThan(1e-9);
    }),
    seeded,
  );
});

test('adaptMuLms steps down the gradient of the squared error', () => {
  fc.assert(
    fc.property(presentation, ({ w, x, d }) => {
      const before = Float64Array.from(w);
      const mu = 0.01;
      adaptMuLms(w, x, d, mu);
      // e^2 is a parabola, for which the symmetric difference quotient is exact but for rounding:
      // e^2 reaches 3e5 here, so that quotients of width 2 are good to 1e-9.
      for (let i = 0; i < w.length; i++) {
        const square = (shift: number): number => {
          const moved = before.with(i, before[i] + shift);
          return (d - dot(moved, x)) ** 2;
        };
        const gradient = (square(1) - square(-1)) / 2;
        expect(Math.abs(w[i] - before[i] + mu * gradient)).toBeLessThan(1e-8);
      }
    }),
    seeded,
  );
});

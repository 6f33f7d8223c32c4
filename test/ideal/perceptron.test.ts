import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptPerceptron, decide, dot } from '../../src/ideal/index.ts';
import { presentation, seeded, signPattern } from './arbitraries.ts';

const tie = 1e-9;

test('adaptPerceptron leaves the weights alone when the decision is right, whatever the error', () => {
  const w = Float64Array.of(5, 1);
  expect(adaptPerceptron(w, Float64Array.of(1, 1), 1, 0.5, tie)).toBe(-5);
  expect([...w]).toEqual([5, 1]);
});

test('adaptPerceptron adds alpha d x when the decision is wrong', () => {
  const w = Float64Array.of(0.25, 1);
  expect(adaptPerceptron(w, Float64Array.of(1, -2), 1, 0.5, tie)).toBe(2.75);
  expect([...w]).toEqual([0.75, 0]);
});

test('adaptPerceptron takes a sum within the tie band for +1', () => {
  const w = Float64Array.of(-1e-9);
  adaptPerceptron(w, Float64Array.of(1), 1, 0.5, tie);
  expect(w[0]).toBe(-1e-9);
  adaptPerceptron(w, Float64Array.of(1), -1, 0.5, tie);
  expect(w[0]).toBeCloseTo(-0.5, 8);
});

test('adaptPerceptron brings the sum nearer to d by alpha x.x, and only when wrong', () => {
  fc.assert(
    fc.property(presentation, fc.constantFrom(1, -1), ({ w, x }, d) => {
      const s = dot(w, x);
      adaptPerceptron(w, x, d, 0.5, tie);
      const step = decide(s, tie) === d ? 0 : 0.5 * dot(x, x);
      // Sums stay below 1000: a few roundings of that.
      expect(Math.abs(d * (dot(w, x) - s) - step)).toBeLessThan(1e-11);
    }),
    seeded,
  );
});

test('adaptPerceptron from zero is independent of alpha but for the scale of the weights', () => {
  const row = fc.record({ x: signPattern(6), d: fc.constantFrom(1, -1) });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(0.125, 0.3, 2, 7),
      (rows, alpha) => {
        const unit = new Float64Array(6);
        const scaled = new Float64Array(6);
        for (const { x, d } of rows) {
          adaptPerceptron(unit, x, d, 1, tie);
          adaptPerceptron(scaled, x, d, alpha, tie);
          expect(decide(dot(scaled, x), tie)).toBe(decide(dot(unit, x), tie));
        }
        // Integers times alpha, added up to 40 times.
        for (let i = 0; i < 6; i++) expect(scaled[i]).toBeCloseTo(alpha * unit[i], 12);
      },
    ),
    seeded,
  );
});

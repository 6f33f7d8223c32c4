import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptMuLms, adaptSignData, adaptSignError, adaptSignSign } from '../../src/ideal/index.ts';
import { ordinary, presentation, seeded, signPattern, vector } from './arbitraries.ts';

const x = Float64Array.of(1, -4, 0);

test('adaptSignError adds mu sgn(e) x', () => {
  const w = Float64Array.of(0, 0, 0);
  expect(adaptSignError(w, x, 7, 0.5, 1e-9)).toBe(7);
  expect([...w]).toEqual([0.5, -2, 0]);
  expect(adaptSignError(w, x, 0, 0.5, 1e-9)).toBe(-8.5);
  expect([...w]).toEqual([0, 0, 0]);
});

test('adaptSignData adds mu e sgn(x)', () => {
  const w = Float64Array.of(0, 0, 0);
  expect(adaptSignData(w, x, 8, 0.5)).toBe(8);
  expect([...w]).toEqual([4, -4, 0]);
});

test('adaptSignSign moves every weight with an input by mu', () => {
  const w = Float64Array.of(0, 0, 0);
  expect(adaptSignSign(w, x, -7, 0.5, 1e-9)).toBe(-7);
  expect([...w]).toEqual([-0.5, 0.5, 0]);
});

test('adaptSignError and adaptSignSign rest while |e| is within the tie band', () => {
  const w = Float64Array.of(0, 0, 0);
  adaptSignError(w, x, 1e-9, 0.5, 1e-9);
  adaptSignSign(w, x, -1e-9, 0.5, 1e-9);
  expect([...w]).toEqual([0, 0, 0]);
});

test('adaptSignData is mu-LMS of half the mu for inputs of +1 and -1, to the bit', () => {
  fc.assert(
    fc.property(vector(5), signPattern(5), ordinary, (w, signs, d) => {
      const other = Float64Array.from(w);
      adaptSignData(w, signs, d, 0.1);
      adaptMuLms(other, signs, d, 0.05);
      expect(w).toEqual(other);
    }),
    seeded,
  );
});

test('adaptSignError changes |w - u|^2 by at most the square of the step when u fits the pattern', () => {
  fc.assert(
    fc.property(presentation, ({ w, x: inputs }) => {
      const u = Float64Array.from(w, (weight) => 3 - weight);
      const distance = (): number => w.reduce((total, weight, i) => total + (weight - u[i]) ** 2, 0);
      const before = distance();
      const d = inputs.reduce((total, input, i) => total + u[i] * input, 0);
      adaptSignError(w, inputs, d, 0.01, 0);
      const power = inputs.reduce((total, input) => total + input * input, 0);
      // |w - u|^2 <- |w - u|^2 - 2 mu |e| + mu^2 x.x; 1e-9 for rounding of numbers below 3000.
      expect(distance()).toBeLessThanOrEqual(before + 1e-4 * power + 1e-9);
    }),
    seeded,
  );
});

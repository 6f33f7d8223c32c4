import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptAlphaLms, adaptMuLms, correlate, steadyCycle, wiener } from '../../../src/ideal/index.ts';
import { and, tgf, xor } from '../../papers/helpers.ts';
import { seeded, trainingSet, vector } from '../arbitraries.ts';

test('steadyCycle is where training ends, from any start, and contraction says how soon', () => {
  const alphas = fc.double({ min: 0.2, max: 1.5, noNaN: true });
  let tried = 0;
  fc.assert(
    fc.property(trainingSet, vector(4), alphas, (set, start, alpha) => {
      const { weights, contraction } = steadyCycle(set, { alpha }, start);
      expect(contraction).toBeLessThan(1); // alpha < 2 always settles
      fc.pre(contraction < 0.98);
      tried++;
      const w = Float64Array.from(start);
      // contraction^epochs = 1e-15; a mode that is not normal may first grow, hence 100 more.
      const epochs = 100 + Math.ceil(-15 / Math.log10(Math.max(contraction, 1e-3)));
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const [p, x] of set.inputs.entries()) adaptAlphaLms(w, x, set.desired[p], alpha);
      }
      // Weights reach some hundreds, and 1 - contraction >= .02 enlarges rounding by 50.
      for (let i = 0; i < 4; i++) expect(Math.abs(w[i] - weights[i])).toBeLessThan(1e-8);
    }),
    { ...seeded, numRuns: 100 },
  );
  expect(tried).toBe(100);
});

test('steadyCycle of mu-LMS and of alpha-LMS agree for inputs of +1 and -1 at alpha = 2 mu n', () => {
  const byMu = steadyCycle(xor, { mu: 0.05 });
  const byAlpha = steadyCycle(xor, { alpha: 0.3 });
  for (let i = 0; i < 3; i++) expect(byMu.weights[i]).toBeCloseTo(byAlpha.weights[i], 14); // rounding
  expect(byMu.contraction).toBeCloseTo(byAlpha.contraction, 14);
});

test('steadyCycle is a cycle: one epoch from it returns to it', () => {
  const { weights } = steadyCycle(and, { mu: 0.2 });
  const w = Float64Array.from(weights);
  for (const [p, x] of and.inputs.entries()) adaptMuLms(w, x, and.desired[p], 0.2);
  for (let i = 0; i < 3; i++) expect(w[i]).toBeCloseTo(weights[i], 14); // rounding
});

test('steadyCycle goes to the Wiener weights with the step', () => {
  const { weights } = wiener(correlate(and));
  const near = steadyCycle(and, { mu: 1e-9 }).weights;
  for (let i = 0; i < 3; i++) expect(Math.abs(near[i] - weights[i])).toBeLessThan(2e-9); // the distance is s/2 = 1e-9
});

test('steadyCycle of an exactly solvable set is the exact fit, whatever the step', () => {
  const { weights } = wiener(correlate(tgf));
  for (const step of [{ alpha: 1 }, { alpha: 0.5 }, { mu: 0.01 }]) {
    const limit = steadyCycle(tgf, step).weights;
    for (let i = 0; i < 17; i++) expect(Math.abs(limit[i] - weights[i])).toBeLessThan(1e-10); // weights reach 30
  }
});

test('steadyCycle says by a contraction above 1 that a step is too large', () => {
  expect(steadyCycle(and, { mu: 0.6 }).contraction).toBeGreaterThan(1);
});

test('steadyCycle refuses a step that is none and a start that does not fit', () => {
  expect(() => steadyCycle(and, { mu: 0 })).toThrow('the step is {"mu":0}, expected a finite number > 0');
  expect(() => steadyCycle(and, { alpha: Number.NaN })).toThrow('expected a finite number > 0');
  expect(() => steadyCycle(and, { mu: 0.1 }, new Float64Array(2))).toThrow('start has 2 weights, expected 3');
});

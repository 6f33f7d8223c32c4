import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptManhattan, adaptSignSign, descendBatchGradient } from '../../src/ideal/index.ts';
import { and } from '../papers/helpers.ts';
import { presentation, seeded, signPattern, trainingSet, vector } from './arbitraries.ts';

const TIE = 1e-9;

test('adaptManhattan holds the weights through a batch, then steps each down its slope by mu', () => {
  fc.assert(
    fc.property(vector(4), trainingSet, (w, set) => {
      const start = Float64Array.from(w);
      const slope = Float64Array.from(w);
      descendBatchGradient(slope, set, 1);
      const memory = new Float64Array(5);
      const { inputs, desired } = set;
      inputs.forEach((x, p) => {
        expect(w).toEqual(start);
        adaptManhattan(w, memory, x, desired[p], 0.25, inputs.length, TIE);
      });
      for (let i = 0; i < 4; i++) {
        // a mean gradient this small may be a tie, or rounding
        const down = slope[i] - start[i];
        if (Math.abs(down) < 1e-6) continue;
        expect(w[i]).toBe(down > 0 ? start[i] + 0.25 : start[i] - 0.25);
      }
      expect([...memory]).toEqual([0, 0, 0, 0, 0]);
    }),
    seeded,
  );
});

test('adaptManhattan with batches of one is sign-sign LMS for inputs of +1 and -1', () => {
  fc.assert(
    fc.property(vector(5), signPattern(5), presentation, (w, x, { d }) => {
      const other = Float64Array.from(w);
      const e = adaptManhattan(w, new Float64Array(6), x, d, 0.1, 1, TIE);
      expect(adaptSignSign(other, x, d, 0.1, TIE)).toBe(e);
      // a zero is a zero, whatever its sign
      expect(w.every((v, i) => v === other[i])).toBe(true);
    }),
    seeded,
  );
});

test('adaptManhattan leaves a weight alone whose gradient is zero', () => {
  // from the Wiener weights of AND the gradient is zero; of the errors, half are not
  const w = Float64Array.of(-0.5, 0.5, 0.5);
  const memory = new Float64Array(4);
  const errors = and.inputs.map((x, p) => adaptManhattan(w, memory, x, and.desired[p], 0.1, 4, TIE));
  expect(errors.map(Math.abs)).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect([...w]).toEqual([-0.5, 0.5, 0.5]);
});

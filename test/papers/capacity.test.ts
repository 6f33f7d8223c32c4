/**
 * How much one ADALINE can hold, against theory and against random sets whose
 * separability is decided by other means (history.md, section 2).
 */
import { expect, test } from 'vitest';
import {
  adaptPerceptron,
  decide,
  dot,
  novikoffBound,
  separableProbability,
  statisticalCapacity,
} from '../../src/ideal/index.ts';
import { Chance, type Rows, randomLabels, separate } from './helpers.ts';

test("Cover's table for 17 weights: .968 .771 .5000 .256 .008", () => {
  const published = { 25: '0.968', 30: '0.771', 34: '0.500', 38: '0.256', 51: '0.008' };
  for (const [p, probability] of Object.entries(published)) {
    expect(separableProbability(Number(p), 17).toFixed(3)).toBe(probability);
  }
  expect(separableProbability(34, 17)).toBeCloseTo(0.5, 14); // exactly half, by symmetry; rounding
});

test('the mean number of patterns one ADALINE of 17 weights can hold is 34', () => {
  // The mean of the largest separable p is sum_{p >= 1} P(p); the rest beyond 400 is below 1e-70.
  let mean = 0;
  for (let p = 1; p <= 400; p++) mean += separableProbability(p, 17);
  expect(mean).toBeCloseTo(statisticalCapacity(17), 10); // rounding of 400 terms
});

test('half of 2000 sets of 34 Gaussian patterns with random labels are separable by 17 weights', () => {
  const chance = new Chance(1964);
  let separable = 0;
  for (let set = 0; set < 2000; set++) if (separate(randomLabels(chance, 34, 17)) !== null) separable++;
  // Standard deviation sqrt(.25/2000) = .011; the reference allows .03.
  expect(Math.abs(separable / 2000 - 0.5)).toBeLessThan(0.03);
});

/** Presents the rows over and over, from zero, until all are right; returns the number of corrections. */
function corrections(rows: Rows): number {
  const w = new Float64Array(rows.inputs[0].length);
  let made = 0;
  for (let before = -1; before !== made; ) {
    before = made;
    for (const [p, x] of rows.inputs.entries()) {
      if (decide(dot(w, x), 1e-9) !== rows.desired[p]) made++;
      adaptPerceptron(w, x, rows.desired[p], 1, 1e-9);
    }
  }
  return made;
}

test("200 separable sets: the perceptron never needs more corrections than Novikoff's bound", () => {
  const chance = new Chance(1962);
  let tried = 0;
  let worst = 0;
  while (tried < 200) {
    const rows = randomLabels(chance, 12, 8);
    const u = separate(rows); // the direction of the widest margin, which makes the bound the sharpest
    if (u === null) continue;
    tried++;
    worst = Math.max(worst, corrections(rows) / novikoffBound(rows, u).corrections);
  }
  expect(worst).toBeLessThanOrEqual(1);
  expect(worst).toBeGreaterThan(0); // corrections were made
});

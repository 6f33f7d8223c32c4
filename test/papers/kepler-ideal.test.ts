/**
 * Kepler's third law by LMS: log10 of the period [years] of the eight planets
 * against log10 of the semi-major axis [AU], analog inputs and analog targets.
 */
import log10 from '@stdlib/math-base-special-log10';
import { expect, test } from 'vitest';
import { adaptAlphaLms, adaptMuLms, correlate, steadyCycle, wiener } from '../../src/ideal/index.ts';

const axes = [
  0.38709893, 0.72333199, 1.00000011, 1.52366231, 5.20336301, 9.53707032, 19.19126393, 30.06896348,
];
const periods = [0.2408467, 0.61519726, 1.0000174, 1.8808476, 11.862615, 29.447498, 84.016846, 164.79132];
const kepler = {
  inputs: axes.map((a) => Float64Array.of(1, log10(a))),
  desired: periods.map((years) => log10(years)),
};
const { weights, minimumMse } = wiener(correlate(kepler));

test('the Wiener weights are slope 1.499835 and intercept -1.7e-5', () => {
  expect(weights[1]).toBeCloseTo(1.499835, 6); // published with six decimals
  expect(weights[0]).toBeCloseTo(-1.7e-5, 6); // published with two digits
});

test('the law holds for the planets to 2 in 10,000 of the period', () => {
  // rms residual of log10 T is 6.5e-5, that is a factor of 10^6.5e-5 = 1.00015.
  expect(Math.sqrt(minimumMse)).toBeLessThan(8.7e-5); // log10 1.0002
});

test.each([
  { rule: 'alpha-lms', step: 0.5, epochs: 8 },
  { rule: 'alpha-lms', step: 1, epochs: 5 },
  { rule: 'mu-lms', step: 0.05, epochs: 26 },
] as const)(
  '$rule at $step has each weight within .001 of them from epoch $epochs on',
  ({ rule, step, epochs }) => {
    const adapt = rule === 'alpha-lms' ? adaptAlphaLms : adaptMuLms;
    const w = new Float64Array(2);
    const near = Array.from({ length: 200 }, () => {
      for (const [p, x] of kepler.inputs.entries()) adapt(w, x, kepler.desired[p], step);
      return w.every((weight, i) => Math.abs(weight - weights[i]) < 0.001);
    });
    expect(near.indexOf(true) + 1).toBe(epochs);
    expect(near.lastIndexOf(false) + 2).toBe(epochs);
  },
);

test('the limits of cyclic training are within 2e-5 of the Wiener weights', () => {
  // Not at them: the planets are off the law by some 1e-4, and alpha-LMS weighs them by 1/(x.x) besides.
  for (const step of [{ alpha: 0.5 }, { alpha: 1 }, { mu: 0.05 }]) {
    const limit = steadyCycle(kepler, step).weights;
    for (let i = 0; i < 2; i++) expect(Math.abs(limit[i] - weights[i])).toBeLessThan(2e-5);
  }
});

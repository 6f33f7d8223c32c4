import log10 from '@stdlib/math-base-special-log10';
import type { PatternSet } from './pattern-set.ts';

/**
 * Kepler's third law as one weight and a bias: x = log10 of the semi-major axis a in AU,
 * d = log10 of the sidereal period T in years, so that T^2 = a^3 asks for w1 = 3/2, w0 = 0.
 * log10 is @stdlib's, because Math.log10 may differ in the last bit from one engine to the next.
 */
export const kepler: PatternSet = {
  name: 'kepler',
  title: "Kepler's third law: eight planets, log10 of period against log10 of semi-major axis",
  inputs: 1,
  inputNames: ['log10(a/AU)'],
  outputs: 1,
  fullScale: 1,
  source: 'recalled: semi-major axes (J2000) and sidereal periods of the planets as tabulated by JPL',
  rows: [
    planet('Mercury', 0.38709893, 0.2408467),
    planet('Venus', 0.72333199, 0.61519726),
    planet('Earth', 1.00000011, 1.0000174),
    planet('Mars', 1.52366231, 1.8808476),
    planet('Jupiter', 5.20336301, 11.862615),
    planet('Saturn', 9.53707032, 29.447498),
    planet('Uranus', 19.19126393, 84.016846),
    planet('Neptune', 30.06896348, 164.79132),
  ],
};

function planet(name: string, axisAu: number, periodYears: number) {
  return { name, x: Float64Array.of(log10(axisAu)), d: Float64Array.of(log10(periodYears)) };
}

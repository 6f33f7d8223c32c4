import type { PatternSet } from './pattern-set.ts';

/**
 * Kepler's third law as one weight and a bias: x = log10 of the semi-major axis a in AU,
 * d = log10 of the sidereal period T in years, so that T^2 = a^3 asks for w1 = 3/2, w0 = 0.
 * The logarithms stand here as they are: Math.log10 may differ in the last bit from one engine to
 * the next, and the page shall not load a logarithm for eight planets.
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
    // a = .38709893 AU, T = .2408467 years
    planet('Mercury', -0.41217802913503065, -0.6182592998648415),
    // a = .72333199 AU, T = .61519726 years
    planet('Venus', -0.1406623274187768, -0.2109856074873965),
    // a = 1.00000011 AU, T = 1.0000174 years
    planet('Earth', 4.7772390380839186e-8, 0.000007556658242356743),
    // a = 1.52366231 AU, T = 1.8808476 years
    planet('Mars', 0.18288872477640783, 0.27435360726732444),
    // a = 5.20336301 AU, T = 11.862615 years
    planet('Jupiter', 0.7162841252887809, 1.0741804356459566),
    // a = 9.53707032 AU, T = 29.447498 years
    planet('Saturn', 0.9794149848442893, 1.4690484009582994),
    // a = 19.19126393 AU, T = 84.016846 years
    planet('Uranus', 1.283103578161649, 1.92436637405384),
    // a = 30.06896348 AU, T = 164.79132 years
    planet('Neptune', 1.4781184576091628, 2.2169343325104864),
  ],
};

function planet(name: string, logOfAxis: number, logOfPeriod: number) {
  return { name, x: Float64Array.of(logOfAxis), d: Float64Array.of(logOfPeriod) };
}

/**
 * Phase-change memory as a place to store trained weights: what programming leaves, and how it drifts.
 * @see Joshi et al., Nat. Commun. 11:2473, 2020; the numbers as in AIHWKit's inference noise model
 */
import ln from '@stdlib/math-base-special-ln';
import pow from '@stdlib/math-base-special-pow';
import type { Seconds } from '../../base/units.ts';

/** Largest conductance that is programmed, in microsiemens, as all conductances here. */
export const PCM_FULL_MICROSIEMENS = 25;
/** When the conductance is read for the first time after programming, s. */
export const PCM_FIRST_READ: Seconds = 20;

/**
 * Standard deviation of the programming error in microsiemens: .26348 + 1.965 g - 1.1731 g^2, not below 0.
 * @param microsiemens wanted conductance, 0 to 25; g = microsiemens / 25
 */
export function pcmProgrammingNoise(microsiemens: number): number {
  const g = microsiemens / PCM_FULL_MICROSIEMENS;
  return Math.max(0, 0.26348 + 1.965 * g - 1.1731 * g * g);
}

/**
 * Mean and standard deviation of the drift exponent of devices at one conductance:
 *   mean = -.0155 ln g + .0244 held within .049 ... .1,  sd = -.0125 ln g - .0059 within .008 ... .045
 * @param microsiemens programmed conductance, > 0
 */
export function pcmDriftExponent(microsiemens: number): { readonly mean: number; readonly sd: number } {
  const l = ln(microsiemens / PCM_FULL_MICROSIEMENS);
  const clip = (v: number, low: number, high: number): number => Math.min(high, Math.max(low, v));
  return { mean: clip(-0.0155 * l + 0.0244, 0.049, 0.1), sd: clip(-0.0125 * l - 0.0059, 0.008, 0.045) };
}

/**
 * A conductance t seconds after programming: G (t / 20 s)^-nu; unchanged until the first read.
 * @param g        conductance at the first read, any unit
 * @param exponent nu of this device
 */
export const pcmDrifted = (g: number, exponent: number, t: Seconds): number =>
  t <= PCM_FIRST_READ ? g : g * pow(t / PCM_FIRST_READ, -exponent);

/**
 * Currents of junctions and channels, each with its slope. They are exponential, which is why Newton
 * needs limits: `limitJunction` keeps a step from leaping where the exponential has no use for it.
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import log1p from '@stdlib/math-base-special-log1p';
import { expm1 } from '../../base/math.ts';
import type { Amperes, Siemens, Volts } from '../../base/units.ts';

/** Past this exponent the exponential goes on as a straight line: no device gets there, and nothing overflows. */
const STRAIGHT = 200;

/** A current and its slope, overwritten by every law: nothing is allocated. */
export const found = { amperes: 0 as Amperes, siemens: 0 as Siemens };

/** e^u - 1, a straight line past STRAIGHT. */
const softExpm1 = (u: number): number => (u > STRAIGHT ? exp(STRAIGHT) * (1 + u - STRAIGHT) - 1 : expm1(u));
const softExp = (u: number): number => (u > STRAIGHT ? exp(STRAIGHT) * (1 + u - STRAIGHT) : exp(u));
const slopeOfExp = (u: number): number => exp(u > STRAIGHT ? STRAIGHT : u);

/** i = saturation (exp(v / scale) - 1), scale = emission Ut. Leaves i and di/dv in `found`. */
export function junctionCurrent(v: Volts, saturation: Amperes, scale: Volts): void {
  const u = v / scale;
  found.amperes = saturation * softExpm1(u);
  found.siemens = (saturation / scale) * slopeOfExp(u);
}

/** exp(u) and its slope, for a channel in weak inversion. */
export function weakInversion(u: number): void {
  found.amperes = softExp(u);
  found.siemens = slopeOfExp(u);
}

/**
 * ln(1 + exp(u / 2))^2 and its slope: exp(u) far below 0, (u / 2)^2 far above.
 * @see Enz, Krummenacher & Vittoz, "An analytical MOS transistor model valid in all regions of
 *      operation", Analog Integr. Circuits Signal Process. 8, 1995
 */
export function allInversion(u: number): void {
  const half = u / 2;
  // ln(1 + e^h) = h + ln(1 + e^-h) keeps the exponential small
  const soft = half > 0 ? half + log1p(exp(-half)) : log1p(exp(half));
  const share = half > 0 ? 1 / (1 + exp(-half)) : exp(half) / (1 + exp(half));
  found.amperes = soft * soft;
  found.siemens = soft * share;
}

/** The forward voltage at which the exponential bends most: scale ln(scale / (sqrt(2) saturation)). */
export const criticalVolts = (saturation: Amperes, scale: Volts): Volts =>
  scale * ln(scale / (Math.SQRT2 * saturation));

/**
 * Where a junction's exponential is to be taken in the next step: a step far up the exponential is
 * made as large as a step of current would be.
 * @param v     where Newton wants to go
 * @param last  where the exponential was taken before
 * @see Nagel, "SPICE2: a computer program to simulate semiconductor circuits", UCB/ERL M520, 1975, ch. 5
 */
export function limitJunction(v: Volts, last: Volts, scale: Volts, critical: Volts): Volts {
  if (v <= critical || Math.abs(v - last) <= 2 * scale) return v;
  if (last > 0) {
    const step = 1 + (v - last) / scale;
    return step > 0 ? last + scale * ln(step) : critical;
  }
  return scale * ln(v / scale);
}

/** tanh(u), from expm1 alone. */
export function tanh(u: number): number {
  if (u > 22) return 1;
  if (u < -22) return -1;
  const e = expm1(2 * u);
  return e / (e + 2);
}

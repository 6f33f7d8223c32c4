/**
 * The tie band. A sum of exactly zero is a coin on its edge: the last bit of
 * rounding decides on which side it falls, and two tracks that add in
 * different orders then part for good. So zero is given a width.
 */

/** Half-width of the tie band as a fraction of full scale, dimensionless. */
export const tieFraction = 1e-9;

/**
 * Half-width of the tie band.
 *   tie = 1e-9 fullScale
 * @param fullScale units of d that correspond to one volt of the sum (60 for `tgf`, otherwise 1), > 0
 * @returns tie, in units of d
 * @throws  RangeError when fullScale is not a positive finite number
 */
export function tieBand(fullScale: number): number {
  if (!(fullScale > 0 && Number.isFinite(fullScale))) {
    throw new RangeError(`tieBand: fullScale is ${fullScale}, expected a positive finite number.`);
  }
  return tieFraction * fullScale;
}

/**
 * The quantizer.
 *   q = +1 for s >= -tie, otherwise -1
 * A sum within the band counts as +1, as a comparator at rest does here.
 * @param s   sum, in units of d; NaN gives -1
 * @param tie half-width of the tie band, same unit as s, >= 0
 * @returns q
 */
export function decide(s: number, tie: number): 1 | -1 {
  return s >= -tie ? 1 : -1;
}

/**
 * The sign of an error.
 *   sgn z = 0 for |z| <= tie, otherwise +1 or -1
 * @param z   any difference, in units of d
 * @param tie half-width of the tie band, same unit as z, >= 0
 * @returns the sign
 */
export function signum(z: number, tie: number): 1 | 0 | -1 {
  if (z > tie) return 1;
  if (z < -tie) return -1;
  return 0;
}

/**
 * Transcendental functions that give the same bits on every engine. `Math.exp` and its like are
 * only "implementation approximated" in ECMAScript, so the tracks never call them.
 */
import expm1 from '@stdlib/math-base-special-expm1';

export { expm1 };

/**
 * (1 - exp(-r t)) / r, the effective time of a flow that relaxes at rate r; t itself at r = 0.
 * For the slow flows of most devices the series is exact to rounding, and much quicker.
 * @param r rate, 1/s, any sign
 * @param t duration, s
 */
export function relaxedTime(r: number, t: number): number {
  const x = r * t;
  if (x > 0.01 || x < -0.01) return -expm1(-x) / r;
  // t (1 - x/2 + x^2/6 - x^3/24 + ...): three terms, or eight, leave less than 1e-16
  if (x < 1e-5 && x > -1e-5) return t * (1 - x * 0.5 * (1 - x * (1 / 3)));
  return (
    t *
    (1 -
      x *
        (1 / 2) *
        (1 - x * (1 / 3) * (1 - x * (1 / 4) * (1 - x * (1 / 5) * (1 - x * (1 / 6) * (1 - x * (1 / 7)))))))
  );
}

/** 2^(k - 31): brings a word with k leading zeros to between 1 and 2. */
const scales = Float64Array.from({ length: 33 }, (_, zeros) => 2 ** (zeros - 31));

/**
 * ln((w + 1/2) / 2^32) of a 32-bit word, quicker than a logarithm of any number: the power of two
 * is read off the word, and 2 artanh((m - 1)/(m + 1)) of what is left converges at once.
 */
export function lnOfRatio(w: number): number {
  const zeros = Math.clz32(w);
  let m = (w + 0.5) * scales[zeros]!;
  let k = -1 - zeros;
  if (m > Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  // 1 + z/3 + z^2/5 + ... + z^9/19, two terms at a time
  const zz = z * z;
  const series =
    1 +
    z * (1 / 3) +
    zz *
      (1 / 5 +
        z * (1 / 7) +
        zz * (1 / 9 + z * (1 / 11) + zz * (1 / 13 + z * (1 / 15) + zz * (1 / 17 + z * (1 / 19)))));
  return 2 * s * series + k * Math.LN2;
}

/**
 * Normal numbers for a whole array at once. One hash, Threefry-2x32 with 20 rounds, gives four
 * sixteen-bit numbers, and each picks one of 65,536 quantiles of the normal distribution. Device i
 * at pulse t gets
 *   words = threefry(seed, purpose, floor(i / 4), t),
 *   z = quantile of the (i mod 4)-th half word, the lower half of each word first.
 * The quantiles stand in the middle of their equal shares: their mean is 0 and their variance .99998.
 */
import { normalQuantile, type Purpose, purposes, threefry } from '../../base/random.ts';

export const QUANTILES = 65536;

let table: Float64Array | null = null;

/** The quantiles, made when they are first asked for. */
export function quantileTable(): Float64Array {
  if (!table) {
    table = new Float64Array(QUANTILES);
    for (let k = 0; k < QUANTILES / 2; k++) {
      const z = normalQuantile((k + 0.5) / QUANTILES);
      table[k] = z;
      table[QUANTILES - 1 - k] = -z;
    }
  }
  return table;
}

/** The normal number of one device at one pulse. */
export function arrayNormal(seed: number, purpose: Purpose, device: number, pulse: number): number {
  const words = threefry(seed, purposes[purpose], device >>> 2, pulse);
  const w = words[(device >>> 1) & 1]!;
  return quantileTable()[(device & 1) === 0 ? w & 0xffff : w >>> 16]!;
}

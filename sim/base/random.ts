/**
 * Counter-based random numbers: a draw is a pure function of what it is for, so switching one
 * non-ideality off leaves every other draw as it was, and rewinding needs no generator state.
 *
 * The bits come from Threefry-2x32 with 20 rounds, keyed by (seed, purpose) and counted by
 * (device and pulse, presentation).
 * @see Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
 */
import erfinv from '@stdlib/math-base-special-erfinv';

/** What a draw is for. The numbers are part of every saved run: never renumber them. */
export const purposes = {
  spreadOfSlope: 1,
  spreadOfSubstrate: 2,
  spreadOfFull: 3,
  pulse: 4,
  read: 5,
  comparator: 6,
  initialWeight: 7,
  cycleLife: 8,
} as const;
export type Purpose = keyof typeof purposes;

const PARITY = 0x1bd11bda;
const word = new Uint32Array(2);

/**
 * Threefry-2x32-20: two 32-bit words from a 64-bit key and a 64-bit counter.
 * @returns a buffer that the next call overwrites
 */
export function threefry(key0: number, key1: number, counter0: number, counter1: number): Uint32Array {
  const k0 = key0 | 0;
  const k1 = key1 | 0;
  const k2 = PARITY ^ k0 ^ k1;
  let a = (counter0 + k0) | 0;
  let b = (counter1 + k1) | 0;
  for (let block = 0; block < 5; block++) {
    if ((block & 1) === 0) {
      a = (a + b) | 0;
      b = ((b << 13) | (b >>> 19)) ^ a; // biome-ignore format: one round a line
      a = (a + b) | 0;
      b = ((b << 15) | (b >>> 17)) ^ a;
      a = (a + b) | 0;
      b = ((b << 26) | (b >>> 6)) ^ a;
      a = (a + b) | 0;
      b = ((b << 6) | (b >>> 26)) ^ a;
    } else {
      a = (a + b) | 0;
      b = ((b << 17) | (b >>> 15)) ^ a;
      a = (a + b) | 0;
      b = ((b << 29) | (b >>> 3)) ^ a;
      a = (a + b) | 0;
      b = ((b << 16) | (b >>> 16)) ^ a;
      a = (a + b) | 0;
      b = ((b << 24) | (b >>> 8)) ^ a;
    }
    const turn = (block + 1) % 3;
    a = (a + (turn === 0 ? k0 : turn === 1 ? k1 : k2)) | 0;
    b = (b + (turn === 0 ? k1 : turn === 1 ? k2 : k0) + block + 1) | 0;
  }
  word[0] = a;
  word[1] = b;
  return word;
}

/** A uniform draw in the open interval (0, 1), with 53 bits. */
export function uniform(seed: number, purpose: Purpose, device: number, presentation: number): number {
  const w = threefry(seed, purposes[purpose], device, presentation);
  return ((w[0]! >>> 5) * 67108864 + (w[1]! >>> 6) + 0.5) / 9007199254740992;
}

const SQRT2 = Math.SQRT2;
const fromWord = (w: number): number => SQRT2 * erfinv((w + 0.5) / 2147483648 - 1);

/**
 * Fills `out[at .. at + n)` with standard normal draws, one a device, sqrt(2) erfinv(2u - 1).
 * Devices share a counter two by two, so that a bank costs half the hashing.
 */
export function normals(
  out: Float64Array,
  at: number,
  n: number,
  seed: number,
  purpose: Purpose,
  device: number,
  presentation: number,
): void {
  const key = purposes[purpose];
  for (let i = 0; i < n; i += 2) {
    const w = threefry(seed, key, device + i, presentation);
    const second = w[1]!;
    out[at + i] = fromWord(w[0]!);
    if (i + 1 < n) out[at + i + 1] = fromWord(second);
  }
}

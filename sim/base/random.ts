/**
 * Counter-based random numbers: a draw is a pure function of what it is for, so switching one
 * non-ideality off leaves every other draw as it was, and rewinding needs no generator state.
 *
 * The bits come from Threefry-2x32 with 20 rounds, keyed by (seed, purpose) and counted by
 * (device and pulse, presentation).
 * @see Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
 *      Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
 *      Applied Statistics 37, 1988
 */
import { lnOfRatio } from './math.ts';

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
  pulsedStep: 20,
  pulsedUpDown: 21,
  pulsedHigh: 22,
  pulsedLow: 23,
  pulsedGammaUp: 24,
  pulsedGammaDown: 25,
  pulsedReference: 26,
  pulsedSlopeUp: 27,
  pulsedSlopeDown: 28,
  pulsedStuck: 29,
  pulsedStuckAt: 30,
  pulsedLifetime: 31,
  pulsedCycle: 32,
  pulsedWrite: 33,
  pulseTrain: 34,
  arrayCycle: 35,
  pulsePhase: 36,
  pulseColumn: 37,
  motorRate: 40,
  logicWord: 50,
} as const;
export type Purpose = keyof typeof purposes;

const PARITY = 0x1bd11bda;
const word = new Uint32Array(2);
let words = new Uint32Array(64);

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

/** Purposes are numbered below this, so that the number of a pulse stands above them in the key. */
const MOST_PURPOSES = 256;

/** A uniform draw in the open interval (0, 1), with 53 bits. @param pulse number of the pulse within its presentation */
export function uniform(
  seed: number,
  purpose: Purpose,
  device: number,
  presentation: number,
  pulse = 0,
): number {
  const w = threefry(seed, purposes[purpose] + MOST_PURPOSES * pulse, device, presentation);
  return ((w[0]! >>> 5) * 67108864 + (w[1]! >>> 6) + 0.5) / 9007199254740992;
}

/**
 * The normal quantile of u = q + 1/2 for |q| <= .425, by AS 241: accurate to 1e-16. Beyond, it is
 * nonsense that `normals` replaces: to compute it first is quicker than to ask first.
 */
function middle(q: number): number {
  const r = 0.180625 - q * q;
  const numerator =
    ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
      45921.953931549871457) *
      r +
      13731.693765509461125) *
      r +
      1971.5909503065514427) *
      r +
      133.14166789178437745) *
      r +
    3.387132872796366608;
  const denominator =
    ((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
      21213.794301586595867) *
      r +
      5394.1960214247511077) *
      r +
      687.1870074920579083) *
      r +
      42.313330701600911252) *
      r +
    1;
  return (q * numerator) / denominator;
}
/** Words below and from which |q| > .425. */
const LOW_TAIL = 322122547;
const HIGH_TAIL = 3972844749;
/** The upper quantile at (w + 1/2) / 2^32 <= .075; with 32 bits the far tail of AS 241 is never reached. */
function tail(w: number): number {
  const r = Math.sqrt(-lnOfRatio(w)) - 1.6;
  const numerator =
    ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) *
      r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
    1.42343711074968357734;
  const denominator =
    ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) *
      r +
      0.68976733498510000455) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
    1;
  return numerator / denominator;
}

/**
 * The standard normal number below which a share u of all lie.
 * @param u 2^-33 to 1 - 2^-33
 */
export function normalQuantile(u: number): number {
  const q = u - 0.5;
  if (Math.abs(q) <= 0.425) return middle(q);
  return q < 0 ? -tail(u * 4294967296 - 0.5) : tail((1 - u) * 4294967296 - 0.5);
}

/**
 * Fills `out[at .. at + n)` with standard normal draws, one a device.
 * Devices share a counter two by two, so that a bank costs half the hashing.
 * @param pulse number of the pulse within its presentation
 */
export function normals(
  out: Float64Array,
  at: number,
  n: number,
  seed: number,
  purpose: Purpose,
  device: number,
  presentation: number,
  pulse = 0,
): void {
  const key = purposes[purpose] + MOST_PURPOSES * pulse;
  if (words.length <= n) words = new Uint32Array(n + 1);
  for (let i = 0; i < n; i += 2) {
    const w = threefry(seed, key, device + i, presentation);
    words[i] = w[0]!;
    words[i + 1] = w[1]!;
  }
  for (let i = 0; i < n; i++) out[at + i] = middle((words[i]! + 0.5) / 4294967296 - 0.5);
  for (let i = 0; i < n; i++) {
    const w = words[i]!;
    if (w < LOW_TAIL) out[at + i] = -tail(w);
    else if (w >= HIGH_TAIL) out[at + i] = tail(4294967295 - w);
  }
}

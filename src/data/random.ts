import erfinv from '@stdlib/math-base-special-erfinv';

/**
 * What a draw is for. Each purpose has its own stream, so that no purpose shifts the draws of
 * another. The numbers are part of what a seed means: never renumber them. 0 to 2047.
 */
export const stream = {
  shuffledOrder: 1,
  randomOrder: 2,
  separableTeacher: 3,
  separableInputs: 4,
  iidTeacher: 5,
  iidInputs: 6,
  iidNoise: 7,
} as const;

// Reused by the draws below; nothing is kept in it from one draw to the next.
const block = new Uint32Array(2);

/**
 * Threefry-2x32 with 20 rounds: a keyed bijection of 64-bit blocks made of additions, rotations and
 * exclusive ors of 32-bit words, so that every engine computes the same bits.
 * @param key0, key1          key, two words
 * @param counter0, counter1  block, two words
 * @param out                 shape [2], receives the two words
 * @see  Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
 */
export function threefry(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array,
): void {
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  let a = (counter0 + key0) | 0;
  let b = (counter1 + key1) | 0;
  // Five groups of four rounds; each ends by adding the next two of the three key words.
  for (let group = 1; group <= 5; group++) {
    if (group % 2 === 1) {
      a = (a + b) | 0;
      b = ((b << 13) | (b >>> 19)) ^ a;
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
    const turn = group % 3;
    a = (a + (turn === 0 ? key0 : turn === 1 ? key1 : key2)) | 0;
    b = (b + (turn === 0 ? key1 : turn === 1 ? key2 : key0) + group) | 0;
  }
  out[0] = a;
  out[1] = b;
}

/**
 * A uniform number in [0, 1) with 53 random bits: a pure function of its arguments, so that any draw
 * can be repeated alone and none depends on how many were made before it.
 *   key = seed, block = (index, stream)
 * @param seed    whole number, 0 to 2^53 - 1
 * @param stream  purpose of the draw, 0 to 2047
 * @param index   number of the draw within the stream, 0 to 2^53 - 1
 */
export function uniform(seed: number, stream: number, index: number): number {
  draw(seed, stream, index);
  return ((block[0]! >>> 5) * 2 ** 26 + (block[1]! >>> 6)) * 2 ** -53;
}

/** A whole number in [0, count), count at most 2^32: its bias stays below count / 2^53. */
export function uniformInteger(seed: number, stream: number, index: number, count: number): number {
  return Math.floor(uniform(seed, stream, index) * count);
}

/** +1 or -1 with equal chances. */
export function uniformSign(seed: number, stream: number, index: number): 1 | -1 {
  draw(seed, stream, index);
  return block[0]! >>> 31 === 0 ? -1 : 1;
}

/**
 * A normal number with mean 0 and variance 1, by inversion: sqrt(2) erfinv(2u - 1), where u is the
 * middle of one of 2^52 equal cells of (0, 1). So 2u - 1 is exact and never +-1: |g| stays below 8.3.
 * erfinv is @stdlib's, which computes the same bits on every engine.
 */
export function gaussian(seed: number, stream: number, index: number): number {
  draw(seed, stream, index);
  const cell = (block[0]! >>> 6) * 2 ** 26 + (block[1]! >>> 6);
  return Math.SQRT2 * erfinv((2 * cell + 1 - 2 ** 52) * 2 ** -52);
}

/** @throws RangeError unless seed is a whole number from 0 to 2^53 - 1 */
export function checkSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed: found ${seed}, expected a whole number from 0 to 9007199254740991.`);
  }
}

function draw(seed: number, stream: number, index: number): void {
  // `| 0` keeps the low 32 bits. The stream takes the 11 bits that an index below 2^53 leaves free.
  const high = Math.floor(index * 2 ** -32) | (stream << 21);
  threefry(seed | 0, Math.floor(seed * 2 ** -32), index | 0, high, block);
}

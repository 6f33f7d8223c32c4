/** How many bits it takes: whole-number arithmetic, the same on every engine. */

/**
 * The smallest b with 2^b >= count: bits of an address for so many places; 0 for one.
 * @param count whole number, 1 to 2^31
 */
export const addressBits = (count: number): number => 32 - Math.clz32(count - 1);

/**
 * Inner product, added from index 0 upwards.
 *   a.b = sum_i a_i b_i
 * @param a shape [n]
 * @param b shape [n] or longer; its further entries are not read
 * @returns a.b
 */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * How many random patterns one ADALINE can tell apart: Cover's function
 * counting theorem.
 */

/**
 * Probability that random labels of patterns in general position can be
 * separated by one ADALINE.
 *   P(p, n) = 2^(1-p) sum_{i<n} C(p-1, i);  1 for p <= n,  1/2 for p = 2n
 * Computed by Cover's own recurrence, halved to a probability, P(p, n) =
 * (P(p-1, n) + P(p-1, n-1))/2: nothing larger than 1 occurs, and nothing is subtracted.
 * @param p number of patterns, integer >= 1
 * @param n number of weights, bias included, integer >= 1
 * @returns probability, 0 to 1
 * @throws  RangeError when p or n is outside its range
 * @see     Cover 1965
 */
export function separableProbability(p: number, n: number): number {
  checkCount('separableProbability', 'p', p);
  checkCount('separableProbability', 'n', n);
  const row = new Float64Array(n + 1).fill(1, 1); // row[m] = P(patterns so far, m); no weights separate nothing
  for (let patterns = 2; patterns <= p; patterns++) {
    for (let m = n; m >= 1; m--) row[m] = (row[m] + row[m - 1]) / 2;
  }
  return row[n];
}

/**
 * Statistical capacity: the number of random patterns of which half the
 * labellings, and on average the largest number that, can be separated.
 *   C_s = 2n
 * @param n number of weights, bias included, integer >= 1
 * @returns patterns
 * @throws  RangeError when n is outside its range
 * @see     Brown 1964; Cover 1965; Widrow & Lehr 1990, capacity
 */
export function statisticalCapacity(n: number): number {
  checkCount('statisticalCapacity', 'n', n);
  return 2 * n;
}

/**
 * Deterministic capacity: the number of patterns in general position of which
 * every labelling can be separated.
 *   C_d = n
 * @param n number of weights, bias included, integer >= 1
 * @returns patterns
 * @throws  RangeError when n is outside its range
 * @see     Cover 1965; Widrow & Lehr 1990, capacity
 */
export function deterministicCapacity(n: number): number {
  checkCount('deterministicCapacity', 'n', n);
  return n;
}

function checkCount(where: string, name: string, count: number): void {
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(`${where}: ${name} is ${count}, expected an integer >= 1.`);
  }
}

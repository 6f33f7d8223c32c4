/**
 * The rising sequence that is nearest to a given one by least squares: neighbours that stand the
 * wrong way round are pooled into their mean until none are left.
 *   minimise sum_k (y_k - f_k)^2  with  f_0 <= f_1 <= ...
 * @param y  any finite numbers
 * @returns  f, as long as y; equal to y where y never falls
 * @see      Barlow, Bartholomew, Bremner & Brunk 1972 (pool adjacent violators), recalled
 */
export function risingFit(y: readonly number[]): number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const value of y) {
    let pool = { sum: value, count: 1 };
    for (let below = pools.at(-1); below && mean(below) > mean(pool); below = pools.at(-1)) {
      pools.pop();
      pool = { sum: below.sum + pool.sum, count: below.count + pool.count };
    }
    pools.push(pool);
  }
  return pools.flatMap((pool) => new Array<number>(pool.count).fill(mean(pool)));
}

const mean = ({ sum, count }: { sum: number; count: number }): number => sum / count;

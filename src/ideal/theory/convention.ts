/**
 * Two ways to write the LMS step, a factor of two apart. Every theory function
 * that takes a mu says which one it means.
 *   widrow: w += 2 mu e x     haykin: w += mu e x
 */
export type Convention = 'widrow' | 'haykin';

/**
 * A step size in Widrow's convention, the project's own.
 * @param mu         step size, dimensionless
 * @param convention how mu is meant
 * @returns          mu for w += 2 mu e x
 */
export function toWidrow(mu: number, convention: Convention): number {
  return convention === 'haykin' ? mu / 2 : mu;
}

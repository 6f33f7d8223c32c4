import type { Convention } from './convention.ts';
import { type Correlation, traceOf } from './correlation.ts';
import { eigenvalues } from './eigenvalues.ts';

/** Upper limits of the step size, in one convention; each is open (mu must be below it). */
export interface StabilityLimits {
  /** The mean weights converge: 1/lambda_max (Haykin 2/lambda_max). */
  readonly mean: number;
  /** The practical limit, known without eigenvalues, and that of the variance: 1/tr R (Haykin 2/tr R). */
  readonly practical: number;
  /** Safe for Gaussian inputs in the worst case: 1/(3 tr R) (Haykin 2/(3 tr R)). */
  readonly gaussian: number;
}

/**
 * Limits of mu-LMS's step size, in both conventions.
 * @param correlation as from `correlate`
 * @returns limits of mu for w += 2 mu e x (widrow) and for w += mu e x (haykin); Infinity when R is zero
 * @see     Widrow & Lehr 1990, mu-LMS and footnote 17; Widrow & Stearns 1985, ch. 6
 */
export function stability(correlation: Correlation): Readonly<Record<Convention, StabilityLimits>> {
  const largest = eigenvalues(correlation).eigenvalues[correlation.n - 1];
  const trace = traceOf(correlation);
  const limits = (factor: number): StabilityLimits => ({
    mean: factor / largest,
    practical: factor / trace,
    gaussian: factor / (3 * trace),
  });
  return { widrow: limits(1), haykin: limits(2) };
}

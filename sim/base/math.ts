/**
 * Transcendental functions that give the same bits on every engine. `Math.exp` and its like are
 * only "implementation approximated" in ECMAScript, so the tracks never call them.
 */
import expm1 from '@stdlib/math-base-special-expm1';

export { expm1 };

/**
 * (1 - exp(-r t)) / r, the effective time of a flow that relaxes at rate r; t itself at r = 0.
 * @param r rate, 1/s, any sign
 * @param t duration, s
 */
export const relaxedTime = (r: number, t: number): number => (r === 0 ? t : -expm1(-r * t) / r);

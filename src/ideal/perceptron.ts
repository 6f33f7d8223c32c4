import { dot } from './dot.ts';
import { decide } from './tie.ts';

/**
 * Adapts the weights by the perceptron's rule, in place: nothing when the
 * decision is right, otherwise a step of fixed size towards d.
 *   s = w.x,  q = decide(s),  w <- w + alpha (d - q)/2 x
 * From w = 0 alpha only scales the weights and changes no decision.
 * @param w     weights, shape [n], in units of d; modified
 * @param x     pattern, shape [n], dimensionless, x[0] = +1
 * @param d     desired decision, +1 or -1
 * @param alpha step, in units of d, > 0
 * @param tie   half-width of the tie band of q, in units of d
 * @returns     e = d - s before the step (the rule itself uses d - q)
 * @see         Rosenblatt 1958; Widrow & Lehr 1990, section on the perceptron rule
 */
export function adaptPerceptron(
  w: Float64Array,
  x: Float64Array,
  d: number,
  alpha: number,
  tie: number,
): number {
  const s = dot(w, x);
  const gain = (alpha * (d - decide(s, tie))) / 2;
  if (gain !== 0) for (let i = 0; i < w.length; i++) w[i] += gain * x[i];
  return d - s;
}

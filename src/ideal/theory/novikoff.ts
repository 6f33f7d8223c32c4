import { dot } from '../dot.ts';
import { checkTrainingSet, type TrainingSet } from '../training-set.ts';

/** Novikoff's bound and the two lengths it is made of. */
export interface NovikoffBound {
  /** Length of the longest pattern, R. */
  readonly radius: number;
  /** Distance of the closest pattern from the separating plane, gamma. */
  readonly margin: number;
  /** (R/gamma)^2: the perceptron, from w = 0 and in any order, makes no more corrections than this. */
  readonly corrections: number;
}

/**
 * Bounds the number of corrections the perceptron needs on a separable set.
 *   R = max |x|,  gamma = min d (u.x)/|u|,  corrections <= (R/gamma)^2
 * Every separating u gives a valid bound; the widest margin gives the best.
 * @param set patterns of shape [n], desired decisions +1 or -1
 * @param u   a separating vector, shape [n], any length > 0
 * @returns   radius, margin and bound
 * @throws    RangeError when the set is not one, u does not fit it, or u does not separate it (the row is named)
 * @see       Novikoff 1962
 */
export function novikoffBound(set: TrainingSet, u: Float64Array): NovikoffBound {
  const n = checkTrainingSet(set, 'novikoffBound');
  if (u.length !== n)
    throw new RangeError(`novikoffBound: u has ${u.length} entries, expected ${n} as the rows.`);
  const { inputs, desired } = set;
  const length = Math.sqrt(dot(u, u));
  let radius = 0;
  let margin = Infinity;
  for (let p = 0; p < inputs.length; p++) {
    const x = inputs[p];
    const d = desired[p];
    if (d !== 1 && d !== -1) {
      throw new RangeError(`novikoffBound: row ${p + 1} has d = ${d}, expected +1 or -1.`);
    }
    const distance = (d * dot(u, x)) / length;
    if (!(distance > 0)) {
      throw new RangeError(`novikoffBound: u does not separate row ${p + 1}; give a separating vector.`);
    }
    radius = Math.max(radius, Math.sqrt(dot(x, x)));
    margin = Math.min(margin, distance);
  }
  return { radius, margin, corrections: (radius / margin) ** 2 };
}

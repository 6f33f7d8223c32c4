/**
 * The sum of a teacher for one row: s = t0 + t1 x1 + ... + tn xn.
 * @param teacher  bias weight first, shape [n + 1]
 * @param x        inputs without the bias, shape [n]
 */
export function teacherSum(teacher: Float64Array, x: Float64Array): number {
  let s = teacher[0]!;
  for (let i = 0; i < x.length; i++) s += teacher[i + 1]! * x[i]!;
  return s;
}

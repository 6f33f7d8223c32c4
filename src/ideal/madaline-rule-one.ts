/**
 * Madaline Rule I: a layer of ADALINEs under a fixed logic unit. When the
 * output is wrong, responsibility goes to the units that can mend it with the
 * least disturbance: those whose sums are closest to zero.
 */
import { adaptAlphaLms } from './alpha-lms.ts';
import { dot } from './dot.ts';
import { decide } from './tie.ts';

/** The fixed output unit: OR (+1 if any unit is +1), AND (+1 if all are), majority (+1 if at least half are). */
export type MadalineLogic = 'or' | 'and' | 'majority';

/** What one presentation to a Madaline gave and changed. */
export interface MadalineStep {
  /** Sums before the step, shape [k]. */
  readonly sums: Float64Array;
  /** Output before the step. */
  readonly output: 1 | -1;
  /** Units adapted, ascending; empty when the output was right. */
  readonly adapted: readonly number[];
}

/**
 * The output of the fixed logic unit.
 *   or: max_k q_k,  and: min_k q_k,  majority: +1 for sum_k q_k >= 0, otherwise -1
 * @param sums  sums of the k units, shape [k]
 * @param logic fixed unit
 * @param tie   half-width of the tie band of each q
 * @returns     the output
 */
export function madalineOutput(sums: Float64Array, logic: MadalineLogic, tie: number): 1 | -1 {
  let votes = 0;
  for (const s of sums) votes += decide(s, tie);
  if (logic === 'or') return votes > -sums.length ? 1 : -1;
  if (logic === 'and') return votes === sums.length ? 1 : -1;
  return votes >= 0 ? 1 : -1;
}

/**
 * Presents one pattern and adapts, in place, the units Rule I picks: of the
 * units that disagree with d, the fewest whose change of decision mends the
 * output, smallest |s| first (equal within the tie band: lowest index first).
 *   or,  d = +1: one unit          or,  d = -1: every +1 unit
 *   and, d = -1: one unit          and, d = +1: every -1 unit
 *   majority: as many as the vote lacks
 * Each picked unit takes one step of alpha-LMS towards d; alpha = 1 is
 * absolute correction. Order matters to the rule: a cyclic order can cycle
 * forever (Ridgway), so present patterns at random.
 * @param W       weights of the k units, each of shape [n], in units of d; the picked ones are modified
 * @param x       pattern, shape [n], dimensionless, x[0] = +1
 * @param d       desired output, +1 or -1
 * @param options alpha (0 < alpha < 2), logic, tie (half-width of the tie band, in units of d)
 * @returns       sums and output before the step, and which units were adapted
 * @throws        RangeError when W is empty, a row does not fit x, or d is not +1 or -1
 * @see           Hoff 1962, Ridgway 1962; Widrow & Lehr 1990, Madaline Rule I
 */
export function adaptMadalineRuleOne(
  W: readonly Float64Array[],
  x: Float64Array,
  d: number,
  options: { readonly alpha: number; readonly logic: MadalineLogic; readonly tie: number },
): MadalineStep {
  const { alpha, logic, tie } = options;
  if (W.length === 0)
    throw new RangeError('adaptMadalineRuleOne: no units, expected at least one row of weights.');
  for (const [k, w] of W.entries()) {
    if (w.length !== x.length) {
      throw new RangeError(
        `adaptMadalineRuleOne: unit ${k} has ${w.length} weights for ${x.length} inputs, expected as many.`,
      );
    }
  }
  if (d !== 1 && d !== -1) throw new RangeError(`adaptMadalineRuleOne: d is ${d}, expected +1 or -1.`);

  const sums = Float64Array.from(W, (w) => dot(w, x));
  const output = madalineOutput(sums, logic, tie);
  if (output === d) return { sums, output, adapted: [] };
  const adapted = assignResponsibility(sums, d, logic, tie);
  for (const k of adapted) adaptAlphaLms(W[k], x, d, alpha);
  return { sums, output, adapted };
}

/** The units to adapt when the output is wrong, ascending. */
function assignResponsibility(sums: Float64Array, d: 1 | -1, logic: MadalineLogic, tie: number): number[] {
  const disagreeing: number[] = [];
  for (let k = 0; k < sums.length; k++) if (decide(sums[k], tie) !== d) disagreeing.push(k);
  const needed = flipsNeeded(sums.length, disagreeing.length, d, logic);
  const picked: number[] = [];
  while (picked.length < needed) {
    let closest = 0;
    for (let j = 1; j < disagreeing.length; j++) {
      if (Math.abs(sums[disagreeing[j]]) < Math.abs(sums[disagreeing[closest]]) - tie) closest = j;
    }
    picked.push(...disagreeing.splice(closest, 1));
  }
  return picked.sort((a, b) => a - b);
}

/** How many of the disagreeing units must change their decision to turn a wrong output into d. */
function flipsNeeded(units: number, disagreeing: number, d: 1 | -1, logic: MadalineLogic): number {
  if (logic === 'or') return d === 1 ? 1 : disagreeing;
  if (logic === 'and') return d === -1 ? 1 : disagreeing;
  // A tied vote gives +1, so that +1 may keep floor(units/2) against it and -1 one fewer than half.
  const tolerated = d === 1 ? Math.floor(units / 2) : Math.ceil(units / 2) - 1;
  return disagreeing - tolerated;
}

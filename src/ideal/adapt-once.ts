import { defaultRuleOptions, idealRules, type RuleId, type RuleOptions } from './rules.ts';

/**
 * Adapts w in place by one presentation, having checked everything first: the
 * border for callers outside the inner loops.
 * @param id      rule
 * @param w       weights, shape [n], in units of d, all finite; modified
 * @param x       pattern, shape [n], dimensionless, all finite
 * @param d       desired sum, finite; +1 or -1 where the rule compares decisions
 * @param step    alpha or mu, as the rule says, finite, >= 0; the rule's default when left out
 * @param options gamma >= 0 (may be Infinity), eps > 0, tie >= 0; defaults for those left out
 * @returns       e = d - s before the step
 * @throws        RangeError that names the rule, what was found and what was expected
 */
export function adaptOnce(
  id: RuleId,
  w: Float64Array,
  x: Float64Array,
  d: number,
  step: number = idealRules[id].defaultStep,
  options: Partial<RuleOptions> = {},
): number {
  const rule = idealRules[id];
  const all: RuleOptions = { ...defaultRuleOptions, ...options };
  const expect = (holds: boolean, found: string, expected: string): void => {
    if (!holds) throw new RangeError(`${id}: ${found}, expected ${expected}.`);
  };
  expect(
    w.length === x.length,
    `${x.length} inputs for ${w.length} weights`,
    'as many; is the bias input +1 there?',
  );
  expect(w.every(Number.isFinite), 'a weight is not a finite number', 'finite weights');
  expect(x.every(Number.isFinite), 'an input is not a finite number', 'finite inputs');
  if (rule.binaryDesired) expect(d === 1 || d === -1, `d is ${d}`, '+1 or -1');
  else expect(Number.isFinite(d), `d is ${d}`, 'a finite number');
  expect(step >= 0 && Number.isFinite(step), `${rule.step} is ${step}`, 'a finite number >= 0');
  expect(all.gamma >= 0, `gamma is ${all.gamma}`, 'a number >= 0');
  expect(all.eps > 0 && Number.isFinite(all.eps), `eps is ${all.eps}`, 'a finite number > 0');
  expect(all.tie >= 0 && Number.isFinite(all.tie), `tie is ${all.tie}`, 'a finite number >= 0');
  return rule.adapt(w, x, d, step, all);
}

/**
 * The first proof of every circuit: with every non-ideality off, the hardware's weights are the ideal
 * ones to 1e-9 of full scale after every one of 10,000 presentations. Timed pulses, every rule on
 * every set; nulling and hand-turned knobs in tracks-nulling.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { patternNames } from '../../src/compare/patterns.ts';
import { ruleIds } from '../../src/compare/spec.ts';
import { idealRules } from '../../src/ideal/index.ts';
import { experimentOf, largestGap } from './helpers.ts';

const PRESENTATIONS = 10_000;
/** What the issue asks for; what is measured is 4e-13, the rounding of 10,000 steps. */
const EQUAL = 1e-9;
const sets = [...patternNames, 'separable:16x34'];
const analog = new Set(['tgf', 'kepler']);

describe.each(sets)('%s', (patterns) => {
  const rules = ruleIds.filter((rule) => !(idealRules[rule].binaryDesired && analog.has(patterns)));

  test.each(rules)('%s, timed', (rule) => {
    const experiment = experimentOf({ patterns, rule, settings: { adaptation: 'timed' } });
    let parted = 0;
    let largest = 0;
    const gap = largestGap(experiment, PRESENTATIONS, (p) => {
      if (p.hardware.q !== p.ideal.q) parted++;
      largest = Math.max(largest, ...experiment.ideal.weights);
    });
    expect(gap).toBeLessThanOrEqual(EQUAL);
    expect(parted).toBe(0);
    expect(experiment.presentation).toBe(PRESENTATIONS);
    expect(experiment.run.overruns).toBe(0);
    expect(largest).toBeGreaterThan(0.01); // there was something to agree on
  });
});

describe('analog inputs and odd steps', () => {
  test.each(ruleIds)('%s with alpha or mu of another size, random order, random start, no bias', (rule) => {
    const { step } = idealRules[rule];
    const experiment = experimentOf({
      patterns: 'separable:7x20',
      rule,
      ...(step === 'alpha' ? { alpha: 1.3 } : { mu: 0.011 }),
      order: 'random',
      init: 'random',
      bias: false,
      seed: 12,
      settings: { adaptation: 'timed', 'rule.gamma': 0.3, 'rule.eps': 0.4 },
    });
    expect(largestGap(experiment, PRESENTATIONS)).toBeLessThanOrEqual(EQUAL);
  });

  test('the preset low-reference is as good, in its own range of weights', () => {
    const experiment = experimentOf({
      patterns: 'tgf',
      device: 'low-reference',
      settings: { adaptation: 'timed' },
    });
    expect(largestGap(experiment, PRESENTATIONS)).toBeLessThanOrEqual(EQUAL);
  });
});

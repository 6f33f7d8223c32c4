/**
 * A device with every non-ideality off is an ideal weight: the hardware equals the mathematics,
 * whatever law the device has when it is on.
 */
import { describe, expect, test } from 'vitest';
import { ruleIds } from '../../src/compare/spec.ts';
import { idealRules } from '../../src/ideal/index.ts';
import { switchedOff, switchesOf, takers, weightDevices } from './device-helpers.ts';
import { largestGap } from './helpers.ts';

const PRESENTATIONS = 1000;
/** As for the memistor: what is measured is 1e-12, the rounding of 1,000 steps. */
const EQUAL = 1e-9;
const ids = weightDevices.map((p) => p.id);

test('there are devices of every published kind to look at', () => {
  expect(ids).toEqual(expect.arrayContaining(['ecram', 'reram-sb', 'reram-es', 'ag-a-si', 'etann']));
});

describe.each(ids)('%s, with everything off', (device) => {
  test('has switches to turn off', () => {
    expect(Object.keys(switchesOf({ device })).length).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ['nulling', 'alpha-lms', 'tgf'],
    ['nulling', 'alpha-lms', 'and'],
    ['timed', 'alpha-lms', 'tgf'],
    ['timed', 'mu-lms', 'and'],
    ['timed', 'sign-sign', 'and'],
    ['manhattan', 'mu-lms', 'and'],
  ] as const)('%s, %s on %s is the ideal rule', (adaptation, rule, patterns) => {
    const mu = rule === 'alpha-lms' ? {} : { mu: 0.01 };
    const experiment = switchedOff({ device, rule, patterns, ...mu, settings: { adaptation } });
    expect(largestGap(experiment, PRESENTATIONS)).toBeLessThanOrEqual(EQUAL);
    expect(experiment.run.overruns).toBe(0);
    expect(Math.max(...experiment.ideal.weights)).toBeGreaterThan(0.01); // there was something to agree on
  });
});

test.each(ruleIds)('%s by pulses of ECRAM with everything off is the ideal rule', (rule) => {
  const patterns = idealRules[rule].binaryDesired ? 'tj' : 'kepler';
  const experiment = switchedOff({ device: 'ecram', rule, patterns, settings: { adaptation: 'timed' } });
  expect(largestGap(experiment, PRESENTATIONS)).toBeLessThanOrEqual(EQUAL);
});

test.each(takers.map((c) => c.id))('%s takes a device as it takes memistors', (circuit) => {
  const experiment = switchedOff({
    circuit,
    device: 'ecram-mo',
    patterns: 'xor',
    init: 'random',
    order: 'random',
  });
  expect(largestGap(experiment, PRESENTATIONS)).toBeLessThanOrEqual(EQUAL);
});

test('Manhattan with memistors is the sign of the summed gradient too', () => {
  for (const patterns of ['and', 'tgf', 'kepler']) {
    const experiment = switchedOff({
      rule: 'mu-lms',
      mu: 0.01,
      patterns,
      settings: { adaptation: 'manhattan' },
    });
    expect(largestGap(experiment, PRESENTATIONS), patterns).toBeLessThanOrEqual(EQUAL);
    expect(experiment.run.overruns).toBe(0);
  }
});

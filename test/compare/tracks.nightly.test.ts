/** The long form of tracks-timed and tracks-nulling: a quarter of a million presentations, many seeds. */
import { expect, test } from 'vitest';
import { patternNames } from '../../src/compare/patterns.ts';
import { ruleIds } from '../../src/compare/spec.ts';
import { idealRules } from '../../src/ideal/index.ts';
import { experimentOf, largestGap } from './helpers.ts';

const analog = new Set(['tgf', 'kepler']);

test.each(ruleIds)('%s on every set, 250,000 presentations in random order', (rule) => {
  for (const patterns of [...patternNames, 'separable:16x34', 'separable:7x9']) {
    if (idealRules[rule].binaryDesired && analog.has(patterns)) continue;
    const experiment = experimentOf({ patterns, rule, order: 'random', settings: { adaptation: 'timed' } });
    expect(largestGap(experiment, 250_000), patterns).toBeLessThanOrEqual(1e-9);
  }
});

test('the Madaline stays equal to its ideal on 300 seeds of every truth table, 2000 presentations', () => {
  for (const patterns of patternNames.filter((name) => !analog.has(name))) {
    for (let seed = 1; seed <= 300; seed++) {
      const experiment = experimentOf({
        circuit: 'madaline-xor',
        patterns,
        alpha: 0.2 + (seed % 9) / 5,
        order: 'random',
        init: seed % 3 === 0 ? 'zero' : 'random',
        seed,
      });
      expect(largestGap(experiment, 2000), `${patterns}, seed ${seed}`).toBeLessThanOrEqual(1e-9);
    }
  }
});

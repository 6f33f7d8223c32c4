/** Every machine with an analog part in ngspice: adaptations, summers, rules, non-idealities off and on, seeds. */
import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import { idealRules } from '../../src/ideal/index.ts';
import { differences, hasNative, type Tool, type Words } from './ngspice-helpers.ts';

const devices = ['ideal', 'as-built', 'low-reference'] as const;
const analog = circuits.filter((c) => c.face.cells.kind !== 'register');

const all: (readonly [string, Words])[] = analog.flatMap((c) =>
  c.adaptations.flatMap((adaptation) =>
    c.summers.flatMap((summer) =>
      devices.map((device): readonly [string, Words] => [
        `${c.id}, ${adaptation}, ${summer} summer, ${device}`,
        {
          circuit: c.id,
          device,
          // a hand at seventeen knobs takes a quarter of a minute for each pattern
          presentations: adaptation === 'by hand' ? 8 : 40,
          ...(c.id === 'madaline-xor' ? ({ init: 'random', order: 'random' } as const) : {}),
          settings: {
            ...(c.adaptations.length > 1 ? { adaptation } : {}),
            ...(c.summers.length > 1 ? { summer } : {}),
          },
        },
      ]),
    ),
  ),
);
const rules: (readonly [string, Words])[] = (
  [
    'mu-lms',
    'nlms',
    'sign-error',
    'sign-data',
    'sign-sign',
    'perceptron',
    'mays-increment',
    'mays-relaxation',
  ] as const
).flatMap((rule) =>
  (['adaline', 'knobby-adaline'] as const).map((circuit): readonly [string, Words] => [
    `${circuit}, ${rule}, as built`,
    // random weights: at zero, and on binary patterns, sums meet thresholds exactly
    {
      circuit,
      rule,
      patterns: 'and',
      device: 'as-built',
      init: 'random',
      // with alpha .5 a knob is to be turned by 49.5 windings, and rounding would decide where it stops
      ...(idealRules[rule].step === 'alpha' ? { alpha: 0.4 } : {}),
      presentations: circuit === 'adaline' ? 40 : 12,
    },
  ]),
);
const motors: (readonly [string, Words])[] = (
  ['alpha-lms', 'mu-lms', 'sign-sign', 'perceptron'] as const
).map((rule) => [
  `adaline with motors, ${rule}, random start`,
  { circuit: 'adaline', rule, patterns: 'and', device: 'motor-potentiometer', init: 'random' },
]);
const seeds: (readonly [string, Words])[] = [2, 3, 4, 5].map((seed) => [
  `adaline, as built, seed ${seed}`,
  { circuit: 'adaline', patterns: 'and', device: 'as-built', seed, init: 'random', order: 'shuffled' },
]);

const tools: Tool[] = hasNative ? ['wasm', 'native'] : ['wasm'];
describe.each(tools)('ngspice (%s) agrees with our kernel', (tool) => {
  test('on more machines than none', () => {
    expect(all.length).toBeGreaterThan(20);
  });
  test.each([...all, ...rules, ...motors, ...seeds])('on %s', { timeout: 900_000 }, async (_, words) => {
    const found = await differences(tool, words);
    // the targets; see ngspice.test.ts
    expect(found).toMatchObject({ decision: 0, passed: true });
    expect(found.node).toBeLessThan(1e-6);
    expect(found.weight).toBeLessThan(1e-6);
  });
});

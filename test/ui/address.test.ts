import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import { patternNames } from '../../src/compare/patterns.ts';
import type { HandEvent } from '../../src/compare/session.ts';
import { Session } from '../../src/compare/session.ts';
import { checkSpec, ruleIds } from '../../src/compare/spec.ts';
import { orders } from '../../src/data/order.ts';
import { decodeAddress, encodeAddress, mostPresentations, type Place } from '../../ui/state/address.ts';
import { compareMoments } from '../../ui/state/hand-events.ts';
import { openingSpec, tolerantSpec } from '../../ui/state/tolerant-spec.ts';

/** Any place that the page can reach: whatever is asked for is made valid first. */
const anyPlace = fc
  .record({
    circuit: fc.constantFrom(...circuits.map((c) => c.id)),
    patterns: fc.constantFrom(...patternNames, 'separable:4x9', 'iid:3x20'),
    rule: fc.constantFrom(...ruleIds),
    step: fc.double({ min: 0, max: 3, noNaN: true }),
    order: fc.constantFrom(...orders),
    bias: fc.boolean(),
    gate: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    init: fc.constantFrom('zero', 'random'),
    seed: fc.maxSafeNat(),
    device: fc.constantFrom('ideal', 'as-built', 'low-reference'),
    epochs: fc.nat(1_000_000),
    settings: fc.record(
      {
        summer: fc.constantFrom('op-amp', 'passive'),
        adaptation: fc.constantFrom('nulling', 'timed'),
        'neuron.summer.gain': fc.constantFrom(1e3, 1e5, Number.POSITIVE_INFINITY),
        'units[0].weights.strippingEfficiency': fc.double({ min: 0.1, max: 1, noNaN: true }),
      },
      { requiredKeys: [] },
    ),
    ticksPerPhase: fc.constantFrom(1, 4, 8),
    moments: fc.array(
      fc.record({ presentation: fc.nat(mostPresentations), phase: fc.nat(5), tick: fc.nat(7) }),
      { minLength: 1, maxLength: 8 },
    ),
    values: fc.array(fc.double({ min: 1e-6, max: 900, noNaN: true }), { minLength: 8, maxLength: 8 }),
    bySwitch: fc.boolean(),
  })
  .map(({ ticksPerPhase, moments, values, bySwitch, ...wanted }): Place => {
    const { spec } = tolerantSpec(wanted);
    const { inputs } = checkSpec(spec).data;
    const [moment, ...acts] = moments.map((m) => ({ ...m, tick: m.tick % ticksPerPhase }));
    const hand = acts.sort(compareMoments).map((at, k): HandEvent => {
      const value = values[k]!;
      if (k % 2) return { at, what: { kind: 'cell', index: 0, siemens: value } };
      const x = Array.from({ length: inputs }, (_, i) => (bySwitch ? (i % 3 ? 1 : -1) : value - i));
      return { at, what: { kind: 'stimulus', inputs: x, d: value } };
    });
    return { spec, ticksPerPhase, moment: moment!, hand };
  });

describe('an address', () => {
  test('reads back as the place that was written', () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        const { place: again, notices } = decodeAddress(encodeAddress(place));
        expect(notices).toEqual([]);
        expect(again).toEqual(place);
      }),
      { seed: 1960, numRuns: 300 },
    );
  });

  test('holds nothing but letters that survive being pasted into a message', () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        expect(encodeAddress(place)).toMatch(/^#[\w.~%=&;,:\-[\]]*$/);
      }),
      { seed: 1960 },
    );
  });

  test('that is empty opens the ADALINE with the patterns of 1960', () => {
    const { place, notices } = decodeAddress('');
    expect(notices).toEqual([]);
    expect(place.spec).toEqual(openingSpec('adaline'));
    expect(place.spec.patterns).toBe('tgf');
  });
});

describe('a damaged address', () => {
  test('always gives a valid place and never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string()), (text) => {
        expectValid(decodeAddress(text).place);
      }),
      { seed: 1960, numRuns: 500 },
    );
  });

  test('always gives a valid place when known names carry any value', () => {
    const names = [
      'circuit',
      'patterns',
      'rule',
      'step',
      'order',
      'bias',
      'gate',
      'init',
      'seed',
      'device',
      'epochs',
      'ticks',
      'at',
      'hand',
      'set.neuron.unit',
      'set.summer',
      'set.__proto__',
      '__proto__',
      'constructor',
    ];
    const values = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.constantFrom('NaN', '1e999', '-1', '0', 'inf', 'xor', 'perceptron', '1.9.9', 'iid:256x1000000'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 12 }), (pairs) => {
        const text = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
        expectValid(decodeAddress(text).place);
      }),
      { seed: 1960, numRuns: 300 },
    );
  });

  test.each([
    ['circuit=adalin', 'circuit', 'did you mean "adaline"?'],
    ['patterns=tfg', 'patterns', 'did you mean "tgf"?'],
    ['rule=lms', 'rule', 'expected one of'],
    ['step=NaN', 'step', 'found "NaN", expected a number.'],
    ['step=-1', 'step', 'expected a number from 0'],
    ['seed=1.5', 'seed', 'whole number'],
    ['bias=yes', 'bias', 'expected 0 or 1'],
    ['ticks=1000000', 'ticks', 'from 1 to 64'],
    ['at=1e9', 'at', 'PRESENTATION.PHASE.TICK'],
    ['at=99999999', 'at', 'at most presentation 1000000'],
    ['hand=0.0.0c99,1', 'hand', 'this machine has 17'],
    ['hand=0.0.0s11,1', 'hand', '16 inputs'],
    ['set.neuron.unit=-5', 'set.neuron.unit', 'set a number in that range'],
    ['set.neuron.untt=1', 'set.neuron.untt', 'has no such setting'],
    ['set.summer=magic', 'set.summer', 'op-amp or passive'],
    ['patterns=iid:200x20000', 'patterns', 'at most 200000 from a link'],
    ['nonsense=1', 'nonsense', 'no such parameter'],
    ['seed=%E0%A4%A', 'seed', 'percent signs'],
    ['seed=1&seed=2', 'seed', 'twice'],
    ['%3Cscript%3E=1', '<script>', 'no such parameter'],
  ])('says what of %s was not taken, and why', (text, what, why) => {
    const { notices } = decodeAddress(text);
    expect(notices).toHaveLength(1);
    expect(notices[0]!.what).toBe(what);
    expect(notices[0]!.why).toContain(why);
  });

  test('keeps what is right beside what is wrong', () => {
    const { place, notices } = decodeAddress('#circuit=adaline&patterns=and&rule=nope&step=.1&seed=7');
    expect(notices.map((n) => n.what)).toEqual(['rule']);
    expect(place.spec).toMatchObject({ patterns: 'and', step: 0.1, seed: 7, rule: 'alpha-lms' });
  });

  test('of ten thousand letters gives a few short notices', () => {
    const { notices } = decodeAddress(`#${'x'.repeat(10_000)}`);
    expect(notices).toHaveLength(1);
    expect(notices[0]!.what.length).toBeLessThan(60);
  });
});

function expectValid({ spec, ticksPerPhase, hand }: Place): void {
  const checked = checkSpec(spec);
  expect(() => new Session(checked, { ticksPerPhase, events: hand })).not.toThrow();
}

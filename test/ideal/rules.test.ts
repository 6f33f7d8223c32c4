import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaptOnce, defaultRuleOptions, dot, idealRules, type RuleId } from '../../src/ideal/index.ts';
import { presentation, seeded } from './arbitraries.ts';

const ids = Object.keys(idealRules) as RuleId[];

/** The change of w as the command line's contract words it, written out a second time. */
const contract: Record<RuleId, (e: number, d: number, x: Float64Array, step: number, s: number) => number[]> =
  {
    'mu-lms': (e, _d, x, mu) => [...x].map((xi) => 2 * mu * e * xi),
    'alpha-lms': (e, _d, x, alpha) => [...x].map((xi) => (alpha * e * xi) / dot(x, x)),
    nlms: (e, _d, x, alpha) => [...x].map((xi) => (alpha * e * xi) / (1e-6 + dot(x, x))),
    'sign-error': (e, _d, x, mu) => [...x].map((xi) => mu * Math.sign(e) * xi),
    'sign-data': (e, _d, x, mu) => [...x].map((xi) => mu * e * Math.sign(xi)),
    'sign-sign': (e, _d, x, mu) => [...x].map((xi) => mu * Math.sign(e) * Math.sign(xi)),
    perceptron: (_e, d, x, alpha, s) => [...x].map((xi) => ((alpha * (d - q(s))) / 2) * xi),
    'mays-increment': (_e, d, x, alpha, s) => {
      const z = d - q(s);
      const share = Math.abs(s) >= 0.5 ? (alpha * z) / 2 : alpha * d;
      return [...x].map((xi) => (share * xi) / dot(x, x));
    },
    'mays-relaxation': (e, d, x, alpha, s) => {
      const rests = q(s) === d && Math.abs(s) >= 0.5;
      return [...x].map((xi) => (rests ? 0 : (alpha * e * xi) / dot(x, x)));
    },
  };
const q = (s: number): number => (s >= 0 ? 1 : -1); // the tie band has tests of its own and is kept out below

describe.each(ids)('%s', (id) => {
  const rule = idealRules[id];

  test('stands in the registry under its own id, with title, formula and source', () => {
    expect(rule.id).toBe(id);
    for (const text of [rule.title, rule.formula, rule.source]) expect(text).not.toBe('');
  });

  test("has the contract's default step: alpha .5 or mu .05", () => {
    expect(rule.defaultStep).toBe(rule.step === 'alpha' ? 0.5 : 0.05);
    expect(rule.step === 'mu').toBe(['mu-lms', 'sign-error', 'sign-data', 'sign-sign'].includes(id));
  });

  test('adapts as the contract of the command line words it', () => {
    fc.assert(
      fc.property(presentation, fc.constantFrom(1, -1), (given, sign) => {
        const d = rule.binaryDesired ? sign : given.d;
        const { x } = given;
        const w = Float64Array.from(given.w);
        const s = dot(w, x);
        const e = d - s;
        fc.pre(Math.abs(s) > 1e-8 && Math.abs(e) > 1e-8 && Math.abs(Math.abs(s) - 0.5) > 1e-8);
        const expected = contract[id](e, d, x, rule.defaultStep, s);
        expect(rule.adapt(w, x, d, rule.defaultStep, defaultRuleOptions)).toBe(e);
        for (let i = 0; i < w.length; i++) {
          // Weights stay below 1000: a few roundings of that.
          expect(Math.abs(w[i] - given.w[i] - expected[i])).toBeLessThan(1e-11);
        }
      }),
      seeded,
    );
  });

  test('changes nothing when the step is 0', () => {
    const w = Float64Array.of(0.3, -0.7);
    rule.adapt(w, Float64Array.of(1, -1), -1, 0, defaultRuleOptions);
    expect([...w]).toEqual([0.3, -0.7]);
  });
});

test('only the perceptron and Mays need d = +1 or -1', () => {
  expect(ids.filter((id) => idealRules[id].binaryDesired)).toEqual([
    'perceptron',
    'mays-increment',
    'mays-relaxation',
  ]);
});

test('gamma .5 belongs to Mays and eps 1e-6 to nlms, and no other rule has parameters', () => {
  const defaults = ids.flatMap((id) =>
    Object.entries(idealRules[id].parameters).map(([name, { default: value }]) => [id, name, value]),
  );
  expect(defaults).toEqual([
    ['nlms', 'eps', 1e-6],
    ['mays-increment', 'gamma', 0.5],
    ['mays-relaxation', 'gamma', 0.5],
  ]);
});

describe('adaptOnce', () => {
  const w = (): Float64Array => Float64Array.of(0, 0);
  const x = Float64Array.of(1, 1);

  test("adapts by the rule's default step and returns e", () => {
    const weights = w();
    expect(adaptOnce('alpha-lms', weights, x, 4)).toBe(4);
    expect([...weights]).toEqual([1, 1]); // .5 x 4/2
  });

  test('names rule, what it found and what it expected', () => {
    expect(() => adaptOnce('mu-lms', w(), Float64Array.of(1), 1)).toThrow(
      'mu-lms: 1 inputs for 2 weights, expected as many; is the bias input +1 there?.',
    );
    expect(() => adaptOnce('perceptron', w(), x, 0.5)).toThrow('perceptron: d is 0.5, expected +1 or -1.');
    expect(() => adaptOnce('alpha-lms', w(), x, 1, -1)).toThrow('alpha-lms: alpha is -1, expected');
    expect(() => adaptOnce('mu-lms', w(), x, 1, Number.NaN)).toThrow('mu-lms: mu is NaN, expected');
    expect(() => adaptOnce('nlms', w(), x, Infinity)).toThrow('nlms: d is Infinity, expected');
    expect(() => adaptOnce('nlms', w(), x, 1, 0.5, { eps: 0 })).toThrow('nlms: eps is 0, expected');
    expect(() => adaptOnce('mays-increment', w(), x, 1, 0.5, { gamma: -1 })).toThrow('gamma is -1, expected');
    expect(() => adaptOnce('sign-sign', w(), x, 1, 0.5, { tie: -1 })).toThrow('tie is -1, expected');
    expect(() => adaptOnce('mu-lms', w(), Float64Array.of(1, Number.NaN), 1)).toThrow('an input is not');
    expect(() => adaptOnce('mu-lms', Float64Array.of(Infinity, 0), x, 1)).toThrow('a weight is not');
  });

  test('leaves the weights alone when it refuses', () => {
    const weights = w();
    expect(() => adaptOnce('perceptron', weights, x, 2)).toThrow(RangeError);
    expect([...weights]).toEqual([0, 0]);
  });
});

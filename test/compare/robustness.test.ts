/**
 * Whatever the settings, within their ranges: a run ends, shows numbers and no NaN, and its time and
 * its energy never run backwards; or it is refused in one line.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import type { CircuitDefinition } from '../../sim/circuit.ts';
import { runExperiment } from '../../src/compare/result.ts';
import { type ListedSetting, listSettings } from '../../src/compare/settings.ts';
import { checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';
import { InputError } from '../../src/data/input-error.ts';

const RUNS = 150;
const number = (x: number | string): number =>
  x === 'inf' ? Number.POSITIVE_INFINITY : x === '-inf' ? Number.NEGATIVE_INFINITY : Number(x);

/** A value of a setting: an end of its range, what it is as built, or anything between, decades being equally likely. */
function anyValue({ path, range, default: usual }: ListedSetting): fc.Arbitrary<number | string> {
  if (path === 'adaptation' || path === 'summer') return fc.constantFrom(...range);
  const [low, high] = [number(range[0]!), number(range[1]!)];
  const within = fc
    .tuple(fc.double({ min: -12, max: 12, noNaN: true }), fc.boolean())
    .map(([decade, negative]) => Math.min(high, Math.max(low, (negative ? -1 : 1) * 10 ** decade)));
  const whole = fc.integer({ min: -1, max: 3 }).map((x) => Math.min(high, Math.max(low, x)));
  return fc.oneof(fc.constantFrom(low, high, number(usual)), within, whole);
}
const sets = ['tgf', 'tj', 'kepler', 'and', 'xor', 'iid:4x12'];

function anySpec(definition: CircuitDefinition): fc.Arbitrary<Spec> {
  const listed = listSettings(definition);
  const one = fc
    .constantFrom(...listed)
    .chain((s) => anyValue(s).map((x): [string, number | string] => [s.path, x]));
  return fc
    .record({
      rule: fc.constantFrom(...definition.rules),
      patterns: fc.constantFrom(...sets),
      step: fc.oneof(fc.constantFrom(0, 0.05, 0.5, 1, 1.9), fc.double({ min: 0, max: 1e9, noNaN: true })),
      epochs: fc.integer({ min: 0, max: 6 }),
      order: fc.constantFrom('cyclic' as const, 'shuffled' as const, 'random' as const),
      init: fc.constantFrom('zero' as const, 'random' as const),
      bias: fc.boolean(),
      seed: fc.nat(1000),
      device: fc.constantFrom('ideal', 'as-built', 'low-reference'),
      settings: fc.array(one, { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
    })
    .map((given) => defaultSpec({ circuit: definition.id, ...given }));
}

/** Paths of numbers that are none. */
const bad = (x: unknown, path = ''): string[] =>
  typeof x === 'number'
    ? Number.isFinite(x)
      ? []
      : [`${path}=${x}`]
    : x !== null && typeof x === 'object'
      ? Object.entries(x).flatMap(([k, v]) => bad(v, `${path}.${k}`))
      : [];

describe.each(circuits.map((c) => [c.id, c] as const))('%s', (_id, definition) => {
  test('ends with numbers, or in one line, whatever its settings', () => {
    let refused = 0;
    fc.assert(
      fc.property(anySpec(definition), (spec) => {
        let [seconds, joules, physical] = [0, 0, true];
        try {
          const { result } = runExperiment(checkSpec(spec), {
            onPresented: (_, { run }) => {
              // the law without saturation goes on below zero, where a conductance delivers power
              const G = 'conductances' in run.program.observe ? run.read('conductances') : [];
              if (G.some((g) => g < 0)) physical = false;
              expect(run.time).toBeGreaterThanOrEqual(seconds);
              if (physical) expect(run.joules).toBeGreaterThanOrEqual(joules);
              [seconds, joules] = [run.time, run.joules];
            },
          });
          expect(bad(result)).toEqual([]);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.message).not.toContain('\n');
          refused++;
        }
      }),
      { seed: 1960, numRuns: RUNS },
    );
    expect(refused).toBeLessThan(RUNS * 0.75);
  });
});

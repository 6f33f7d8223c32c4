/**
 * Whatever the device and its settings, within their ranges: a run ends, shows numbers and no NaN,
 * and its time and energy never run backwards; or it is refused in one line. And wherever it is
 * watched, rewound or begun again, it shows the same.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elaborate } from '../../sim/elaborate.ts';
import { runExperiment } from '../../src/compare/result.ts';
import { Session } from '../../src/compare/session.ts';
import { checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';
import { InputError } from '../../src/data/input-error.ts';
import { takers, weightDevices } from './device-helpers.ts';

const adaptations = ['nulling', 'timed', 'stochastic', 'manhattan'];

/** A spec of any device with up to four of its own numbers anywhere within their ranges. */
function anySpec(circuit: string, device: string): fc.Arbitrary<Spec> {
  const plain = checkSpec(defaultSpec({ circuit, device, patterns: 'xor' }));
  const own = elaborate(plain.definition.build(plain.shape)).settings.filter(
    ({ path, setting }) => setting.ofDevice || path.endsWith('Cell'),
  );
  const one = fc.constantFrom(...own).chain(({ path, setting }) => {
    const [low, high] = setting.range;
    const clip = (x: number): number => Math.min(high, Math.max(low, x));
    const within = fc
      .tuple(fc.double({ min: -6, max: 3, noNaN: true }), fc.boolean())
      .map(([decade, negative]) => clip((negative ? -1 : 1) * 10 ** decade));
    const whole = fc.integer({ min: -1, max: 3 }).map(clip);
    const near = fc.double({ min: 0.5, max: 2, noNaN: true }).map((x) => clip(x * setting.default));
    return (
      setting.whole ? whole : fc.oneof(fc.constantFrom(setting.ideal, setting.default), near, within)
    ).map((x): [string, number] => [path.replaceAll(/\[\d+\]/g, '[*]'), x]);
  });
  return fc
    .record({
      rule: fc.constantFrom(...plain.definition.rules),
      patterns: fc.constantFrom('xor', 'and', 'iid:4x6'),
      step: fc.oneof(fc.constantFrom(0.01, 0.5, 1), fc.double({ min: 0, max: 10, noNaN: true })),
      epochs: fc.integer({ min: 1, max: 3 }),
      init: fc.constantFrom('zero' as const, 'random' as const),
      seed: fc.nat(1000),
      adaptation: fc.option(fc.constantFrom(...adaptations), { nil: undefined }),
      pairs: fc.array(one, { maxLength: 4 }),
    })
    .map(({ adaptation, pairs, ...given }) =>
      defaultSpec({
        circuit,
        device,
        ...given,
        settings: { ...Object.fromEntries(pairs), ...(adaptation === undefined ? {} : { adaptation }) },
      }),
    );
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
/** Runs it, or accepts one line of refusal. */
function unlessRefused(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).not.toContain('\n');
  }
}

const cases = takers.flatMap((c) => weightDevices.map((p) => [c.id, p.id] as const));

describe.each(cases)('%s with %s', (circuit, device) => {
  test('ends with numbers, or in one line, whatever its settings', () => {
    fc.assert(
      fc.property(anySpec(circuit, device), (spec) => {
        let [seconds, joules, physical] = [0, 0, true];
        unlessRefused(() => {
          const { result } = runExperiment(checkSpec(spec), {
            onPresented: (_, { run }) => {
              if (run.read('conductances').some((g) => g < 0)) physical = false;
              expect(run.time).toBeGreaterThanOrEqual(seconds);
              if (physical) expect(run.joules).toBeGreaterThanOrEqual(joules);
              [seconds, joules] = [run.time, run.joules];
            },
          });
          expect(bad(result)).toEqual([]);
        });
      }),
      { seed: 1960, numRuns: 12 },
    );
  });

  test('shows the same again after going back, and from a fresh start', () => {
    fc.assert(
      fc.property(
        anySpec(circuit, device),
        fc.nat(8),
        fc.nat(4),
        fc.nat(3),
        (spec, presentation, phase, tick) => {
          unlessRefused(() => {
            const checked = checkSpec(spec);
            const there = { presentation, phase, tick };
            const first = new Session(checked, { ticksPerPhase: 4 });
            first.seek(there);
            const seen = first.view();
            for (let k = 0; k < 12; k++) first.forward('phase');
            first.view();
            first.seek(there);
            expect(first.view()).toEqual(seen);
            const second = new Session(checked, { ticksPerPhase: 4 });
            for (let k = 0; k < presentation; k++) {
              second.forward('phase');
              second.view();
              second.forward('presentation');
            }
            second.seek(there);
            expect(second.view()).toEqual(seen);
          });
        },
      ),
      { seed: 1960, numRuns: 4 },
    );
  });
});

/** Snapshot, restore, carry over: a run is its state, and its state is what the snapshot holds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { circuits } from '../../circuits/index.ts';
import { knobbyAdaline } from '../../circuits/knobby-adaline/circuit.ts';
import type { Run } from '../../sim/clock.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { Chance } from '../papers/helpers.ts';
import { runOf, shape, stateOf } from './benches.ts';

/** Settings of a non-ideality, between off and twice the as-built number, within their range. */
const faults = (id: string): { path: string; numbers: number[] }[] => {
  const definition = circuits.find((c) => c.id === id)!;
  const flat = elaborate(definition.build(shape({ adaptation: definition.adaptations[0] })));
  return flat.settings
    .filter(({ setting }) => setting.ideal !== setting.default)
    .map(({ path, setting }) => ({
      path,
      numbers: [
        setting.ideal,
        setting.default,
        Number.isFinite(setting.default) ? Math.min(2 * setting.default, setting.range[1]) : setting.default,
      ],
    }));
};

/** Presents the k-th random pattern. */
const present = (run: Run, seed: number, k: number): void => {
  const chance = new Chance(seed + 7919 * k);
  const x = Array.from({ length: run.program.stimulus['x'].length }, () => chance.symmetric(1.5));
  run.present({ x, d: [chance.uniform() < 0.5 ? -1 : 1], learn: [chance.below(6) > 0 ? 1 : 0] });
};
/** Runs some presentations; stops in the middle of the last one, `phases` phases and a share of one in. */
const runTo = (run: Run, seed: number, presentations: number, phases: number, share: number): void => {
  for (let k = 0; k < presentations; k++) {
    present(run, seed, k);
    while (!run.stepPhase());
  }
  present(run, seed, presentations);
  for (let k = 0; k < phases; k++) run.stepPhase();
  run.advanceTo(share * run.phaseSeconds());
};
const finish = (run: Run, seed: number, from: number, more: number): void => {
  while (!run.stepPhase());
  for (let k = from + 1; k <= from + more; k++) {
    present(run, seed, k);
    while (!run.stepPhase());
  }
};

describe.each(circuits.map((c) => [c.id, c] as const))('%s', (id, definition) => {
  const random = fc.record({
    settings: fc
      .tuple(
        ...faults(id).map(({ path, numbers }) => fc.constantFrom(...numbers).map((x) => [path, x] as const)),
      )
      .map((pairs) => Object.fromEntries(pairs)),
    summer: fc.constantFrom(...definition.summers),
    adaptation: fc.constantFrom(...definition.adaptations),
    seed: fc.nat(),
    presentations: fc.nat(12),
    phases: fc.nat(3),
    share: fc.constantFrom(0, 0, 0.3, 1),
  });

  test('snapshot, restore and run gives the same bits as running on, at any moment, with any settings', () => {
    fc.assert(
      fc.property(random, ({ settings, summer, adaptation, seed, presentations, phases, share }) => {
        const fresh = (): Run => runOf(definition, { summer, adaptation }, { settings, seed });
        const straight = fresh();
        runTo(straight, seed, presentations, phases, share);
        const buffer = straight.snapshot();
        const other = fresh();
        runTo(other, seed + 1, 3, 1, 0); // somewhere else entirely
        other.restore(buffer);
        expect(stateOf(other)).toEqual(stateOf(straight));
        expect([...new Float64Array(other.snapshot())]).toEqual([...new Float64Array(buffer)]);
        finish(straight, seed, presentations, 6);
        finish(other, seed, presentations, 6);
        expect(stateOf(other)).toEqual(stateOf(straight));
        expect([...other.read('sum')]).toEqual([...straight.read('sum')]);
      }),
      { seed: 1960, numRuns: 60 },
    );
  });

  test('a second run of the same seed is the first, bit for bit', () => {
    const trained = (): Run => {
      const run = runOf(definition, { adaptation: definition.adaptations[0] }, { base: 'default', seed: 5 });
      runTo(run, 3, 20, 0, 0);
      return run;
    };
    expect(stateOf(trained())).toEqual(stateOf(trained()));
  });
});

test('another seed is another run', () => {
  const [five, six] = [5, 6].map((seed) => {
    const run = runOf(adaline, {}, { base: 'default', seed });
    runTo(run, 3, 20, 0, 0);
    return stateOf(run);
  });
  expect(five).not.toEqual(six);
});

describe('a snapshot that is not one', () => {
  const run = runOf(adaline);
  runTo(run, 1, 2, 0, 0);
  const good = (): Float64Array<ArrayBuffer> => new Float64Array(run.snapshot());
  const refused = (buffer: ArrayBuffer): string => {
    const before = stateOf(run);
    let message = '';
    try {
      run.restore(buffer);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(stateOf(run)).toEqual(before); // nothing was touched
    expect(message.split('\n')).toHaveLength(1);
    return message;
  };
  const NONE = 'snapshot: the bytes are no snapshot; take one with snapshot().';

  test('is refused when it is empty, cut off or something else', () => {
    expect(refused(new ArrayBuffer(0))).toBe(NONE);
    expect(refused(new ArrayBuffer(13))).toBe(NONE);
    expect(refused(new ArrayBuffer(800))).toBe(NONE);
    expect(refused(good().buffer.slice(0, 40))).toBe(NONE);
  });

  test('is refused when it has another version', () => {
    const data = good();
    data[1] = 99;
    expect(refused(data.buffer)).toBe(
      'snapshot: it has version 99, this engine reads version 1; take it again.',
    );
  });

  test.each([
    ['another circuit', () => runOf(knobbyAdaline, { adaptation: 'by hand' }).snapshot()],
    ['another number of lines', () => runOf(adaline, { inputs: 5 }).snapshot()],
    [
      'other settings that keep other state',
      () => runOf(adaline, {}, { settings: { cycleLife: 3 } }).snapshot(),
    ],
    ['a shorter state', () => good().buffer.slice(0, -8)],
  ])('is refused when it is of %s', (_what, make) => {
    expect(refused(make())).toBe(
      'snapshot: it belongs to another circuit than this adaline, or to other settings; restore it where it was taken.',
    );
  });
});

describe('carrying over', () => {
  test('takes weights, time and energy along to a circuit of another structure', () => {
    const from = runOf(adaline, { adaptation: 'nulling' });
    runTo(from, 1, 9, 0, 0);
    const to = runOf(adaline, { adaptation: 'timed', rule: 'mu-lms', step: 0.05, summer: 'passive' });
    to.carryFrom(from);
    expect([...to.read('conductances')]).toEqual([...from.read('conductances')]);
    expect([...to.read('pattern')]).toEqual([...from.read('pattern')]);
    expect([to.time, to.joules, to.phasesRun, to.presentations]).toEqual([
      from.time,
      from.joules,
      from.phasesRun,
      from.presentations,
    ]);
    expect(to.phase.name).toBe(from.phase.name);
    while (!to.stepPhase()); // and it runs
  });

  test('to a run of the very same circuit is a copy', () => {
    const [from, to] = [1, 2].map(() => runOf(adaline, {}, { base: 'default', seed: 8 }));
    runTo(from, 1, 9, 2, 0.5);
    to.carryFrom(from);
    expect(stateOf(to)).toEqual(stateOf(from));
    finish(from, 1, 9, 4);
    finish(to, 1, 9, 4);
    expect(stateOf(to)).toEqual(stateOf(from));
  });

  test('leaves what does not fit as it is', () => {
    const from = runOf(adaline, { inputs: 5 });
    runTo(from, 1, 4, 0, 0);
    const to = runOf(adaline, { inputs: 3 });
    to.carryFrom(from);
    expect([...to.read('weights')]).toEqual([0, 0, 0, 0]);
  });
});

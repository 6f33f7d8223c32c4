/**
 * Pulsed devices as the weights of a neuron: what a pulse train does over time, and that looking,
 * splitting, snapshots and the order of work change no bit of it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { madalineXor } from '../../circuits/madaline-xor/circuit.ts';
import type { CircuitDefinition, Shape } from '../../sim/circuit.ts';
import { Run, type Stimulus } from '../../sim/clock.ts';
import { compile } from '../../sim/compile.ts';
import { loadDeviceLibrary } from '../../sim/devices/library.ts';
import { type PulsedParameters, plainPulsed } from '../../sim/devices/pulsed/law.ts';
import type { WeightDevice } from '../../sim/devices/weight-device.ts';
import { pulsedDevice, weightPresets } from '../../sim/devices/weight-presets.ts';
import type { SettingValue } from '../../sim/elaborate.ts';
import { moments, shape, stateOf } from './benches.ts';

loadDeviceLibrary();
const deviceOf = (id: string): WeightDevice => weightPresets.find((p) => p.id === id)!.device!;
/** A device of our own with these numbers. */
const made = (parameters: Partial<PulsedParameters>): WeightDevice =>
  pulsedDevice({
    title: 'made for a test',
    source: 'chosen: for a test',
    siemens: null,
    pulse: null,
    parameters: { ...plainPulsed, ...parameters },
  });
/** The device's numbers as published, the rest of the circuit ideal; single settings by the end of their path. */
const asPublished =
  (settings: Readonly<Record<string, number>> = {}): SettingValue =>
  (path, s) =>
    Object.entries(settings).find(([word]) => path.endsWith(`.${word}`))?.[1] ??
    s[s.ofDevice ? 'default' : 'ideal'];
const runOf = (
  device: WeightDevice,
  given: Partial<Shape> = {},
  settings: Readonly<Record<string, number>> = {},
  { definition = adaline, seed = 1, fuse = true } = {} as {
    definition?: CircuitDefinition;
    seed?: number;
    fuse?: boolean;
  },
): Run =>
  new Run(
    compile(definition.build(shape({ ...given, device })), {
      settingValue: asPublished(settings),
      seed,
      fuse,
    }),
  );

/** A small generator of its own, so that the test draws nothing from what it tests. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
function stimulusFrom(draw: () => number, inputs: number): Stimulus {
  const x = Array.from({ length: inputs }, () => (draw() < 0.7 ? (draw() < 0.5 ? -1 : 1) : 2 * draw() - 1));
  return { x, d: [draw() < 0.5 ? -1 : 1], learn: [draw() < 0.9 ? 1 : 0] };
}
const bits = (run: Run): BigUint64Array => new BigUint64Array(run.snapshot());
const timed = { rule: 'mu-lms', step: 0.01, adaptation: 'timed' } as const;

describe('one presentation', () => {
  test('timed: every cell gets the pulses of its width, each of dwMin, in its own direction', () => {
    // w = 0, so e = d = 1; 2 mu e = .02 is 20 pulses of .001 for each input of one
    const run = runOf(made({ dwMin: 0.001 }), timed);
    run.presentation({ x: [1, -1, 1], d: [1], learn: [1] });
    const weights = [...run.read('weights')];
    weights.forEach((w, i) => {
      expect(w).toBeCloseTo([0.02, 0.02, -0.02, 0.02][i], 12); // rounding of twenty additions
    });
    expect(run.overruns).toBe(0);
  });

  test('a fraction of a pulse comes by chance, with the right mean', () => {
    // 2 mu e = .02 is 2.5 pulses of .008
    const counts = Array.from({ length: 400 }, (_, seed) => {
      const run = runOf(made({ dwMin: 0.008 }), timed, {}, { seed });
      run.presentation({ x: [1, -1, 1], d: [1], learn: [1] });
      return Math.abs(run.read('weights')[1]) / 0.008;
    });
    for (const count of counts) expect([2, 3]).toContain(Math.round(count * 1e9) / 1e9);
    // the mean of 400 draws of 2 or 3 has a deviation of .5 / 20; four of them
    expect(Math.abs(moments(counts).mean - 2.5)).toBeLessThan(0.1);
  });

  test('where the gate starts the generator, pulses are rounded', () => {
    for (const [dwMin, count] of [
      [0.008, 3],
      [0.009, 2],
      [0.05, 0],
    ] as const) {
      const run = runOf(made({ dwMin }), timed, { freeRunning: 0 });
      run.presentation({ x: [1, -1, 1], d: [1], learn: [1] });
      for (const w of run.read('weights')) expect(Math.abs(w)).toBeCloseTo(count * dwMin, 12);
    }
  });

  test('nulling stops at the very pulse that takes the error across its level', () => {
    const dwMin = 0.003;
    for (let seed = 1; seed <= 20; seed++) {
      const run = runOf(made({ dwMin }), { step: 1 }, {}, { seed });
      const stimulus = { x: [1, -1, 1], d: [1], learn: [1] };
      run.presentation(stimulus);
      const e = 1 - run.probe(stimulus, 'sum')[0];
      // the cells' generators tick at different times, so one step of one cell is the last one
      expect(e).toBeLessThanOrEqual(1e-12);
      expect(e).toBeGreaterThan(-dwMin - 1e-12);
    }
  });

  test('nulling with every generator started by the gate goes too far by a step of all cells at most', () => {
    const dwMin = 0.003;
    const run = runOf(made({ dwMin }), { step: 1 }, { freeRunning: 0 });
    const stimulus = { x: [1, -1, 1], d: [1], learn: [1] };
    run.presentation(stimulus);
    const e = 1 - run.probe(stimulus, 'sum')[0];
    // 83.3 steps of four cells: at the 84th the error has crossed
    expect(e).toBeCloseTo(1 - 84 * 4 * dwMin, 12);
  });

  test('an analog input gets pulses in proportion', () => {
    const run = runOf(made({ dwMin: 1e-4 }), timed, { freeRunning: 0 });
    run.presentation({ x: [0.5, -0.25, 0], d: [1], learn: [1] });
    const [, half, quarter, none] = run.read('weights');
    expect(half).toBeCloseTo(0.01, 12);
    expect(quarter).toBeCloseTo(-0.005, 12);
    expect(none).toBe(0);
  });

  test('a pulse that may be cut short does its share, on any curve', () => {
    // soft bounds: dw/dp of the first pulse is dwMin, of the second dwMin (1 - dwMin)
    const device = made({ model: 'soft-bounds', dwMin: 0.2 });
    const run = runOf(device, { ...timed, step: 0.15 }, { stepwise: 0 });
    run.presentation({ x: [1, -1, 1], d: [1], learn: [1] });
    // 2 mu e = .3 is a pulse and a half
    for (const w of run.read('weights')) expect(Math.abs(w)).toBeCloseTo(0.2 + 0.5 * 0.2 * (1 - 0.2), 12);
  });

  test('costs the energy of its pulses, and leaves out lines that are at zero', () => {
    const settings = { freeRunning: 0, pulseJoules: 1e-6, drive: 1e-9 };
    const energy = (x: readonly number[]): number => {
      const run = runOf(made({ dwMin: 0.001 }), timed, settings);
      run.presentation({ x: [...x], d: [1], learn: [1] });
      return run.joules;
    };
    // 20 pulses for each line of one; sensing at the usual .1 V and 12.5 uS costs 1e-7 J a line and second
    expect(energy([1, 1, 1]) - energy([1, 1, 0])).toBeCloseTo(20e-6, 6);
    expect(energy([1, 1, 1]) / energy([1, 0, 0])).toBeCloseTo(2, 1);
  });
});

describe('what a device does besides', () => {
  const stimulus = { x: [1, -1, 1], d: [1], learn: [1] };

  test('its ends hold it, and it says so', () => {
    const run = runOf(made({ wMax: 0.01, wMin: -0.005 }), timed);
    run.presentation(stimulus);
    const weights = [...run.read('weights')];
    weights.forEach((w, i) => {
      expect(w).toBeCloseTo([0.01, 0.01, -0.005, 0.01][i], 14);
    });
    const [bank] = run.program.moded;
    expect(weights.every((_, i) => bank.saturated(run.f, i))).toBe(true);
    expect([0, 2].map((i) => run.modeOf(bank, i))).toEqual(['at the top', 'at the bottom']);
    expect([0, 2].map((i) => bank.fullness(run.f, i))).toEqual([1, 0]);
  });

  test('modes follow the pulses', () => {
    const run = runOf(made({}), timed);
    run.present(stimulus);
    while (run.phase.name !== 'adapt') run.stepPhase();
    const [bank] = run.program.moded;
    expect([1, 2].map((i) => run.modeOf(bank, i))).toEqual(['potentiating', 'depressing']);
    run.stepPhase();
    expect(run.modeOf(bank, 1)).toBe('resting');
  });

  test('a stuck device stays where it stands, whoever pushes', () => {
    const run = runOf(made({ stuck: 1, stuckRange: 0.3 }), timed);
    const before = [...run.read('conductances')];
    expect(new Set(before).size).toBe(4); // anywhere within the range
    run.presentation(stimulus);
    const [bank] = run.program.moded;
    run.setByHand(bank, 0, 12.5e-6);
    expect([...run.read('conductances')]).toEqual(before);
    expect(run.modeOf(bank, 0)).toBe('stuck');
  });

  test('a weight decays by its share from one presentation to the next', () => {
    const run = runOf(made({ decay: 0.1 }), timed);
    const [bank] = run.program.moded;
    const { unit = 0, reference = 0 } = Object.fromEntries(
      run.program.settings.map((s) => [s.path.slice(s.path.lastIndexOf('.') + 1), s.value]),
    );
    for (let i = 0; i < 4; i++) run.setByHand(bank, i, reference + 0.5 * unit);
    for (let k = 0; k < 4; k++) run.presentation({ ...stimulus, learn: [0] });
    // four presentations have three ways from one to the next
    for (const w of run.read('weights')) expect(w).toBeCloseTo(0.5 * 0.9 ** 3, 12);
  });

  test('write noise lies beside the weight, is drawn anew for every train and never adds up', () => {
    const run = runOf(made({ writeNoise: 10, dwMin: 0.001 }), { ...timed, step: 1e-9 }, { stepwise: 0 });
    const seen: number[] = [];
    for (let k = 0; k < 500; k++) {
      run.presentation({ x: [1, -1, 1], d: [k % 2 ? 1 : -1], learn: [1] });
      seen.push(...run.read('weights'));
    }
    const { mean, deviation } = moments(seen);
    // 2,000 draws of deviation 10 dwMin = .01: their mean within four parts of 45, their deviation within 10 %
    expect(Math.abs(mean)).toBeLessThan(9e-4);
    expect(deviation).toBeGreaterThan(0.009);
    expect(deviation).toBeLessThan(0.011);
  });

  test('cycle noise moves a train of k pulses by the root of k', () => {
    const ends = Array.from({ length: 200 }, (_, seed) => {
      const run = runOf(
        made({ dwMin: 0.001, dwMinStd: 0.5 }),
        { ...timed, step: 0.05 },
        { freeRunning: 0 },
        { seed },
      );
      run.presentation(stimulus);
      return run.read('weights')[0];
    });
    const { mean, deviation } = moments(ends);
    // 100 pulses of .001 +- .0005: .1 +- .005; 200 trains tell the mean to .00035, the deviation to 5 %
    expect(Math.abs(mean - 0.1)).toBeLessThan(0.0015);
    expect(Math.abs(deviation / 0.005 - 1)).toBeLessThan(0.2);
  });

  test('a hand sets a cell within its ends', () => {
    const run = runOf(made({ wMax: 0.5 }));
    const [bank] = run.program.moded;
    run.setByHand(bank, 0, 12.5e-6 + 0.25 * 5e-6);
    run.setByHand(bank, 1, 1);
    expect(run.read('weights')[0]).toBeCloseTo(0.25, 12);
    expect(run.read('weights')[1]).toBeCloseTo(0.5, 12);
  });
});

describe('random pulse trains', () => {
  const stochastic = { rule: 'mu-lms', step: 0.01, adaptation: 'stochastic' } as const;

  test('coincide as often as the rule wants, on average, and in whole pulses', () => {
    const dwMin = 0.001;
    const ends = Array.from({ length: 400 }, (_, seed) => {
      const run = runOf(made({ dwMin }), stochastic, {}, { seed });
      run.presentation({ x: [0.5, -1, 0], d: [1], learn: [1] });
      return [...run.read('weights')].map((w) => w / dwMin);
    });
    for (const end of ends) for (const k of end) expect(Math.abs(k - Math.round(k))).toBeLessThan(1e-9);
    // 2 mu e / dwMin = 20 of 31 slots; deviation sqrt(31 p (1 - p)) = 2.7, of the mean of 400 .13
    const mean = (i: number): number => moments(ends.map((end) => end[i])).mean;
    expect(Math.abs(mean(0) - 20)).toBeLessThan(0.55);
    expect(Math.abs(mean(1) - 10)).toBeLessThan(0.55);
    expect(Math.abs(mean(2) + 20)).toBeLessThan(0.55);
    expect(mean(3)).toBe(0);
  });

  test('are refused by weights that do not move by pulses', () => {
    expect(() => adaline.build(shape(stochastic))).toThrow(/do not move by pulses; choose timed/);
  });

  test('without management use every slot, and with it no more than the product needs', () => {
    // 2 mu e = .0028 wants 2.8 pulses of .001: three managed slots, in which at most three coincide
    const counts = (management: number): number[] =>
      Array.from({ length: 300 }, (_, seed) => {
        const given = { ...stochastic, step: 0.0014 };
        const run = runOf(made({ dwMin: 0.001 }), given, { management }, { seed });
        run.presentation({ x: [1, -1, 1], d: [1], learn: [1] });
        return Math.round(run.read('weights')[0] / 0.001);
      });
    const [all, few] = [counts(0), counts(1)];
    expect(Math.max(...few)).toBe(3);
    expect(Math.max(...all)).toBeGreaterThan(4);
    // the same mean: 2.8, told to .1 by deviations of 1.6 and .4
    expect(Math.abs(moments(all).mean - 2.8)).toBeLessThan(0.3);
    expect(Math.abs(moments(few).mean - 2.8)).toBeLessThan(0.1);
  });

  test('cannot give more pulses than slots: a step too large comes out short', () => {
    const run = runOf(made({ dwMin: 0.001 }), { ...stochastic, step: 5 });
    run.presentation({ x: [1, -1, 1], d: [1], learn: [1] });
    for (const w of run.read('weights')) expect(Math.abs(w)).toBeCloseTo(31 * 0.001, 12);
  });
});

describe('Manhattan', () => {
  test('moves no weight before the epoch is over, and then each by one step of its own sign', () => {
    const run = runOf(
      made({ dwMin: 0.001 }),
      { rule: 'mu-lms', step: 0.005, adaptation: 'manhattan' },
      { batch: 4 },
    );
    const rows = [
      [[-1, -1, 1], -1],
      [[-1, 1, 1], -1],
      [[1, -1, 1], -1],
      [[1, 1, 1], 1],
    ] as const;
    rows.forEach(([x, d], k) => {
      expect([...run.read('weights')]).toEqual([0, 0, 0, 0]);
      run.presentation({ x: [...x], d: [d], learn: [1] });
      if (k < 3) expect([...run.read('weights')]).toEqual([0, 0, 0, 0]);
    });
    // sums of d x: -2 for the bias and the line that is always +1, 2 for both inputs
    [...run.read('weights')].forEach((w, i) => {
      expect(w).toBeCloseTo([-0.005, 0.005, 0.005, -0.005][i], 12);
    });
  });
});

const cases: readonly [string, WeightDevice, Partial<Shape>, Readonly<Record<string, number>>][] = [
  ['ECRAM, nulling', deviceOf('ecram'), {}, {}],
  ['ECRAM, nulling, generators started by the gate', deviceOf('ecram'), {}, { freeRunning: 0 }],
  ['ECRAM, nulling, pulses cut short', deviceOf('ecram'), {}, { stepwise: 0 }],
  ['ECRAM, nulling, passive summer', deviceOf('ecram'), { summer: 'passive' }, {}],
  ['ECRAM, timed', deviceOf('ecram'), timed, {}],
  ['capacitor, timed', deviceOf('capacitor'), timed, {}],
  ['ReRAM, exponential, timed', deviceOf('reram-es'), timed, {}],
  ['ReRAM, soft bounds, nulling', deviceOf('reram-sb'), {}, {}],
  ['ReRAM array, nulling, half of its curve', deviceOf('reram-array-om'), {}, { nonlinearity: 0.5 }],
  ['silver, nulling', deviceOf('ag-a-si'), {}, { readNoise: 0.01, openCell: 2 }],
  ['constant steps without noise, timed', made({ dwMin: 0.002 }), timed, { stuckCell: 1 }],
  ['stochastic', deviceOf('ecram'), { ...timed, adaptation: 'stochastic' }, {}],
  ['Manhattan', deviceOf('ecram'), { ...timed, adaptation: 'manhattan' }, { batch: 3 }],
];
const both: readonly (readonly [string, CircuitDefinition])[] = [
  ['adaline', adaline],
  ['madaline-xor', madalineXor],
];

describe.each(cases)('%s', (_name, device, given, settings) => {
  const definitions = both.filter(([, c]) =>
    (given.rule ?? 'alpha-lms') === 'alpha-lms' && given.summer === undefined ? true : c === adaline,
  );
  test.each(definitions)('%s: settling everything gives the same bits, phase by phase', (_id, definition) => {
    const fused = runOf(device, given, settings, { definition });
    const plain = runOf(device, given, settings, { definition, fuse: false });
    const draw = generator(3);
    for (let k = 0; k < 25; k++) {
      const stimulus = stimulusFrom(draw, 3);
      fused.present(stimulus);
      plain.present(stimulus);
      for (let ended = false; !ended; ) {
        ended = fused.stepPhase();
        expect(plain.stepPhase()).toBe(ended);
        expect(bits(fused)).toEqual(bits(plain));
      }
    }
  });

  test('looks and probes change no bit', () => {
    const looked = runOf(device, given, settings);
    const unseen = runOf(device, given, settings);
    const draw = generator(4);
    for (let k = 0; k < 12; k++) {
      const stimulus = stimulusFrom(draw, 3);
      looked.present(stimulus);
      unseen.present(stimulus);
      for (let ended = false; !ended; ) {
        const end = looked.phaseSeconds();
        for (const share of [0, 0.3, 0.7]) {
          looked.look(end * share);
          looked.readLook('weights');
          for (const bank of looked.program.moded)
            for (let i = 0; i < bank.count; i++) looked.modeOf(bank, i, looked.looked);
        }
        looked.probe(stimulus, 'sum');
        ended = looked.stepPhase();
        unseen.stepPhase();
        expect(bits(looked)).toEqual(bits(unseen));
      }
    }
  });

  test('a snapshot taken anywhere goes on as the run itself did', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 0, max: 40 }), (seed, phases) => {
        const run = runOf(device, given, settings, { seed });
        const draw = generator(seed);
        let ended = true;
        const step = (one: Run, stimulus: Stimulus): boolean => {
          if (ended) one.present(stimulus);
          return one.stepPhase();
        };
        for (let k = 0; k < phases; k++) ended = step(run, stimulusFrom(draw, 3));
        const other = runOf(device, given, settings, { seed });
        other.restore(run.snapshot());
        for (let k = 0; k < 12; k++) {
          const stimulus = stimulusFrom(draw, 3);
          const was = ended;
          ended = step(run, stimulus);
          const now = ended;
          ended = was;
          expect(step(other, stimulus)).toBe(now);
          ended = now;
          expect(stateOf(other)).toEqual(stateOf(run));
        }
      }),
      { seed: 1960, numRuns: 8 },
    );
  });

  test('a hand that splits the pulse train does not change what it ends with', () => {
    const whole = runOf(device, given, settings);
    const split = runOf(device, given, settings);
    const draw = generator(5);
    for (let k = 0; k < 12; k++) {
      const stimulus = stimulusFrom(draw, 3);
      whole.present(stimulus);
      split.present(stimulus);
      for (let ended = false; !ended; ) {
        const end = split.phaseSeconds();
        for (const share of [0.21, 0.5, 0.5, 0.9]) split.advanceTo(end * share);
        ended = whole.stepPhase();
        split.stepPhase();
      }
    }
    // as many pulses, so the same steps; pulses cut short are put together from parts, to rounding
    whole.read('weights').forEach((w, i) => {
      expect(Math.abs(split.read('weights')[i] - w)).toBeLessThan(1e-11);
    });
  });
});

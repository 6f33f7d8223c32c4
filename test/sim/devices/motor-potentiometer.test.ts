/** Wipers turned by motors: friction, highest speed, end stops, and as the weights of an ADALINE. */
import { beforeAll, describe, expect, test } from 'vitest';
import { adaline } from '../../../circuits/adaline/circuit.ts';
import type { Run } from '../../../sim/clock.ts';
import { loadDeviceLibrary } from '../../../sim/devices/library.ts';
import { motorModes } from '../../../sim/devices/motor-potentiometer.ts';
import { devicePresets } from '../../../sim/devices/presets.ts';
import { statesVisited } from '../../../sim/machines/xstate.ts';
import { type BenchOptions, runOf } from '../benches.ts';

const RATE = 0.198;
const UNIT = 0.0495;
const REFERENCE = 0.505;

beforeAll(loadDeviceLibrary);

const motors = () => {
  const device = devicePresets.find((p) => p.id === 'motor-potentiometer')?.device;
  if (!device) throw new Error('the device library has no motor-potentiometer');
  return device;
};
/** An ADALINE of three inputs whose weights are motors; mu-LMS, one tenth of 2 mu e x a presentation. */
const machine = (options: BenchOptions = {}): Run =>
  runOf(adaline, { device: motors(), adaptation: 'timed', rule: 'mu-lms', step: 0.05 }, options);
/** Runs one presentation up to its adapt phase, at which motors turn. */
function toAdapt(run: Run, x: readonly number[], d: number): void {
  run.present({ x: [...x], d: [d], learn: [1] });
  while (run.phase.name !== 'adapt') run.stepPhase();
}
const weights = (run: Run): number[] => [...run.read('weights')];

describe('a motor', () => {
  test('turns in proportion to its voltage for the time of the pulse: w changes by 2 mu e x', () => {
    const run = machine();
    run.presentation({ x: [1, -0.5, 0.25], d: [1], learn: [1] });
    expect(weights(run)).toEqual([0.1, 0.1, -0.05, 0.025].map((w) => expect.closeTo(w, 13)));
  });

  test('moves along a straight line, and looking changes nothing', () => {
    const run = machine();
    toAdapt(run, [1, -0.5, 0.25], 1);
    // .1 of weight at RATE / UNIT weights a second
    const pulse = (0.1 * UNIT) / RATE;
    for (const share of [0.25, 0.5, 0.9]) {
      run.look(share * pulse);
      const seen = [...run.readLook('conductances')].map((g) => (g - REFERENCE) / UNIT);
      expect(seen).toEqual([0.1, 0.1, -0.05, 0.025].map((w) => expect.closeTo(share * w, 13)));
    }
    run.stepPhase();
    const unseen = machine();
    unseen.presentation({ x: [1, -0.5, 0.25], d: [1], learn: [1] });
    expect(weights(run)).toEqual(weights(unseen));
  });

  test('within its dead band does not turn, and beyond it turns with what is left of the voltage', () => {
    const run = machine({ settings: { deadBand: 0.2 } });
    run.presentation({ x: [1, 0.2, 0.6], d: [1], learn: [1] });
    // (.6 - .2) / (1 - .2) = .5
    expect(weights(run)).toEqual([0.1, 0.1, 0, 0.05].map((w) => expect.closeTo(w, 13)));
  });

  test('turns no faster than its highest speed', () => {
    const run = machine({ settings: { slew: RATE } });
    run.presentation({ x: [4, -4, 0.5], d: [1], learn: [1] });
    expect(weights(run)).toEqual([0.1, 0.1, -0.1, 0.05].map((w) => expect.closeTo(w, 13)));
  });

  test('is held by the end stops, and without them turns on', () => {
    for (const stops of [1, 0]) {
      const run = machine({ settings: { stops } });
      run.presentation({ x: [1, -1, 0.5], d: [150], learn: [1] }); // weights of 15: beyond 10
      const expected = stops === 1 ? [10, 10, -10, 7.5] : [15, 15, -15, 7.5];
      expect(weights(run)).toEqual(expected.map((w) => expect.closeTo(w, 11)));
      const [bank] = run.program.moded;
      expect([0, 1, 2, 3].map((i) => bank.saturated(run.f, i))).toEqual(
        [true, true, true, false].map((at) => at && stops === 1),
      );
    }
  });

  test('differs from others in speed, the same way for the same seed, and not at all when off', () => {
    const learned = (options: BenchOptions): number[] => {
      const run = machine(options);
      run.presentation({ x: [1, 1, 1], d: [1], learn: [1] });
      return weights(run);
    };
    const spread = { settings: { rateSpread: 0.1 } };
    expect(new Set(learned(spread)).size).toBe(4);
    expect(learned(spread)).toEqual(learned(spread));
    expect(learned({ ...spread, seed: 2 })).not.toEqual(learned(spread));
    expect(new Set(learned({})).size).toBe(1);
    for (const w of learned(spread)) expect(Math.abs(w / 0.1 - 1)).toBeLessThan(0.5); // five deviations
  });

  test('that is stuck stays where it is', () => {
    const run = machine({ settings: { stuckCell: 2 } });
    run.presentation({ x: [1, 1, 1], d: [1], learn: [1] });
    expect(weights(run)[2]).toBe(0);
    expect(weights(run)[1]).toBeCloseTo(0.1, 13);
  });

  test('takes its power while it is driven', () => {
    const run = machine({ settings: { motorWatts: 2 } });
    run.presentation({ x: [1, -0.5, 0], d: [1], learn: [1] });
    const still = machine({ settings: { motorWatts: 0 } });
    still.presentation({ x: [1, -0.5, 0], d: [1], learn: [1] });
    // three of four motors have a voltage
    const pulse = (0.1 * UNIT) / RATE;
    expect(run.joules - still.joules).toBeCloseTo(3 * 2 * pulse, 12);
  });

  test('has modes that an onlooker can tell: resting, turning, humming, at an end stop, stuck', () => {
    const run = machine({ settings: { deadBand: 0.3, stuckCell: 3, stops: 1 } });
    const [bank] = run.program.moded;
    const seen = new Set<string>();
    for (const d of [1, 300, -1]) {
      run.present({ x: [1, 0.2, 1], d: [d], learn: [1] });
      do {
        const seconds = run.phaseSeconds();
        for (const share of [0, 0.01, 0.9]) {
          run.look(share * seconds);
          for (let i = 0; i < 4; i++) {
            const bits = new Set(Object.keys(bank.bits).filter((bit) => bank.bits[bit](run.looked, i)));
            const mode = run.modeOf(bank, i, run.looked);
            expect(mode).toBe(statesVisited(motorModes, [bits])[1]);
            seen.add(mode);
            if (mode === 'humming') expect(i).toBe(2);
            if (i === 3) expect(mode).toBe('stuck');
          }
        }
      } while (!run.stepPhase());
    }
    expect([...seen].sort()).toEqual(['end stop', 'humming', 'resting', 'stuck', 'turning']);
  });
});

describe('as the weights of an ADALINE', () => {
  test('nulling stops the motors at the null, to rounding', () => {
    const run = runOf(adaline, { device: motors(), adaptation: 'nulling', rule: 'alpha-lms', step: 1 }, {});
    run.presentation({ x: [1, -1, 0.5], d: [0.8], learn: [1] });
    run.presentation({ x: [1, -1, 0.5], d: [0.8], learn: [0] });
    expect(Math.abs(run.read('error')[0])).toBeLessThan(1e-12);
  });

  test('a dead band starves the small inputs: the large ones learn alone', () => {
    const run = machine({ settings: { deadBand: 0.1 } });
    for (let k = 0; k < 50; k++) run.presentation({ x: [1, 0.05, -1], d: [0.5], learn: [1] });
    expect(weights(run)[2]).toBe(0);
    expect(Math.abs(weights(run)[1])).toBeGreaterThan(0.1);
  });
});

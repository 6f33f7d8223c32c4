/** The knob, and the hand that turns one after another: reach, turn at a steady rate, stop where it shall. */
import { describe, expect, test } from 'vitest';
import { knobbyAdaline } from '../../circuits/knobby-adaline/circuit.ts';
import type { Run } from '../../sim/clock.ts';
import { rheostatModes } from '../../sim/devices/rheostat.ts';
import { statesVisited } from '../../sim/machines/xstate.ts';
import { Chance } from '../papers/helpers.ts';
import { runOf } from './benches.ts';

const by = { adaptation: 'by hand', step: 1 } as const;
const toAdapt = (run: Run, x: readonly number[], d: number): void => {
  run.present({ x, d: [d], learn: [1] });
  while (run.phase.name !== 'adapt') run.stepPhase();
};

describe('one hand', () => {
  test('needs .7 s to reach each knob and 6 s for a whole travel', () => {
    const run = runOf(knobbyAdaline, by);
    toAdapt(run, [1, -1, 1], 2); // each of four weights by 2 / 4: .5 x .0495 S at .165 S/s
    const each = 0.7 + (0.5 * 0.0495) / 0.165;
    expect(run.phaseSeconds()).toBeCloseTo(4 * each, 12);
    // after two knobs and the reach to the third, two have turned
    run.look(2 * each + 0.7);
    const turned = [...run.readLook('conductances')].map((g) => (g - 0.505) / 0.0495);
    expect(turned).toEqual([0.5, 0.5, 0, 0].map((w) => expect.closeTo(w, 12)));
    run.stepPhase();
    expect([...run.read('weights')]).toEqual([0.5, 0.5, -0.5, 0.5].map((w) => expect.closeTo(w, 14)));
  });

  test('does not reach for knobs that need no turn', () => {
    const run = runOf(knobbyAdaline, by);
    toAdapt(run, [0, 0, 1], 1); // two lines carry the pattern: .5 each
    expect(run.phaseSeconds()).toBeCloseTo(2 * (0.7 + (0.5 * 0.0495) / 0.165), 12);
  });

  test('stays away where nobody turns the knobs', () => {
    const run = runOf(knobbyAdaline, by, { settings: { 'operator.present': 0 } });
    run.presentation({ x: [1, -1, 1], d: [2], learn: [1] });
    expect([...run.read('weights')]).toEqual([0, 0, 0, 0]);
  });

  test('gives up at the limit, and the overrun is counted', () => {
    const run = runOf(knobbyAdaline, by, { settings: { 'control.adaptLimit': 1.5 } });
    run.presentation({ x: [1, -1, 1], d: [2], learn: [1] });
    expect(run.overruns).toBe(1);
    expect(run.read('weights')[0]).toBeCloseTo(0.5, 14);
    expect(run.read('weights')[3]).toBe(0);
  });
});

describe('the knob', () => {
  test('is held by its end stops, and without them turns on', () => {
    for (const stops of [1, 0]) {
      const run = runOf(knobbyAdaline, by, { settings: { stops } });
      run.presentation({ x: [1, -1, 1], d: [60], learn: [1] }); // weights of 15: beyond 10
      const expected = stops === 1 ? [10, 10, -10, 10] : [15, 15, -15, 15];
      expect([...run.read('weights')]).toEqual(expected.map((w) => expect.closeTo(w, 12)));
      const [bank] = run.program.moded;
      expect([0, 1, 2, 3].map((i) => bank.saturated(run.f, i))).toEqual(new Array(4).fill(stops === 1));
    }
  });

  test('stands on a turn of its winding', () => {
    const run = runOf(knobbyAdaline, by, { settings: { 'gains.resolution': 0.004 } });
    const chance = new Chance(2);
    for (let k = 0; k < 20; k++) {
      run.presentation({
        x: [1, -1, 1].map(() => chance.symmetric(1)),
        d: [chance.symmetric(2)],
        learn: [1],
      });
      for (const g of run.read('conductances')) {
        const turns = (g - 0.505) / 0.004;
        expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-12);
      }
    }
  });

  test('shows the mode that its machine gives', () => {
    const run = runOf(knobbyAdaline, by, { settings: { stops: 1 } });
    const [bank] = run.program.moded;
    const seen = new Set<string>();
    for (const d of [0.5, 60, -1]) {
      run.present({ x: [1, -1, 1], d: [d], learn: [1] });
      do {
        const seconds = run.phaseSeconds();
        for (const share of [0, 0.5, 0.9]) {
          run.look(share * seconds);
          for (let i = 0; i < 4; i++) {
            const bits = new Set(Object.keys(bank.bits).filter((bit) => bank.bits[bit](run.looked, i)));
            const mode = run.modeOf(bank, i, run.looked);
            expect(mode).toBe(statesVisited(rheostatModes, [bits])[1]);
            if (mode === 'turning') expect(run.phase.name).toBe('adapt');
            seen.add(mode);
          }
        }
      } while (!run.stepPhase());
    }
    expect([...seen].sort()).toEqual(['end stop', 'resting', 'turning']);
  });
});

describe('the operator', () => {
  test('reads the meter to its resolution, and turns by what was read', () => {
    const run = runOf(knobbyAdaline, by, { settings: { 'operator.resolution': 0.5 } });
    run.presentation({ x: [1, -1, 1], d: [1.7], learn: [1] }); // reads 1.5
    expect(run.read('sum')[0]).toBeCloseTo(1.5, 14);
  });

  test('turns a knob that somebody else has set on from where it stands', () => {
    const run = runOf(knobbyAdaline, by);
    run.setByHand(run.program.moded[0], 1, 0.6);
    run.presentation({ x: [1, -1, 1], d: [0.3], learn: [1] });
    expect(run.read('sum')[0]).toBeCloseTo(0.3, 13); // rounding of weights of 2
  });
});

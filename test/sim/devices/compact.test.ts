/** Compact memristors: a loop that is pinched at the origin and closes as the frequency rises, and their windows. */
import sin from '@stdlib/math-base-special-sin';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hp } from '../../../sim/devices/compact/hp.ts';
import { driveAlone, loopArea } from '../../../sim/devices/compact/integrate.ts';
import { vteam } from '../../../sim/devices/compact/vteam.ts';
import { yakopcic } from '../../../sim/devices/compact/yakopcic.ts';
import type { CompactModel } from '../../../sim/electrical/network/types.ts';

const seeded = { seed: 1960, numRuns: 200 };
const models: readonly (readonly [string, CompactModel, number, number])[] = [
  ['HP', hp({ window: 'none' }), 1, 10],
  ["HP with Joglekar's window", hp({ window: 'joglekar' }), 1, 10],
  ["HP with Biolek's window", hp({ window: 'biolek' }), 1, 10],
  ['VTEAM', vteam({ initial: 0.1 }), 0.15, 3e6],
  ['Yakopcic', yakopcic(), 0.5, 1000],
];

const cycle = (model: CompactModel, amplitude: number, hertz: number, part: number, points = 400) => {
  const times = Float64Array.from({ length: points + 1 }, (_, k) => (part * k) / points / hertz);
  return driveAlone(model, (t) => amplitude * sin(2 * Math.PI * hertz * t), { times });
};

describe.each(models)('%s', (_, model, amplitude, hertz) => {
  test('carries no current at no voltage, whatever its state: the loop is pinched', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (x) => {
        expect(Math.abs(model.current(0, x))).toBe(0);
        expect(Math.abs(model.rate(0, x))).toBe(0);
      }),
      seeded,
    );
  });

  test('gives the current the sign of the voltage, so that power is never delivered', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (x, v) => {
          expect(v * model.current(v, x)).toBeGreaterThanOrEqual(0);
        },
      ),
      seeded,
    );
  });

  test('encloses less area in a lobe the higher the frequency, in the end in proportion to 1/f', () => {
    const areas = [1, 2, 4, 8, 16, 32].map((k) =>
      Math.abs(loopArea(cycle(model, amplitude, hertz * k, 0.5))),
    );
    areas.forEach((area, k) => {
      if (k > 0) expect(area).toBeLessThan(areas[k - 1]);
    });
    expect(areas[0]).toBeGreaterThan(0);
    // between the last two the state hardly moves: twice the frequency, half the area
    expect(areas[4] / areas[5]).toBeGreaterThan(1.9);
    expect(areas[4] / areas[5]).toBeLessThan(2.1);
  });

  test('stays within its bounds however it is driven', () => {
    const wild = fc.record({
      gain: fc.double({ min: 0.1, max: 3, noNaN: true }),
      slower: fc.constantFrom(0.01, 0.1, 1),
      state: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(wild, ({ gain, slower, state }) => {
        const times = Float64Array.from({ length: 41 }, (_, k) => k / 20 / (hertz * slower));
        const drive = (t: number): number => gain * amplitude * sin(2 * Math.PI * hertz * slower * t);
        const { states } = driveAlone(model, drive, { times, state, tolerance: 1e-6 });
        for (const x of states) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 1960, numRuns: 15 },
    );
  });

  test('has the derivatives that it states', () => {
    const step = 1e-6;
    const near = (stated: number, f: (u: number) => number, at: number): void => {
      const slope = (f(at + step) - f(at - step)) / (2 * step);
      // a central difference of step 1e-6 is good to 1e-8 of the size and 1e-10 of the function
      expect(Math.abs(stated - slope)).toBeLessThan(
        1e-6 * Math.abs(stated) + 1e-9 * (1 + Math.abs(f(at)) / step / 1e4),
      );
    };
    for (const x of [0.2, 0.45, 0.8]) {
      for (const v of [-0.4, 0.4]) {
        if (model.conductance) near(model.conductance(v, x), (u) => model.current(u, x), v);
        if (model.currentByState) near(model.currentByState(v, x), (u) => model.current(v, u), x);
        if (model.rateByVolts) near(model.rateByVolts(v, x), (u) => model.rate(u, x), v);
        if (model.rateByState) near(model.rateByState(v, x), (u) => model.rate(v, u), x);
      }
    }
  });
});

describe('a window', () => {
  const rate = (window: 'joglekar' | 'biolek', v: number, x: number): number =>
    hp({ window, order: 3 }).rate(v, x);

  test("of Joglekar's kind holds the boundary at an end for ever", () => {
    for (const v of [1, -1]) for (const x of [0, 1]) expect(Math.abs(rate('joglekar', v, x))).toBe(0);
    expect(rate('joglekar', 1, 0.5)).toBeGreaterThan(0);
  });

  test("of Biolek's kind holds it only on the way out", () => {
    expect(Math.abs(rate('biolek', 1, 1))).toBe(0);
    expect(rate('biolek', -1, 1)).toBeLessThan(0);
    expect(Math.abs(rate('biolek', -1, 0))).toBe(0);
    expect(rate('biolek', 1, 0)).toBeGreaterThan(0);
  });

  test('has a whole order', () => {
    expect(() => hp({ order: 1.5 })).toThrow('order is 1.5; expected a whole number, 1 or more');
  });
});

describe('the state under a given voltage', () => {
  test('of a film without a window under direct voltage is what the quadratic says', () => {
    // Roff x - (Roff - Ron) x^2 / 2 rises by mu Ron V / D^2 a second
    const [on, off, volts] = [100, 16_000, 0.5];
    const model = hp({ window: 'none', initial: 0.1 });
    const times = Float64Array.of(0, 0.2, 0.5, 1);
    const { states, amperes } = driveAlone(model, () => volts, { times, tolerance: 1e-12 });
    times.forEach((t, k) => {
      const flux = 16_000 * 0.1 - ((off - on) * 0.1 ** 2) / 2 + 1e4 * volts * t;
      const x = (off - Math.sqrt(off * off - 2 * (off - on) * flux)) / (off - on);
      expect(Math.abs(states[k] - x)).toBeLessThan(1e-10); // a hundred steps of 1e-12
      expect(amperes[k]).toBeCloseTo(volts / (on * states[k] + off * (1 - states[k])), 12);
    });
  });

  test('does not move below the thresholds', () => {
    const quiet = (model: CompactModel, v: number): number =>
      driveAlone(model, () => v, { times: Float64Array.of(0, 1) }).states[1];
    expect(quiet(vteam(), 0.019)).toBe(0.5);
    expect(quiet(vteam(), -0.199)).toBe(0.5);
    expect(quiet(yakopcic(), 0.159)).toBe(0.11);
    expect(quiet(yakopcic(), -0.149)).toBe(0.11);
  });

  test('is the same to the tolerance however many instants are asked for', () => {
    const model = yakopcic();
    const coarse = cycle(model, 0.5, 100, 2, 4).states[4];
    const fine = cycle(model, 0.5, 100, 2, 4000).states[4000];
    expect(Math.abs(coarse - fine)).toBeLessThan(1e-8); // some hundred steps of 1e-10
  });

  test('of a model that runs away is refused', () => {
    const wild: CompactModel = {
      name: 'wild',
      bounds: [0, 1e300],
      initial: 1,
      current: () => 0,
      rate: (_v, x) => x * x,
    };
    expect(() => driveAlone(wild, () => 1, { times: Float64Array.of(0, 2), tolerance: 1e-310 })).toThrow(
      'wild: the state cannot be followed past',
    );
  });
});

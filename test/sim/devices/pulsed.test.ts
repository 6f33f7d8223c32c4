/** Pulsed devices: what each model's pulse does, what chance adds, and that each chance stands alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pulsedBank } from '../../../sim/devices/pulsed/bank.ts';
import { type PulsedParameters, plainPulsed, withoutChance } from '../../../sim/devices/pulsed/law.ts';
import { powerExponents } from '../../../sim/devices/pulsed/made.ts';
import { pulsedPreset, pulsedPresets } from '../../../sim/devices/pulsed-presets.ts';

const making = { seed: 1960, device: 64 };
const bankOf = (p: Partial<PulsedParameters>, n = 1) => pulsedBank({ ...plainPulsed, ...p }, n, making);
const moments = (numbers: readonly number[]) => {
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length;
  return { mean, sd: Math.sqrt(variance) };
};

describe('one pulse', () => {
  test('of a constant step moves by dwMin, whatever the weight', () => {
    const bank = bankOf({ dwMin: 0.25 });
    expect(bank.step(0, -0.5, 1, 0)).toBe(-0.25);
    expect(bank.step(0, 0.5, -1, 0)).toBe(0.25);
    expect(bank.step(0, 0.9, 1, 0)).toBe(1);
    expect(bank.step(0, -0.9, -1, 0)).toBe(-1);
  });

  test('of a linear step does s (1 - gamma w / end)', () => {
    const bank = bankOf({ model: 'linear', dwMin: 0.1, gammaUp: 0.5, gammaDown: 0.25, wMax: 2, wMin: -1 });
    expect(bank.meanStep(0, 1, 1)).toBeCloseTo(0.1 * (1 - (0.5 * 1) / 2), 15);
    expect(bank.meanStep(0, 1, -1)).toBeCloseTo(-0.1 * (1 - (0.25 * 1) / -1), 15);
  });

  test('of soft bounds vanishes at the end, and with a reference at the end less the reference', () => {
    const soft = bankOf({ model: 'soft-bounds', dwMin: 0.1, wMax: 1.5 });
    expect(soft.meanStep(0, 1.5, 1)).toBeCloseTo(0, 16);
    expect(soft.meanStep(0, 0.75, 1)).toBeCloseTo(0.05, 16);
    const reference = { ...plainPulsed.reference, mean: 0.25 };
    const less = bankOf({ model: 'soft-bounds-reference', dwMin: 0.1, wMax: 1.5, reference });
    expect(less.high[0]).toBe(1.25);
    expect(less.meanStep(0, 1.25, 1)).toBeCloseTo(0, 16);
    expect(less.meanStep(0, -0.25, 1)).toBeCloseTo(0.1, 16); // the device itself stands at 0
  });

  test('of soft bounds in P pulses lies on B (1 - e^(-alpha p)) + r_min, and mirrored on the way down', () => {
    const [pulses, alpha] = [50, 0.04];
    const bank = bankOf({ model: 'soft-bounds', softBounds: { pulses, alpha } });
    const b = 2 / (1 - Math.exp(-alpha * pulses));
    let [up, down] = [-1, 1];
    for (let p = 1; p <= pulses; p++) {
      up = bank.step(0, up, 1, 0);
      down = bank.step(0, down, -1, 0);
      const curve = b * (1 - Math.exp(-alpha * p)) - 1;
      expect(Math.abs(up - curve)).toBeLessThan(1e-13); // rounding of 50 steps
      expect(Math.abs(down + curve)).toBeLessThan(1e-13);
    }
  });

  test('of exponential steps does s max(1 - A e^(gamma z), 0), z = 2 w a / range + b', () => {
    const exponential = {
      aUp: 0.3,
      aDown: 0.2,
      gammaUp: 2,
      gammaDown: 3,
      a: 0.5,
      b: 0.1,
      noiseAdd: 0,
      noiseSlope: 0,
    };
    const bank = bankOf({ model: 'exponential', dwMin: 0.1, exponential });
    const z = ((2 * 0.4) / 2) * 0.5 + 0.1;
    expect(bank.meanStep(0, 0.4, 1)).toBeCloseTo(0.1 * (1 - 0.3 * Math.exp(2 * z)), 15);
    expect(bank.meanStep(0, 0.4, -1)).toBeCloseTo(-0.1 * (1 - 0.2 * Math.exp(-3 * z)), 15);
    const dead = bankOf({ model: 'exponential', exponential: { ...exponential, aUp: 10 } });
    expect(dead.meanStep(0, 0.4, 1)).toBe(0);
  });

  test('with the noise of exponential steps deviates by sigma (|step| + add + slope |w|)', () => {
    const exponential = {
      ...pulsedPreset('reram-es').parameters.exponential,
      noiseAdd: 0.01,
      noiseSlope: 0.02,
    };
    const bank = bankOf({ model: 'exponential', exponential, dwMinStd: 0.5 });
    const deviation = bank.step(0, -0.5, 1, 1) - bank.step(0, -0.5, 1, 0);
    expect(deviation).toBeCloseTo(0.5 * (Math.abs(bank.meanStep(0, -0.5, 1)) + 0.01 + 0.02 * 0.5), 15);
  });

  test('of a power does s (what is left / range)^gamma', () => {
    const bank = bankOf({ model: 'power', dwMin: 0.1, gammaUp: 2, gammaDown: 0.5 });
    expect(bank.meanStep(0, 0.5, 1)).toBeCloseTo(0.1 * 0.25 ** 2, 15);
    expect(bank.meanStep(0, 0.5, -1)).toBeCloseTo(-0.1 * 0.75 ** 0.5, 15);
    expect(bank.meanStep(0, 1, 1)).toBe(0);
  });

  test('of pieces takes the factor between the two nodes', () => {
    const bank = bankOf({ model: 'piecewise', dwMin: 0.1, piecewise: { up: [2, 1, 0], down: [0, 1, 4] } });
    expect(bank.meanStep(0, -0.5, 1)).toBeCloseTo(0.15, 15);
    expect(bank.meanStep(0, 0.5, -1)).toBeCloseTo(-0.25, 15);
    expect(bank.meanStep(0, 1, -1)).toBeCloseTo(-0.4, 15);
  });

  test('is uneven on one side as AIHWKit codes it, and on both as it is documented', () => {
    const steps = (upDown: number, upDownForm: 'coded' | 'documented') => {
      const bank = bankOf({ dwMin: 1, wMax: 10, wMin: -10, upDown, upDownForm });
      return [bank.meanStep(0, 0, 1), bank.meanStep(0, 0, -1)];
    };
    expect(steps(0.25, 'coded')).toEqual([1, -0.75]);
    expect(steps(-0.25, 'coded')).toEqual([0.75, -1]);
    expect(steps(0.25, 'documented')).toEqual([1.25, -0.75]);
    expect(powerExponents(2, 0.25, 'coded')).toEqual({ gammaUp: 2, gammaDown: 1.5 });
    expect(powerExponents(2, 0.25, 'documented')).toEqual({ gammaUp: 2.5, gammaDown: 1.5 });
  });

  test('with noise that multiplies is the step times 1 + sigma z, otherwise its constant part alone is', () => {
    for (const multNoise of [true, false]) {
      const bank = bankOf({ model: 'linear', dwMin: 0.1, gammaUp: 0.5, dwMinStd: 0.2, multNoise });
      const noise = bank.step(0, 0.5, 1, 1) - bank.step(0, 0.5, 1, 0);
      expect(noise).toBeCloseTo(0.2 * (multNoise ? 0.075 : 0.1), 15);
    }
  });
});

describe('any preset', () => {
  test.each(pulsedPresets.map((p) => [p.id, p] as const))('%s keeps its weights within its ends', (_, p) => {
    const bank = pulsedBank(p.parameters, 20, making);
    const pulses = fc.array(
      fc.tuple(fc.constantFrom<1 | -1>(1, -1), fc.double({ min: -4, max: 4, noNaN: true })),
    );
    fc.assert(
      fc.property(fc.nat(19), pulses, (i, train) => {
        let w = bank.start[i];
        for (const [direction, z] of train) {
          w = bank.step(i, w, direction, z);
          expect(w).toBeGreaterThanOrEqual(bank.low[i]);
          expect(w).toBeLessThanOrEqual(bank.high[i]);
        }
      }),
      { seed: 1960, numRuns: 50 },
    );
  });

  test.each(pulsedPresets.map((p) => [p.id, p] as const))(
    '%s without chance is the same device n times',
    (_, p) => {
      const bank = pulsedBank(withoutChance(p.parameters), 3, making);
      for (const i of [1, 2])
        for (const direction of [1, -1] as const)
          expect(bank.step(i, 0.1, direction, 2)).toBe(bank.step(0, 0.1, direction, -1));
      expect(bank.visible(0, 0.1, 3)).toBe(0.1);
      expect(bank.rested(0, 0.1)).toBe(0.1);
    },
  );

  test('says where its numbers come from', () => {
    for (const p of pulsedPresets) expect(p.source).toMatch(/^(found|recalled|chosen): /);
    expect(new Set(pulsedPresets.map((p) => p.id)).size).toBe(pulsedPresets.length);
    expect(() => pulsedPreset('reram')).toThrow('none is called reram; expected one of ecram');
  });
});

describe('from device to device', () => {
  const N = 20_000;
  // four standard errors of a mean, and of a deviation, of 20000 draws
  const off = 4 / Math.sqrt(N);

  test('steps and ends spread as they are told', () => {
    const bank = bankOf({ dwMinDtod: 0.2, upDownDtod: 0.1, wMaxDtod: 0.05, wMinDtod: 0.1, dwMin: 1 }, N);
    const up = Array.from({ length: N }, (_, i) => bank.meanStep(i, 0, 1));
    const down = Array.from({ length: N }, (_, i) => -bank.meanStep(i, 0, -1));
    const all = [
      [up, Math.sqrt(0.05), 1],
      [up.map((s, i) => s - down[i]), 0.2, 0],
      [[...bank.high], 0.05, 1],
      [[...bank.low], 0.1, -1],
    ] as const;
    for (const [numbers, sd, mean] of all) {
      const found = moments(numbers);
      expect(Math.abs(found.mean - mean)).toBeLessThan(off * sd);
      expect(Math.abs(found.sd / sd - 1)).toBeLessThan(off);
    }
  });

  test('a log-normal spread has the logarithm spread', () => {
    const bank = bankOf({ dwMinDtod: 0.7, logNormal: true }, N);
    const { mean, sd } = moments(
      Array.from({ length: N }, (_, i) => Math.log(bank.meanStep(i, 0, 1) / 0.001)),
    );
    expect(Math.abs(mean)).toBeLessThan(off * 0.7);
    expect(Math.abs(sd / 0.7 - 1)).toBeLessThan(off);
  });

  test('the share of stuck devices stands still within its range', () => {
    const bank = bankOf({ stuck: 0.2, stuckRange: 0.1 }, N);
    const stuck = Array.from({ length: N }, (_, i) => i).filter((i) => bank.isStuck[i]);
    expect(Math.abs(stuck.length / N - 0.2)).toBeLessThan(off);
    for (const i of stuck) {
      expect(Math.abs(bank.start[i])).toBeLessThanOrEqual(0.1);
      expect(bank.step(i, bank.start[i], 1, 1)).toBe(bank.start[i]);
      expect(bank.rested(i, bank.start[i])).toBe(bank.start[i]);
    }
    expect(moments(stuck.map((i) => bank.start[i])).sd).toBeGreaterThan(0.05);
  });

  test('ends that came out in the wrong order hold the device between them, or count by their size', () => {
    // reversed in about one of 25 devices
    const wild = { wMaxDtod: 0.57, wMinDtod: 0.57, dwMinDtod: 0.5 };
    const held = bankOf(wild, 2000);
    const consistent = bankOf({ ...wild, enforceConsistency: true }, 2000);
    expect(held.low.some((low, i) => low === held.high[i])).toBe(true);
    for (let i = 0; i < 2000; i++) {
      expect(held.low[i]).toBeLessThanOrEqual(held.high[i]);
      expect(consistent.low[i]).toBeLessThan(0);
      expect(consistent.high[i]).toBeGreaterThan(0);
      expect(consistent.meanStep(i, 0, 1)).toBeGreaterThan(0);
    }
  });

  test('a weight decays by 1/lifetime a presentation, and not at all when off', () => {
    const bank = bankOf({ decay: 0.01, decayDtod: 0.3 }, N);
    const lifetimes = Array.from({ length: N }, (_, i) => 1 / (1 - bank.rested(i, 1)));
    expect(Math.abs(moments(lifetimes).mean / 100 - 1)).toBeLessThan(0.3 * off);
    expect(bankOf({}).rested(0, 0.7)).toBe(0.7);
  });
});

describe('each chance stands alone', () => {
  const chances = [
    'dwMinDtod',
    'upDownDtod',
    'wMaxDtod',
    'wMinDtod',
    'gammaUpDtod',
    'gammaDownDtod',
    'decayDtod',
    'stuck',
  ] as const;
  const noisy: PulsedParameters = {
    ...pulsedPreset('ecram').parameters,
    decay: 0.001,
    decayDtod: 0.2,
    stuck: 0.05,
    stuckRange: 0.1,
  };
  /** what the ends, the steps and the decay of 40 devices are */
  const look = (p: PulsedParameters) => {
    const bank = pulsedBank(p, 40, making);
    const of = (f: (i: number) => number): number[] => Array.from({ length: 40 }, (_, i) => f(i));
    return {
      high: [...bank.high],
      low: [...bank.low],
      gammaUp: of((i) => (bank.meanStep(i, 0, 1) - bank.meanStep(i, 0.5, 1)) / bank.meanStep(i, 0, 1)),
      up: of((i) => bank.meanStep(i, 0, 1)),
      down: of((i) => bank.meanStep(i, 0, -1)),
      kept: of((i) => bank.rested(i, 0.5)),
    };
  };

  test.each([
    ['wMaxDtod', ['low', 'up', 'down', 'kept']],
    ['wMinDtod', ['high', 'up', 'down', 'kept']],
    ['dwMinDtod', ['high', 'low', 'kept']],
    ['gammaUpDtod', ['high', 'low', 'up', 'down', 'kept']],
    ['decayDtod', ['high', 'low', 'up', 'down']],
  ] as const)('without %s the rest is the same to the bit', (off, same) => {
    const all = look(noisy);
    const less = look({ ...noisy, [off]: 0 });
    for (const what of same) expect(less[what]).toEqual(all[what]);
    expect(less).not.toEqual(all);
  });

  test('with every chance off at once nothing is left', () => {
    const off = Object.fromEntries(chances.map((c) => [c, 0]));
    const none = look({ ...noisy, ...off });
    for (const numbers of Object.values(none)) expect(new Set(numbers).size).toBe(1);
  });

  test('another seed or device gives other devices', () => {
    const first = [...pulsedBank(noisy, 4, making).high];
    expect([...pulsedBank(noisy, 4, { ...making, seed: 2 }).high]).not.toEqual(first);
    expect([...pulsedBank(noisy, 4, { ...making, device: 128 }).high]).not.toEqual(first);
    expect([...pulsedBank(noisy, 4, making).high]).toEqual(first);
  });
});

describe('parameters that contradict each other are refused', () => {
  test.each([
    ['a range without 0', { wMin: 0.5 }, 'from wMin 0.5 to wMax 1'],
    ['a step of nothing', { dwMin: 0 }, 'dwMin is 0'],
    [
      'a curve without ends',
      { model: 'soft-bounds', wMax: Number.POSITIVE_INFINITY },
      'soft-bounds needs ends',
    ],
    ['one node', { model: 'piecewise', piecewise: { up: [1], down: [1] } }, 'got 1 and 1'],
    ['A = 0', { model: 'neurosim', neurosim: { ...plainPulsed.neurosim, aUp: 0 } }, 'A other than 0'],
  ] as const)('%s', (_, p, message) => {
    expect(() => bankOf(p)).toThrow(message);
  });
});

/** Arrays of pulsed devices: the vector kernel against the law one by one, and updates by coinciding pulses. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pulsedArray } from '../../../sim/devices/pulsed/array.ts';
import { plainPulsed } from '../../../sim/devices/pulsed/law.ts';
import { arrayNormal, QUANTILES, quantileTable } from '../../../sim/devices/pulsed/quantiles.ts';
import { pulseTrain, trainPlan, updateByCoincidence } from '../../../sim/devices/pulsed/trains.ts';
import { pulsedPreset, pulsedPresets } from '../../../sim/devices/pulsed-presets.ts';

const making = { seed: 1960, device: 320 };

describe('the vector kernel', () => {
  const straight = ['constant', 'linear', 'soft-bounds', 'soft-bounds-reference', 'neurosim'];

  test('takes every model whose step is a straight line', () => {
    for (const { parameters } of pulsedPresets)
      expect(pulsedArray(parameters, 2, 2, making).isVectorized).toBe(straight.includes(parameters.model));
  });

  test('gives the bits of the law one by one, for any shape, directions and pulse numbers', () => {
    const presets = pulsedPresets.filter((p) => straight.includes(p.parameters.model));
    const side = fc.integer({ min: 1, max: 9 });
    const pulses = fc.array(fc.nat({ max: 0xffffffff }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.constantFrom(...presets),
        side,
        side,
        fc.integer(),
        pulses,
        fc.infiniteStream(fc.constantFrom(1, -1, 0, 1, -1, 0.5, -0)),
        ({ parameters }, rows, columns, seed, numbers, directions) => {
          const fast = pulsedArray(parameters, rows, columns, { ...making, seed });
          const slow = pulsedArray(parameters, rows, columns, { ...making, seed }, false);
          expect(slow.isVectorized).toBe(false);
          for (const pulse of numbers) {
            for (let i = 0; i < rows * columns; i++) {
              const next = directions.next();
              const d = next.done ? 0 : next.value;
              fast.directions[i] = d;
              slow.directions[i] = d;
            }
            fast.pulse(pulse);
            slow.pulse(pulse);
            expect(fast.weights).toEqual(slow.weights);
          }
        },
      ),
      { seed: 1960, numRuns: 60 },
    );
  });

  test('leaves a device without a pulse as it is', () => {
    const array = pulsedArray(pulsedPreset('ecram').parameters, 3, 7, making);
    array.weights.fill(0.25);
    array.directions.fill(0);
    array.directions[5] = 1;
    array.pulse(1);
    expect(array.weights.filter((w) => w !== 0.25)).toHaveLength(1);
    expect(array.weights[5]).toBeGreaterThan(0.25);
  });
});

describe('normal numbers for arrays', () => {
  test('are 65536 quantiles: symmetric, rising, of variance 1 but for the far tails', () => {
    const table = quantileTable();
    expect(table).toHaveLength(QUANTILES);
    let squares = 0;
    for (let k = 0; k < QUANTILES; k++) {
      if (table[k] !== -table[QUANTILES - 1 - k]) throw new Error(`quantile ${k} has no mirror image`);
      if (k > 0 && !(table[k] > table[k - 1])) throw new Error(`quantile ${k} does not rise`);
      squares += table[k] ** 2;
    }
    // what lies beyond the middle of the last 1/65536 is cut off
    expect(squares / QUANTILES).toBeGreaterThan(0.9999);
    expect(squares / QUANTILES).toBeLessThan(1);
    // of 1 - 1/131072, by Python's statistics.NormalDist
    expect(table[QUANTILES - 1]).toBeCloseTo(4.324919040826044, 12);
  });

  test('have no memory from device to device or from pulse to pulse', () => {
    const n = 40_000;
    const at = (device: number, pulse: number) => arrayNormal(7, 'arrayCycle', device, pulse);
    for (const [a, b] of [
      [1, 0],
      [4, 0],
      [0, 1],
    ]) {
      let product = 0;
      for (let i = 0; i < n; i++) product += at(i, 3) * at(i + a, 3 + b);
      expect(Math.abs(product / n)).toBeLessThan(4 / Math.sqrt(n)); // four standard errors
    }
  });
});

describe('a pulse train', () => {
  test('pulses with its probability in every slot', () => {
    const counts = new Array<number>(31).fill(0);
    const n = 5000;
    for (let presentation = 0; presentation < n; presentation++) {
      const bits = pulseTrain({ seed: 3, line: 8, presentation }, 0.3, 31);
      for (let slot = 0; slot < 31; slot++) counts[slot] += (bits >>> slot) & 1;
    }
    const error = Math.sqrt((0.3 * 0.7) / n);
    for (const count of counts) expect(Math.abs(count / n - 0.3)).toBeLessThan(4 * error); // four standard errors
  });

  test('is full at 1, empty at 0, and has the same pulses however many slots are asked', () => {
    const draw = { seed: 3, line: 8, presentation: 5 };
    expect(pulseTrain(draw, 1.2, 31)).toBe(0x7fffffff);
    expect(pulseTrain(draw, 0, 31)).toBe(0);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 31 }),
        fc.integer(),
        (p, length, among) => {
          const all = pulseTrain(draw, p, 31);
          const slots = length === 31 ? 0x7fffffff : (1 << length) - 1;
          expect(pulseTrain(draw, p, length, among)).toBe(all & slots & among);
        },
      ),
      { seed: 1960, numRuns: 200 },
    );
    expect(() => pulseTrain(draw, 0.5, 32)).toThrow('1 to 31 slots, got 32');
  });

  test('is planned so that slots times both probabilities times dwMin is the step that is wanted', () => {
    const demand = { learningRate: 0.01, dwMin: 0.002, length: 31 };
    for (const managed of [false, true]) {
      const { length, gainX, gainD } = trainPlan({ ...demand, managed }, 1, 0.5);
      expect(length * gainX * gainD * demand.dwMin).toBeCloseTo(demand.learningRate, 15);
    }
    const { length, gainX, gainD } = trainPlan({ ...demand, managed: true }, 1, 0.5);
    expect(length).toBe(3); // .01 x .5 / .002 = 2.5 steps
    expect(gainX * 1).toBeCloseTo(gainD * 0.5, 15);
  });
});

describe('an update by coincidence', () => {
  test('moves every device by lr d x in the mean', () => {
    const p = { ...plainPulsed, dwMin: 0.001, wMax: 100, wMin: -100 };
    const array = pulsedArray(p, 2, 3, making);
    const x = Float64Array.of(1, -0.5, 0.25);
    const d = Float64Array.of(0.4, -0.8);
    const update = { learningRate: 0.01, dwMin: 0.001, length: 31, managed: false, seed: 9 };
    const n = 4000;
    let steps = 0;
    for (let presentation = 0; presentation < n; presentation++)
      steps += updateByCoincidence(array, x, d, { ...update, presentation });
    for (let r = 0; r < 2; r++) {
      for (let c = 0; c < 3; c++) {
        const expected = 0.01 * d[r] * x[c];
        // coincidences are about Poisson: four standard errors of their number
        const error = 4 * Math.sqrt(Math.abs(expected) * 0.001 * n);
        expect(Math.abs(array.weights[r * 3 + c] - n * expected)).toBeLessThan(error);
      }
    }
    const wanted = 10 * (0.4 + 0.8) * (1 + 0.5 + 0.25) * n;
    expect(Math.abs(steps / wanted - 1)).toBeLessThan(0.02); // 84000 coincidences, rows and columns in common
  });

  test('refuses vectors of another length', () => {
    const array = pulsedArray(plainPulsed, 2, 3, making);
    const update = { learningRate: 0.01, dwMin: 0.001, length: 31, managed: false, seed: 9, presentation: 0 };
    expect(() => updateByCoincidence(array, new Float64Array(2), new Float64Array(2), update)).toThrow(
      '2 x 3 expects 2 d and 3 x, got 2 and 2',
    );
  });
});

/**
 * Every non-ideality is a switch of its own: off it is not there, in any bit; vanishingly small it
 * vanishes; and switching one on leaves the draws of all others as they were.
 */
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { circuits } from '../../circuits/index.ts';
import type { Run } from '../../sim/clock.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { Chance } from '../papers/helpers.ts';
import { type BenchOptions, distance, memistorBank, moments, runOf, shape, stateOf } from './benches.ts';

const MILLI = 1e-3;

/** Trains on random signs, and returns the run. */
function train(run: Run, presentations: number): Run {
  const chance = new Chance(23);
  const [{ length: lines }] = [run.program.stimulus['x']];
  for (let k = 0; k < presentations; k++) {
    const x = Array.from({ length: lines }, () => (chance.uniform() < 0.5 ? -1 : 1));
    run.presentation({ x, d: [chance.uniform() < 0.5 ? -1 : 1], learn: [1] });
  }
  return run;
}

describe.each(circuits.map((c) => [c.id, c] as const))('%s', (_id, definition) => {
  const given = { adaptation: definition.adaptations[0] };
  const flat = elaborate(definition.build(shape(given)));
  const switches = flat.settings.filter(({ setting }) => setting.ideal !== setting.default);
  const train100 = (options: BenchOptions): Run => train(runOf(definition, given, options), 100);

  test('as built, with every switch set back to its ideal number, is the ideal circuit in every bit', () => {
    const settings = Object.fromEntries(switches.map(({ path, setting }) => [path, setting.ideal]));
    expect(stateOf(train100({ base: 'default', settings }))).toEqual(stateOf(train100({})));
  });

  test('has switches whose numbers say what they do and where they come from', () => {
    expect(switches.length).toBeGreaterThanOrEqual(5);
    for (const { path, setting } of flat.settings) {
      expect(setting.meaning, path).not.toBe('');
      expect(setting.source, path).toMatch(/^(found|computed|recalled|chosen|a fault to try)/);
      expect(setting.range[0], path).toBeLessThanOrEqual(setting.ideal);
      expect(setting.range[1], path).toBeGreaterThanOrEqual(setting.ideal);
      expect(setting.range[0], path).toBeLessThanOrEqual(setting.default);
      expect(setting.range[1], path).toBeGreaterThanOrEqual(setting.default);
    }
  });
});

describe('a switch that is on and does nothing changes no bit', () => {
  /** Each takes the general path through the device or amplifier, with nothing to show for it. */
  test.each([
    ['an amplifier that saturates at 1e300 V', { 'summer.limit': 1e300 }],
    ['a saturation that no cell reaches', { saturation: 1 }],
    ['a hysteresis and a noise far below the tie band', { hysteresis: 1e-300, 'quantizer.noise': 1e-300 }],
    ['a pulse noise of 1e-300', { pulseNoise: 1e-300 }],
    ['a spread of 1e-300', { slopeSpread: 1e-300, substrateSpread: 1e-300, fullSpread: 1e-300 }],
    ['a read noise of 1e-300', { readNoise: 1e-300 }],
    ['a retention of 1e300 s', { retention: 1e300 }],
    ['a softness of 1e-300', { softness: 1e-300 }],
    ['a rectification of 1e-300', { rectification: 1e-300 }],
    ['leads of 1e-300 ohm', { leads: 1e-300 }],
    ['a gain of 1e300', { gain: 1e300 }],
    ['an offset of 1e-300 V', { 'summer.offset': 1e-300, 'quantizer.offset': 1e-300 }],
  ] as [string, Record<string, number>][])('%s', (_what, settings) => {
    for (const adaptation of ['nulling', 'timed'] as const) {
      const plain = train(runOf(adaline, { adaptation }), 100);
      const general = train(runOf(adaline, { adaptation }, { settings }), 100);
      for (const name of ['conductances', 'weights', 'sum', 'decision'])
        expect([...general.read(name)]).toEqual([...plain.read(name)]);
      expect(general.time).toBe(plain.time);
      expect(general.joules).toBe(plain.joules);
    }
  });

  test('a cycle life of 1e300 swings keeps books, and the same copper', () => {
    const plain = train(runOf(adaline), 100);
    const ageing = train(runOf(adaline, {}, { settings: { cycleLife: 1e300 } }), 100);
    expect([...ageing.read('conductances')]).toEqual([...plain.read('conductances')]);
    expect(Object.keys(stateOf(ageing)).filter((path) => path.endsWith('moved'))).toHaveLength(1);
  });
});

describe('a non-ideality vanishes with its number', () => {
  test.each([
    ['leads', 1e-2],
    ['strippingEfficiency', 0.5],
    ['softness', 0.5],
    ['pulseNoise', 0.5],
    ['slopeSpread', 0.5],
    ['readNoise', 0.5],
    ['rectification', 1e-2],
    ['summer.offset', 1e-3],
  ] as const)('%s: a tenth of it has about a tenth of the effect', (name, large) => {
    const ideal = name === 'strippingEfficiency' ? 1 : 0;
    const plain = train(runOf(adaline, { adaptation: 'timed' }), 20).read('weights');
    const effect = (share: number): number => {
      const settings = { [name]: ideal + share * (large - ideal) };
      return distance(
        train(runOf(adaline, { adaptation: 'timed' }, { settings }), 20).read('weights'),
        plain,
      );
    };
    const [small, tiny] = [effect(1e-3), effect(1e-4)];
    expect(small).toBeGreaterThan(0);
    // to first order; a thousandth of a large number leaves a per cent of the second
    expect(small / tiny).toBeGreaterThan(9.5);
    expect(small / tiny).toBeLessThan(10.5);
  });
});

describe('draws', () => {
  const others: readonly (readonly [string, Record<string, number>])[] = [
    ['softness', { softness: 0.4 }],
    ['stripping efficiency', { strippingEfficiency: 0.6 }],
    ['read noise', { readNoise: 0.1 }],
    ['leads', { leads: 0.1 }],
    ['an open cell', { openCell: 1 }],
    ['a stuck cell', { stuckCell: 2 }],
    ['cycle life', { cycleLife: 1e6 }],
    ['saturation', { saturation: 1 }],
    ['spread of the slope', { slopeSpread: 0.2 }],
    ['spread of substrate and full', { substrateSpread: 0.2, fullSpread: 0.2 }],
  ];

  /** Deposits of ten pulses up or down, of six cells that start from the reference each time. */
  const deposits = (settings: Readonly<Record<string, number>>): number[] => {
    const run = memistorBank(6, { settings: { 'control.plate': 0.5, ...settings } });
    const [bank] = run.program.moded;
    return Array.from({ length: 10 }, (_, k) => {
      for (let i = 0; i < 6; i++) run.setByHand(bank, i, 0.505);
      const before = [...run.read('siemens')];
      run.presentation({ x: [1, 1, 1, 1, 1, 1], amperes: new Array(6).fill(k % 2 ? -MILLI : MILLI) });
      return [...run.read('siemens')].map((g, i) => g - before[i]);
    }).flat();
  };

  test.each(others)('of pulses stay as they were with %s on', (name, settings) => {
    const factor = (s: Readonly<Record<string, number>>): number[] => {
      const [noisy, quiet] = [deposits({ ...s, pulseNoise: 0.3 }), deposits(s)];
      return noisy.map((g, k) => g / quiet[k]);
    };
    const [alone, beside] = [factor({}), factor(settings)];
    beside.forEach((v, k) => {
      const stuck = name === 'a stuck cell' && k % 6 === 2;
      if (stuck)
        expect(v).toBeNaN(); // it takes no pulse at all
      // under soft bounds Q approaches its end by 1 - exp(-D b t), D the draw, b t = .4 x 1 mA x .5 s / 20 mC
      else {
        const draw = name === 'softness' ? Math.expm1(-0.01 * alone[k]) / Math.expm1(-0.01) : alone[k];
        expect(Math.abs(v - draw)).toBeLessThan(1e-11); // of deposits of 1/40 S, read as a difference
      }
    });
  });

  test.each(others.filter(([name]) => name !== 'read noise'))(
    'of reads stay as they were with %s on',
    (name, settings) => {
      const sensed = (s: Readonly<Record<string, number>>): number[] => {
        const run = memistorBank(6, { settings: { readNoise: 0.1, ...s } });
        return Array.from({ length: 10 }, () => {
          run.presentation({ x: new Array(6).fill(1), amperes: new Array(6).fill(0) });
          const g = run.read('siemens');
          return [...run.read('cells.sensed')].map((seen, i) => seen / g[i]);
        }).flat();
      };
      const [alone, beside] = [sensed({}), sensed(settings)];
      beside.forEach((v, k) => {
        if (name === 'an open cell' && k % 6 === 1) expect(v).toBe(0);
        else expect(v).toBe(alone[k]);
      });
    },
  );

  test.each([
    ['pulse noise', { pulseNoise: 0.3 }],
    ['read noise', { readNoise: 0.3 }],
    ['spread of substrate and full', { substrateSpread: 0.2, fullSpread: 0.2 }],
    ['cycle life', { cycleLife: 1e6 }],
  ])('of the spread of slopes stay as they were with %s on', (_name, settings) => {
    const slopes = (s: Readonly<Record<string, number>>): number[] => {
      const run = memistorBank(50, { settings: { slopeSpread: 0.1, ...s } });
      // a cell's slope shows in the charge that a conductance needs
      const [bank] = run.program.moded;
      for (let i = 0; i < 50; i++) run.setByHand(bank, i, 0.6);
      const block = run.program.states.find((b) => b.path.endsWith('charge'))!;
      return [...run.f.subarray(block.at, block.at + 50)];
    };
    expect(slopes(settings)).toEqual(slopes({}));
  });

  test('of one cell stay as they were when another part is added to the circuit', () => {
    // with and without its bias line, the pattern cells of the same names keep their draws
    const slopes = (inputs: number): number[] => {
      const run = runOf(adaline, { inputs, bias: false }, { settings: { slopeSpread: 0.1 } });
      const [bank] = run.program.moded;
      for (let i = 0; i < inputs; i++) run.setByHand(bank, i, 0.6);
      const block = run.program.states.find((b) => b.path.endsWith('charge'))!;
      return [...run.f.subarray(block.at, block.at + 4)];
    };
    expect(slopes(9)).toEqual(slopes(4));
  });
});

describe('the comparator', () => {
  /** Share of high decisions at a sum of `level` volts: one cell, its bias alone. */
  const highs = (
    level: number,
    settings: Readonly<Record<string, number>>,
    presentations: number,
  ): number => {
    const run = runOf(adaline, { inputs: 1, bias: true }, { settings });
    run.setByHand(run.program.moded[0], 0, 0.505 + 0.0495 * level);
    let high = 0;
    for (let k = 0; k < presentations; k++) {
      run.presentation({ x: [0], d: [0], learn: [0] });
      high += run.read('decision')[0];
    }
    return high / presentations;
  };

  test('with an offset decides at minus the offset', () => {
    const settings = { 'quantizer.offset': 0.01 };
    expect(highs(-0.0099, settings, 1)).toBe(1);
    expect(highs(-0.0101, settings, 1)).toBe(0);
  });

  test('with noise says + as often as the normal distribution: 15.87 % at minus one deviation', () => {
    // binomial of 4000: a standard error of .0058; five of them
    expect(Math.abs(highs(-0.02, { 'quantizer.noise': 0.02 }, 4000) - 0.1587)).toBeLessThan(0.029);
    expect(Math.abs(highs(0, { 'quantizer.noise': 0.02 }, 4000) - 0.5)).toBeLessThan(0.04);
  });

  test('with hysteresis keeps its last decision within half of it either way', () => {
    const run = runOf(adaline, { inputs: 1 }, { settings: { hysteresis: 0.1 } });
    const decide = (level: number): number => {
      run.setByHand(run.program.moded[0], 0, 0.505 + 0.0495 * level);
      run.presentation({ x: [0], d: [0], learn: [0] });
      return run.read('decision')[0];
    };
    expect([0.04, 0.06, 0.04, -0.04, -0.06, -0.04, 0.04, 0.06].map(decide)).toEqual([0, 1, 1, 1, 0, 0, 0, 1]);
  });

  test('without any of them has a tie band of a billionth of full scale, and says + within it', () => {
    expect(highs(-0.9e-9, {}, 1)).toBe(1);
    expect(highs(-1.1e-9, {}, 1)).toBe(0);
    expect(highs(0, {}, 1)).toBe(1);
  });
});

describe('the summing amplifier', () => {
  test.each([1e6, 1e5, 1e3])('with gain %f is short by 1 + (1 + R_f sum G) / A', (gain) => {
    const chance = new Chance(7);
    for (let k = 0; k < 20; k++) {
      const [ideal, finite] = [{}, { gain }].map((settings) => runOf(adaline, { inputs: 16 }, { settings }));
      const g = Array.from({ length: 17 }, () => 0.01 + 0.99 * chance.uniform());
      const x = Array.from({ length: 16 }, () => chance.symmetric(1.5));
      for (const run of [ideal, finite]) {
        for (const [i, siemens] of g.entries()) run.setByHand(run.program.moded[0], i, siemens);
        run.present({ x, d: [0], learn: [0] });
      }
      const total = g.reduce((sum, siemens) => sum + siemens, 17 * 0.505);
      const expected = ideal.read('sum')[0] / (1 + (1 + total / (0.1 * 0.0495)) / gain);
      expect(finite.read('sum')[0]).toBeCloseTo(expected, 12); // rounding of 34 terms of up to 10
    }
  });

  test.each([
    { inputs: 2, noiseGain: 74.3 },
    { inputs: 16, noiseGain: 417 },
  ])(
    'has the noise gain $noiseGain with the low reference, $inputs inputs and a bias',
    ({ inputs, noiseGain }) => {
      const settings = { reference: 0.055, unit: 0.045, 'summer.offset': 1e-3 };
      const run = runOf(adaline, { inputs }, { settings });
      run.present({ x: new Array(inputs).fill(1), d: [0], learn: [0] });
      // the detector inverts; the published numbers have three digits
      expect(-run.read('sum')[0] / 1e-3).toBeCloseTo(noiseGain, inputs === 2 ? 1 : 0);
    },
  );
});

test('spread makes sixteen cells sixteen different ones, around the nominal slope', () => {
  const run = runOf(adaline, { inputs: 16 }, { settings: { slopeSpread: 0.01 } });
  const [bank] = run.program.moded;
  for (let i = 0; i < 17; i++) run.setByHand(bank, i, 0.6);
  const block = run.program.states.find((b) => b.path.endsWith('charge'))!;
  const slopes = [...run.f.subarray(block.at, block.at + 17)].map((q) => (0.6 - 0.505) / q);
  expect(new Set(slopes).size).toBe(17);
  expect(Math.abs(moments(slopes).mean / 49.5 - 1)).toBeLessThan(0.0121); // five times .01 / sqrt 17
});

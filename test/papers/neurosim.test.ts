/** NeuroSim's curve, CrossSim's analytic device, and the symmetry point, against what was published of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pulsedBank } from '../../sim/devices/pulsed/bank.ts';
import { crossSimNoise, crossSimUpdate } from '../../sim/devices/pulsed/crosssim.ts';
import { plainPulsed, withoutChance } from '../../sim/devices/pulsed/law.ts';
import { symmetryPoint } from '../../sim/devices/pulsed/made.ts';
import { curvatureOf, nonlinearityOf, shareAfter } from '../../sim/devices/pulsed/neurosim.ts';
import { pcmDriftExponent, pcmDrifted, pcmProgrammingNoise } from '../../sim/devices/pulsed/pcm.ts';
import { pulsedPreset } from '../../sim/devices/pulsed-presets.ts';

const one = { seed: 1, device: 0 };
const seeded = { seed: 1960, numRuns: 200 };

describe("NeuroSim's label of a curve", () => {
  test('gives the A of Ag:a-Si that its authors print', () => {
    // printed to four places
    expect(Math.abs(curvatureOf(2.4, 97) - 48.4206)).toBeLessThan(5e-5);
    expect(Math.abs(curvatureOf(-4.88, 100) - -20.0303)).toBeLessThan(5e-5);
  });

  test('is the largest distance of the curve from the diagonal, over .07', () => {
    for (const label of [0.1, 1, 2.4, 4.88, 9]) {
      const a = curvatureOf(label, 1);
      let largest = 0;
      // the largest of 100000 points misses the top by 1e-10
      for (let k = 0; k <= 100_000; k++) {
        const p = k / 100_000;
        largest = Math.max(largest, (shareAfter(p, a, 1) - p) / Math.SQRT2);
      }
      expect(Math.abs(largest / 0.07 - label)).toBeLessThan(1e-6);
    }
  });

  test('comes back from A, for every label up to 9', () => {
    const labels = fc.double({ min: 1e-3, max: 9, noNaN: true });
    fc.assert(
      fc.property(labels, (label) => {
        // the closed form loses digits as the curve straightens: 1e-16 a of a label of 1/a
        expect(Math.abs(nonlinearityOf(curvatureOf(label, 1)) / label - 1)).toBeLessThan(1e-9);
      }),
      seeded,
    );
    expect(curvatureOf(0, 50)).toBe(Number.POSITIVE_INFINITY);
    expect(() => curvatureOf(9.1, 50)).toThrow('from -9 to 9; got 9.1');
  });
});

describe('a device with that curve', () => {
  const { parameters, siemens } = pulsedPreset('ag-a-si');
  const bank = pulsedBank(withoutChance(parameters), 1, one);
  const conductance = (w: number): number => siemens!.low + ((w + 1) / 2) * (siemens!.high - siemens!.low);

  test('follows B (1 - e^(-p/A)) + Gmin pulse by pulse, up and down', () => {
    const { aUp, aDown, pulsesUp, pulsesDown } = parameters.neurosim;
    const { low, high } = siemens!;
    let w = -1;
    for (let p = 1; p <= pulsesUp; p++) {
      w = bank.step(0, w, 1, 0);
      const expected = low + (high - low) * shareAfter(p, aUp, pulsesUp);
      expect(Math.abs(conductance(w) - expected)).toBeLessThan(1e-13 * high); // rounding of 97 steps
    }
    for (let p = pulsesDown - 1; p >= 0; p--) {
      w = bank.step(0, w, -1, 0);
      const expected = low + (high - low) * shareAfter(p, aDown, pulsesDown);
      expect(Math.abs(conductance(w) - expected)).toBeLessThan(1e-13 * high);
    }
  });

  test('has a noise of 3.5 % of the whole swing a pulse, wherever it stands', () => {
    const noisy = pulsedBank(parameters, 1, one);
    for (const w of [-0.5, 0, 0.3])
      expect(noisy.step(0, w, 1, 1) - noisy.step(0, w, 1, 0)).toBeCloseTo(0.035 * 2, 14);
  });

  test('is straight for a label of 0', () => {
    const straight = pulsedBank({ ...plainPulsed, model: 'neurosim' }, 1, one);
    expect(straight.step(0, -1, 1, 0)).toBeCloseTo(-0.98, 15);
    expect(straight.step(0, 0.5, -1, 0)).toBeCloseTo(0.48, 15);
  });
});

describe("CrossSim's analytic device", () => {
  const device = { wMin: -1, wMax: 1, alpha: 2 };

  test('in equal small changes is a soft-bounds device with as many pulses', () => {
    const { parameters } = pulsedPreset('crosssim-analytic');
    const bank = pulsedBank(parameters, 1, one);
    const dw = 2 / parameters.softBounds.pulses;
    for (const direction of [1, -1] as const) {
      let a = -direction;
      let b = -direction;
      for (let k = 0; k < parameters.softBounds.pulses; k++) {
        a = crossSimUpdate(device, a, direction * dw);
        b = bank.step(0, b, direction, 0);
        expect(Math.abs(a - b)).toBeLessThan(1e-13); // rounding of 100 steps
      }
      expect(a).toBeCloseTo(direction, 12);
    }
    const z = bank.step(0, 0, 1, 1) - bank.step(0, 0, 1, 0);
    expect(z).toBeCloseTo(crossSimNoise(device, dw, parameters.dwMinStd), 14);
  });

  test('does in two changes what it does in one, and never leaves its range', () => {
    const change = fc.double({ min: -2.5, max: 2.5, noNaN: true });
    const weight = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(weight, change, change, (w, first, second) => {
        const after = crossSimUpdate(device, w, first);
        expect(Math.abs(after)).toBeLessThanOrEqual(1);
        if (Math.sign(first) === Math.sign(second) && Math.abs(after) < 1) {
          const both = crossSimUpdate(device, w, first + second);
          expect(Math.abs(crossSimUpdate(device, after, second) - both)).toBeLessThan(1e-13);
        }
      }),
      seeded,
    );
  });

  test('with no curvature does what it is asked', () => {
    expect(crossSimUpdate({ ...device, alpha: 0 }, 0.25, -0.5)).toBe(-0.25);
  });
});

describe('soft bounds with a reference', () => {
  const p = {
    ...plainPulsed,
    model: 'soft-bounds-reference',
    dwMin: 0.01,
    dwMinDtod: 0.3,
    upDownDtod: 0.2,
    wMaxDtod: 0.2,
    wMinDtod: 0.2,
    enforceConsistency: true,
  } as const;

  test('stand still at w* = (s+ - s-)/(s+/high - s-/low): one step up undoes one down', () => {
    const bank = pulsedBank(p, 50, one);
    for (let i = 0; i < 50; i++) {
      const up = bank.meanStep(i, 0, 1);
      const down = -bank.meanStep(i, 0, -1);
      const w = symmetryPoint(up, down, bank.high[i], bank.low[i]);
      expect(Math.abs(bank.meanStep(i, w, 1) + bank.meanStep(i, w, -1))).toBeLessThan(1e-17);
    }
  });

  test('stand still at 0 once each device is counted from its own symmetry point', () => {
    const reference = { ...p.reference, subtractSymmetryPoint: true };
    const bank = pulsedBank({ ...p, reference }, 50, one);
    for (let i = 0; i < 50; i++)
      expect(Math.abs(bank.meanStep(i, 0, 1) + bank.meanStep(i, 0, -1))).toBeLessThan(1e-17);
  });
});

describe('phase-change memory', () => {
  test('is programmed to within .26348 + 1.965 g - 1.1731 g^2 microsiemens', () => {
    expect(pcmProgrammingNoise(0)).toBe(0.26348);
    expect(pcmProgrammingNoise(25)).toBeCloseTo(1.05538, 12);
  });

  test('drifts as (t / 20 s)^-nu, more where it conducts less', () => {
    expect(pcmDriftExponent(25)).toEqual({ mean: 0.049, sd: 0.008 });
    const low = pcmDriftExponent(1);
    expect(low.mean).toBeCloseTo(0.0155 * Math.log(25) + 0.0244, 14);
    expect(low.sd).toBeCloseTo(0.0125 * Math.log(25) - 0.0059, 14);
    expect(pcmDriftExponent(1e-6)).toEqual({ mean: 0.1, sd: 0.045 });
    expect(pcmDrifted(10, 0.05, 5)).toBe(10);
    expect(pcmDrifted(10, 0.05, 20e4)).toBeCloseTo(10 * 10 ** -0.2, 12);
  });
});

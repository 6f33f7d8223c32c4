/** A curve goes in, a device comes out: simulated, the device must give the curve back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitPiecewise, type MeasuredBranch, type PiecewiseFit } from '../../../sim/devices/fit/piecewise.ts';
import { solveSymmetric } from '../../../sim/devices/fit/solve-symmetric.ts';
import { pulsedBank } from '../../../sim/devices/pulsed/bank.ts';
import { type PulsedParameters, plainPulsed, withoutChance } from '../../../sim/devices/pulsed/law.ts';
import { pulsedPreset } from '../../../sim/devices/pulsed-presets.ts';

const one = { seed: 1, device: 0 };
const GAIN = 1e-6;
/** conductance of a weight, S: not symmetric, so that no sign is lost */
const siemens = (w: number): number => GAIN * (2 + w);

/** Measures a device without chance: N pulses up from the bottom, N down, every so many a point. */
function measure(p: PulsedParameters, pulses: number, every = 1) {
  const bank = pulsedBank(withoutChance(p), 1, one);
  let w = bank.low[0];
  const sweep = (direction: 1 | -1): MeasuredBranch => {
    const branch = { pulses: [0], siemens: [siemens(w)] };
    for (let k = 1; k <= pulses; k++) {
      w = bank.step(0, w, direction, 0);
      if (k % every !== 0) continue;
      branch.pulses.push(k);
      branch.siemens.push(siemens(w));
    }
    return branch;
  };
  return { up: sweep(1), down: sweep(-1) };
}

/** Plays the fitted device through the law that circuits use, and gives the largest deviation, a share of the range. */
function replay(fit: PiecewiseFit): number {
  const bank = pulsedBank(fit.parameters, 1, one);
  const range = fit.high - fit.low;
  let largest = 0;
  for (const [branch, direction] of [
    [fit.up, 1],
    [fit.down, -1],
  ] as const) {
    let w = (2 * (branch.measured[0] - fit.low)) / range - 1;
    let pulse = 0;
    branch.pulses.forEach((until, k) => {
      for (; pulse < until; pulse++) w = bank.step(0, w, direction, 0);
      const g = fit.low + ((w + 1) / 2) * range;
      largest = Math.max(largest, Math.abs(g - branch.measured[k]) / range);
      // the plot shows what the circuits will do
      expect(Math.abs(g - branch.fitted[k])).toBeLessThan(1e-12 * range);
    });
  }
  return largest;
}

describe('the fitted device', () => {
  test.each([
    ['ecram', 1000, 1],
    ['ecram', 1000, 50],
    ['ecram-mo', 7000, 100],
    ['capacitor', 400, 4],
    ['reram-sb', 1000, 10],
    ['ag-a-si', 97, 1],
    ['etann', 64, 8],
  ])('gives back the curve of %s, %i pulses, every %i measured, to rounding', (id, pulses, every) => {
    const { up, down } = measure(pulsedPreset(id).parameters, pulses, every);
    const fit = fitPiecewise(up, down);
    // their steps are straight lines, and so are the pieces: rounding of the sums
    expect(replay(fit)).toBeLessThan(1e-12);
    expect(fit.residual.max).toBeLessThan(1e-12);
  });

  test('gives back a curve of exponential steps to 1e-5: 32 straight pieces for one bent line', () => {
    const { up, down } = measure(pulsedPreset('reram-es').parameters, 1200, 10);
    expect(replay(fitPiecewise(up, down))).toBeLessThan(1e-5);
  });

  test('of a piecewise device is that device', () => {
    const factor = fc.double({ min: 0.2, max: 3, noNaN: true });
    const nodes = fc.integer({ min: 3, max: 9 });
    fc.assert(
      fc.property(
        nodes.chain((m) => {
          const factors = fc.array(factor, { minLength: m, maxLength: m });
          return fc.record({ up: factors, down: factors });
        }),
        (piecewise) => {
          const p: PulsedParameters = { ...plainPulsed, model: 'piecewise', dwMin: 0.005, piecewise };
          // the smallest step, .001, crosses the range in 2000 pulses
          const { up, down } = measure(p, 2000);
          const m = piecewise.up.length;
          const fit = fitPiecewise(up, down, m);
          expect(replay(fit)).toBeLessThan(1e-9);
          expect(fit.low).toBeCloseTo(siemens(-1), 18);
          expect(fit.high).toBeCloseTo(siemens(1), 18);
          for (const way of ['up', 'down'] as const)
            fit.parameters.piecewise[way].forEach((f, k) => {
              const step = f * fit.parameters.dwMin;
              // a last node that the weight jumps over is not seen
              const seen = way === 'up' ? k < m - 1 : k > 0;
              if (seen) expect(Math.abs(step / (0.005 * piecewise[way][k]) - 1)).toBeLessThan(1e-6);
            });
        },
      ),
      { seed: 1960, numRuns: 12 },
    );
  });

  test('of a noisy curve lies within the noise', () => {
    const noise = 0.01;
    const deviate = fc.array(fc.double({ min: -noise, max: noise, noNaN: true }), {
      minLength: 121,
      maxLength: 121,
    });
    fc.assert(
      fc.property(
        fc.constantFrom('ecram', 'reram-es', 'ag-a-si', 'reram-sb'),
        deviate,
        deviate,
        (id, u, d) => {
          const { up, down } = measure(pulsedPreset(id).parameters, 1200, 10);
          const range = siemens(1) - siemens(-1);
          // as it is measured: neighbours often stand the wrong way round
          const disturbed = (branch: MeasuredBranch, by: number[]): MeasuredBranch => ({
            pulses: branch.pulses,
            siemens: branch.siemens.map((g, k) => g + by[k] * range),
          });
          const fit = fitPiecewise(disturbed(up, u), disturbed(down, d));
          // uniform noise of 1 % either way has .6 % rms; what begins off stays off
          expect(fit.residual.rms).toBeLessThan(noise);
          expect(fit.residual.max).toBeLessThan(4 * noise);
          expect(replay(fit)).toBeLessThan(4 * noise);
        },
      ),
      { seed: 1960, numRuns: 12 },
    );
  });

  test('states its residuals as shares of the range', () => {
    const { up, down } = measure(pulsedPreset('reram-es').parameters, 1200, 10);
    const fit = fitPiecewise(up, down, 4);
    const all = [fit.up, fit.down].flatMap((b) =>
      b.measured.map((g, k) => (g - b.fitted[k]) / (fit.high - fit.low)),
    );
    expect(fit.residual.max).toBeCloseTo(Math.max(...all.map(Math.abs)), 14);
    expect(fit.residual.rms).toBeCloseTo(Math.sqrt(all.reduce((s, r) => s + r * r, 0) / all.length), 14);
    expect(fit.residual.max).toBeGreaterThan(1e-4);
  });

  test('is refused for fewer points, or for none that move', () => {
    const flat = { pulses: [0, 1, 2, 3, 4], siemens: [1, 1, 1, 1, 1] };
    expect(() => fitPiecewise(flat, flat)).toThrow('stays at 1 S');
    expect(() => fitPiecewise({ pulses: [0, 1], siemens: [1, 2] }, flat)).toThrow('up has 2 conductances');
  });
});

test('a symmetric system is solved, and one that is not positive definite is told', () => {
  expect([...solveSymmetric(Float64Array.of(4, 0, 2, 3), Float64Array.of(8, 8))!]).toEqual([
    expect.closeTo(1, 14),
    expect.closeTo(2, 14),
  ]);
  expect(solveSymmetric(Float64Array.of(1, 0, 2, 1), Float64Array.of(1, 1))).toBeNull();
});

/** Pulsed devices against numbers that independent tools gave. */
import { describe, expect, test } from 'vitest';
import { pulsedBank } from '../../sim/devices/pulsed/bank.ts';
import { type PulsedParameters, plainPulsed, withoutChance } from '../../sim/devices/pulsed/law.ts';
import { pulsedPreset } from '../../sim/devices/pulsed-presets.ts';
import { ensembleErrors, idealError, mean, median } from './adaline-ensemble.ts';

const oneOf = (p: PulsedParameters) => pulsedBank(withoutChance(p), 1, { seed: 1, device: 0 });

/** The weight after so many pulses up from the bottom, and as many down again. */
function upAndDown(p: PulsedParameters, pulses: number): [number, number] {
  const bank = oneOf(p);
  let w = bank.low[0];
  for (let k = 0; k < pulses; k++) w = bank.step(0, w, 1, 0);
  const top = w;
  for (let k = 0; k < pulses; k++) w = bank.step(0, w, -1, 0);
  return [top, w];
}

describe('without noise, from the bottom N pulses up and N down', () => {
  // printed to six places
  const printed = 5e-7;

  test.each([
    ['lithium ECRAM', pulsedPreset('ecram').parameters, 1000, 1.135942, -0.819474],
    ['metal-oxide ECRAM', pulsedPreset('ecram-mo').parameters, 7100, 1.026956, -0.763321],
    [
      'soft bounds of .01 within +-1',
      { ...plainPulsed, model: 'soft-bounds', dwMin: 0.01 },
      400,
      0.964099,
      -0.964743,
    ],
  ] as const)('%s ends where AIHWKit ends', (_, p, pulses, top, bottom) => {
    const [up, down] = upAndDown(p, pulses);
    expect(Math.abs(up - top)).toBeLessThan(printed);
    expect(Math.abs(down - bottom)).toBeLessThan(printed);
  });

  test('ReRAM with exponential steps reaches its end at pulse 1252', () => {
    const bank = oneOf(pulsedPreset('reram-es').parameters);
    let w = bank.low[0];
    let pulse = 0;
    while (w < bank.high[0] && pulse < 5000) {
      w = bank.step(0, w, 1, 0);
      pulse++;
    }
    expect(pulse).toBe(1252);
  });
});

describe('ADALINEs that learn one stream by coinciding pulses', () => {
  // 12 of 500: the error of their mean is below .00015, a thirtieth of the figures
  const FEW = 12;
  /** of the failing ones; their median is told from the figures without any doubt */
  const FEWER = 4;
  const few = (id: string): number[] => ensembleErrors(pulsedPreset(id).parameters, FEW, true);

  test('with ideal weights end at .0038', () => {
    expect(Math.abs(idealError() / 0.0038 - 1)).toBeLessThan(0.015); // printed to two digits
  });

  // 15 % is what two simulations with other random numbers are held to
  test.each([
    ['ecram', 0.0049],
    ['ecram-mo', 0.0059],
    ['capacitor', 0.0068],
  ])('with %s end at %f, to a seventh', (id, published) => {
    expect(Math.abs(mean(few(id)) / published - 1)).toBeLessThan(0.15);
  });

  test('with constant steps mostly end between .004 and .006; a few whose steps turned round end far off', () => {
    const p = pulsedPreset('gokmen-vlasov').parameters;
    const middle = median(few('gokmen-vlasov'));
    expect(middle).toBeGreaterThan(0.004);
    expect(middle).toBeLessThan(0.006);
    // the spread of .3 turns 1 in 2300 steps round; with the sizes alone the mean is within .005 to .015 too
    const consistent = ensembleErrors({ ...p, enforceConsistency: true }, FEW, true);
    expect(mean(consistent)).toBeGreaterThan(0.004);
    expect(mean(consistent)).toBeLessThan(0.015);
  });

  test('fail with both kinds of ReRAM at about .5, and it is chance that fails them: the curve alone costs .01', () => {
    for (const id of ['reram-sb', 'reram-es']) {
      const p = pulsedPreset(id).parameters;
      const fails = median(ensembleErrors(p, FEWER, true));
      expect(fails).toBeGreaterThan(0.35);
      expect(fails).toBeLessThan(0.7);
      // what is written beside the weight enters the sum seventeen times: a floor by itself
      const floor = 17 * (p.writeNoise * p.dwMin) ** 2;
      expect(floor).toBeGreaterThan(0.15);
      expect(fails).toBeGreaterThan(floor);
      expect(median(ensembleErrors({ ...p, writeNoise: 0 }, FEWER, true))).toBeLessThan(fails - 0.6 * floor);
      expect(median(ensembleErrors(withoutChance(p), 2, true))).toBeLessThan(0.015);
    }
  });
});

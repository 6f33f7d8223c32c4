/** The whole ensemble of 500 ADALINEs on pulsed devices. */
import { describe, expect, test } from 'vitest';
import { pulsedPreset } from '../../sim/devices/pulsed-presets.ts';
import { ensembleErrors, mean, median } from './adaline-ensemble.ts';

const ALL = 500;
const errors = (id: string, managed = true, adalines = ALL): number[] =>
  ensembleErrors(pulsedPreset(id).parameters, adalines, managed);

describe('500 ADALINEs that learn one stream by coinciding pulses', { timeout: 300_000 }, () => {
  // 15 % is what two simulations with other random numbers are held to; the figures were measured
  // with update management, AIHWKit's default
  test.each([
    ['ecram', 0.0049],
    ['ecram-mo', 0.0059],
    ['capacitor', 0.0068],
  ])('%s ends at %f', (id, published) => {
    expect(Math.abs(mean(errors(id)) / published - 1)).toBeLessThan(0.15);
  });

  test.each(['ecram', 'capacitor'])(
    '%s ends a tenth higher with always 31 slots: few pulses of the error move many weights',
    (id) => {
      const ratio = median(errors(id, false)) / median(errors(id));
      expect(ratio).toBeGreaterThan(1.05);
      expect(ratio).toBeLessThan(1.2);
    },
  );

  test('constant steps end at .005 to .015 but for the heavy tail', () => {
    const all = errors('gokmen-vlasov');
    // the worst hundredth, whose steps or ends turned round, makes more than a third of the mean
    const most = all.slice(0, ALL - ALL / 100);
    const tail = all.slice(ALL - ALL / 100);
    expect(tail.reduce((a, b) => a + b, 0)).toBeGreaterThan((mean(all) * ALL) / 3);
    expect(mean(most)).toBeGreaterThan(0.004);
    expect(mean(most)).toBeLessThan(0.015);
    // seven other seeds gave .008 to .020
    expect(mean(all)).toBeGreaterThan(0.005);
    expect(mean(all)).toBeLessThan(0.03);
  });

  test.each(['reram-sb', 'reram-es'])('%s fails at about .5', (id) => {
    const middle = median(errors(id, true, 100));
    expect(middle).toBeGreaterThan(0.4);
    expect(middle).toBeLessThan(0.65);
  });
});

/** A user's own device in a spec: plain data, which a link or a file can bring, rightly or not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OwnDevice } from '../../sim/devices/own-device.ts';
import { fitOwnDevice } from '../../src/compare/own-device.ts';
import { runExperiment } from '../../src/compare/result.ts';
import { checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';
import { InputError } from '../../src/data/input-error.ts';
import './device-helpers.ts';

/** A device that saturates: conductance 2 + 6 (1 - exp(-k / 20)) and back, uS. */
const table = [
  'pulse,upMicrosiemens,downMicrosiemens',
  ...Array.from({ length: 61 }, (_, k) => {
    const way = 6 * (1 - Math.exp(-k / 20));
    return `${k},${2 + way},${8 - way}`;
  }),
].join('\n');
const { device, fit } = fitOwnDevice(table, 'folder/saturating.csv');
const specOf = (ownDevice: unknown, more: Partial<Spec> = {}): Spec =>
  defaultSpec({ patterns: 'and', ...more, ownDevice: ownDevice as OwnDevice });

describe('an own device', () => {
  test('is named after its file, and its fit lies on the measured points', () => {
    expect(device.name).toBe('saturating.csv');
    expect(fit.residual.max).toBeLessThan(0.001); // a thousandth of the range
  });

  test('comes through JSON without loss, and gives the same run', () => {
    const again = JSON.parse(JSON.stringify(specOf(device))) as Spec;
    expect(again).toEqual(specOf(device));
    expect(runExperiment(checkSpec(again)).result).toEqual(runExperiment(checkSpec(specOf(device))).result);
  });

  test('stands by while another device is chosen', () => {
    const spec = checkSpec(specOf(device, { device: 'ideal' }));
    expect(spec.shape).not.toHaveProperty('device');
  });

  test('moves by its measured steps: from the bottom as many pulses up as were measured', () => {
    // sign-sign with mu of one step: one pulse up for every weight of a pattern of ones
    const one = { rule: 'sign-sign', step: device.dwMin, bias: true, seed: 3 } as const;
    const experiment = runExperiment(
      checkSpec(specOf(device, { ...one, patterns: 'and', presentations: 1 })),
    ).result;
    const middle = (device.up.length - 1) / 2;
    const step = device.dwMin * Math.max(device.up[middle]!, device.down[middle]!);
    for (const w of experiment.hardware.weights) {
      expect(Math.abs(w)).toBeGreaterThan(0.5 * step);
      expect(Math.abs(w)).toBeLessThan(1.5 * step);
    }
  });
});

describe('data that are no device', () => {
  test.each([
    ['null', null, /found no device/],
    ['a word', 'ecram', /found no device/],
    ['no name', { ...device, name: '' }, /found no name/],
    ['conductances upside down', { ...device, lowSiemens: 1, highSiemens: 0.5 }, /the lower first/],
    ['a range of nothing', { ...device, highSiemens: device.lowSiemens }, /the lower first/],
    ['a step of zero', { ...device, dwMin: 0 }, /found a step of 0/],
    ['a step too small to ever arrive', { ...device, dwMin: 1e-30 }, /expected a number from 1e-7/],
    ['noise below zero', { ...device, dwMinStd: -1 }, /found a deviation of -1/],
    ['lists of two lengths', { ...device, up: [1, 1] }, /as many factors up as down/],
    ['no lists', { ...device, up: 'up', down: 'down' }, /as many factors up as down/],
    ['a factor that leads back', { ...device, up: device.up.with(2, -1) }, /found a factor of -1/],
    ['a factor that is none', { ...device, up: device.up.with(2, Number.NaN) }, /as many factors/],
  ] as const)('%s is refused in one line', (_, own, says) => {
    expect(() => checkSpec({ ...specOf(device), ownDevice: own as OwnDevice })).toThrow(InputError);
    expect(() => checkSpec({ ...specOf(device), ownDevice: own as OwnDevice })).toThrow(says);
  });

  test('whatever they are, they are refused in one line or run to their end', () => {
    const any = fc.oneof(
      fc.constantFrom(null, undefined, '', 0, -1, 1, 1e-9, 1e9, Number.NaN, Number.POSITIVE_INFINITY),
      fc.array(fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constant(0)), { maxLength: 40 }),
      fc.double(),
    );
    const changes = fc.dictionary(
      fc.constantFrom('name', 'lowSiemens', 'highSiemens', 'dwMin', 'dwMinStd', 'up', 'down'),
      any,
      { maxKeys: 3 },
    );
    fc.assert(
      fc.property(changes, fc.constantFrom('nulling', 'timed'), (change, adaptation) => {
        const own = { ...device, ...change } as OwnDevice;
        const spec = { ...specOf(device), device: own.name, ownDevice: own, epochs: 2 };
        try {
          const { hardware } = runExperiment(checkSpec({ ...spec, settings: { adaptation } })).result;
          for (const w of hardware.weights) expect(Number.isFinite(w)).toBe(true);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.message).not.toContain('\n');
        }
      }),
      { seed: 1960, numRuns: 150 },
    );
  });
});

/** Compact models as weights: the pulses of a circuit take them where the models themselves go. */
import { describe, expect, test } from 'vitest';
import { hp } from '../../sim/devices/compact/hp.ts';
import { driveAlone } from '../../sim/devices/compact/integrate.ts';
import { vteam } from '../../sim/devices/compact/vteam.ts';
import { yakopcic } from '../../sim/devices/compact/yakopcic.ts';
import { compactPresets, pulseResponse } from '../../sim/devices/compact-presets.ts';
import { pulsedBank } from '../../sim/devices/pulsed/bank.ts';
import type { PulsedDevice } from '../../sim/devices/weight-device.ts';

const models = {
  'hp-joglekar': [hp({ window: 'joglekar' }), 1, -1],
  'hp-biolek': [hp({ window: 'biolek' }), 1, -1],
  vteam: [vteam(), -0.3, 0.04],
  yakopcic: [yakopcic(), 0.3, -0.3],
} as const;

describe.each(Object.entries(models))('%s', (id, [model, upVolts, downVolts]) => {
  const device = compactPresets.find((p) => p.id === id)!.device as PulsedDevice;
  const { low, high, upSeconds, downSeconds } = pulseResponse(model, upVolts, downVolts);
  const bank = pulsedBank(device.parameters, 1, { seed: 1, device: 0 });
  const weightOf = (x: number): number => (2 * (model.conductance!(0, x) - low)) / (high - low) - 1;
  /** The state whose weight is w, found from below by small steps of the state and one straight line. */
  const stateOf = (w: number): number => {
    const [a, b] = model.bounds;
    const cells = 1e5;
    const x = (k: number): number => a + ((b - a) * k) / cells;
    for (let k = 0; k < cells; k++) {
      const [p, q] = [weightOf(x(k)), weightOf(x(k + 1))];
      if ((p - w) * (q - w) <= 0 && p !== q) return x(k) + ((w - p) / (q - p)) * (x(k + 1) - x(k));
    }
    throw new Error(`no state has the weight ${w}`);
  };

  test.each([
    [0, 25, 1],
    [0, 25, -1],
    [-0.5, 40, 1],
    [0.5, 40, -1],
    [0.6, 10, 1],
  ] as const)('from %f, %i pulses (%i) end where the model does', (from, count, direction) => {
    let w: number = from;
    for (let k = 0; k < count; k++) w = bank.step(0, w, direction, 0);
    const [volts, seconds] = direction > 0 ? [upVolts, upSeconds] : [downVolts, downSeconds];
    const { states } = driveAlone(model, () => volts, {
      times: Float64Array.of(0, count * seconds),
      state: stateOf(from),
    });
    const end = weightOf(states[1]);
    expect(Math.abs(end - from)).toBeGreaterThan(0.02);
    // steps are taken straight between 129 nodes: within a quarter of one of some .01
    expect(Math.abs(w - end)).toBeLessThan(0.0025);
  });

  test('moves a weight of zero by a hundredth either way, at its own conductances', () => {
    expect(Math.abs(bank.step(0, 0, 1, 0) - 0.01)).toBeLessThan(3e-4);
    expect(Math.abs(bank.step(0, 0, -1, 0) + 0.01)).toBeLessThan(3e-4);
    expect(device.reference - device.unit).toBeCloseTo(low, 12);
    expect(device.reference + device.unit).toBeCloseTo(high, 12);
  });
});

test('a pulse of the wrong sign is refused', () => {
  expect(() => pulseResponse(hp(), -1, 1)).toThrow('does not move a weight of zero its way');
});

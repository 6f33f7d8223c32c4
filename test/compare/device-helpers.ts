/** Experiments whose weights are another device. */
import { circuits } from '../../circuits/index.ts';
import { devicePresets } from '../../sim/devices/presets.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { experimentOf, type Given } from './helpers.ts';

/** Every preset that puts another device in the memistors' place. */
export const weightDevices = devicePresets.filter((p) => p.device);
export const takers = circuits.filter((c) => c.takesDevices);

/** Every non-ideality of the device, by path, with the number that switches it off. */
export function switchesOf(given: Given): Readonly<Record<string, number>> {
  const { definition, shape } = checkSpec(defaultSpec(given));
  return Object.fromEntries(
    elaborate(definition.build(shape)).settings.flatMap(({ path, setting }) =>
      setting.ofDevice && setting.fault ? [[path, setting.ideal]] : [],
    ),
  );
}

/** The experiment with every non-ideality of the device off, and no limit to its pulse trains. */
export const switchedOff = (given: Given) => {
  const limit = { 'control.adaptLimit': Number.POSITIVE_INFINITY };
  return experimentOf({ ...given, settings: { ...switchesOf(given), ...limit, ...given.settings } });
};

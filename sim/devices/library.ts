/**
 * The device library: every device that can take the memistors' place, and the update schemes that
 * go with them. It is loaded when somebody asks for one; circuits with copper alone need none of it.
 */
import { coincidence } from '../elements/coincidence.ts';
import { addElement } from '../elements/index.ts';
import { accumulator } from '../hosts/accumulator.ts';
import { addHostProgram } from '../hosts/index.ts';
import { motorPreset, motorWeightKind } from '../parts/motor-potentiometers.ts';
import { pulsedWeightKind } from '../parts/pulsed.ts';
import { manhattanScheme, stochasticScheme } from '../parts/schemes.ts';
import { compactPresets } from './compact-presets.ts';
import { faultOfOwnDevice, ownDevicePreset } from './own-device.ts';
import { addDevicePresets, setOwnDevices } from './presets.ts';
import { addUpdateScheme, addWeightKind } from './registry.ts';
import { weightPresets } from './weight-presets.ts';

/** Makes every device and update scheme known. Doing it again changes nothing. */
export function loadDeviceLibrary(): void {
  addWeightKind(pulsedWeightKind);
  addWeightKind(motorWeightKind);
  addElement('coincidence', coincidence);
  addHostProgram('accumulator', accumulator);
  addUpdateScheme('stochastic', stochasticScheme);
  addUpdateScheme('manhattan', manhattanScheme);
  addDevicePresets([...weightPresets, ...compactPresets, motorPreset]);
  setOwnDevices({ fault: faultOfOwnDevice, preset: ownDevicePreset });
}

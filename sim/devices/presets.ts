/**
 * Presets: named lists of settings. `ideal` has every non-ideality exactly off; `as-built` has
 * every setting at its realistic default. A preset of a device puts it in the place of the memistors,
 * with its own numbers, and leaves the rest of the circuit as its column says.
 */
import type { OwnDevice } from './own-device.ts';
import type { WeightDevice } from './weight-device.ts';

export interface DevicePreset {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** which column of every setting it starts from */
  readonly base: 'ideal' | 'default';
  /** what it sets besides, by the end of a setting's path */
  readonly settings: Readonly<Record<string, number>>;
  /** what the weights are, when not memistors */
  readonly device?: WeightDevice;
  readonly source: string;
}

const presets: DevicePreset[] = [
  {
    id: 'ideal',
    title: 'ideal devices',
    summary: 'every non-ideality exactly off: the hardware does the mathematics',
    base: 'ideal',
    settings: {},
    source: 'definition',
  },
  {
    id: 'as-built',
    title: 'as built',
    summary: 'every non-ideality at its realistic default',
    base: 'default',
    settings: {},
    source: 'chosen where no published value was found; each setting says so',
  },
  {
    id: 'low-reference',
    title: 'low reference',
    summary: 'weights from -1 to +21: the reference near the bare substrate, ideal devices',
    base: 'ideal',
    settings: { reference: 0.055, unit: 0.045 },
    source: 'computed: the circuit that was simulated in ngspice for comparison',
  },
];

/** The presets that `--device` takes: those of the memistor, and more once the device library is loaded. */
export const devicePresets: readonly DevicePreset[] = presets;

/** Adds presets whose names are new. */
export function addDevicePresets(more: readonly DevicePreset[]): void {
  for (const preset of more) if (!presets.some((p) => p.id === preset.id)) presets.push(preset);
}

/** What makes a preset of somebody's own device; it comes with the device library. */
export interface OwnDevices {
  readonly fault: (own: OwnDevice) => string | null;
  readonly preset: (own: OwnDevice) => DevicePreset;
}
let owns: OwnDevices | null = null;
export function setOwnDevices(functions: OwnDevices): void {
  owns = functions;
}
/** @throws Error when the device library has not been loaded */
export function ownDevices(): OwnDevices {
  if (!owns) throw new Error('own device: call loadDeviceLibrary() of sim/devices/library.ts first.');
  return owns;
}

/** Presets of devices as the weights of a circuit: the published numbers, and where they stand in siemens and seconds. */
import type { DevicePreset } from './presets.ts';
import type { PulsedParameters } from './pulsed/law.ts';
import { type PulsedPreset, pulsedPresets } from './pulsed-presets.ts';
import type { PulsedDevice } from './weight-device.ts';

const CHOSEN = 'chosen; no published value found';
/** A weight of zero, and of one more, where no conductance was published: all weights to +-2.5 are above 0 S. */
const REFERENCE = 12.5e-6;
const UNIT = 5e-6;
const PERIOD = 1e-3;
const PULSE_JOULES = 1e-12;

/** What has to be known to make pulsed devices the weights of a circuit; the rest is chosen. */
export interface PulsedDeviceNumbers {
  readonly title: string;
  readonly parameters: PulsedParameters;
  readonly siemens: PulsedPreset['siemens'];
  readonly pulse: PulsedPreset['pulse'];
  readonly source: string;
}

/** The device with its place in siemens: wMin at the low conductance and wMax at the high one, where they are known. */
export function pulsedDevice(given: PulsedDeviceNumbers): PulsedDevice {
  const { title, parameters, siemens, pulse, source } = given;
  const { wMin, wMax } = parameters;
  const unit = siemens ? (siemens.high - siemens.low) / (wMax - wMin) : UNIT;
  const reference = siemens ? siemens.low - wMin * unit : REFERENCE;
  const square = pulse ? (pulse.upVolts * pulse.upVolts + pulse.downVolts * pulse.downVolts) / 2 : 0;
  return {
    kind: 'pulsed',
    title,
    parameters,
    source,
    reference,
    unit,
    conductanceSource: siemens ? source : 'chosen: weights to 2.5 either way, above 0 S',
    period: PERIOD,
    pulseJoules: pulse && siemens ? square * reference * pulse.seconds : PULSE_JOULES,
    pulseSource:
      pulse && siemens ? 'chosen: 1 ms; computed: the energy, V^2 G t in the middle of the range' : CHOSEN,
  };
}

/** Every device that can take the memistors' place. */
export const weightPresets: readonly DevicePreset[] = pulsedPresets.map((preset) => ({
  id: preset.id,
  title: preset.title,
  summary: preset.summary,
  base: 'ideal',
  settings: {},
  device: pulsedDevice(preset),
  source: preset.source,
}));

/** What the weights of a neuron have in common, whatever they are made of: ports, element, and the scale of a device. */
import { bit, type Net, node, type Setting, type Settings, value } from '../circuit.ts';
import type { StoredConductanceSpec } from '../elements/element.ts';
import { design } from './setting.ts';

/** n cells from their lines to the summing bus. */
export const cellPorts = (n: number) => ({
  line: node(n),
  bus: node(),
  pattern: value(n),
  control: value(n),
  enable: bit(),
  conductance: value(n),
});
type Terminals = { readonly [K in keyof ReturnType<typeof cellPorts>]: readonly Net[] };

/** The cells as one element; where sensing meets more than the conductance, `sensed` has terminals of its own. */
export const cells = (
  at: Terminals,
  law: StoredConductanceSpec['law'],
  {
    name = 'cell',
    sensed = at.conductance,
    remaining = [],
  }: { name?: string; sensed?: readonly Net[]; remaining?: readonly Net[] } = {},
): StoredConductanceSpec => ({
  kind: 'stored-conductance',
  name,
  a: at.line,
  b: new Array<number>(at.line.length).fill(at.bus[0]!),
  control: at.control,
  enable: at.enable[0]!,
  pattern: at.pattern,
  conductance: at.conductance,
  sensed,
  remaining,
  law,
});

/** Whether sensing shows something else than the conductance itself. */
export const isDisturbed = (law: { readonly readNoise: number; readonly openCell: number }): boolean =>
  law.readNoise > 0 || law.openCell >= 0;

/** A setting of the device itself, to which a preset of that device gives its own number. */
export const ofDevice = (setting: Setting): Setting => ({ ...setting, ofDevice: true });

/** The conductances that the weights of a device are counted in. */
export const deviceScale = (device: {
  readonly reference: number;
  readonly unit: number;
  readonly conductanceSource: string;
}): Settings => {
  const siemens = (x: number, meaning: string): Setting =>
    ofDevice(design(x, 'S', meaning, device.conductanceSource, [1e-15, 1e3]));
  return {
    reference: siemens(device.reference, 'fixed conductance that a weight of zero equals'),
    unit: siemens(device.unit, 'conductance of a weight of one volt of full scale'),
  };
};

/** Potentiometers with motors as the weights of a neuron, each number a setting. */
import { definePart, inherit, type Setting, type Settings } from '../circuit.ts';
import { type MotorPotentiometerParameters, motorPotentiometer } from '../devices/motor-potentiometer.ts';
import type { DevicePreset } from '../devices/presets.ts';
import type { CellPorts, WeightKind } from '../devices/registry.ts';
import type { MotorPotentiometerDevice } from '../devices/weight-device.ts';
import { below, design, fault, OFF, SHARE, whole } from './setting.ts';
import { cellPorts, cells, deviceScale, isDisturbed, ofDevice } from './weight-cells.ts';

const CHOSEN = 'chosen; no published value found';

/** Full travel at full voltage, s. */
const TRAVEL = 5;
const LOW = 0.01;
const HIGH = 1;
const RATE = (HIGH - LOW) / TRAVEL;

/** The weights of the Mark I Perceptron, in the conductances of this project's memistors. */
export const motorPreset: DevicePreset = {
  id: 'motor-potentiometer',
  title: 'potentiometer with a motor',
  summary: 'weights as wipers turned by motors: friction, a highest speed, and end stops',
  base: 'ideal',
  settings: {},
  device: {
    kind: 'motor-potentiometer',
    title: 'potentiometer with a motor',
    reference: 0.505,
    unit: 0.0495,
    conductanceSource: 'chosen: the range of the memistor',
  },
  source:
    "found: motors turn the weights of the Mark I Perceptron (operators' manual, 1960); chosen: every number",
};

const cellSettings = (n: number): Settings => {
  const cell = (word: string): Setting =>
    whole(fault(-1, -1, '', `number of a cell ${word}, w0 is 0; -1 for none`, 'a fault to try', [-1, n - 1]));
  return {
    reference: inherit('reference'),
    leads: inherit('leads'),
    rate: inherit('rate'),
    low: ofDevice(below('high', design(LOW, 'S', 'conductance at the lower end stop', CHOSEN, [0, 1e3]))),
    high: ofDevice(design(HIGH, 'S', 'conductance at the upper end stop', CHOSEN, [1e-9, 1e6])),
    stops: ofDevice(
      whole(fault(0, 1, '', '1: the end stops hold the wiper; 0: it turns for ever', CHOSEN, [0, 1])),
    ),
    deadBand: ofDevice(
      fault(0, 0.05, '', 'share of the full voltage that only overcomes friction', CHOSEN, [0, 0.99]),
    ),
    slew: ofDevice(
      fault(OFF, RATE, 'S/s', 'highest speed of a wiper, whatever drives it', CHOSEN, [1e-9, OFF]),
    ),
    rateSpread: ofDevice(
      fault(0, 0.05, '', 'relative deviation of the speed from motor to motor', CHOSEN, SHARE),
    ),
    motorWatts: ofDevice(design(2, 'W', 'power of a motor while it is driven', CHOSEN, [0, 1e6])),
    readNoise: ofDevice(
      fault(
        0,
        0.0001,
        '',
        'relative fluctuation of a sensed conductance, one draw a presentation',
        CHOSEN,
        SHARE,
      ),
    ),
    stuckCell: cell('whose motor no longer turns'),
    openCell: cell('whose wire is broken'),
  };
};

/** n potentiometers from their lines to the summing bus; `control` carries shares of full voltage. */
const motorPotentiometers = (n: number) =>
  definePart<CellPorts>({
    type: 'potentiometers with motors',
    ports: cellPorts(n),
    settings: cellSettings(n),
    elements: (at, get, internal) => {
      const law: MotorPotentiometerParameters = {
        device: 'motor-potentiometer',
        reference: get('reference'),
        low: get('low'),
        high: get('high'),
        stops: get('stops') > 0,
        rate: get('rate'),
        rateSpread: get('rateSpread'),
        slew: get('slew'),
        deadBand: get('deadBand'),
        motorWatts: get('motorWatts'),
        readNoise: get('readNoise'),
        stuckCell: get('stuckCell'),
        openCell: get('openCell'),
        leadOhms: get('leads'),
      };
      return [cells(at, law, isDisturbed(law) ? { sensed: internal('sensed', n) } : {})];
    },
  });

/** How motors turn the weights of a neuron. */
export const motorWeightKind: WeightKind<MotorPotentiometerDevice> = {
  kind: 'motor-potentiometer',
  shared: (device) => ({
    ...deviceScale(device),
    rate: ofDevice(
      design(RATE, 'S/s', 'speed of a wiper at full voltage (full travel in 5 s)', CHOSEN, [1e-9, 1e3]),
    ),
  }),
  cells: motorPotentiometers,
  driveSettings: {
    rate: inherit('rate'),
  },
  drive: (get) => ({ full: 1, perSecond: get('rate') / get('unit') }),
  longest: () => 2 * TRAVEL,
  compile: (e, build) => {
    motorPotentiometer(e, e.law as MotorPotentiometerParameters, build);
  },
  say: {
    adapt: 'The motors turn: up where the weight shall grow, down where it shall fall.',
    'adapt, done': 'The motors stand: their voltage is gone.',
    rest: 'No motor turns. The wipers stay where they are.',
  },
};

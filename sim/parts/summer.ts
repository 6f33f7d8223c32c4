import { definePart, inherit, node, value } from '../circuit.ts';
import { design, fault, OFF, OFFSET } from './setting.ts';

const CHOSEN = 'chosen; no published value found';

/**
 * An op-amp that holds the bus at virtual ground, and the phase-sensitive detector behind it, which
 * turns the inverted AC amplitude into `sum`: 1 V is a sum of fullScale. R_f = 1 V / (V_x G_unit).
 */
export const opAmpSummer = () =>
  definePart({
    type: 'summing amplifier',
    ports: { bus: node(), sum: value() },
    settings: {
      unit: inherit('unit'),
      drive: inherit('drive'),
      gain: fault(OFF, 1e6, '', 'open-loop gain A0; the sum is short by (1 + R_f total G) / A0', CHOSEN, [
        1,
        OFF,
      ]),
      offset: fault(0, 1e-5, 'V', 'input offset voltage, amplified by the noise gain', CHOSEN, OFFSET),
      limit: fault(OFF, 12, 'V', 'largest output voltage either way', CHOSEN, [1e-9, OFF]),
    },
    elements: (at, get, internal) => {
      const out = internal('out', 1, 'node');
      return [
        {
          kind: 'conductance',
          name: 'feedback',
          a: at.bus,
          b: out,
          siemens: get('drive') * get('unit'),
          leadOhms: 0,
        },
        {
          kind: 'op-amp',
          name: 'amplifier',
          plus: null,
          minus: at.bus[0]!,
          out: out[0]!,
          gain: get('gain'),
          offset: get('offset'),
          limit: get('limit'),
        },
        {
          kind: 'amplifier',
          name: 'detector',
          inputs: [{ net: out[0]!, gain: -1 }],
          out: at.sum[0]!,
          offset: 0,
        },
      ];
    },
  });

/**
 * No amplifier: the bus itself shows the Millman sum, which every conductance loads. The detector
 * is scaled so that the sum is right where every weight is zero.
 */
export const passiveSummer = (n: number) =>
  definePart({
    type: 'passive summing node',
    ports: { bus: node(), sum: value() },
    settings: {
      unit: inherit('unit'),
      drive: inherit('drive'),
      reference: inherit('reference'),
      load: inherit('load'),
    },
    elements: (at, get) => {
      const load = get('load');
      const unloaded = 2 * n * get('reference') + load;
      return [
        ...(load > 0
          ? [{ kind: 'conductance' as const, name: 'load', a: at.bus, b: [0], siemens: load, leadOhms: 0 }]
          : []),
        {
          kind: 'amplifier',
          name: 'detector',
          inputs: [{ net: at.bus[0]!, gain: unloaded / (get('drive') * get('unit')) }],
          out: at.sum[0]!,
          offset: 0,
        },
      ];
    },
  });

/** What a neuron's parts share: one number for all of them. */
export const neuronSettings = {
  reference: design(
    0.505,
    'S',
    'fixed conductance that a weight of zero equals',
    'chosen: middle of the range',
    [1e-9, 1e3],
  ),
  unit: design(
    0.0495,
    'S',
    'conductance of a weight of one volt of full scale',
    'chosen: weights from -10 to +10',
    [1e-9, 1e3],
  ),
  slope: design(
    49.5,
    'S/C',
    'conductance plated per charge',
    'computed: .99 S in 10 s at 2 mA (found: 1961, p. 23)',
    [1e-6, 1e9],
  ),
  current: design(
    0.002,
    'A',
    'plating current of a full input',
    'found: several mA (1961, p. 23); 2 mA chosen',
    [1e-9, 10],
  ),
  leads: fault(
    0,
    0.002,
    'ohm',
    'resistance of the wires in series with each cell and each reference',
    CHOSEN,
    [0, 100],
  ),
} as const;

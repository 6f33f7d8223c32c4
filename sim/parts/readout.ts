import { definePart, inherit, type Shape, value } from '../circuit.ts';

/** What is reported, in units of d: weights by their definition, the sum and the error. Not a part of the machine. */
export const readout = (n: number, summer: Shape['summer']) =>
  definePart({
    type: 'readout',
    computed: true,
    ports: { conductance: value(n), sum: value(), error: value(), weight: value(n), s: value(), e: value() },
    settings: {
      reference: inherit('reference'),
      unit: inherit('unit'),
      fullScale: inherit('fullScale'),
      load: inherit('load'),
    },
    elements: (at, get) => [
      {
        kind: 'readout',
        name: 'weights',
        conductance: at.conductance,
        reference: get('reference'),
        unit: get('unit'),
        fullScale: get('fullScale'),
        load: summer === 'passive' ? get('load') : null,
        out: at.weight,
      },
      {
        kind: 'amplifier',
        name: 's',
        inputs: [{ net: at.sum[0]!, gain: get('fullScale') }],
        out: at.s[0]!,
        offset: 0,
      },
      {
        kind: 'amplifier',
        name: 'e',
        inputs: [{ net: at.error[0]!, gain: get('fullScale') }],
        out: at.e[0]!,
        offset: 0,
      },
    ],
  });

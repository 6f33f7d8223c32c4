import { definePart, inherit, value } from '../circuit.ts';

/** e = d - s, in volts of full scale, and the meter's reading of it in units of d. */
export const errorAmplifier = () =>
  definePart({
    type: 'error amplifier',
    ports: { desired: value(), sum: value(), level: value(), error: value() },
    settings: { fullScale: inherit('fullScale') },
    elements: (at, get) => [
      {
        kind: 'amplifier',
        name: 'reference',
        inputs: [{ net: at.desired[0]!, gain: 1 / get('fullScale') }],
        out: at.level[0]!,
        offset: 0,
      },
      {
        kind: 'amplifier',
        name: 'difference',
        inputs: [
          { net: at.level[0]!, gain: 1 },
          { net: at.sum[0]!, gain: -1 },
        ],
        out: at.error[0]!,
        offset: 0,
      },
    ],
  });

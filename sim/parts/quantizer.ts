import { bit, definePart, inherit, value } from '../circuit.ts';
import { fault, OFFSET } from './setting.ts';
import { TIE } from './tie.ts';

const CHOSEN = 'chosen; no published value found';

/** The threshold element: high is 1 for a sum at or above zero. `decision` is what it said when the sum was last compared. */
export const quantizer = () =>
  definePart({
    type: 'quantizer',
    ports: { sum: value(), hold: bit(), high: bit(), decision: bit(), q: value() },
    settings: {
      fullScale: inherit('fullScale'),
      offset: fault(0, 0.0005, 'V', 'input offset of the comparator', CHOSEN, OFFSET),
      noise: fault(0, 0.0002, 'V', 'rms noise at the comparator, one draw a presentation', CHOSEN, [0, 10]),
      hysteresis: fault(
        0,
        0.0005,
        'V',
        'width of the band in which the last decision stands',
        CHOSEN,
        [0, 10],
      ),
    },
    elements: (at, get) => [
      {
        kind: 'comparator',
        name: 'comparator',
        input: at.sum[0]!,
        threshold: 0,
        absolute: false,
        offset: get('offset'),
        noise: get('noise'),
        hysteresis: get('hysteresis'),
        previous: at.decision[0]!,
        tie: TIE,
        out: at.high[0]!,
      },
      { kind: 'sampler', name: 'flip-flop', input: at.high, capture: at.hold[0]!, out: at.decision },
      // q = +1 or -1, in volts of full scale
      {
        kind: 'amplifier',
        name: 'level',
        inputs: [{ net: at.high[0]!, gain: 2 / get('fullScale') }],
        out: at.q[0]!,
        offset: -1 / get('fullScale'),
      },
    ],
  });

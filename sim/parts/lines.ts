import { bit, definePart, inherit, node, value } from '../circuit.ts';

/**
 * The pattern's lines: `count` switches, and before them the bias line that stands at +1 where the
 * circuit has one. Each line drives its voltage and the antiphase; AC is carried by its amplitude.
 */
export const patternLines = (count: number, bias: boolean) =>
  definePart({
    type: 'pattern lines',
    ports: {
      pattern: value(count + (bias ? 1 : 0)),
      out: node(count + (bias ? 1 : 0)),
      antiphase: node(count + (bias ? 1 : 0)),
    },
    settings: { drive: inherit('drive') },
    elements: (at, get) => [
      {
        kind: 'input',
        name: 'switches',
        out: at.pattern,
        initial: [...(bias ? [1] : []), ...new Array<number>(count).fill(-1)],
      },
      { kind: 'source', name: 'in phase', from: at.pattern, out: at.out, volts: get('drive') },
      { kind: 'source', name: 'antiphase', from: at.pattern, out: at.antiphase, volts: -get('drive') },
    ],
  });

/** The same switches without voltages: what a machine made of logic reads. */
export const switches = (count: number, bias: boolean) =>
  definePart({
    type: 'switches',
    ports: { pattern: value(count + (bias ? 1 : 0)) },
    settings: {},
    elements: (at) => [
      {
        kind: 'input',
        name: 'switches',
        out: at.pattern,
        initial: [...(bias ? [1] : []), ...new Array<number>(count).fill(-1)],
      },
    ],
  });

/** The reference switch: the desired value, in units of d, and whether this presentation shall teach. */
export const teacher = () =>
  definePart({
    type: 'reference switch',
    ports: { desired: value(), learn: bit() },
    settings: {},
    elements: (at) => [
      { kind: 'input', name: 'reference', out: at.desired, initial: [0] },
      { kind: 'input', name: 'learn', out: at.learn, initial: [1] },
    ],
  });

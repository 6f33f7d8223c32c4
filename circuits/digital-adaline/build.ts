import { type Circuit, type Shape, wireCircuit } from '../../sim/circuit.ts';
import { logicGate } from '../../sim/parts/gates.ts';
import { switches, teacher } from '../../sim/parts/lines.ts';
import { logicNeuron } from '../../sim/parts/logic-neuron.ts';
import { sequencer } from '../../sim/parts/sequencer.ts';
import { lineSettings } from '../lines.ts';
import { digitalSequencer } from './sequencer.ts';

/** Lines of a shape, with the bias. */
export const linesOf = (shape: Shape): number => shape.inputs + (shape.bias ? 1 : 0);

/** The machine for a shape. */
export const build = (shape: Shape): Circuit => {
  const n = linesOf(shape);
  return wireCircuit({
    id: 'digital-adaline',
    settings: { fullScale: lineSettings.fullScale },
    parts: {
      lines: switches(shape.inputs, shape.bias),
      teacher: teacher(),
      neuron: logicNeuron(n, shape),
      skip: logicGate('not', 1),
      control: sequencer(digitalSequencer(n), ['skip'], ['sense', 'hold', 'adapt']),
    },
    wires: [
      ['lines.pattern', 'neuron.pattern'],
      ['teacher.desired', 'neuron.desired'],
      ['teacher.learn', 'skip.in'],
      ['skip.out', 'control.skip'],
      ['control.sense', 'neuron.sense'],
      ['control.hold', 'neuron.hold'],
      ['control.adapt', 'neuron.adapt'],
    ],
    stimulus: {
      x: shape.bias ? `lines.pattern[1..${shape.inputs}]` : 'lines.pattern',
      d: 'teacher.desired',
      learn: 'teacher.learn',
    },
    observe: {
      weights: 'neuron.weight',
      codes: 'neuron.code',
      sum: 'neuron.sum',
      error: 'neuron.error',
      held: 'neuron.held',
      high: 'neuron.high',
      decision: 'neuron.decision',
      pattern: 'lines.pattern',
      desired: 'teacher.desired',
      adapting: 'control.adapt',
    },
    sequencer: 'control',
  });
};

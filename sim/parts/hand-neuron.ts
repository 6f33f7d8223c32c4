import { defineModule, type Shape } from '../circuit.ts';
import { knobs, references } from './cells.ts';
import { errorAmplifier } from './error.ts';
import { operator } from './operator.ts';
import { quantizer } from './quantizer.ts';
import { readout } from './readout.ts';
import { neuronSettings, opAmpSummer } from './summer.ts';

/** The neuron of the knobby ADALINE: gains set by hand, a meter for the error, and the person who turns. */
export const handNeuron = (n: number, shape: Pick<Shape, 'rule' | 'step' | 'gamma' | 'eps'>) => {
  const { slope: _slope, current: _current, ...shared } = neuronSettings;
  return defineModule({
    type: 'neuron with knobs',
    settings: shared,
    parts: {
      gains: knobs(n),
      references: references(n),
      summer: opAmpSummer(),
      quantizer: quantizer(),
      error: errorAmplifier(),
      operator: operator(n, shape),
      readout: readout(n, 'op-amp'),
    },
    wires: [
      ['gains.bus', 'references.bus'],
      ['gains.bus', 'summer.bus'],
      ['gains.pattern', 'operator.pattern'],
      ['gains.conductance', 'readout.conductance'],
      ['gains.conductance', 'operator.knobs'],
      ['operator.target', 'gains.control'],
      ['summer.sum', 'quantizer.sum'],
      ['summer.sum', 'error.sum'],
      ['summer.sum', 'readout.sum'],
      ['error.error', 'readout.error'],
      ['error.error', 'operator.error'],
      ['error.level', 'operator.level'],
      ['quantizer.high', 'operator.decision'],
      ['quantizer.hold', 'operator.hold'],
    ],
    exports: {
      line: 'gains.line',
      referenceLine: 'references.line',
      pattern: 'gains.pattern',
      desired: 'error.desired',
      learn: 'operator.learn',
      hold: 'quantizer.hold',
      adapt: 'gains.enable',
      stopped: 'gains.finished',
      high: 'quantizer.high',
      decision: 'quantizer.decision',
      sum: 'readout.s',
      error: 'readout.e',
      reading: 'operator.reading',
      target: 'operator.target',
      conductance: 'gains.conductance',
      weight: 'readout.weight',
    },
  });
};

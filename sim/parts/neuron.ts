import { defineModule, type Shape } from '../circuit.ts';
import { weightKind } from '../devices/registry.ts';
import { adapter } from './adapter.ts';
import { memistors, references } from './cells.ts';
import { errorAmplifier } from './error.ts';
import { quantizer } from './quantizer.ts';
import { readout } from './readout.ts';
import { fault } from './setting.ts';
import { neuronSettings, opAmpSummer, passiveSummer } from './summer.ts';

export type NeuronShape = Pick<Shape, 'rule' | 'step' | 'gamma' | 'eps' | 'adaptation' | 'summer' | 'device'>;

/**
 * One adaptive neuron with n weights (bias included, as line 0), memistors or the shape's device:
 * weights against references, a summer, a quantizer, the error, and the control of the plating
 * current or pulses. A Madaline is copies of this very module.
 */
export const neuron = (n: number, shape: NeuronShape) => {
  const { device } = shape;
  return defineModule({
    type: 'adaptive neuron',
    settings: {
      ...(device
        ? { ...weightKind(device.kind).shared(device), leads: neuronSettings.leads }
        : neuronSettings),
      ...(shape.summer === 'passive'
        ? { load: fault(0, 0, 'S', 'conductance from the passive bus to ground', 'chosen', [0, 1e3]) }
        : {}),
    },
    parts: {
      weights: device ? weightKind(device.kind).cells(n, device) : memistors(n),
      references: references(n),
      summer: shape.summer === 'op-amp' ? opAmpSummer() : passiveSummer(n),
      quantizer: quantizer(),
      error: errorAmplifier(),
      adapter: adapter(n, shape),
      readout: readout(n, shape.summer),
    },
    wires: [
      ['weights.bus', 'references.bus'],
      ['weights.bus', 'summer.bus'],
      ['weights.pattern', 'adapter.pattern'],
      ['weights.conductance', 'readout.conductance'],
      ['summer.sum', 'quantizer.sum'],
      ['summer.sum', 'error.sum'],
      ['summer.sum', 'adapter.sum'],
      ['summer.sum', 'readout.sum'],
      ['error.error', 'readout.error'],
      ['error.error', 'adapter.error'],
      ['error.level', 'adapter.level'],
      ['quantizer.q', 'adapter.q'],
      ['quantizer.hold', 'adapter.hold'],
      ['adapter.plating', 'weights.control'],
      ['adapter.flowing', 'weights.enable'],
    ],
    exports: {
      line: 'weights.line',
      referenceLine: 'references.line',
      pattern: 'weights.pattern',
      desired: 'error.desired',
      hold: 'quantizer.hold',
      adapt: 'adapter.adapt',
      stopped: 'adapter.stopped',
      high: 'quantizer.high',
      decision: 'quantizer.decision',
      sumVolts: 'summer.sum',
      sum: 'readout.s',
      error: 'readout.e',
      conductance: 'weights.conductance',
      plating: 'adapter.plating',
      weight: 'readout.weight',
    },
  });
};

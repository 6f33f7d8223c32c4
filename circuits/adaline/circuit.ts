import { defineCircuit, type Shape, wireCircuit } from '../../sim/circuit.ts';
import { weightKind } from '../../sim/devices/registry.ts';
import { logicGate } from '../../sim/parts/gates.ts';
import { patternLines, teacher } from '../../sim/parts/lines.ts';
import { neuron } from '../../sim/parts/neuron.ts';
import { sequencer } from '../../sim/parts/sequencer.ts';
import { design, fault, OFF } from '../../sim/parts/setting.ts';
import { lineSettings } from '../lines.ts';
import { adalineSequencer } from './sequencer.ts';

/**
 * Longest waits of the adapt phase, s. Nulling must end some time: after 10 s of plating, or the pulses
 * of two swings of a pulsed device. A timed pulse is only limited as built.
 */
export const adaptLimit = ({ adaptation, device }: Pick<Shape, 'adaptation' | 'device'>) => ({
  adapt:
    adaptation === 'nulling'
      ? design(
          device ? Math.max(1e-3, weightKind(device.kind).longest(device)) : 10,
          's',
          'longest wait for the null; what is left then is reported as an overrun',
          'chosen',
          [1e-3, OFF],
        )
      : fault(OFF, 10, 's', 'longest pulse; what is left then is reported as an overrun', 'chosen', [
          1e-3,
          OFF,
        ]),
});

const build = (shape: Shape) => {
  const n = shape.inputs + (shape.bias ? 1 : 0);
  return wireCircuit({
    id: 'adaline',
    settings: lineSettings,
    parts: {
      lines: patternLines(shape.inputs, shape.bias),
      teacher: teacher(),
      neuron: neuron(n, shape),
      skip: logicGate('not', 1),
      control: sequencer(adalineSequencer, ['skip', 'stopped'], ['hold', 'adapt'], adaptLimit(shape)),
    },
    wires: [
      ['lines.out', 'neuron.line'],
      ['lines.antiphase', 'neuron.referenceLine'],
      ['lines.pattern', 'neuron.pattern'],
      ['teacher.desired', 'neuron.desired'],
      ['teacher.learn', 'skip.in'],
      ['skip.out', 'control.skip'],
      ['control.hold', 'neuron.hold'],
      ['control.adapt', 'neuron.adapt'],
      ['neuron.stopped', 'control.stopped'],
    ],
    stimulus: {
      x: shape.bias ? `lines.pattern[1..${shape.inputs}]` : 'lines.pattern',
      d: 'teacher.desired',
      learn: 'teacher.learn',
    },
    observe: {
      weights: 'neuron.weight',
      conductances: 'neuron.conductance',
      sum: 'neuron.sum',
      error: 'neuron.error',
      high: 'neuron.high',
      decision: 'neuron.decision',
      plating: 'neuron.plating',
      pattern: 'lines.pattern',
      desired: 'teacher.desired',
      adapting: 'control.adapt',
    },
    sequencer: 'control',
  });
};

/** See about.md. */
export const adaline = defineCircuit({
  id: 'adaline',
  title: 'ADALINE with memistors',
  summary: 'one adaptive neuron; copper-plated memistors are its weights',
  year: 1960,
  maxInputs: 256,
  units: 1,
  ideal: 'rule',
  adaptations: ['nulling', 'timed'],
  schemes: ['stochastic', 'manhattan'],
  takesDevices: true,
  summers: ['op-amp', 'passive'],
  rules: [
    'alpha-lms',
    'mu-lms',
    'nlms',
    'sign-error',
    'sign-data',
    'sign-sign',
    'perceptron',
    'mays-increment',
    'mays-relaxation',
  ],
  build,
  logic: () => import('./logic.ts'),
  face: {
    switches: { stimulus: 'x', rows: 4, columns: 4 },
    meter: { observe: 'error', label: 'error', unit: 'divisions', fullScale: 60 },
    cells: { kind: 'memistor', port: 'neuron.weights.cell' },
    lamp: { observe: 'high', label: 'decision' },
  },
  say: {
    present: 'The switches take the next pattern, and the lines drive the cells.',
    sense: 'Every cell adds its current to the bus; the summer shows the sum.',
    compare: 'The quantizer decides, and the error is held.',
    adapt:
      'Plating current flows: copper goes on where the weight shall grow, and comes off where it shall fall.',
    'adapt, done': 'The pulse has ended: no current flows until the phase is over.',
    rest: 'No current flows. The copper keeps the weights.',
  },
  assumptions: [
    'A cell is linear in its plated charge; its conductance, not its resistance, grows evenly.',
    'Sensing is AC and carried by its amplitude; plating is DC and does not disturb it.',
    'The energy counts the sensing drive in the sense phase and the plating current through the bath; the drive that watches the null, and the amplifiers, are not counted.',
    'x.x, for pulses that need it, is divided out by a computer: computed, not built.',
  ],
  facts: [
    {
      text: '100 ohm to 1 ohm in about 10 s at several mA',
      source: 'found: Widrow, Pierce & Angell 1961, p. 23, quoted in secondary notes',
    },
    {
      text: 'targets of +60, 0 and -60 meter divisions',
      source: 'found: Hagan, Demuth & Beale, Neural Network Design, ch. 10',
    },
  ],
  checks: [
    {
      says: 'one null of alpha = 1 brings the shown pattern of T to +60 divisions',
      patterns: 'tgf',
      shape: { rule: 'alpha-lms', step: 1, adaptation: 'nulling' },
      presentations: 1,
      expect: { observe: 'sum', values: [60], tolerance: 1e-9, why: 'the trip is solved to rounding' },
      source: 'computed: alpha-LMS with alpha = 1 nulls the error of the pattern shown',
    },
    {
      says: 'AND, 40 presentations of mu-LMS with 2 mu = .2 and the low reference',
      patterns: 'and',
      shape: { rule: 'mu-lms', step: 0.1, adaptation: 'timed' },
      settings: { 'neuron.reference': 0.055, 'neuron.unit': 0.045 },
      presentations: 40,
      expect: {
        observe: 'weights',
        values: [-0.5, 0.5714, 0.6429],
        tolerance: 5e-5,
        why: 'printed to four places',
      },
      source:
        'computed: ngspice transient of the clocked circuit, gain 1e5; difference 4.6e-4 from finite gain',
    },
  ],
  protocol: { patterns: 'tgf', rule: 'alpha-lms', step: 0.5, order: 'cyclic', init: 'zero' },
});

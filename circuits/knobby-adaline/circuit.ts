import { defineCircuit, type Shape, wireCircuit } from '../../sim/circuit.ts';
import { logicGate } from '../../sim/parts/gates.ts';
import { handNeuron } from '../../sim/parts/hand-neuron.ts';
import { patternLines, teacher } from '../../sim/parts/lines.ts';
import { sequencer } from '../../sim/parts/sequencer.ts';
import { design, OFF } from '../../sim/parts/setting.ts';
import { fivePhases } from '../five-phases.ts';
import { lineSettings } from '../lines.ts';
import { knobbyAdalineCard } from './card.ts';

/** Set the switches, let the needle come to rest, read it, turn the knobs, look up again. */
export const drillSequencer = fivePhases('operator drill', {
  present: 4,
  sense: 1,
  compare: 2,
  adapt: 0.5,
  rest: 1,
  adaptLimit: 600,
});

const build = (shape: Shape) => {
  const n = shape.inputs + (shape.bias ? 1 : 0);
  return wireCircuit({
    id: 'knobby-adaline',
    settings: lineSettings,
    parts: {
      lines: patternLines(shape.inputs, shape.bias),
      teacher: teacher(),
      neuron: handNeuron(n, shape),
      skip: logicGate('not', 1),
      control: sequencer(drillSequencer, ['skip', 'stopped'], ['hold', 'adapt'], {
        adapt: design(600, 's', 'longest time that the operator turns knobs for one pattern', 'chosen', [
          1e-3,
          OFF,
        ]),
      }),
    },
    wires: [
      ['lines.out', 'neuron.line'],
      ['lines.antiphase', 'neuron.referenceLine'],
      ['lines.pattern', 'neuron.pattern'],
      ['teacher.desired', 'neuron.desired'],
      ['teacher.learn', 'neuron.learn'],
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
      reading: 'neuron.reading',
      high: 'neuron.high',
      decision: 'neuron.decision',
      target: 'neuron.target',
      pattern: 'lines.pattern',
      desired: 'teacher.desired',
      adapting: 'control.adapt',
    },
    sequencer: 'control',
  });
};

/** See about.md. */
export const knobbyAdaline = defineCircuit({
  ...knobbyAdalineCard,
  build,
  face: {
    switches: { stimulus: 'x', rows: 4, columns: 4 },
    meter: { observe: 'reading', label: 'error', unit: 'divisions', fullScale: 60 },
    cells: { kind: 'knob', port: 'neuron.gains.knob' },
    lamp: { observe: 'high', label: 'decision' },
  },
  say: {
    present: 'The operator sets the switches to the next pattern, and the reference switch.',
    sense: 'The needle comes to rest on the error.',
    compare: 'The operator reads the meter.',
    adapt: "The operator turns every knob by the same amount, each in its switch's direction.",
    'adapt, done': 'Every knob stands where it shall.',
    rest: 'The operator looks up.',
  },
  assumptions: [
    'A gain is a rheostat against a fixed reference; the knob sets its conductance evenly.',
    'The operator reads the meter exactly and turns exactly, unless the settings say otherwise: computed, not built.',
    'One hand turns the knobs one after another: .7 s to reach a knob, 6 s for its whole travel (chosen).',
    'The energy counts the sensing drive while the needle is read; the operator is not counted.',
  ],
  facts: [
    {
      text: 'lunch-pail size, 4 by 4 toggle switches, seventeen gains, a meter for the error',
      source: 'found: notes on Widrow & Hoff, WESCON 1960, p. 96',
    },
    {
      text: 'every knob by |error| / 17, so that the error goes to zero',
      source: 'recalled: WESCON 1960, pp. 96-97; the notes confirm the 1/17',
    },
  ],
  checks: [
    {
      says: 'the drill with alpha = 1 brings the pattern on the switches to its target',
      patterns: 'tgf',
      shape: { rule: 'alpha-lms', step: 1 },
      presentations: 1,
      expect: {
        observe: 'sum',
        values: [60],
        tolerance: 1e-9,
        why: 'the knobs stop exactly where they were sent',
      },
      source: 'computed: 17 knobs, each turned by |e| / 17',
    },
  ],
});

import { copies, defineCircuit, type Shape, wireCircuit } from '../../sim/circuit.ts';
import type { Machine } from '../../sim/machines/machine.ts';
import { logicGate } from '../../sim/parts/gates.ts';
import { jobAssigner } from '../../sim/parts/job-assigner.ts';
import { patternLines, teacher } from '../../sim/parts/lines.ts';
import { neuron } from '../../sim/parts/neuron.ts';
import { sequencer } from '../../sim/parts/sequencer.ts';
import { design, OFF } from '../../sim/parts/setting.ts';
import { adaptLimit } from '../adaline/circuit.ts';
import { lineSettings } from '../lines.ts';
import { madalineXorCard } from './card.ts';

const UNITS = madalineXorCard.units;
const idle = { hold: 0, assign: 0, adapt: 0 } as const;
export const madalineSequencer: Machine = {
  id: 'madaline sequencer',
  initial: 'present',
  states: {
    present: { on: { done: 'sense' }, meta: { outputs: idle, phase: { seconds: 0.05, begins: true } } },
    sense: { on: { done: 'compare' }, meta: { outputs: idle, phase: { seconds: 0.2, sensing: true } } },
    compare: {
      on: { skip: 'rest', done: 'assign' },
      meta: { outputs: { ...idle, hold: 1 }, phase: { seconds: 0.05, decides: true } },
    },
    assign: {
      on: { done: 'adapt' },
      meta: { outputs: { ...idle, assign: 1 }, phase: { seconds: 0.05, waitFor: 'found', limit: 100 } },
    },
    adapt: {
      on: { done: 'rest' },
      meta: { outputs: { ...idle, adapt: 1 }, phase: { seconds: 0.5, waitFor: 'allStopped', limit: 10 } },
    },
    rest: { on: { done: 'present' }, meta: { outputs: idle, phase: { seconds: 0.2, ends: true } } },
  },
};

const build = (shape: Shape) => {
  const n = shape.inputs + (shape.bias ? 1 : 0);
  return wireCircuit({
    id: 'madaline-xor',
    settings: lineSettings,
    parts: {
      lines: patternLines(shape.inputs, shape.bias),
      teacher: teacher(),
      units: copies(UNITS, neuron(n, shape)),
      or: logicGate('or', UNITS),
      assigner: jobAssigner(UNITS),
      control: sequencer(madalineSequencer, ['skip', 'found', 'allStopped'], ['hold', 'assign', 'adapt'], {
        assign: design(100, 's', 'longest search for the unit nearest its threshold', 'chosen', [1e-3, OFF]),
        ...adaptLimit(shape),
      }),
    },
    wires: [
      ['lines.out', 'units.line'],
      ['lines.antiphase', 'units.referenceLine'],
      ['lines.pattern', 'units.pattern'],
      ['teacher.desired', 'units.desired'],
      ['teacher.desired', 'assigner.desired'],
      ['teacher.learn', 'assigner.learn'],
      ['units.high', 'or.in'],
      ['units.decision', 'assigner.decision'],
      ['units.sumVolts', 'assigner.sum'],
      ['or.out', 'assigner.output'],
      ['assigner.skip', 'control.skip'],
      ['assigner.found', 'control.found'],
      ['assigner.allStopped', 'control.allStopped'],
      ['assigner.go', 'units.adapt'],
      ['units.stopped', 'assigner.stopped'],
      ['control.hold', 'units.hold'],
      ['control.assign', 'assigner.assign'],
      ['control.adapt', 'assigner.adapt'],
    ],
    stimulus: {
      x: shape.bias ? `lines.pattern[1..${shape.inputs}]` : 'lines.pattern',
      d: 'teacher.desired',
      learn: 'teacher.learn',
    },
    observe: {
      weights: 'units.weight',
      conductances: 'units.conductance',
      sum: 'units.sum',
      error: 'units.error',
      high: 'or.out',
      unitHigh: 'units.high',
      chosen: 'assigner.go',
      plating: 'units.plating',
      pattern: 'lines.pattern',
      desired: 'teacher.desired',
      adapting: 'control.adapt',
    },
    sequencer: 'control',
  });
};

/** See about.md. */
export const madalineXor = defineCircuit({
  ...madalineXorCard,
  build,
  face: {
    switches: { stimulus: 'x', rows: 1, columns: 2 },
    meter: { observe: 'error', label: 'error of unit 0', unit: 'V', fullScale: 2 },
    cells: { kind: 'memistor', port: 'units.weights.cell' },
    lamp: { observe: 'high', label: 'output of the OR' },
  },
  say: {
    present: 'The lines take the next pattern; both units see it.',
    sense: 'Each unit sums its own cells.',
    compare: 'Each unit decides, the OR joins them, and the judge compares with the desired output.',
    assign:
      'The output is wrong. A ramp looks for the unit nearest its threshold, or every unit that says + is chosen.',
    adapt: 'The chosen unit is plated until its error is null.',
    'assign, done': 'It is decided who shall adapt.',
    'adapt, done': 'The pulses have ended: no current flows until the phase is over.',
    rest: 'No current flows. The copper keeps the weights.',
  },
  assumptions: [
    'Rule I as told by Widrow & Lehr 1990; the job assigner of the built machines was not documented in what we could read.',
    'The units, their cells and their plating control are the very module of the ADALINE.',
    'From equal weights both units do the same: start from small random weights.',
  ],
  facts: [
    {
      text: 'Madaline I: about 1000 memistor weights, fixed AND, OR or majority behind them',
      source: 'found: Widrow & Lehr 1990',
    },
    {
      text: 'two ADALINEs and an OR realise XOR',
      source: 'computed; with AND they realise XNOR (found: Widrow & Lehr 1990)',
    },
  ],
  checks: [
    {
      says: 'from zero weights both units say +1 to (-,-), and both are nulled to -1',
      patterns: 'xor',
      shape: { rule: 'alpha-lms', step: 1, adaptation: 'nulling' },
      presentations: 1,
      expect: {
        observe: 'weights',
        values: [-1 / 3, 1 / 3, 1 / 3, -1 / 3, 1 / 3, 1 / 3],
        tolerance: 1e-12,
        why: 'the trip is solved to rounding',
      },
      source: 'computed: (-,-) wants -1 and both units say +1 at a sum of zero, so both are nulled to -1',
    },
  ],
});

import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { knobbyAdaline } from '../../circuits/knobby-adaline/circuit.ts';
import { madalineXor } from '../../circuits/madaline-xor/circuit.ts';
import type { Circuit, CircuitDefinition, Shape } from '../../sim/circuit.ts';
import { Run, type Stimulus } from '../../sim/clock.ts';
import { compile } from '../../sim/compile.ts';
import type { SettingValue } from '../../sim/elaborate.ts';

const shapeOf = (over: Partial<Shape>): Shape => ({
  inputs: 5,
  bias: true,
  rule: 'alpha-lms',
  step: 0.5,
  gamma: 0.5,
  eps: 1e-6,
  adaptation: 'timed',
  summer: 'op-amp',
  ...over,
});
const ideal: SettingValue = (_path, s) => s.ideal;
const asBuilt: SettingValue = (_path, s) => s.default;
/** As built, and with the faults of single cells and a life so short that cells fail within a test. */
const worn: SettingValue = (path, s) =>
  path.endsWith('stuckCell')
    ? 1
    : path.endsWith('openCell')
      ? 2
      : path.endsWith('cycleLife')
        ? 2e-3
        : s.default;
/** Every non-ideality but leads, read noise and leaks, so that other forms of the circuit are met. */
const withoutLeaks: SettingValue = (path, s) =>
  /(leads|readNoise|retention|rectification)$/.test(path) ? s.ideal : s.default;
/** Leaks alone. */
const leaking: SettingValue = (path, s) => (/(retention|rectification)$/.test(path) ? s.default : s.ideal);

const cases: readonly [string, CircuitDefinition, Partial<Shape>, SettingValue][] = [
  ['ideal, nulling', adaline, { adaptation: 'nulling' }, ideal],
  ['ideal, nulling, passive summer', adaline, { adaptation: 'nulling', summer: 'passive' }, ideal],
  ['ideal, mu-lms', adaline, { rule: 'mu-lms', step: 0.01 }, ideal],
  ['ideal, nlms without bias', adaline, { rule: 'nlms', bias: false }, ideal],
  ['ideal, sign-error', adaline, { rule: 'sign-error', step: 0.01 }, ideal],
  ['ideal, sign-data', adaline, { rule: 'sign-data', step: 0.01 }, ideal],
  ['ideal, sign-sign', adaline, { rule: 'sign-sign', step: 0.01 }, ideal],
  ['ideal, perceptron', adaline, { rule: 'perceptron' }, ideal],
  ['ideal, Mays increment', adaline, { rule: 'mays-increment' }, ideal],
  ['ideal, Mays relaxation', adaline, { rule: 'mays-relaxation' }, ideal],
  ['leaking, nulling', adaline, { adaptation: 'nulling' }, leaking],
  ['as built, nulling', adaline, { adaptation: 'nulling' }, asBuilt],
  ['as built, nulling, passive summer', adaline, { adaptation: 'nulling', summer: 'passive' }, asBuilt],
  ['as built without leaks, nulling', adaline, { adaptation: 'nulling' }, withoutLeaks],
  ['as built, mu-lms', adaline, { rule: 'mu-lms', step: 0.01 }, asBuilt],
  ['as built, sign-sign', adaline, { rule: 'sign-sign', step: 0.01 }, asBuilt],
  ['as built, Mays relaxation', adaline, { rule: 'mays-relaxation' }, asBuilt],
  ['worn, nulling', adaline, { adaptation: 'nulling' }, worn],
  ['worn, alpha-lms', adaline, {}, worn],
  ['turned by hand', knobbyAdaline, { adaptation: 'by hand' }, ideal],
  ['turned by hand, as built', knobbyAdaline, { adaptation: 'by hand' }, asBuilt],
  ['two units, nulling', madalineXor, { adaptation: 'nulling', step: 1 }, ideal],
  ['two units, timed', madalineXor, { step: 1 }, ideal],
  ['two units, as built', madalineXor, { adaptation: 'nulling', step: 1 }, asBuilt],
];

/** A small generator of its own, so that the test draws nothing from what it tests. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
function stimulusFrom(draw: () => number, inputs: number): Stimulus {
  const x = Float64Array.from({ length: inputs }, () =>
    draw() < 0.7 ? (draw() < 0.5 ? -1 : 1) : 2 * draw() - 1,
  );
  return { x, d: [draw() < 0.5 ? -1 : 1], learn: [draw() < 0.9 ? 1 : 0] };
}
/** Unequal cells, so that the units of a Madaline part. */
function spread(run: Run): Run {
  run.program.moded.forEach((bank, b) => {
    for (let i = 0; i < bank.count; i++) run.setByHand(bank, i, 0.505 + 0.01 * Math.sin(7 * b + i + 1));
  });
  return run;
}
const bits = (buffer: ArrayBuffer): BigUint64Array => new BigUint64Array(buffer);
const seen = (run: Run): unknown =>
  Object.fromEntries(Object.keys(run.program.circuit.observe).map((name) => [name, run.read(name)]));

function runsOf(circuit: Circuit, settingValue: SettingValue): { fused: Run; plain: Run } {
  const make = (fuse: boolean): Run => spread(new Run(compile(circuit, { settingValue, seed: 7, fuse })));
  return { fused: make(true), plain: make(false) };
}
const reversed = (circuit: Circuit): Circuit => ({
  ...circuit,
  parts: Object.fromEntries(Object.entries(circuit.parts).reverse()),
});

describe.each(cases)('%s', (_name, definition, over, settingValue) => {
  const shape = shapeOf(over);
  const circuit = definition.build(shape);

  test('the fused program keeps every bit of the state that settling everything gives', () => {
    const { fused, plain } = runsOf(circuit, settingValue);
    const draw = generator(1);
    for (let k = 0; k < 60; k++) {
      const stimulus = stimulusFrom(draw, shape.inputs);
      fused.present(stimulus);
      plain.present(stimulus);
      for (let ended = false; !ended; ) {
        ended = fused.stepPhase();
        expect(plain.stepPhase()).toBe(ended);
        expect(bits(fused.snapshot())).toEqual(bits(plain.snapshot()));
      }
    }
  });

  test('whoever looks sees the same numbers in both, in every phase, and changes nothing', () => {
    const { fused, plain } = runsOf(circuit, settingValue);
    const unseen = spread(new Run(compile(circuit, { settingValue, seed: 7 })));
    const draw = generator(2);
    for (let k = 0; k < 8; k++) {
      const stimulus = stimulusFrom(draw, shape.inputs);
      const other = stimulusFrom(draw, shape.inputs);
      for (const run of [fused, plain, unseen]) run.present(stimulus);
      for (let ended = false; !ended; ) {
        expect(seen(fused)).toEqual(seen(plain));
        const half = fused.phaseSeconds() / 2;
        expect(plain.phaseSeconds()).toBe(2 * half);
        fused.look(half);
        plain.look(half);
        for (const name of Object.keys(circuit.observe))
          expect(fused.readLook(name)).toEqual(plain.readLook(name));
        for (const name of Object.keys(circuit.observe))
          expect(fused.probe(other, name)).toEqual(plain.probe(other, name));
        for (const [b, bank] of fused.program.moded.entries()) {
          for (let i = 0; i < bank.count; i++)
            expect(fused.modeOf(bank, i)).toBe(plain.modeOf(plain.program.moded[b]!, i));
        }
        ended = fused.stepPhase();
        plain.stepPhase();
        unseen.stepPhase();
        expect(bits(fused.snapshot())).toEqual(bits(unseen.snapshot()));
        expect(bits(fused.snapshot())).toEqual(bits(plain.snapshot()));
      }
    }
  });

  test('hands on switches and cells within a phase give the same bits in both', () => {
    const { fused, plain } = runsOf(circuit, settingValue);
    const draw = generator(3);
    for (let k = 0; k < 12; k++) {
      const stimulus = stimulusFrom(draw, shape.inputs);
      for (const run of [fused, plain]) run.present(stimulus);
      for (let ended = false; !ended; ) {
        const hand = draw();
        const share = draw();
        const changed = stimulusFrom(draw, shape.inputs);
        const until = share * Math.min(fused.phaseSeconds(), 1);
        for (const run of [fused, plain]) {
          if (hand < 0.3) run.advanceTo(until);
          if (hand < 0.1) run.present(changed);
          else if (hand < 0.2) run.setByHand(run.program.moded[0]!, 1, 0.5 + 0.02 * share);
        }
        ended = fused.stepPhase();
        plain.stepPhase();
        expect(bits(fused.snapshot())).toEqual(bits(plain.snapshot()));
      }
    }
  });

  test('a run goes on from a snapshot, and with its parts listed backwards, to the same bits', () => {
    const make = (c: Circuit): Run => spread(new Run(compile(c, { settingValue, seed: 7 })));
    const straight = make(circuit);
    const backwards = make(reversed(circuit));
    let resumed = make(circuit);
    const draw = generator(4);
    for (let k = 0; k < 20; k++) {
      const stimulus = stimulusFrom(draw, shape.inputs);
      for (const run of [straight, backwards, resumed]) run.present(stimulus);
      for (let ended = false; !ended; ) {
        ended = straight.stepPhase();
        backwards.stepPhase();
        resumed.stepPhase();
        const kept = resumed.snapshot();
        resumed = new Run(resumed.program);
        resumed.restore(kept);
      }
      expect(bits(resumed.snapshot())).toEqual(bits(straight.snapshot()));
      expect(backwards.read('weights')).toEqual(straight.read('weights'));
      expect(backwards.joules).toBe(straight.joules);
    }
  });
});

test('fusing joins neighbours and puts off what nobody reads yet', () => {
  const circuit = adaline.build(shapeOf({ adaptation: 'nulling' }));
  const count = (fuse: boolean): number =>
    new Run(compile(circuit, { fuse })).phases.reduce((n, p) => n + p.edges.flat().length, 0);
  // five edges between five phases; unfused, each of the 25 pairs settles everything
  expect(count(true)).toBeLessThan(count(false) / 10);
});

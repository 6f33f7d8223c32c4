/** One generic test of every circuit: its checks, its words, its faces, its ideal. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import type { Check, CircuitDefinition, Shape } from '../../sim/circuit.ts';
import { Run } from '../../sim/clock.ts';
import { compile } from '../../sim/compile.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { patternSet } from '../../src/compare/patterns.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { adaptMadalineRuleOne, idealRules } from '../../src/ideal/index.ts';
import { runOf, settingValue, shape } from '../sim/benches.ts';

/** Every shape in which a circuit has other parts. */
const shapesOf = (definition: CircuitDefinition): Partial<Shape>[] =>
  definition.adaptations.flatMap((adaptation) =>
    definition.summers.flatMap((summer) =>
      definition.rules
        .filter((rule) => adaptation !== 'nulling' || rule === 'alpha-lms')
        .map((rule) => ({ adaptation, summer, rule })),
    ),
  );

/** Shows a fresh circuit the patterns in order, and reads what came out. */
function outcome(definition: CircuitDefinition, check: Check): number[] {
  const set = patternSet(check.patterns, 1);
  const given: Partial<Shape> = {
    inputs: set.inputs,
    adaptation: definition.adaptations[0],
    ...check.shape,
  };
  const values = settingValue({ settings: { fullScale: set.fullScale, ...check.settings } });
  const run = new Run(compile(definition.build(shape(given)), { settingValue: values }));
  for (let k = 0; k < check.presentations; k++) {
    const row = set.rows[k % set.rows.length];
    run.presentation({ x: row.x, d: row.d!, learn: [1] });
  }
  return [...run.read(check.expect.observe)];
}

describe.each(circuits.map((c) => [c.id, c] as const))('%s', (id, definition) => {
  test.each(definition.checks.map((check) => [check.says, check] as const))('%s', (_says, check) => {
    const { values, tolerance, why } = check.expect;
    const found = outcome(definition, check);
    expect(found).toHaveLength(values.length);
    found.forEach((v, i) => {
      expect(Math.abs(v - values[i]), `${v} for ${values[i]}: ${why}`).toBeLessThanOrEqual(tolerance);
    });
    expect(check.source).toMatch(/^(found|computed|recalled|chosen)/);
    expect(why).not.toBe('');
  });

  test('has at least one check', () => {
    expect(definition.checks.length).toBeGreaterThan(0);
  });

  test('is a pure function of its shape: built twice, it is the same data', () => {
    const flat = () => {
      const { elements, settings } = elaborate(
        definition.build(shape({ adaptation: definition.adaptations[0] })),
      );
      return JSON.stringify({ elements, settings });
    };
    expect(flat()).toBe(flat());
  });

  test('builds, runs and shows what it promises in every shape', () => {
    for (const given of shapesOf(definition)) {
      for (const bias of [true, false]) {
        const run = runOf(definition, { ...given, bias, step: 0.1 });
        run.presentation({ x: [1, -1, 1], d: [1], learn: [1] });
        for (const name of Object.keys(run.program.observe)) {
          const numbers = run.read(name);
          expect(numbers.length, name).toBeGreaterThan(0);
          expect(numbers.every(Number.isFinite), name).toBe(true);
        }
        const lines = 3 + (bias ? 1 : 0);
        expect(run.read('weights')).toHaveLength(lines * definition.units);
        // what a weight is made of: a conductance, or the number in a register
        const stored = definition.face.cells.kind === 'register' ? 'codes' : 'conductances';
        expect(run.read(stored)).toHaveLength(lines * definition.units);
      }
    }
  });

  test('builds with one line and with as many as were built', () => {
    for (const inputs of [1, definition.maxInputs]) {
      const run = runOf(definition, { inputs, adaptation: definition.adaptations[0] });
      expect(run.read('pattern')).toHaveLength(inputs + 1);
    }
  });

  test('has the stimulus and the observations that comparison and page read', () => {
    const { program } = runOf(definition, { adaptation: definition.adaptations[0] });
    expect(Object.keys(program.stimulus).sort()).toEqual(['d', 'learn', 'x']);
    for (const name of ['weights', 'sum', 'error', 'high']) expect(program.observe).toHaveProperty(name);
    expect(program.observe['sum']).toHaveLength(definition.units);
    expect(program.observe['high']).toHaveLength(1);
  });

  test('has a face whose every name resolves', () => {
    const { face } = definition;
    const { program } = runOf(definition, { adaptation: definition.adaptations[0] });
    expect(program.stimulus).toHaveProperty(face.switches.stimulus);
    expect(program.observe).toHaveProperty(face.meter.observe);
    expect(program.observe).toHaveProperty(face.lamp.observe);
    const paths = program.moded.map((bank) => bank.path.replaceAll(/\[\d+\]/g, ''));
    expect(new Set(paths)).toEqual(new Set([face.cells.port]));
    expect(program.moded).toHaveLength(definition.units);
    const modes = { memistor: 'memistor', knob: 'rheostat', register: 'word' }[face.cells.kind];
    expect(program.moded.every((bank) => bank.modes.id === modes)).toBe(true);
    for (const text of [face.meter.label, face.meter.unit, face.lamp.label]) expect(text).not.toBe('');
  });

  test('says one sentence for every phase, one for what a phase waits for, and no more', () => {
    const { program } = runOf(definition, { adaptation: definition.adaptations[0] });
    const { table, phases } = program.sequencer;
    const waits = table.states
      .filter((_, k) => phases[k]?.waitFor !== undefined)
      .map((name) => `${name}, done`);
    expect(Object.keys(definition.say).sort()).toEqual([...table.states, ...waits].sort());
    for (const sentence of Object.values(definition.say)) expect(sentence).toMatch(/^[A-Z].*[.:?]$/);
  });

  test('begins and ends a presentation once a round, senses, and decides', () => {
    const { program } = runOf(definition, { adaptation: definition.adaptations[0] });
    const phases = program.sequencer.phases.map((p) => p!);
    expect(phases.filter((p) => p.begins)).toHaveLength(1);
    expect(phases.filter((p) => p.ends)).toHaveLength(1);
    expect(phases.filter((p) => p.decides)).toHaveLength(1);
    expect(phases.some((p) => p.sensing)).toBe(true);
  });

  test('names an ideal that the ideal track has', () => {
    if (definition.ideal === 'rule')
      for (const rule of definition.rules) expect(idealRules).toHaveProperty(rule);
    else {
      expect(definition.ideal).toBe('madaline-rule-one');
      expect(adaptMadalineRuleOne).toBeTypeOf('function');
      expect(definition.units).toBeGreaterThan(1);
    }
  });

  test('has a protocol that can be run', () => {
    const { patterns, rule, step, order, init } = definition.protocol;
    const spec = checkSpec(defaultSpec({ circuit: id, patterns, rule, step, order, init }));
    expect(spec.definition).toBe(definition);
  });

  test('tells its title, year, facts with sources, and assumptions', () => {
    expect(definition.title).not.toBe('');
    expect(definition.summary).not.toBe('');
    expect(definition.year).toBeGreaterThan(1940);
    expect(definition.assumptions.length).toBeGreaterThan(0);
    expect(definition.facts.length).toBeGreaterThan(0);
    for (const fact of definition.facts) expect(fact.source).toMatch(/^(found|computed|recalled|chosen)/);
  });

  test('has an about.md beside it', () => {
    expect(existsSync(new URL(`../../circuits/${id}/about.md`, import.meta.url))).toBe(true);
  });
});

test('circuits have names of their own', () => {
  expect(new Set(circuits.map((c) => c.id)).size).toBe(circuits.length);
  for (const { id } of circuits) expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
});

test('the check is one that can fail: another target is not met', () => {
  const [definition] = circuits;
  const [check] = definition.checks;
  expect(outcome(definition, check)[0]).not.toBeCloseTo(check.expect.values[0] + 0.1, 3);
});

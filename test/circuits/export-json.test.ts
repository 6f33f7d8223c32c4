import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import type { CircuitDefinition } from '../../sim/circuit.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { definitionOf } from '../../sim/elements/index.ts';
import { settingValues } from '../../src/compare/settings.ts';
import { type CheckedSpec, checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';
import { circuitJson, exporter } from '../../src/exchange/json.ts';

const finite = v.pipe(v.number(), v.finite());
const numeric = v.union([finite, v.picklist(['inf', '-inf'])]);
const names = v.array(v.string());
const kind = v.picklist(['node', 'bit', 'value']);
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([v.null(), v.boolean(), finite, v.string(), v.array(json), v.record(v.string(), json)]),
);
const wires = v.array(v.tuple([v.string(), v.string()]));
interface PartJson {
  readonly name: string;
  readonly type: string;
  readonly computed: boolean;
}
const part: v.GenericSchema<PartJson> = v.lazy(() =>
  v.strictObject({
    name: v.string(),
    type: v.string(),
    computed: v.boolean(),
    ports: v.record(v.string(), v.strictObject({ kind, width: v.pipe(finite, v.integer(), v.minValue(1)) })),
    copies: v.optional(v.pipe(finite, v.integer(), v.minValue(1))),
    of: v.optional(part),
    parts: v.optional(v.array(part)),
    wires: v.optional(wires),
    exports: v.optional(v.record(v.string(), v.string())),
  }),
);
/** The format as docs/circuit-json.md has it. */
const format = v.strictObject({
  format: v.literal('adaline-lab circuit'),
  version: v.literal(1),
  engine: v.string(),
  circuit: v.strictObject({ id: v.string(), title: v.string(), year: finite }),
  shape: v.record(v.string(), json),
  run: v.strictObject({ patterns: v.string(), seed: finite, device: v.string() }),
  parts: v.array(part),
  wires,
  settings: v.array(
    v.strictObject({
      path: v.string(),
      value: numeric,
      unit: v.string(),
      ideal: numeric,
      fault: v.boolean(),
      meaning: v.string(),
      source: v.string(),
    }),
  ),
  terminals: v.record(v.string(), kind),
  ports: v.record(v.string(), names),
  stimulus: v.record(v.string(), v.string()),
  observe: v.record(v.string(), v.string()),
  sequencer: v.string(),
  phases: v.array(
    v.strictObject({
      name: v.string(),
      seconds: numeric,
      waitsFor: v.nullable(v.string()),
      longest: v.nullable(numeric),
      begins: v.boolean(),
      ends: v.boolean(),
      senses: v.boolean(),
      decides: v.boolean(),
      outputs: v.record(v.string(), v.picklist([0, 1])),
      next: v.record(v.string(), v.string()),
    }),
  ),
  elements: v.array(
    v.strictObject({
      kind: v.string(),
      name: v.string(),
      terminals: v.record(v.string(), json),
      fields: v.record(v.string(), json),
    }),
  ),
});

const specOf = ({ id, protocol }: CircuitDefinition, given: Partial<Spec> = {}): CheckedSpec => {
  const { patterns, rule, step } = protocol;
  return checkSpec(defaultSpec({ circuit: id, patterns, rule, step, ...given }));
};
/** All words within terminals that are no word of the logic's own: names of nets. */
const namesIn = (x: Json): string[] =>
  typeof x === 'string' ? [x] : x !== null && typeof x === 'object' ? Object.values(x).flatMap(namesIn) : [];

describe.each(circuits.map((c) => [c.id, c] as const))('%s as JSON', (_, definition) => {
  const shapes = definition.adaptations.flatMap((adaptation) =>
    definition.summers.map((summer) => ({ adaptation, summer })),
  );

  test.each(shapes)('is valid with %j', async (settings) => {
    const choices = Object.fromEntries(
      Object.entries(settings).filter(([key]) =>
        key === 'adaptation' ? definition.adaptations.length > 1 : definition.summers.length > 1,
      ),
    );
    for (const device of ['ideal', 'as-built']) {
      const text = await exporter(specOf(definition, { device, settings: choices }), { presentations: 1 });
      const read = v.parse(format, JSON.parse(text));
      expect(read.circuit.id).toBe(definition.id);
      expect(read.phases.filter((p) => p.begins)).toHaveLength(1);
    }
  });

  test('holds every element with all its fields, every setting and every port', () => {
    const spec = specOf(definition, { device: 'as-built' });
    const flat = elaborate(definition.build(spec.shape), settingValues(spec));
    const read = v.parse(format, JSON.parse(JSON.stringify(circuitJson(spec))));
    expect(read.elements.map((e) => `${e.kind} ${e.name}`)).toEqual(
      flat.elements.map((e) => `${e.kind} ${e.name}`),
    );
    flat.elements.forEach((e, k) => {
      const { terminals, fields } = read.elements[k];
      const keys = Object.keys(e).filter((key) => key !== 'kind' && key !== 'name');
      expect([...Object.keys(terminals), ...Object.keys(fields)].sort(), e.name).toEqual(keys.sort());
    });
    expect(read.settings.map((s) => s.path)).toEqual(flat.settings.map((s) => s.path));
    read.settings.forEach(({ value }, k) => {
      const back = value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value;
      expect(back).toBe(flat.settings[k].value);
    });
    expect(new Set(Object.keys(read.ports))).toEqual(new Set(flat.ports.keys()));
  });

  test('names every terminal that an element drives or reads, and no other', () => {
    const spec = specOf(definition);
    const flat = elaborate(definition.build(spec.shape), settingValues(spec));
    const read = v.parse(format, JSON.parse(JSON.stringify(circuitJson(spec))));
    flat.elements.forEach((e, k) => {
      const named = new Set(namesIn(read.elements[k].terminals as Json));
      const { drives, reads } = definitionOf(e);
      for (const net of [...drives(e).flat(), ...reads(e)]) expect(named).toContain(flat.names.get(net));
      // words of the logic's own state stand beside its nets
      if (e.kind === 'logic') return;
      for (const name of named) expect(read.terminals, e.name).toHaveProperty([name]);
    });
  });

  test('leads every stimulus and observation to a port', () => {
    const { stimulus, observe, ports } = circuitJson(specOf(definition));
    for (const ref of [...Object.values(stimulus), ...Object.values(observe)])
      expect(ports).toHaveProperty([ref.replace(/\[\d+\.\.\d+\]$/, '')]);
  });

  test('is the same text twice', async () => {
    const write = () => exporter(specOf(definition), { presentations: 1 });
    expect(await write()).toBe(await write());
  });
});

test('a terminal has one name, shared by all ports that wires join', () => {
  const { ports, terminals } = circuitJson(specOf(circuits[0]));
  expect(ports['neuron.weights.bus']).toEqual(ports['neuron.summer.bus']);
  expect(ports['lines.out']).toEqual(ports['neuron.weights.line']);
  expect(terminals[ports['neuron.weights.bus']![0]]).toBe('node');
});

test('docs/circuit-json.md tells every field and shows what is really written', () => {
  const document = readFileSync('docs/circuit-json.md', 'utf8');
  const read = circuitJson(specOf(circuits.find((c) => c.id === 'madaline-xor')!));
  for (const field of Object.keys(format.entries)) expect(document).toContain(`\`${field}\``);
  for (const field of Object.keys(read.phases[0])) expect(document).toContain(`\`${field}\``);
  const [, example = ''] = /```json\n(.*?)```/s.exec(document)!;
  const shown = JSON.parse(example) as { readonly name: string }[];
  expect(shown).toHaveLength(2);
  for (const e of shown) expect(read.elements.find(({ name }) => name === e.name)).toEqual(e);
});

test('the check is one that can fail: a field too many is refused', () => {
  const read = circuitJson(specOf(circuits[0]));
  expect(v.safeParse(format, JSON.parse(JSON.stringify(read))).success).toBe(true);
  expect(v.safeParse(format, { ...JSON.parse(JSON.stringify(read)), more: 1 }).success).toBe(false);
});

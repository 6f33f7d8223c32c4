/**
 * The elaborated netlist as JSON: every element of a circuit with its numbers, terminals by name,
 * settings, phases. docs/circuit-json.md tells what each field means; `circuitJsonVersion` grows
 * when a field changes its meaning or goes.
 */
import type { Net, Part, PortKind } from '../../sim/circuit.ts';
import { type Elaborated, elaborate } from '../../sim/elaborate.ts';
import type { ElementSpec, FsmSpec } from '../../sim/elements/element.ts';
import { engineVersion } from '../compare/result.ts';
import { settingValues, spoken } from '../compare/settings.ts';
import type { CheckedSpec } from '../compare/spec.ts';
import type { Exporter } from './formats.ts';

export const circuitJsonVersion = 1;

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const exporter: Exporter = (spec) => `${JSON.stringify(circuitJson(spec), null, 1)}\n`;

/** The whole description as plain data. */
export function circuitJson(spec: CheckedSpec) {
  const { definition, shape } = spec;
  const circuit = definition.build(shape);
  const flat = elaborate(circuit, settingValues(spec));
  const nameOf = (net: Net): string => flat.names.get(net) ?? `net ${net}`;
  const elements = flat.elements.map((e) => elementJson(e, nameOf));
  const { device, ...words } = shape;
  return {
    format: 'adaline-lab circuit',
    version: circuitJsonVersion,
    engine: engineVersion,
    circuit: { id: definition.id, title: definition.title, year: definition.year },
    shape: plain({ ...words, weights: device ? { kind: device.kind, title: device.title } : null }),
    run: { patterns: spec.data.name, seed: spec.seed, device: spec.device },
    parts: Object.entries(circuit.parts).map(([name, part]) => partJson(name, part)),
    wires: circuit.wires,
    settings: flat.settings.map(({ path, setting, value }) => ({
      path,
      value: spoken(value),
      unit: setting.unit,
      ideal: spoken(setting.ideal),
      fault: setting.fault === true,
      meaning: setting.meaning,
      source: setting.source,
    })),
    terminals: terminalsOf(flat, nameOf),
    ports: Object.fromEntries([...flat.ports].map(([path, nets]) => [path, nets.map(nameOf)])),
    stimulus: circuit.stimulus,
    observe: circuit.observe,
    sequencer: circuit.sequencer,
    phases: phasesOf(flat, circuit.sequencer),
    elements,
  };
}

/** Every terminal by its one name, with what it carries. */
function terminalsOf(flat: Elaborated, nameOf: (net: Net) => string): Record<string, PortKind> {
  const kinds: Record<string, PortKind> = { ground: 'node' };
  for (const nets of flat.ports.values())
    for (const net of nets) kinds[nameOf(net)] = flat.kinds.get(net) ?? 'value';
  return kinds;
}

/** A part with its ports, and the parts that it is made of. */
function partJson(name: string, part: Part): Json {
  const { module, copies } = part;
  return {
    name,
    type: part.type,
    computed: part.computed === true,
    ports: Object.fromEntries(
      Object.entries(part.ports).map(([port, { kind, width }]) => [port, { kind, width }]),
    ),
    ...(copies ? { copies: copies.count, of: partJson(`${name}[0]`, copies.part) } : {}),
    ...(module
      ? {
          parts: Object.entries(module.parts).map(([inner, p]) => partJson(inner, p)),
          wires: plain(module.wires),
          exports: plain(module.exports),
        }
      : {}),
  };
}

/** The phases in the order of the sequencer's states, with the durations of this run. */
function phasesOf({ elements }: Elaborated, sequencer: string) {
  const fsm = elements.find(
    (e): e is FsmSpec => e.kind === 'fsm' && e.name.slice(0, e.name.lastIndexOf('.')) === sequencer,
  );
  return Object.entries(fsm?.machine.states ?? {}).map(([name, { on, meta }]) => {
    const limit = fsm!.limits[name] ?? meta.phase?.limit;
    return {
      name,
      seconds: spoken(fsm!.seconds[name] ?? meta.phase?.seconds ?? 0),
      waitsFor: meta.phase?.waitFor ?? null,
      longest: limit === undefined ? null : spoken(limit),
      begins: meta.phase?.begins ?? false,
      ends: meta.phase?.ends ?? false,
      senses: meta.phase?.sensing ?? false,
      decides: meta.phase?.decides ?? false,
      outputs: meta.outputs,
      next: on,
    };
  });
}

/** Fields of each kind of element that hold terminals; all others are its numbers and words. */
const terminalFields: {
  readonly [K in ElementSpec['kind']]: readonly Exclude<
    keyof Extract<ElementSpec, { readonly kind: K }>,
    'kind' | 'name'
  >[];
} = {
  input: ['out'],
  coincidence: ['pattern', 'signal', 'factor', 'on', 'out'],
  constant: ['out'],
  source: ['from', 'out'],
  conductance: ['a', 'b'],
  capacitor: ['a', 'b', 'volts'],
  switch: ['a', 'b', 'control'],
  junction: ['anode', 'cathode'],
  transistor: ['gate', 'drain', 'source', 'bulk'],
  transconductor: ['plus', 'minus', 'out'],
  'stored-conductance': ['a', 'b', 'control', 'enable', 'pattern', 'conductance', 'sensed', 'remaining'],
  'op-amp': ['plus', 'minus', 'out'],
  amplifier: ['inputs', 'out'],
  rectifier: ['input', 'factor', 'out'],
  selector: ['select', 'high', 'low', 'out'],
  sampler: ['input', 'capture', 'out'],
  comparator: ['input', 'previous', 'out'],
  trip: ['armed', 'level', 'polarity', 'done'],
  ramp: ['enable', 'out'],
  current: ['pattern', 'polarity', 'on', 'out'],
  gate: ['inputs', 'out'],
  fsm: ['inputs', 'outputs'],
  meter: ['input', 'out'],
  host: ['reads', 'writes', 'capture'],
  logic: ['inputs', 'outputs', 'weights', 'capture'],
  readout: ['conductance', 'out'],
};

/** An element with its terminals by name, apart from its numbers. */
function elementJson(e: ElementSpec, nameOf: (net: Net) => string) {
  const own: readonly string[] = terminalFields[e.kind];
  const terminals: Record<string, Json> = {};
  const fields: Record<string, Json> = {};
  for (const [key, x] of Object.entries(e)) {
    if (key === 'kind' || key === 'name') continue;
    if (own.includes(key)) terminals[key] = named(x, nameOf);
    else fields[key] = plain(x);
  }
  return { kind: e.kind, name: e.name, terminals, fields };
}

/** Terminals by name, whatever they are kept in: one, a list, a record, or beside a number such as a gain. */
function named(x: unknown, nameOf: (net: Net) => string): Json {
  if (typeof x === 'number') return nameOf(x);
  if (x === null || typeof x !== 'object') return plain(x);
  if (Array.isArray(x)) return x.map((item) => named(item, nameOf));
  const record = x as Readonly<Record<string, unknown>>;
  const holder = 'net' in record ? 'net' : 'codes' in record ? 'codes' : null;
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      holder === null || key === holder ? named(value, nameOf) : plain(value),
    ]),
  );
}

/** As JSON has it: an endless number is the word inf. @throws TypeError for what is no data */
function plain(x: unknown): Json {
  if (x === null || typeof x === 'boolean' || typeof x === 'string') return x;
  if (typeof x === 'number') return spoken(x);
  if (Array.isArray(x)) return x.map(plain);
  if (ArrayBuffer.isView(x)) return Array.from(x as unknown as ArrayLike<number>, spoken);
  if (typeof x !== 'object') throw new TypeError(`export: a circuit holds a ${typeof x}, which is no data.`);
  return Object.fromEntries(
    Object.entries(x as object).flatMap(([key, value]) => (value === undefined ? [] : [[key, plain(value)]])),
  );
}

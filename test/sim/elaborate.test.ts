/** Wiring errors, each with its message; what copies do to wires; and that order changes no bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { circuits } from '../../circuits/index.ts';
import { madalineXor } from '../../circuits/madaline-xor/circuit.ts';
import {
  bit,
  type Circuit,
  copies,
  defineModule,
  definePart,
  inherit,
  node,
  type Part,
  type Settings,
  value,
} from '../../sim/circuit.ts';
import { Run } from '../../sim/clock.ts';
import { compile } from '../../sim/compile.ts';
import { elaborate, genericPath } from '../../sim/elaborate.ts';
import type { Machine } from '../../sim/machines/machine.ts';
import { logicGate } from '../../sim/parts/gates.ts';
import { sequencer } from '../../sim/parts/sequencer.ts';
import { Chance } from '../papers/helpers.ts';
import { programOf, settingValue, shape, stateOf } from './benches.ts';

const clockwork: Machine = {
  id: 'clockwork',
  initial: 'only',
  states: {
    only: { on: { done: 'only' }, meta: { outputs: {}, phase: { seconds: 1, begins: true, ends: true } } },
  },
};
const lines = (n: number) =>
  definePart({
    type: 'lines',
    ports: { out: value(n) },
    settings: {},
    elements: (at) => [{ kind: 'input', name: 'lines', out: at.out, initial: new Array<number>(n).fill(0) }],
  });
const buttons = (n: number) =>
  definePart({
    type: 'buttons',
    ports: { out: bit(n) },
    settings: {},
    elements: (at) => [
      { kind: 'input', name: 'buttons', out: at.out, initial: new Array<number>(n).fill(0) },
    ],
  });
/** y = 2 x, as a value. */
const doubler = () =>
  definePart({
    type: 'doubler',
    ports: { in: value(), out: value() },
    settings: {},
    elements: (at) => [
      { kind: 'amplifier', name: 'gain', inputs: [{ net: at.in[0], gain: 2 }], out: at.out[0], offset: 0 },
    ],
  });
const setting = (number: number, range: readonly [number, number] = [0, 10]) => ({
  default: number,
  ideal: number,
  unit: 'V',
  range,
  meaning: 'a number',
  source: 'chosen',
});
const asking = (name: string, settings: Settings = {}) =>
  definePart({
    type: 'asker',
    ports: { out: value() },
    settings,
    elements: (at, get) => [{ kind: 'constant', name: 'constant', out: at.out, values: [get(name)] }],
  });

/** A circuit whose wires the compiler has not checked: as one reads it from a file. */
const circuit = (
  parts: Readonly<Record<string, Part>>,
  wires: readonly (readonly [string, string])[] = [],
  rest: Partial<Circuit> = {},
): Circuit => ({
  id: 'bench',
  parts: { ...parts, clock: sequencer(clockwork, [], []) as unknown as Part },
  wires,
  settings: {},
  stimulus: {},
  observe: {},
  sequencer: 'clock',
  ...rest,
});
const part = (p: unknown): Part => p as Part;

describe('a wire', () => {
  test('to a port that is not there names those that are', () => {
    expect(() =>
      elaborate(circuit({ a: part(lines(2)), b: part(doubler()) }, [['a.out', 'b.input']])),
    ).toThrow('bench: no port b.input; the ports there are b.in, b.out.');
  });

  test('to a part that is not there says so', () => {
    expect(() => elaborate(circuit({ a: part(lines(2)) }, [['a.out', 'c.in']]))).toThrow(
      'bench: no port c.in; the ports there are none.',
    );
  });

  test('between widths that do not divide gives both numbers', () => {
    expect(() =>
      elaborate(circuit({ a: part(lines(3)), b: part(copies(4, doubler())) }, [['a.out', 'b.in']])),
    ).toThrow(
      'bench: b.in expects 4 lines, got 3 from a.out; a wire is dealt out line by line or broadcast.',
    );
  });

  test.each(['a.out[1..4]', 'a.out[3..2]'])('from the slice %s, out of range, gives the range', (slice) => {
    expect(() => elaborate(circuit({ a: part(lines(4)), b: part(doubler()) }, [[slice, 'b.in']]))).toThrow(
      /^bench: a\.out\[\d\.\.\d\] asks for lines \d to \d, but the port has 4 \(0 to 3\)\.$/,
    );
  });

  test('from a slice takes just its lines', () => {
    const flat = compile(
      circuit({ a: part(lines(4)), b: part(copies(2, doubler())) }, [['a.out[1..2]', 'b.in']]),
    );
    expect(flat.ports.get('b.in')).toEqual(flat.ports.get('a.out')!.slice(1, 3));
  });

  test('between unlike kinds names both kinds', () => {
    expect(() =>
      elaborate(circuit({ a: part(buttons(1)), b: part(doubler()) }, [['a.out', 'b.in']])),
    ).toThrow(
      /^bench: a\.out -> b\.in joins a (bit|value) and a (bit|value); wires join ports of one kind\.$/,
    );
  });
});

describe('drivers', () => {
  test('two on one line are both named', () => {
    const parts = { a: part(lines(1)), b: part(lines(1)) };
    expect(() => elaborate(circuit(parts, [['a.out', 'b.out']]))).toThrow(
      'bench: a.out is driven by a.lines and by b.lines; a value has one driver.',
    );
  });

  test('none on a line that is read is told with its reader', () => {
    expect(() => elaborate(circuit({ b: part(doubler()) }))).toThrow(
      'bench: b.gain reads b.in, which nothing drives; wire it, or give it a constant.',
    );
  });

  test('none shall drive ground', () => {
    const shorted = definePart({
      type: 'short',
      ports: { level: value() },
      settings: {},
      elements: (at) => [
        { kind: 'input', name: 'level', out: at.level, initial: [1] },
        { kind: 'source', name: 'short', from: at.level, out: [0], volts: 1 },
      ],
    });
    expect(() => elaborate(circuit({ a: part(shorted) }))).toThrow('bench: a.short drives ground.');
  });
});

describe('settings', () => {
  test('that no part declares are named with who asks', () => {
    expect(() => elaborate(circuit({ a: part(asking('gain')) }))).toThrow(
      'bench: a asks for a setting gain, which neither it nor a module around it declares.',
    );
  });

  test('that are inherited from nobody are an error, too', () => {
    expect(() => elaborate(circuit({ a: part(asking('gain', { gain: inherit('gain') })) }))).toThrow(
      'bench: a asks for a setting gain, which neither it nor a module around it declares.',
    );
  });

  test('out of their range give the number, the range and the unit', () => {
    expect(() => elaborate(circuit({ a: part(asking('gain', { gain: setting(1) })) }), () => 11)).toThrow(
      'bench: a.gain is 11, expected 0 to 10 V; set a number in that range.',
    );
    expect(() =>
      elaborate(circuit({ a: part(asking('gain', { gain: setting(1) })) }), () => Number.NaN),
    ).toThrow('bench: a.gain is NaN, expected 0 to 10 V; set a number in that range.');
  });

  test('that are inherited are one number, listed once, where they were declared', () => {
    const inner = defineModule({
      type: 'pair',
      settings: { gain: inherit('volume') },
      parts: {
        left: asking('gain', { gain: inherit('gain') }),
        right: asking('gain', { gain: inherit('gain') }),
      },
      wires: [],
      exports: { left: 'left.out', right: 'right.out' },
    });
    const flat = elaborate(circuit({ pair: part(inner) }, [], { settings: { volume: setting(7) } }));
    expect(flat.settings.filter((s) => s.setting.unit === 'V').map((s) => [s.path, s.value])).toEqual([
      ['volume', 7],
    ]);
    expect(flat.elements.flatMap((e) => (e.kind === 'constant' ? e.values : []))).toEqual([7, 7]);
  });

  test('of copies are one a copy, and one name for all of them', () => {
    const flat = elaborate(circuit({ a: part(copies(3, asking('gain', { gain: setting(1) }))) }));
    const paths = flat.settings.map((s) => s.path).filter((p) => p.endsWith('gain'));
    expect(paths).toEqual(['a[0].gain', 'a[1].gain', 'a[2].gain']);
    expect(new Set(paths.map(genericPath))).toEqual(new Set(['a[*].gain']));
  });
});

describe('loops and machines', () => {
  test('a loop without a state names its members', () => {
    const parts = { a: part(doubler()), b: part(doubler()) };
    expect(() =>
      compile(
        circuit(parts, [
          ['a.out', 'b.in'],
          ['b.out', 'a.in'],
        ]),
      ),
    ).toThrow(
      'bench: a loop without a state in it: a.gain -> b.gain -> a.gain; break it with a sampler or a register.',
    );
  });

  test('a gate that feeds itself is such a loop', () => {
    const latch = { a: part(logicGate('not', 1)) };
    expect(() => compile(circuit(latch, [['a.out', 'a.in']]))).toThrow(
      'bench: a loop without a state in it: a.gate -> a.gate; break it with a sampler or a register.',
    );
  });

  test('a circuit without a sequencer is refused', () => {
    const { clock: _clock, ...parts } = circuit({ a: part(lines(1)) }).parts;
    expect(() => compile({ ...circuit({}), parts })).toThrow(
      'bench: exactly one machine must be the sequencer, found 0.',
    );
  });

  test('a part that is made of nothing is named', () => {
    const empty = { type: 'nothing', ports: { out: node() }, settings: {} };
    expect(() => elaborate(circuit({ a: empty }))).toThrow(
      'bench: a (nothing) is made of nothing; give it elements, parts or copies.',
    );
  });

  test('a module that exports what it has not says which', () => {
    expect(() =>
      defineModule({
        type: 'box',
        parts: { a: doubler() },
        wires: [],
        exports: { out: 'a.output' as 'a.out' },
      }),
    ).toThrow('box: export out names a.output, which is no port of its parts.');
  });

  test('an observation of no port is named', () => {
    expect(() => compile(circuit({ a: part(lines(1)) }, [], { observe: { sum: 'a.sum' } }))).toThrow(
      'bench: stimulus or observation names a.sum, which is no port.',
    );
  });
});

describe('copies', () => {
  const doubled = (width: number, wires: readonly (readonly [string, string])[]): Run =>
    new Run(
      compile(
        circuit({ a: part(lines(width)), b: part(copies(4, doubler())) }, wires, {
          stimulus: { x: 'a.out' },
          observe: { y: 'b.out' },
        }),
      ),
    );

  test('broadcast a wire of the old width', () => {
    const run = doubled(1, [['a.out', 'b.in']]);
    run.present({ x: [3] });
    expect([...run.read('y')]).toEqual([6, 6, 6, 6]);
  });

  test('deal out a wire of n-fold width', () => {
    const run = doubled(4, [['a.out', 'b.in']]);
    run.present({ x: [1, 2, 3, 4] });
    expect([...run.read('y')]).toEqual([2, 4, 6, 8]);
  });

  test('repeat a wire whose width divides', () => {
    const run = doubled(2, [['a.out', 'b.in']]);
    run.present({ x: [1, 2] });
    expect([...run.read('y')]).toEqual([2, 4, 2, 4]);
  });

  test('are numbered from 0 in every name', () => {
    const names = elaborate(madalineXor.build(shape())).elements.map((e) => e.name);
    expect(names).toContain('units[0].weights.cell');
    expect(names).toContain('units[1].weights.cell');
    expect(names.filter((name) => name.startsWith('units[2]'))).toEqual([]);
  });

  test('of copies work like copies', () => {
    const run = new Run(
      compile(
        circuit({ a: part(lines(6)), b: part(copies(3, copies(2, doubler()))) }, [['a.out', 'b.in']], {
          stimulus: { x: 'a.out' },
          observe: { y: 'b.out' },
        }),
      ),
    );
    run.present({ x: [1, 2, 3, 4, 5, 6] });
    expect([...run.read('y')]).toEqual([2, 4, 6, 8, 10, 12]);
  });
});

describe('the order in which parts and wires are listed', () => {
  const shuffled = <T>(list: readonly T[], chance: Chance): T[] => {
    const out = [...list];
    for (let k = out.length - 1; k > 0; k--) {
      const j = chance.below(k + 1);
      [out[k], out[j]] = [out[j], out[k]];
    }
    return out;
  };
  const shufflePart = (p: Part, chance: Chance): Part => ({
    ...p,
    settings: Object.fromEntries(shuffled(Object.entries(p.settings), chance)),
    ...(p.copies ? { copies: { ...p.copies, part: shufflePart(p.copies.part, chance) } } : {}),
    ...(p.module
      ? {
          module: {
            parts: shuffleParts(p.module.parts, chance),
            wires: shuffled(p.module.wires, chance),
            exports: Object.fromEntries(shuffled(Object.entries(p.module.exports), chance)),
          },
        }
      : {}),
  });
  const shuffleParts = (parts: Circuit['parts'], chance: Chance): Circuit['parts'] =>
    Object.fromEntries(
      shuffled(Object.entries(parts), chance).map(([name, p]) => [name, shufflePart(p, chance)]),
    );
  const shuffle = (c: Circuit, chance: Chance): Circuit => ({
    ...c,
    parts: shuffleParts(c.parts, chance),
    wires: shuffled(c.wires, chance),
  });
  const train = (c: Circuit, base: 'ideal' | 'default') => {
    const run = new Run(programOf(c, { base, seed: 4 }));
    const chance = new Chance(5);
    for (const bank of run.program.moded) {
      for (let i = 0; i < bank.count; i++) run.setByHand(bank, i, 0.505 + chance.symmetric(0.02));
    }
    for (let k = 0; k < 300; k++) {
      const x = [0, 0, 0].map(() => (chance.uniform() < 0.5 ? -1 : 1));
      run.presentation({ x, d: [chance.uniform() < 0.5 ? -1 : 1], learn: [1] });
    }
    const sums = [...run.read('sum'), ...run.read('weights')];
    return { ...stateOf(run), sums };
  };

  const cases = circuits.flatMap((definition) =>
    (['ideal', 'default'] as const).map((base) => ({ id: definition.id, base, definition })),
  );
  test.each(cases)('changes no bit of $id after 300 presentations, $base', ({ definition, base }) => {
    const c = definition.build(shape({ adaptation: definition.adaptations[0] }));
    const expected = train(c, base);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(train(shuffle(c, new Chance(seed)), base)).toEqual(expected);
      }),
      { seed: 1960, numRuns: 8 },
    );
  });

  test('the shuffle is one: parts do come in another order', () => {
    const c = adaline.build(shape());
    const orders = new Set(
      Array.from({ length: 10 }, (_, seed) => Object.keys(shuffle(c, new Chance(seed)).parts).join()),
    );
    expect(orders.size).toBeGreaterThan(5);
  });
});

test('elaborate takes the ideal column when nothing else is said, and lists every setting in order', () => {
  const flat = elaborate(adaline.build(shape()));
  expect(flat.settings.every((s) => Object.is(s.value, s.setting.ideal))).toBe(true);
  const asBuilt = elaborate(adaline.build(shape()), settingValue({ base: 'default' }));
  expect(asBuilt.settings.every((s) => Object.is(s.value, s.setting.default))).toBe(true);
  const paths = flat.settings.map((s) => s.path);
  expect(paths).toEqual([...paths].sort());
});

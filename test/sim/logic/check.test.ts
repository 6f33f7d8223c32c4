import { describe, expect, test } from 'vitest';
import { defineLogic } from '../../../sim/logic/build.ts';
import { checkLogic } from '../../../sim/logic/check.ts';
import { compileLogic } from '../../../sim/logic/kernel/kernel.ts';
import type { LogicCell, LogicNetlist } from '../../../sim/logic/netlist.ts';
import { lock, zoo } from './netlists.ts';

const input = (name: string): LogicCell => ({ kind: 'input', name, out: name });
const output = (name: string, from: string): LogicCell => ({ kind: 'output', name, in: from });
/** A netlist of these nets and cells, named `block`. */
const block = (nets: Record<string, number>, ...cells: LogicCell[]): LogicNetlist => ({
  name: 'block',
  nets,
  cells,
});
const and = (name: string, ...from: string[]): LogicCell => ({
  kind: 'gate',
  operation: 'and',
  name,
  in: from,
  out: name,
});
const register = (name: string, from: string, initial = 0): LogicCell => ({
  kind: 'register',
  name,
  in: from,
  out: name,
  initial,
});

const mistakes: readonly (readonly [string, LogicNetlist, string])[] = [
  [
    'a width that no word has',
    block({ a: 33 }, input('a'), output('o', 'a')),
    'block: net a is 33 bits wide; words have 1 to 32 bits, split it.',
  ],
  [
    'a name that no tool takes',
    block({ 'a b': 1 }, input('a b'), output('o', 'a b')),
    'block: net "a b" has no usable name; use letters, digits and underscores.',
  ],
  [
    'two cells of one name',
    block({ a: 1 }, input('a'), output('a', 'a')),
    'block: two cells are named a; rename one of them.',
  ],
  [
    'a net that is not there',
    block({ a: 1 }, input('a'), output('o', 'b')),
    'block: o.in names net b, which the netlist does not have; add it to nets with its width.',
  ],
  [
    'a missing driver',
    block({ a: 1, b: 1, c: 1 }, input('a'), and('c', 'a', 'b'), output('o', 'c')),
    'block: c.in[1] reads net b, which nothing drives; drive it, with an input or a constant for instance.',
  ],
  [
    'two drivers',
    block(
      { a: 1, c: 1 },
      input('a'),
      and('c', 'a', 'a'),
      { ...and('d', 'a', 'a'), out: 'c' } as LogicCell,
      output('o', 'c'),
    ),
    'block: net c is driven by c and by d; a net has one driver, choose between them with a mux.',
  ],
  [
    'a net without anything',
    block({ a: 1, b: 1 }, input('a'), output('o', 'a')),
    'block: net b is driven by nothing; take it out of nets or drive it.',
  ],
  [
    'an input that nobody reads',
    block({ a: 1, b: 1 }, input('a'), input('b'), output('o', 'a')),
    'block: input b is read by no cell; wire it or take it out.',
  ],
  [
    'an output with the name of another net',
    block({ a: 1, b: 1 }, input('a'), { ...register('r', 'a'), out: 'b' } as LogicCell, output('b', 'a')),
    'block: output b shows net a, but another net has its name; rename one of them.',
  ],
  [
    'gate inputs of different widths',
    block({ a: 8, b: 7, c: 8 }, input('a'), input('b'), and('c', 'a', 'b'), output('o', 'c')),
    'block: c.in[1] is b with 7 bits, expected 8 bits as c has; slice or extend it.',
  ],
  [
    'a gate with one input',
    block({ a: 8, c: 8 }, input('a'), and('c', 'a'), output('o', 'c')),
    'block: c.in has 1 words, expected two or more for and; add or remove some.',
  ],
  [
    'a constant that does not fit',
    block({ a: 4 }, { kind: 'constant', name: 'a', out: 'a', value: 16 }, output('o', 'a')),
    'block: a: value 16 does not fit 4 bits; expected a whole number from 0 to 15.',
  ],
  [
    'an initial value that does not fit',
    block({ r: 3 }, register('r', 'r', -1), output('o', 'r')),
    'block: r: initial -1 does not fit 3 bits; expected a whole number from 0 to 7.',
  ],
  [
    'a register of another width than its word',
    block({ a: 4, r: 3 }, input('a'), register('r', 'a'), output('o', 'r')),
    'block: r.in is a with 4 bits, expected 3 bits as r has; slice or extend it.',
  ],
  [
    'an enable that is a word',
    block({ a: 4, r: 4 }, input('a'), { ...register('r', 'a'), enable: 'a' } as LogicCell, output('o', 'r')),
    'block: r.enable is a with 4 bits, expected 1 bit for an enable; slice or extend it.',
  ],
  [
    'a slice past the end',
    block(
      { a: 4, s: 2 },
      input('a'),
      { kind: 'slice', name: 's', in: 'a', low: 3, out: 's' },
      output('o', 's'),
    ),
    'block: s takes 2 bits from bit 3 up, but a has 4 bits; choose bits from 0 to 3.',
  ],
  [
    'a concat of the wrong sum',
    block(
      { a: 4, s: 9 },
      input('a'),
      { kind: 'concat', name: 's', in: ['a', 'a'], out: 's' },
      output('o', 's'),
    ),
    'block: s joins 8 bits, but s has 9 bits; expected them equal, change the width of s.',
  ],
  [
    'more words than a select can name',
    block(
      { a: 1, m: 1 },
      input('a'),
      { kind: 'mux', name: 'm', select: 'a', in: ['a', 'a', 'a'], out: 'm' },
      output('o', 'm'),
    ),
    'block: m.in has 3 words, expected 1 to 2 for a select of 1 bit; add or remove some.',
  ],
  [
    'a threshold gate with too few weights',
    block(
      { a: 1, t: 1 },
      input('a'),
      { kind: 'threshold', name: 't', in: ['a', 'a'], weights: [1], threshold: 1, out: 't' },
      output('o', 't'),
    ),
    'block: t has 2 inputs and 1 weights; give every input one weight.',
  ],
  [
    'a weight between whole numbers',
    block(
      { a: 1, t: 1 },
      input('a'),
      { kind: 'threshold', name: 't', in: ['a'], weights: [0.5], threshold: 1, out: 't' },
      output('o', 't'),
    ),
    'block: t: weight or threshold 0.5 is no whole number; scale weights and threshold alike.',
  ],
  [
    'a memory of an odd size',
    block(
      { a: 2, m: 4 },
      input('a'),
      {
        kind: 'memory',
        name: 'mem',
        width: 4,
        words: 3,
        initial: [],
        reads: [{ address: 'a', out: 'm' }],
        writes: [],
      },
      output('o', 'm'),
    ),
    'block: mem has 3 words, expected a power of two from 2 to 65536; round it up.',
  ],
  [
    'an address of the wrong width',
    block(
      { a: 3, m: 4 },
      input('a'),
      {
        kind: 'memory',
        name: 'mem',
        width: 4,
        words: 4,
        initial: [],
        reads: [{ address: 'a', out: 'm' }],
        writes: [],
      },
      output('o', 'm'),
    ),
    'block: mem.reads[0].address is a with 3 bits, expected 2 bits for 4 words; slice or extend it.',
  ],
  [
    'an event without a wire',
    block(
      { a: 1, q: 1 },
      input('a'),
      { kind: 'fsm', name: 'f', machine: lock, inputs: { bolt: 'a' }, outputs: { bell: 'q' } },
      output('o', 'q'),
    ),
    'block: f: event push of machine lock is wired to no net; add it to inputs.',
  ],
  [
    'an event that a machine does not know',
    block(
      { a: 1, q: 1 },
      input('a'),
      {
        kind: 'fsm',
        name: 'f',
        machine: lock,
        inputs: { bolt: 'a', push: 'a', kick: 'a' },
        outputs: { bell: 'q' },
      },
      output('o', 'q'),
    ),
    'block: f: machine lock knows no event kick, only bolt, push, done; rename the input.',
  ],
  [
    'a loop without delay',
    block(
      { a: 1, x: 1, y: 1, z: 1 },
      input('a'),
      and('x', 'a', 'z'),
      and('y', 'a', 'x'),
      and('z', 'a', 'y'),
      output('o', 'z'),
    ),
    'block: x reads its own output through x -> y -> z -> x, a loop without delay; put a register into it.',
  ],
];

describe('the check of a netlist', () => {
  test.each(mistakes)('reports %s', (_, netlist, message) => {
    expect(() => checkLogic(netlist)).toThrow(new Error(message));
  });

  test('is made before anything is compiled', () => {
    for (const [, netlist, message] of mistakes)
      expect(() => compileLogic(netlist)).toThrow(new Error(message));
  });

  test('lets a netlist of every kind of cell pass', () => {
    expect(() => checkLogic(zoo)).not.toThrow();
  });

  test('takes a loop through a register or through a memory for what it is', () => {
    expect(() =>
      defineLogic('toggles', (b) => {
        const bit = b.register('bit', 1);
        bit.next(b.not(bit));
        const memory = b.memory('memory', { width: 1, words: 2 });
        memory.write(bit, b.not(memory.read(bit)), bit);
        b.output('out', bit);
      }),
    ).not.toThrow();
  });

  test('follows a loop through the address of a memory', () => {
    expect(() =>
      defineLogic('chase', (b) => {
        const memory = b.memory('memory', { width: 2, words: 4 });
        const next = b.register('unused', 2);
        next.next(0);
        const word = memory.read(next);
        b.output('out', word);
      }),
    ).not.toThrow();
    const chase = block(
      { w: 2 },
      {
        kind: 'memory',
        name: 'mem',
        width: 2,
        words: 4,
        initial: [],
        reads: [{ address: 'w', out: 'w' }],
        writes: [],
      },
      output('o', 'w'),
    );
    expect(() => checkLogic(chase)).toThrow(
      'block: mem reads its own output through mem -> mem, a loop without delay; put a register into it.',
    );
  });

  test('does not run out of stack on a very long chain of gates', () => {
    const long = defineLogic('long', (b) => {
      let word = b.input('in', 1);
      const other = b.input('other', 1);
      for (let k = 0; k < 30_000; k++) word = b.nand(word, other);
      b.output('out', word);
    });
    const kernel = compileLogic(long);
    kernel.set('in', 1);
    kernel.set('other', 1);
    expect(kernel.get('out')).toBe(1);
    kernel.set('in', 0);
    expect(kernel.get('out')).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { defineLogic } from '../../../sim/logic/build.ts';
import { compileLogic } from '../../../sim/logic/kernel/kernel.ts';
import { lock } from './netlists.ts';

const names = (netlist: ReturnType<typeof defineLogic>): string[] => netlist.cells.map(({ name }) => name);

describe('the builder', () => {
  test('numbers cells that nobody named', () => {
    const netlist = defineLogic('gates', (b) => {
      const a = b.input('a', 1);
      b.output('out', b.and(b.not(a), b.not(b.and(a, a))));
    });
    expect(names(netlist)).toEqual(['a', 'not_1', 'and_1', 'not_2', 'and_2', 'out']);
  });

  test('gives a name to the cell it was asked for, and not to one among its arguments', () => {
    const netlist = defineLogic('named', (b) => {
      const a = b.input('a', 4);
      b.output('out', b.as('sum').add(b.as('twice').shiftLeft(a, 1), 3));
    });
    expect(names(netlist)).toEqual(['a', 'twice', 'constant_3', 'sum', 'out']);
  });

  test('puts the name of a scope before its cells', () => {
    const netlist = defineLogic('scopes', (b) => {
      const a = b.input('a', 1);
      const halves = ['left', 'right'].map((side) => b.scope(side, (s) => s.as('gate').not(a)));
      b.output('out', b.or(...halves));
    });
    expect(names(netlist)).toEqual(['a', 'left.gate', 'right.gate', 'or_1', 'out']);
  });

  test('shares constants', () => {
    const netlist = defineLogic('constants', (b) => {
      const a = b.input('a', 4);
      b.output('out', b.concat(b.add(a, -1), b.subtract(a, 15), b.constant(1, 2)));
    });
    // -1 and 15 are the same four bits
    expect(netlist.cells.filter(({ kind }) => kind === 'constant').map(({ name }) => name)).toEqual([
      'constant_minus_1',
      'constant_1',
    ]);
  });

  test('wires a machine by the names of its events and outputs', () => {
    const kernel = compileLogic(
      defineLogic('door', (b) => {
        const outputs = b.fsm('door', lock, {
          bolt: b.input('bolt', 1),
          push: b.input('push', 1),
          done: b.input('done', 1),
        });
        b.output('light', outputs['light']!);
      }),
    );
    kernel.set('push', 1);
    kernel.edge();
    expect(kernel.get('light')).toBe(1);
    expect(kernel.get('door.bell')).toBe(0);
  });

  test.each([
    [
      'a register without next',
      () => defineLogic('x', (b) => b.output('o', b.register('r', 1))),
      'x: register r takes nothing over; call next on it.',
    ],
    [
      'next called twice',
      () =>
        defineLogic('x', (b) => {
          const r = b.register('r', 1);
          r.next(0);
          r.next(1);
        }),
      'x: next of register r is called twice; call it once.',
    ],
    [
      'two inputs of one name',
      () => defineLogic('x', (b) => [b.input('a', 1), b.input('a', 2)]),
      'x: two cells are named a; rename one of them.',
    ],
    [
      'a choice between two numbers',
      () => defineLogic('x', (b) => b.choose(b.input('a', 1), 3, 4)),
      'x: choose between 3 and 4 has no width; make one of them a constant.',
    ],
    [
      'words of different widths',
      () => defineLogic('x', (b) => b.output('o', b.and(b.input('a', 2), b.input('b', 3)))),
      'x: and_1.in[1] is b with 3 bits, expected 2 bits as and_1 has; slice or extend it.',
    ],
  ])('reports %s', (_, build, message) => {
    expect(build).toThrow(new Error(message));
  });
});

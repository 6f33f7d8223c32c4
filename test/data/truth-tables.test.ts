import { describe, expect, test } from 'vitest';
import { truthTable, truthTableAliases, truthTableNames } from '../../src/data/truth-tables.ts';

const tables = truthTableNames.map((name) => truthTable(name)!);

// Each law written a second time, over booleans and without counting.
const definitions: Record<string, (...bits: boolean[]) => boolean> = {
  and: (...bits) => bits.every(Boolean),
  or: (...bits) => bits.some(Boolean),
  nand: (...bits) => !bits.every(Boolean),
  nor: (...bits) => !bits.some(Boolean),
  xor: (a, b) => a !== b,
  xnor: (a, b) => a === b,
  majority: (a, b, c) => (a && b) || (b && c) || (a && c) || false,
  parity: (...bits) => bits.reduce((odd, bit) => odd !== bit, false),
};

test('the tables are those of 2, 3 and 4 inputs', () => {
  expect(truthTableNames).toEqual([
    ...['and', 'or', 'nand', 'nor', 'xor', 'xnor'],
    ...['and3', 'or3', 'nand3', 'nor3', 'majority3', 'parity3'],
    ...['and4', 'or4', 'nand4', 'nor4', 'parity4'],
  ]);
});

describe.each(tables)('$name', (table) => {
  test('keeps its definition in every row', () => {
    const definition = definitions[table.name.replace(/\d$/, '')]!;
    for (const { x, d } of table.rows) {
      const bits = [...x].map((value) => value === 1);
      expect(d).toEqual(Float64Array.of(definition(...bits) ? 1 : -1));
    }
  });

  test('counts through its rows with the last input fastest, and names them by their signs', () => {
    expect(table.rows).toHaveLength(2 ** table.inputs);
    table.rows.forEach(({ name, x }, row) => {
      expect(x.every((value) => Math.abs(value) === 1)).toBe(true);
      expect(x.reduce((number, value) => 2 * number + (value + 1) / 2, 0)).toBe(row);
      expect(name).toBe(Array.from(x, (value) => (value === 1 ? '+' : '-')).join(''));
    });
  });

  test('says how many inputs it has, and from where it comes', () => {
    expect(table.inputs).toBe(Number(/\d$/.exec(table.name)?.[0] ?? 2));
    expect(table.inputNames).toHaveLength(table.inputs);
    expect(table).toMatchObject({ outputs: 1, fullScale: 1, source: expect.stringMatching(/^computed: /) });
  });
});

test.each([
  ['and', [-1, -1, -1, 1]],
  ['xor', [-1, 1, 1, -1]],
  ['majority3', [-1, -1, -1, 1, -1, 1, 1, 1]],
])('%s wants %j from (-,-) to (+,+)', (name, wanted) => {
  expect(truthTable(name)?.rows.map((row) => row.d?.[0])).toEqual(wanted);
});

test('another word gives the same table under its own name', () => {
  for (const [alias, name] of Object.entries(truthTableAliases)) {
    expect(truthTableNames).toContain(name);
    expect(truthTableNames).not.toContain(alias);
    expect(truthTable(alias)).toEqual(truthTable(name));
  }
});

test.each(['', 'majority4', 'AND', 'constructor', '__proto__'])('"%s" is no truth table', (name) => {
  expect(truthTable(name)).toBeNull();
});

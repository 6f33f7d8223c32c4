import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orders, presentationOrder, shuffledRows } from '../../src/data/order.ts';

const seeded = { seed: 1960, numRuns: 200 };
const anyOrder = fc.constantFrom(...orders);
const anyCount = fc.integer({ min: 1, max: 40 });
const anySeed = fc.maxSafeNat();

test('cyclic shows the rows as they stand, epoch after epoch', () => {
  expect(shown(presentationOrder('cyclic', 3, 0), 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
});

test('shuffled shows every row once an epoch', () => {
  fc.assert(
    fc.property(anyCount, anySeed, fc.nat(1e6), (count, seed, epoch) => {
      const { rowAt } = presentationOrder('shuffled', count, seed);
      const rows = Array.from({ length: count }, (_, index) => rowAt(epoch * count + index));
      expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, row) => row));
    }),
    seeded,
  );
});

test('shuffled shows every permutation equally often', () => {
  const EPOCHS = 6000;
  const times = new Map<string, number>();
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const permutation = shuffledRows(3, 11, epoch).join('');
    times.set(permutation, (times.get(permutation) ?? 0) + 1);
  }
  expect(times.size).toBe(6);
  const expected = EPOCHS / 6;
  const chiSquared = [...times.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  // Chi squared with 5 degrees of freedom exceeds 20.5 once in a thousand seeds.
  expect(chiSquared).toBeLessThan(20.5);
});

test('random shows every row equally often, and some rows twice in a row', () => {
  const rows = shown(presentationOrder('random', 4, 12), 4000);
  const times = [0, 1, 2, 3].map((row) => rows.filter((other) => other === row).length);
  const chiSquared = times.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  // Chi squared with 3 degrees of freedom exceeds 16.3 once in a thousand seeds.
  expect(chiSquared).toBeLessThan(16.3);
  expect(rows.some((row, index) => row === rows[index + 1])).toBe(true);
});

test('a row is the same whether the run came to it step by step, jumped or went back', () => {
  fc.assert(
    fc.property(
      anyOrder,
      anyCount,
      anySeed,
      fc.array(fc.nat(200), { maxLength: 30 }),
      (order, count, seed, jumps) => {
        const walked = shown(presentationOrder(order, count, seed), 201);
        const jumping = presentationOrder(order, count, seed);
        for (const presentation of jumps) expect(jumping.rowAt(presentation)).toBe(walked[presentation]);
      },
    ),
    seeded,
  );
});

test('a row is one of the set, far into a run as well', () => {
  fc.assert(
    fc.property(anyOrder, anyCount, anySeed, fc.nat(2 ** 31 - 1), (order, count, seed, presentation) => {
      const row = presentationOrder(order, count, seed).rowAt(presentation * 2 ** 16);
      expect(Number.isInteger(row) && row >= 0 && row < count).toBe(true);
    }),
    seeded,
  );
});

test.each(['shuffled', 'random'] as const)('%s differs from one seed to the next', (order) => {
  const one = shown(presentationOrder(order, 20, 1), 20);
  expect(shown(presentationOrder(order, 20, 2), 20)).not.toEqual(one);
});

test('shuffled differs from one epoch to the next', () => {
  expect(shuffledRows(20, 1, 0)).not.toEqual(shuffledRows(20, 1, 1));
});

test('an order says of what it is made', () => {
  expect(presentationOrder('random', 5, 7)).toMatchObject({ order: 'random', count: 5, seed: 7 });
});

test.each([0, -1, 1.5, Number.NaN])('an order of %s rows is refused', (count) => {
  expect(() => presentationOrder('cyclic', count, 0)).toThrow(`found ${count} rows, expected at least 1`);
});

function shown(order: { rowAt(presentation: number): number }, presentations: number): number[] {
  return Array.from({ length: presentations }, (_, presentation) => order.rowAt(presentation));
}

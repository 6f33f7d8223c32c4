import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shapleyValues } from '../../src/compare/causes-shapley.ts';
import { seeded } from '../sim/benches.ts';

/** Any game of 1 to 5 players: a number for each of the 2^n sets, in a span where sums lose no more than 1e-12. */
const games = fc.integer({ min: 1, max: 5 }).chain((players) =>
  fc.record({
    players: fc.constant(players),
    values: fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
      minLength: 2 ** players,
      maxLength: 2 ** players,
    }),
  }),
);
// sums of 32 numbers of up to 1e3 in 53 bits
const ROUNDING = 1e-11;
const total = (shares: Iterable<number>): number => [...shares].reduce((sum, x) => sum + x, 0);

/** The definition itself: what a player adds to those before it, over every order. */
function overAllOrders(players: number, values: readonly number[]): number[] {
  const orders = (left: readonly number[]): number[][] =>
    left.length === 0 ? [[]] : left.flatMap((i) => orders(left.filter((k) => k !== i)).map((o) => [i, ...o]));
  const all = orders(Array.from({ length: players }, (_, i) => i));
  const sums = new Array<number>(players).fill(0);
  for (const order of all) {
    let set = 0;
    for (const i of order) {
      sums[i] += values[set | (1 << i)] - values[set];
      set |= 1 << i;
    }
  }
  return sums.map((x) => x / all.length);
}

describe('Shapley values', () => {
  test('are the mean of what a player adds over every order of coming', () => {
    fc.assert(
      fc.property(games, ({ players, values }) => {
        const shares = shapleyValues(players, (set) => values[set]);
        overAllOrders(players, values).forEach((x, i) => {
          expect(Math.abs(shares[i] - x)).toBeLessThan(ROUNDING);
        });
      }),
      seeded,
    );
  });

  test('add up to what all have together above nothing', () => {
    fc.assert(
      fc.property(games, ({ players, values }) => {
        const shares = shapleyValues(players, (set) => values[set]);
        expect(Math.abs(total(shares) - (values.at(-1)! - values[0]))).toBeLessThan(ROUNDING);
      }),
      seeded,
    );
  });

  test('give nothing to a player that adds nothing', () => {
    fc.assert(
      fc.property(games, ({ players, values }) => {
        // player 0 is ignored: a set is worth what it is without it
        const shares = shapleyValues(players, (set) => values[set & ~1]);
        expect(shares[0]).toBe(0);
      }),
      seeded,
    );
  });

  test('give the same to two that are alike', () => {
    fc.assert(
      fc.property(games, ({ players, values }) => {
        fc.pre(players >= 2);
        // what counts is how many of players 0 and 1 are there, not which
        const alike = (set: number): number => values[(set & ~3) | ((set & 3) === 2 ? 1 : set & 3)];
        const shares = shapleyValues(players, alike);
        expect(Math.abs(shares[0] - shares[1])).toBeLessThan(ROUNDING);
      }),
      seeded,
    );
  });

  test('are the single effects where effects add up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 10 }),
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        (effects, nothing) => {
          const shares = shapleyValues(effects.length, (set) =>
            effects.reduce((sum, x, i) => sum + (set & (1 << i) ? x : 0), nothing),
          );
          effects.forEach((x, i) => {
            expect(Math.abs(shares[i] - x)).toBeLessThan(ROUNDING);
          });
        },
      ),
      seeded,
    );
  });

  test('of the glove game are 1/6, 1/6 and 2/3', () => {
    // two players have a left glove each, the third a right one; a pair is worth 1
    const shares = shapleyValues(3, (set) => ((set & 4) !== 0 && (set & 3) !== 0 ? 1 : 0));
    expect([...shares].map((x) => Math.round(x * 6e9) / 1e9)).toEqual([1, 1, 4]);
  });

  test('of nobody are none, and of more than can be enumerated are refused', () => {
    expect(shapleyValues(0, () => 7)).toHaveLength(0);
    expect(() => shapleyValues(21, () => 0)).toThrow('expected 0 to 20');
    expect(() => shapleyValues(-1, () => 0)).toThrow('expected 0 to 20');
  });
});

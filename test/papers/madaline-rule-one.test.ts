/**
 * Madaline Rule I on XOR: two ADALINEs under a fixed OR learn what one cannot
 * (history.md, section 3).
 */
import { describe, expect, test } from 'vitest';
import { adaptMadalineRuleOne, dot, type MadalineLogic, madalineOutput } from '../../src/ideal/index.ts';
import { Chance, median, type Rows, truthTable, xor } from './helpers.ts';

const tie = 1e-9;

/** Presentations in random order until all rows are right after one; null when 10,000 do not do. */
function presentationsNeeded(rows: Rows, logic: MadalineLogic, alpha: number, seed: number): number | null {
  const chance = new Chance(seed);
  const W = [0, 1].map(() => Float64Array.from({ length: 3 }, () => chance.symmetric(0.1)));
  const right = (): boolean =>
    rows.inputs.every((x, p) => {
      const sums = Float64Array.from(W, (w) => dot(w, x));
      return madalineOutput(sums, logic, tie) === rows.desired[p];
    });
  for (let k = 1; k <= 10_000; k++) {
    const p = chance.below(rows.inputs.length);
    adaptMadalineRuleOne(W, rows.inputs[p], rows.desired[p], { alpha, logic, tie });
    if (right()) return k;
  }
  return null;
}

describe.each([0.5, 1])('two units under OR, weights from +-.1, random order, alpha = %f', (alpha) => {
  const needed = Array.from({ length: 1000 }, (_, i) => presentationsNeeded(xor, 'or', alpha, i + 1));

  test('learn XOR in 1000 of 1000 seeds', () => {
    expect(needed.filter((k) => k === null)).toHaveLength(0);
  });

  test('in a median of 11 to 16 presentations', () => {
    const middle = median(needed.map((k) => k ?? Infinity));
    expect(middle).toBeGreaterThanOrEqual(11); // the published range
    expect(middle).toBeLessThanOrEqual(16);
  });
});

test('two units under AND learn XNOR and XOR as well: the rule is its own dual', () => {
  const xnor = truthTable(2, ([a, b]) => (a === b ? 1 : -1));
  for (let seed = 1; seed <= 200; seed++) {
    expect(presentationsNeeded(xnor, 'and', 1, seed), `xnor, seed ${seed}`).not.toBeNull();
    expect(presentationsNeeded(xor, 'and', 1, seed), `xor, seed ${seed}`).not.toBeNull();
  }
});

test('the fixed units are threshold gates: AND (-1, 1, 1), OR (1, 1, 1), MAJ (0, 1, 1, 1)', () => {
  const gates = [
    { logic: 'and', n: 2, weights: [-1, 1, 1] },
    { logic: 'or', n: 2, weights: [1, 1, 1] },
    { logic: 'majority', n: 3, weights: [0, 1, 1, 1] },
  ] as const;
  for (const { logic, n, weights } of gates) {
    for (const x of truthTable(n, () => 1).inputs) {
      const sum = weights.reduce<number>((total, weight, i) => total + weight * x[i], 0);
      expect(madalineOutput(x.slice(1), logic, tie), logic).toBe(sum >= 0 ? 1 : -1);
    }
  }
});

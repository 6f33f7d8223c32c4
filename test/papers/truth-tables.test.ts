/**
 * AND, OR, XOR and the majority of three with inputs of +1 and -1 and bias:
 * Wiener points, the different limits of cyclic LMS, and which functions one
 * ADALINE has at all (devices.md, section 3; history.md, sections 2 and 3).
 */
import { describe, expect, test } from 'vitest';
import {
  adaptAlphaLms,
  adaptMaysRelaxation,
  adaptMuLms,
  adaptPerceptron,
  correlate,
  idealRules,
  steadyCycle,
  wiener,
} from '../../src/ideal/index.ts';
import { and, decisions, majority3, or, type Rows, truthTable, xor } from './helpers.ts';

/** Weights after so many presentations in cyclic order from zero. */
function cyclic(
  rows: Rows,
  presentations: number,
  adapt: (w: Float64Array, x: Float64Array, d: number) => void,
) {
  const w = new Float64Array(rows.inputs[0].length);
  for (let k = 0; k < presentations; k++) {
    adapt(w, rows.inputs[k % rows.inputs.length], rows.desired[k % rows.inputs.length]);
  }
  return w;
}

function expectWeights(found: Float64Array, expected: readonly number[], digits: number): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, weight] of expected.entries()) expect(found[i]).toBeCloseTo(weight, digits);
}

describe('Wiener weights and minimum mse', () => {
  test.each([
    { name: 'AND', rows: and, weights: [-0.5, 0.5, 0.5], minimum: 0.25 },
    { name: 'OR', rows: or, weights: [0.5, 0.5, 0.5], minimum: 0.25 },
    { name: 'XOR', rows: xor, weights: [0, 0, 0], minimum: 1 },
    { name: 'MAJ3', rows: majority3, weights: [0, 0.5, 0.5, 0.5], minimum: 0.25 },
  ])('of $name are $weights and $minimum', ({ rows, weights, minimum }) => {
    const solution = wiener(correlate(rows));
    expectWeights(solution.weights, weights, 14); // R is the identity: rounding only
    expect(solution.minimumMse).toBeCloseTo(minimum, 14);
  });
});

describe('limits of cyclic LMS with s = 2 mu', () => {
  for (const s of [0.02, 0.1, 0.2, 1 / 3]) {
    test(`AND settles at (-1/2, 1/2 + s/(2(2-3s)), 1/2 + s/(2-3s)), s = ${s.toFixed(3)}`, () => {
      const expected = [-0.5, 0.5 + s / (2 * (2 - 3 * s)), 0.5 + s / (2 - 3 * s)];
      expectWeights(steadyCycle(and, { mu: s / 2 }).weights, expected, 12); // rounding, enlarged by 1/s
      // An epoch leaves about e^(-4 s) of the slowest mode: at s = .02, e^-48 after 600 epochs.
      expectWeights(
        cyclic(and, 2400, (w, x, d) => adaptMuLms(w, x, d, s / 2)),
        expected,
        12,
      );
    });

    test(`XOR settles at (0, -s/(2-3s), -2s/(2-3s)), s = ${s.toFixed(3)}`, () => {
      const expected = [0, -s / (2 - 3 * s), (-2 * s) / (2 - 3 * s)];
      expectWeights(steadyCycle(xor, { mu: s / 2 }).weights, expected, 12);
      expectWeights(
        cyclic(xor, 2400, (w, x, d) => adaptMuLms(w, x, d, s / 2)),
        expected,
        12,
      );
    });
  }

  test('AND at s = .1 ends at (-1/2, 9/17, 19/34)', () => {
    expectWeights(steadyCycle(and, { mu: 0.05 }).weights, [-1 / 2, 9 / 17, 19 / 34], 13);
  });

  test('AND with 2 mu = .2 is at (-.5000, .5714, .6429) after 40 cycles', () => {
    // Published with four digits, as the weights of the clocked circuit after 40 cycles of one pattern each.
    expectWeights(
      cyclic(and, 40, (w, x, d) => adaptMuLms(w, x, d, 0.1)),
      [-0.5, 0.5714, 0.6429],
      4,
    );
  });

  test('AND by alpha-LMS at alpha 1, the ideal of nulling, ends at (-1/2, 2/3, 5/6)', () => {
    const expected = [-1 / 2, 2 / 3, 5 / 6];
    expectWeights(steadyCycle(and, { alpha: 1 }).weights, expected, 13);
    // The contraction is 1/9 an epoch: nothing is left after 40.
    expectWeights(
      cyclic(and, 160, (w, x, d) => adaptAlphaLms(w, x, d, 1)),
      expected,
      13,
    );
  });
});

describe('what one ADALINE can decide', () => {
  /** Every function of n inputs whose table some weights give, found by trying integers, each n's known to suffice. */
  function thresholdFunctions(n: number, most: number): Set<string> {
    const { inputs } = truthTable(n, () => 1);
    const found = new Set<string>();
    const side = 2 * most + 1;
    for (let code = 0; code < side ** n; code++) {
      const weights = Array.from({ length: n }, (_, i) => (Math.floor(code / side ** i) % side) - most);
      const sums = inputs.map((x) => weights.reduce((total, weight, i) => total + weight * x[i + 1], 0));
      for (let bias = -n * most - 1; bias <= n * most + 1; bias++) {
        if (sums.includes(-bias)) continue; // a tie decides nothing
        found.add(sums.map((sum) => (sum + bias > 0 ? '+' : '-')).join(''));
      }
    }
    return found;
  }

  test.each([
    { n: 1, most: 1, count: 4 },
    { n: 2, most: 1, count: 14 },
    { n: 3, most: 2, count: 104 },
    { n: 4, most: 3, count: 1882 },
  ])('$count of the functions of $n inputs are threshold functions', ({ n, most, count }) => {
    expect(thresholdFunctions(n, most).size).toBe(count);
  });

  test('no single ADALINE has more than 3 of the 4 rows of XOR right', () => {
    const right = [...thresholdFunctions(2, 1)].map(
      (table) => xor.desired.filter((d, p) => (d === 1) === (table[p] === '+')).length,
    );
    expect(Math.max(...right)).toBe(3);
  });

  test('the perceptron learns exactly the 104 threshold functions of three inputs', () => {
    let learned = 0;
    const functions = thresholdFunctions(3, 2);
    for (let code = 0; code < 256; code++) {
      let row = 0;
      const rows = truthTable(3, () => ((code >> row++) & 1 ? 1 : -1));
      // Longest pattern 2, smallest margin 1/sqrt 7 (weights -1, 2, 1, 1): at most (2 sqrt 7)^2 = 28 corrections.
      const w = cyclic(rows, 28 * 8 + 8, (v, x, d) => adaptPerceptron(v, x, d, 1, 1e-9));
      const right = rows.desired.every((d, p) => decisions(w, rows)[p] === d);
      const table = rows.desired.map((d) => (d === 1 ? '+' : '-')).join('');
      expect(right, table).toBe(functions.has(table));
      if (right) learned++;
    }
    expect(learned).toBe(104);
  });
});

describe('mean square error is not the number of errors', () => {
  // One input and bias: three rows at 0, one just above, one far out. By hand: mean x = 8.2, mean d = -.2,
  // slope = (sum x d - 5 (mean x)(mean d))/(sum x^2 - 5 (mean x)^2) = 49.2/1264.8 = .0389, so s(1) = -.480.
  const outlier: Rows = {
    inputs: [0, 0, 0, 1, 40].map((x) => Float64Array.of(1, x)),
    desired: [-1, -1, -1, 1, 1],
  };

  test('the Wiener weights miss a row of a separable set', () => {
    const { weights } = wiener(correlate(outlier));
    expect(weights[1]).toBeCloseTo(49.2 / 1264.8, 12); // rounding
    expect(decisions(weights, outlier)).toEqual([-1, -1, -1, -1, 1]);
  });

  test('so does mu-LMS with a small step, while the perceptron and Mays finish', () => {
    const lms = cyclic(outlier, 50_000, (w, x, d) => adaptMuLms(w, x, d, 1e-4));
    expect(decisions(lms, outlier)).toEqual([-1, -1, -1, -1, 1]);
    const perceptron = cyclic(outlier, 5000, (w, x, d) => adaptPerceptron(w, x, d, 1, 1e-9));
    expect(decisions(perceptron, outlier)).toEqual(outlier.desired);
    const relaxation = cyclic(outlier, 5000, (w, x, d) => adaptMaysRelaxation(w, x, d, 1, 0.5, 1e-9));
    expect(decisions(relaxation, outlier)).toEqual(outlier.desired);
  });
});

test('every rule decides AND, OR and MAJ3 with its default step after 20 epochs', () => {
  const options = { gamma: 0.5, eps: 1e-6, tie: 1e-9 };
  for (const rule of Object.values(idealRules)) {
    for (const rows of [and, or, majority3]) {
      const w = cyclic(rows, 20 * rows.inputs.length, (v, x, d) =>
        rule.adapt(v, x, d, rule.defaultStep, options),
      );
      expect(decisions(w, rows), rule.id).toEqual(rows.desired);
    }
  }
});

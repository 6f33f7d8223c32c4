import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomSeparable, type SeparableSet } from '../../src/data/random-separable.ts';
import { teacherSum } from '../../src/data/teacher.ts';

const seeded = { seed: 1960, numRuns: 100 };
const options = fc.record({
  inputs: fc.integer({ min: 1, max: 20 }),
  rows: fc.integer({ min: 1, max: 40 }),
  seed: fc.maxSafeNat(),
  distribution: fc.constantFrom('signs' as const, 'gaussian' as const),
  margin: fc.double({ min: 0, max: 0.9, noNaN: true }),
});

describe('randomSeparable', () => {
  test('is separated by its teacher with the margin asked for', () => {
    fc.assert(
      fc.property(options, (asked) => {
        const { rows, teacher, margin } = randomSeparable(asked);
        const sums = rows.map(({ x }) => teacherSum(teacher, x));
        rows.forEach(({ d }, row) => {
          expect(d).toEqual(Float64Array.of(Math.sign(sums[row]!)));
        });
        expect(margin).toBe(Math.min(...sums.map(Math.abs)));
        expect(margin).toBeGreaterThanOrEqual(asked.margin);
        // 21 squares, a root and a division round by at most some 25 units of 1.1e-16.
        expect(Math.abs(Math.hypot(...teacher) - 1)).toBeLessThan(3e-15);
      }),
      seeded,
    );
  });

  test('has the size asked for, and signs where signs were asked for', () => {
    fc.assert(
      fc.property(options, (asked) => {
        const set = randomSeparable(asked);
        expect(set).toMatchObject({ inputs: asked.inputs, outputs: 1, fullScale: 1 });
        expect(set.rows).toHaveLength(asked.rows);
        for (const { x } of set.rows) {
          expect(x).toHaveLength(asked.inputs);
          expect(x.every((value) => Math.abs(value) === 1)).toBe(asked.distribution === 'signs');
        }
      }),
      seeded,
    );
  });

  test('is the same bits for the same seed, and others for another', () => {
    fc.assert(
      fc.property(options, (asked) => {
        const set = randomSeparable(asked);
        expect(randomSeparable(asked)).toEqual(set);
        const next = randomSeparable({ ...asked, seed: (asked.seed + 1) % 2 ** 53 });
        expect(next.teacher).not.toEqual(set.teacher);
      }),
      seeded,
    );
  });

  test('begins like the longer set of the same seed', () => {
    const short = randomSeparable({ inputs: 16, rows: 34, seed: 3 });
    const long = randomSeparable({ inputs: 16, rows: 68, seed: 3 });
    expect(long.rows.slice(0, 34)).toEqual(short.rows);
  });

  test("is learned by the perceptron within Novikoff's bound", () => {
    for (let seed = 0; seed < 20; seed++) {
      const set = randomSeparable({ inputs: 16, rows: 34, seed });
      // R^2 = 17 for 16 signs and the bias; the bound is (R/gamma)^2 updates.
      expect(perceptronUpdates(set)).toBeLessThanOrEqual(17 / set.margin ** 2);
    }
  });

  test('counts some rows in each class over the seeds', () => {
    const first = Array.from({ length: 200 }, (_, seed) => {
      return randomSeparable({ inputs: 4, rows: 1, seed }).rows[0]!.d![0]!;
    });
    // Five standard deviations of a sum of 200 signs: 5 sqrt(200) = 71.
    expect(Math.abs(first.reduce((sum, d) => sum + d, 0))).toBeLessThan(71);
  });

  test.each([
    [{ inputs: 0, rows: 4, seed: 1 }, 'found 0 inputs and 4 rows, expected at least 1 of each'],
    [{ inputs: 2, rows: 2.5, seed: 1 }, 'found 2 inputs and 2.5 rows'],
    [{ inputs: 2, rows: 4, seed: -1 }, 'seed: found -1'],
    [{ inputs: 2, rows: 4, seed: 1, margin: 0.95 }, 'found margin 0.95, expected 0 to 0.9'],
    [{ inputs: 2, rows: 4, seed: 1, margin: Number.NaN }, 'found margin NaN'],
  ])('refuses %j', (asked, complaint) => {
    expect(() => randomSeparable(asked)).toThrow(complaint);
  });
});

/** Rosenblatt's rule, written out here on its own: w += d x on every wrong row until none is wrong. */
function perceptronUpdates({ rows, inputs }: SeparableSet): number {
  const w = new Float64Array(inputs + 1);
  let updates = 0;
  for (let wrong = true; wrong; ) {
    wrong = false;
    for (const { x, d } of rows) {
      const lines = [1, ...x];
      if (d![0]! * lines.reduce((sum, value, i) => sum + w[i]! * value, 0) > 0) continue;
      lines.forEach((value, i) => {
        w[i]! += d![0]! * value;
      });
      updates++;
      wrong = true;
    }
  }
  return updates;
}

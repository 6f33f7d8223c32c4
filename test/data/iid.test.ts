import { describe, expect, test } from 'vitest';
import { iid } from '../../src/data/iid.ts';
import { teacherSum } from '../../src/data/teacher.ts';

const ROWS = 20_000;

describe('iid', () => {
  const set = iid({ inputs: 16, rows: ROWS, seed: 7 });

  test('has inputs of +1 and -1 that do not depend on each other', () => {
    expect(set.rows.every(({ x }) => x.length === 16 && x.every((value) => Math.abs(value) === 1))).toBe(
      true,
    );
    for (let i = 0; i < 16; i++) {
      // Five standard deviations of a mean of N signs; a product of two signs is a sign.
      expect(Math.abs(mean((x) => x[i]!))).toBeLessThan(5 / Math.sqrt(ROWS));
      for (let j = 0; j < i; j++) {
        expect(Math.abs(mean((x) => x[i]! * x[j]!))).toBeLessThan(5 / Math.sqrt(ROWS));
      }
    }
  });

  test("adds noise of the standard deviation asked for to its teacher's sum", () => {
    const noise = (x: Float64Array, d: number) => d - teacherSum(set.teacher, x);
    // Five standard deviations of the mean, sigma/sqrt(N), and of the mean square, sigma^2 sqrt(2/N).
    expect(Math.abs(mean(noise))).toBeLessThan((5 * 0.1) / Math.sqrt(ROWS));
    expect(Math.abs(mean((x, d) => noise(x, d) ** 2) - 0.01)).toBeLessThan(5 * 0.01 * Math.sqrt(2 / ROWS));
    // The noise knows nothing of the inputs.
    for (let i = 0; i < 16; i++) {
      expect(Math.abs(mean((x, d) => noise(x, d) * x[i]!))).toBeLessThan((5 * 0.1) / Math.sqrt(ROWS));
    }
  });

  test("is exactly its teacher's sum without noise", () => {
    const { rows, teacher } = iid({ inputs: 3, rows: 50, seed: 8, noise: 0 });
    for (const { x, d } of rows) expect(d).toEqual(Float64Array.of(teacherSum(teacher, x)));
  });

  test('keeps teacher and inputs when the noise changes', () => {
    const quiet = iid({ inputs: 3, rows: 50, seed: 8, noise: 0 });
    const loud = iid({ inputs: 3, rows: 50, seed: 8, noise: 1 });
    expect(loud.teacher).toEqual(quiet.teacher);
    expect(loud.rows.map(({ x }) => x)).toEqual(quiet.rows.map(({ x }) => x));
    expect(loud.rows.map(({ d }) => d)).not.toEqual(quiet.rows.map(({ d }) => d));
  });

  test('is the same bits for the same seed, begins like the longer set, and differs by seed', () => {
    const short = iid({ inputs: 16, rows: 100, seed: 7 });
    expect(iid({ inputs: 16, rows: 100, seed: 7 })).toEqual(short);
    expect(set.rows.slice(0, 100)).toEqual(short.rows);
    expect(iid({ inputs: 16, rows: 100, seed: 8 }).rows).not.toEqual(short.rows);
  });

  test('has a teacher between -1 and 1, bias weight first', () => {
    expect(set.teacher).toHaveLength(17);
    expect(set.teacher.every((weight) => weight >= -1 && weight < 1)).toBe(true);
    expect(teacherSum(set.teacher, new Float64Array(16))).toBe(set.teacher[0]);
  });

  test.each([
    [{ inputs: 0, rows: 4, seed: 1 }, 'found 0 inputs and 4 rows, expected at least 1 of each'],
    [{ inputs: 2, rows: 4, seed: 0.5 }, 'seed: found 0.5'],
    [{ inputs: 2, rows: 4, seed: 1, noise: -0.1 }, 'found noise -0.1, expected a standard deviation'],
    [{ inputs: 2, rows: 4, seed: 1, noise: Number.POSITIVE_INFINITY }, 'found noise Infinity'],
  ])('refuses %j', (asked, complaint) => {
    expect(() => iid(asked)).toThrow(complaint);
  });

  function mean(of: (x: Float64Array, d: number) => number): number {
    return set.rows.reduce((sum, { x, d }) => sum + of(x, d![0]!), 0) / ROWS;
  }
});

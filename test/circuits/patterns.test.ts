import { describe, expect, expectTypeOf, test } from 'vitest';
import { type PatternSet, publishedPatterns } from '../../circuits/patterns/index.ts';
import { kepler } from '../../circuits/patterns/kepler.ts';
import { inputsFromPicture } from '../../circuits/patterns/picture.ts';
import { tgf } from '../../circuits/patterns/tgf.ts';
import { tj } from '../../circuits/patterns/tj.ts';
import type { DataSet } from '../../src/data/data-set.ts';

describe('every published set', () => {
  test.each(publishedPatterns)(
    '$name has rows of one shape, with distinct names and finite values',
    (set) => {
      expect(set.inputNames).toHaveLength(set.inputs);
      expect(new Set(set.rows.map((row) => row.name)).size).toBe(set.rows.length);
      for (const row of set.rows) {
        expect(row.x).toHaveLength(set.inputs);
        expect(row.d).toHaveLength(set.outputs);
        expect([...row.x, ...row.d!].every(Number.isFinite)).toBe(true);
      }
      if (set.grid) expect(set.grid.rows * set.grid.columns).toBe(set.inputs);
      expect(set.source).toMatch(/^(found|computed|recalled|chosen): /);
    },
  );

  test('has the type of the sets that src/data makes', () => {
    expectTypeOf<PatternSet>().toEqualTypeOf<DataSet>();
  });
});

describe('tgf', () => {
  test('shows T, G and F, each followed by its shifted copy', () => {
    expect(tgf.rows.map((row) => row.name)).toEqual(['T', 'T shifted', 'G', 'G shifted', 'F', 'F shifted']);
    expect(targets(tgf)).toEqual([60, 60, 0, 0, -60, -60]);
    expect(tgf.fullScale).toBe(60);
  });

  test('throws as many switches to +1 as the published bitmaps do', () => {
    expect(onesPerRow(tgf)).toEqual([6, 6, 10, 10, 7, 7]);
  });

  test('makes each copy by moving the letter one column to the right', () => {
    for (let row = 0; row < tgf.rows.length; row += 2) {
      expect(tgf.rows[row + 1]?.x).toEqual(shiftedRight(tgf.rows[row]!.x));
    }
  });
});

describe('tj', () => {
  test('alternates T wanted +1 and J wanted -1', () => {
    expect(tj.rows.map((row) => row.name)).toEqual(['T1', 'J2', 'T3', 'J4', 'T5', 'J6', 'T7', 'J8']);
    expect(targets(tj)).toEqual([1, -1, 1, -1, 1, -1, 1, -1]);
  });

  test('throws as many switches to +1 as the published bitmaps do', () => {
    expect(onesPerRow(tj)).toEqual([6, 7, 6, 7, 6, 7, 6, 7]);
  });

  test('holds each letter upright, moved right, and the same two turned by a quarter', () => {
    const [t1, j2, t3, j4, t5, j6, t7, j8] = tj.rows.map((row) => row.x);
    expect(t3).toEqual(shiftedRight(t1!));
    expect(j4).toEqual(shiftedRight(j2!));
    expect(t5).toEqual(turnedLeft(t1!));
    expect(t7).toEqual(turnedLeft(t3!));
    expect(j6).toEqual(turnedLeft(j2!));
    expect(j8).toEqual(turnedLeft(j4!));
  });
});

describe('kepler', () => {
  // Computed with mpmath at 40 digits and rounded to doubles, independently of any library used here.
  const logarithms: [name: string, ofAxis: number, ofPeriod: number][] = [
    ['Mercury', -0.41217802913503065, -0.6182592998648415],
    ['Venus', -0.1406623274187768, -0.2109856074873965],
    ['Earth', 4.7772390380839186e-8, 7.556658242356743e-6],
    ['Mars', 0.18288872477640783, 0.27435360726732444],
    ['Jupiter', 0.7162841252887809, 1.0741804356459566],
    ['Saturn', 0.9794149848442893, 1.4690484009582994],
    ['Uranus', 1.283103578161649, 1.92436637405384],
    ['Neptune', 1.4781184576091628, 2.2169343325104864],
  ];

  test.each(logarithms)('has the logarithms of %s to the last bit', (name, ofAxis, ofPeriod) => {
    const row = kepler.rows.find((planet) => planet.name === name);
    // One unit in the last place is at most 2^-52 of the value.
    expect(Math.abs(row!.x[0]! - ofAxis)).toBeLessThanOrEqual(2 ** -52 * Math.abs(ofAxis));
    expect(Math.abs(row!.d![0]! - ofPeriod)).toBeLessThanOrEqual(2 ** -52 * Math.abs(ofPeriod));
  });

  test.each(kepler.rows)("keeps Kepler's third law for $name", ({ x, d }) => {
    // The law leaves out the mass of the planet (Jupiter: 1/1047 of the sun's) and the pull of its
    // neighbours on a, which are of the same size: T^2/a^3 = 1 to 2e-3, .87e-3 as a logarithm.
    expect(Math.abs(2 * d![0]! - 3 * x[0]!)).toBeLessThan(0.87e-3);
  });

  test('has the least-squares line that the issue gives', () => {
    const x = kepler.rows.map((row) => row.x[0]!);
    const d = kepler.rows.map((row) => row.d![0]!);
    const slope =
      mean(x.map((value, i) => (value - mean(x)) * d[i]!)) / mean(x.map((value) => (value - mean(x)) ** 2));
    // Half a unit of the last digit given: slope 1.499835, intercept -1.7e-5.
    expect(Math.abs(slope - 1.499835)).toBeLessThan(0.5e-6);
    expect(Math.abs(mean(d) - slope * mean(x) - -1.7e-5)).toBeLessThan(0.5e-6);
  });
});

describe('inputsFromPicture', () => {
  test('reads rows from the top, # as +1 and . as -1', () => {
    expect(inputsFromPicture('#. ##')).toEqual(Float64Array.of(1, -1, 1, 1));
  });

  test.each(['', '## #', '#x ##', '##  ##'])('refuses "%s"', (picture) => {
    expect(() => inputsFromPicture(picture)).toThrow(RangeError);
  });
});

function targets(set: PatternSet): number[] {
  return set.rows.map((row) => row.d![0]!);
}

function onesPerRow(set: PatternSet): number[] {
  return set.rows.map((row) => row.x.filter((value) => value === 1).length);
}

function shiftedRight(x: Float64Array): Float64Array {
  return x.map((_, i) => (i % 4 === 0 ? -1 : x[i - 1]!));
}

/** Turns a 4x4 picture by a quarter against the clock. */
function turnedLeft(x: Float64Array): Float64Array {
  return x.map((_, i) => x[(i % 4) * 4 + 3 - Math.floor(i / 4)]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

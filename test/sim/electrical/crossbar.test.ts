import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Crossbar, type CrossbarDrive } from '../../../sim/electrical/crossbar/crossbar.ts';

/** The same network solved as a full dense system, written without any of the solver's knowledge. */
function dense(
  rows: number,
  columns: number,
  [wordOhms, bitOhms]: readonly [number, number],
  siemens: readonly number[],
  drive: CrossbarDrive,
): Float64Array {
  const n = 2 * rows * columns;
  const a = Array.from({ length: n }, () => new Float64Array(n + 1));
  const join = (p: number, q: number, g: number): void => {
    a[p]![p]! += g;
    a[q]![q]! += g;
    a[p]![q]! -= g;
    a[q]![p]! -= g;
  };
  const hold = (p: number, volts: number | undefined, g: number): void => {
    if (volts === undefined || Number.isNaN(volts)) return;
    a[p]![p]! += g;
    a[p]![n]! += g * volts;
  };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const w = 2 * (i * columns + j);
      join(w, w + 1, siemens[i * columns + j]!);
      if (j > 0) join(w, w - 2, 1 / wordOhms);
      if (i > 0) join(w + 1, w + 1 - 2 * columns, 1 / bitOhms);
      if (j === 0) hold(w, drive.left?.[i], 1 / wordOhms);
      if (j === columns - 1) hold(w, drive.right?.[i], 1 / wordOhms);
      if (i === 0) hold(w + 1, drive.top?.[j], 1 / bitOhms);
      if (i === rows - 1) hold(w + 1, drive.bottom?.[j], 1 / bitOhms);
    }
  }
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(a[i]![k]!) > Math.abs(a[pivot]![k]!)) pivot = i;
    [a[k], a[pivot]] = [a[pivot]!, a[k]!];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const share = a[i]![k]! / a[k]![k]!;
      for (let j = k; j <= n; j++) a[i]![j]! -= share * a[k]![j]!;
    }
  }
  return Float64Array.from({ length: n }, (_, k) => a[k]![n]! / a[k]![k]!);
}

const published = {
  ohms: [345, 903, 755, 257, 646, 652, 401, 508, 166, 454, 442, 874, 190, 244, 635],
  volts: [1.5, 2.3, 1.7],
};
const milliamperes = (x: Float64Array, from: number, count: number): number[] =>
  [...x.slice(from, from + count)].map((a) => a * 1e3);

describe('a crossbar with wires', () => {
  test('gives the currents that badcrossbar publishes for its 3 x 5 example, half an ohm a segment', () => {
    const { bitAmperes } = new Crossbar(3, 5, { wordOhms: 0.5, bitOhms: 0.5 }).solve(
      published.ohms.map((r) => 1 / r),
      { left: published.volts, bottom: new Float64Array(5) },
    );
    const expected = [11.58503, 9.19064, 15.11568, 25.83321, 9.81179];
    // printed to five places
    milliamperes(bitAmperes, 15, 5).forEach((x, j) => {
      expect(Math.abs(x - expected[j]!)).toBeLessThan(5.1e-6);
    });
  });

  test('gives the published currents of ideal wires when no wire resists', () => {
    const { bitAmperes } = new Crossbar(3, 5, { wordOhms: 0, bitOhms: 0 }).solve(
      published.ohms.map((r) => 1 / r),
      { left: published.volts, bottom: new Float64Array(5) },
    );
    const expected = [11.72159, 9.34187, 15.46168, 26.65921, 10.06523];
    milliamperes(bitAmperes, 15, 5).forEach((x, j) => {
      expect(Math.abs(x - expected[j]!)).toBeLessThan(5.1e-6);
    });
  });

  const siemens = (count: number) =>
    fc.array(fc.double({ min: 1e-6, max: 1e-2, noNaN: true }), { minLength: count, maxLength: count });
  const volts = (count: number) =>
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: count, maxLength: count });
  const arrays = fc
    .record({ rows: fc.integer({ min: 1, max: 7 }), columns: fc.integer({ min: 1, max: 7 }) })
    .chain(({ rows, columns }) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        siemens: siemens(rows * columns),
        left: volts(rows),
        right: fc.option(volts(rows), { nil: undefined }),
        top: fc.option(volts(columns), { nil: undefined }),
        bottom: volts(columns),
        wordOhms: fc.double({ min: 0.01, max: 100, noNaN: true }),
        bitOhms: fc.double({ min: 0.01, max: 100, noNaN: true }),
      }),
    );

  test('agrees with a dense solution of the same network, whatever its size and the sides it is driven from', () => {
    fc.assert(
      fc.property(arrays, (c) => {
        const drive: CrossbarDrive = {
          left: c.left,
          bottom: c.bottom,
          ...(c.right && { right: c.right }),
          ...(c.top && { top: c.top }),
        };
        const found = new Crossbar(c.rows, c.columns, c).solve(c.siemens, drive);
        const expected = dense(c.rows, c.columns, [c.wordOhms, c.bitOhms], c.siemens, drive);
        // both are eliminations of up to 98 nodes; wires and devices differ by up to 1e8
        found.wordVolts.forEach((v, k) => {
          expect(Math.abs(v - expected[2 * k]!)).toBeLessThan(1e-10);
        });
        found.bitVolts.forEach((v, k) => {
          expect(Math.abs(v - expected[2 * k + 1]!)).toBeLessThan(1e-10);
        });
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('obeys Kirchhoff at every node of 40 x 30, and delivers at its ends what it takes in', () => {
    const [rows, columns] = [40, 30];
    const g = Float64Array.from({ length: rows * columns }, (_, k) => 1e-4 * (1 + ((k * 7919) % 97)));
    const found = new Crossbar(rows, columns, { wordOhms: 2, bitOhms: 3 }).solve(g, {
      left: Float64Array.from({ length: rows }, (_, i) => (i % 3) / 10),
      right: Float64Array.from({ length: rows }, (_, i) => (i % 5) / 10),
      bottom: new Float64Array(columns),
      top: new Float64Array(columns),
    });
    expect(found.kirchhoffResidual).toBeLessThan(1e-11); // the bound at which the solver refines
    let inward = 0;
    let outward = 0;
    for (let i = 0; i < rows; i++)
      inward += found.wordAmperes[i * (columns + 1)]! - found.wordAmperes[i * (columns + 1) + columns]!;
    for (let j = 0; j < columns; j++) outward += found.bitAmperes[rows * columns + j]! - found.bitAmperes[j]!;
    // sums of a thousand currents, each right to rounding
    expect(Math.abs(inward - outward)).toBeLessThan(1e-12 * Math.abs(inward) * rows * columns);
  });

  test('is reciprocal: a volt on line i gives in column j the current that a volt on column j gives in line i', () => {
    const [rows, columns] = [9, 6];
    const g = Float64Array.from({ length: rows * columns }, (_, k) => 1e-3 * (1 + ((k * 31) % 7)));
    const bar = new Crossbar(rows, columns, { wordOhms: 5, bitOhms: 7 });
    const zero = (n: number): Float64Array => new Float64Array(n);
    const one = (n: number, k: number): Float64Array => zero(n).fill(1, k, k + 1);
    for (const [i, j] of [
      [0, 0],
      [8, 0],
      [4, 5],
    ] as const) {
      const forward = bar.solve(g, { left: one(rows, i), bottom: zero(columns) });
      const backward = bar.solve(g, { left: zero(rows), bottom: one(columns, j) });
      const out = forward.bitAmperes[rows * columns + j]!;
      const back = -backward.wordAmperes[i * (columns + 1)]!;
      // the matrix is symmetric; both solutions are right to rounding
      expect(Math.abs(out - back)).toBeLessThan(1e-12 * Math.abs(out));
    }
  });

  test('comes as near to ideal wires as the wires resist less: the loss falls in proportion', () => {
    const g = Float64Array.from({ length: 64 }, (_, k) => 1e-3 * (1 + (k % 5)));
    const left = new Float64Array(8).fill(1);
    const out = (ohms: number): number =>
      new Crossbar(8, 8, { wordOhms: ohms, bitOhms: ohms }).solve(g, { left, bottom: new Float64Array(8) })
        .bitAmperes[8 * 8 + 7]!;
    const ideal = out(0);
    const ratio = (ideal - out(1e-4)) / (ideal - out(1e-5));
    // first order in the resistance; the second order is 1e-4 x 1e-3 S x 64 of it
    expect(Math.abs(ratio - 10)).toBeLessThan(1e-3);
  });

  test('loses less when word lines are driven from both sides', () => {
    const g = new Float64Array(32 * 32).fill(1e-3);
    const left = new Float64Array(32).fill(1);
    const bar = new Crossbar(32, 32, { wordOhms: 1, bitOhms: 1 });
    const worst = (drive: CrossbarDrive): number =>
      Math.min(...bar.solve(g, drive).bitAmperes.slice(32 * 32));
    const bottom = new Float64Array(32);
    expect(worst({ left, right: left, bottom })).toBeGreaterThan(worst({ left, bottom }));
  });

  test('lets a line float that is open at both ends', () => {
    const g = new Float64Array(6).fill(1e-3);
    const found = new Crossbar(2, 3, { wordOhms: 1, bitOhms: 100 }).solve(g, {
      left: [1, Number.NaN],
      bottom: [0, 0, 0],
    });
    const into = found.wordAmperes.slice(4, 8);
    expect(into[0]).toBe(0);
    expect(into[3]).toBe(0);
    // what flows into the open line by one device leaves it by another
    const through = found.deviceAmperes.slice(3);
    expect(Math.abs(through[0]! + through[1]! + through[2]!)).toBeLessThan(1e-15);
    expect(Math.max(...through.map(Math.abs))).toBeGreaterThan(1e-7);
  });

  test('solves each chain by itself where only one kind of line resists', () => {
    const g = Float64Array.from({ length: 12 }, (_, k) => 1e-3 * (k + 1));
    const drive = { left: [1, 0.5, -0.2], bottom: [0, 0, 0, 0] };
    for (const [wordOhms, bitOhms] of [
      [4, 0],
      [0, 4],
    ] as const) {
      const exact = new Crossbar(3, 4, { wordOhms, bitOhms }).solve(g, drive);
      const near = new Crossbar(3, 4, { wordOhms: wordOhms || 1e-9, bitOhms: bitOhms || 1e-9 }).solve(
        g,
        drive,
      );
      exact.deviceAmperes.forEach((x, k) => {
        // a nano-ohm against some 100 ohm
        expect(Math.abs(x - near.deviceAmperes[k]!)).toBeLessThan(1e-9 * Math.abs(x) + 1e-12);
      });
    }
  });

  test('says what is wrong in one line', () => {
    const bar = new Crossbar(2, 2, { wordOhms: 1, bitOhms: 1 });
    expect(() => new Crossbar(0, 2, { wordOhms: 1, bitOhms: 1 })).toThrow('found 0 rows');
    expect(() => new Crossbar(2, 2, { wordOhms: -1, bitOhms: 1 })).toThrow('wordOhms is -1');
    expect(() => bar.solve([1, 1, 1], { left: [0, 0] })).toThrow('found 3 conductances, expected 4 (2 x 2)');
    expect(() => bar.solve([1, -1, 1, 1], { left: [0, 0] })).toThrow('row 0, column 1 is -1 S');
    expect(() => bar.solve([1, 1, 1, 1], { left: [0] })).toThrow('found 1 voltages at the left, expected 2');
    expect(() => bar.solve([0, 0, 0, 0], { left: [1, 1] })).toThrow('bit line 0 hangs on nothing');
    expect(() => bar.solve([1, 0, 0, 1], { left: [1, Number.NaN], bottom: [0, Number.NaN] })).toThrow(
      'word line 1 hangs on nothing',
    );
    expect(() =>
      new Crossbar(1, 1, { wordOhms: 0, bitOhms: 1 }).solve([1], { left: [1], right: [2], bottom: [0] }),
    ).toThrow('a loop of ideal sources');
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  adaptAlphaLms,
  adaptMaysIncrement,
  adaptMaysRelaxation,
  decide,
  dot,
} from '../../src/ideal/index.ts';
import { Chance, randomLabels, separate } from '../papers/helpers.ts';
import { presentation, seeded } from './arbitraries.ts';

const tie = 1e-9;
const x = Float64Array.of(1, -1, 1, 1); // x.x = 4

test('adaptMaysIncrement rests on a right decision outside the dead zone', () => {
  const w = Float64Array.of(0.5, 0, 0, 0);
  expect(adaptMaysIncrement(w, x, 1, 1, 0.5, tie)).toBe(0.5);
  expect([...w]).toEqual([0.5, 0, 0, 0]);
});

test('adaptMaysIncrement adds alpha d x/(x.x) to a wrong decision outside the dead zone', () => {
  const w = Float64Array.of(-2, 0, 0, 0);
  adaptMaysIncrement(w, x, 1, 1, 0.5, tie);
  expect([...w]).toEqual([-1.75, -0.25, 0.25, 0.25]);
});

test('adaptMaysIncrement adds alpha d x/(x.x) inside the dead zone even to a right decision', () => {
  const w = Float64Array.of(0.25, 0, 0, 0);
  adaptMaysIncrement(w, x, 1, 1, 0.5, tie);
  expect([...w]).toEqual([0.5, -0.25, 0.25, 0.25]);
});

test('adaptMaysRelaxation rests on a right decision outside the dead zone, otherwise is alpha-LMS', () => {
  fc.assert(
    fc.property(presentation, fc.constantFrom(1, -1), ({ w, x: inputs }, d) => {
      const expected = Float64Array.from(w);
      const s = dot(w, inputs);
      if (decide(s, tie) !== d || Math.abs(s) < 0.5) adaptAlphaLms(expected, inputs, d, 0.7);
      expect(adaptMaysRelaxation(w, inputs, d, 0.7, 0.5, tie)).toBe(d - s);
      expect(w).toEqual(expected);
    }),
    seeded,
  );
});

test('adaptMaysRelaxation with an infinite dead zone is alpha-LMS', () => {
  fc.assert(
    fc.property(presentation, fc.constantFrom(1, -1), ({ w, x: inputs }, d) => {
      const expected = Float64Array.from(w);
      adaptAlphaLms(expected, inputs, d, 0.7);
      adaptMaysRelaxation(w, inputs, d, 0.7, Infinity, tie);
      expect(w).toEqual(expected);
    }),
    seeded,
  );
});

test("both of Mays' rules count |s| short of gamma by less than the tie band as outside the dead zone", () => {
  for (const adapt of [adaptMaysIncrement, adaptMaysRelaxation]) {
    const edge = Float64Array.of(0.5 - 0.9e-9, 0, 0, 0);
    adapt(edge, x, 1, 1, 0.5, tie);
    expect([...edge]).toEqual([0.5 - 0.9e-9, 0, 0, 0]);
    const inside = Float64Array.of(0.5 - 1.1e-9, 0, 0, 0);
    adapt(inside, x, 1, 1, 0.5, tie);
    expect(inside[1]).not.toBe(0);
  }
});

test("both of Mays' rules make no step on a zero pattern", () => {
  for (const adapt of [adaptMaysIncrement, adaptMaysRelaxation]) {
    const w = Float64Array.of(1, 2);
    expect(adapt(w, Float64Array.of(0, 0), -1, 1, 0.5, tie)).toBe(-1);
    expect([...w]).toEqual([1, 2]);
  }
});

test('adaptMaysRelaxation converges on every separable set for 0 < gamma < 1 and 0 < alpha <= 2', () => {
  const chance = new Chance(1963);
  let separable = 0;
  while (separable < 100) {
    const set = randomLabels(chance, 12, 7);
    if (separate(set) === null) continue;
    separable++;
    const gamma = 0.05 + 0.9 * chance.uniform();
    const alpha = 0.1 + 1.9 * chance.uniform();
    const w = new Float64Array(7);
    const safe = (): boolean => set.inputs.every((row, p) => set.desired[p] * dot(w, row) >= gamma - tie);
    let epochs = 0;
    // The bound is on patience only: narrow margins take thousands of epochs.
    while (!safe() && epochs++ < 100_000) {
      for (const [p, row] of set.inputs.entries())
        adaptMaysRelaxation(w, row, set.desired[p], alpha, gamma, tie);
    }
    expect(safe(), `set ${separable}, gamma ${gamma}, alpha ${alpha}`).toBe(true);
  }
});

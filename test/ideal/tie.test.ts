import { expect, test } from 'vitest';
import { decide, signum, tieBand } from '../../src/ideal/index.ts';

test('tieBand is a thousand-millionth of full scale', () => {
  expect(tieBand(1)).toBe(1e-9);
  expect(tieBand(60)).toBeCloseTo(6e-8, 20); // one rounding of 60 x 1e-9
});

test('tieBand refuses a full scale that is not a positive finite number', () => {
  for (const fullScale of [0, -1, Number.NaN, Infinity]) {
    expect(() => tieBand(fullScale)).toThrow(/fullScale is .*positive finite/);
  }
});

test('decide gives +1 from the lower edge of the tie band upwards, edge included', () => {
  expect([1, 0, -0, -1e-9].map((s) => decide(s, 1e-9))).toEqual([1, 1, 1, 1]);
  expect([-1.0001e-9, -1, -Infinity].map((s) => decide(s, 1e-9))).toEqual([-1, -1, -1]);
});

test('signum is 0 within the tie band, edges included, and the sign outside', () => {
  expect([1e-9, 0, -1e-9].map((z) => signum(z, 1e-9))).toEqual([0, 0, 0]);
  expect([1.0001e-9, -1.0001e-9].map((z) => signum(z, 1e-9))).toEqual([1, -1]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  count,
  decimals,
  duration,
  grouped,
  joules,
  patternName,
  plain,
  rounded,
  seconds,
  signed,
  signedExactly,
} from '../../ui/state/format.ts';
import { nextStep, weightWindow } from '../../ui/state/weight-window.ts';

describe('a number on the page', () => {
  test('carries a real minus sign, and zero carries none', () => {
    expect(signed(-7.2, 1)).toBe('−7.2');
    expect(signed(7.2, 1)).toBe('+7.2');
    expect(signed(-0.01, 1)).toBe('0.0');
    expect(signedExactly(60)).toBe('+60');
    expect(signedExactly(-0.5)).toBe('−0.5');
  });

  test('is never NaN, and large ones become powers of ten', () => {
    const anyNumber = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0));
    fc.assert(
      fc.property(anyNumber, fc.nat(4), (x, digits) => {
        for (const text of [decimals(x, digits), signed(x, digits), plain(x), rounded(x), signedExactly(x)])
          expect(text).toMatch(/^[+−]?(\d[\d.]*(·10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|∞)$|^—$/);
      }),
      { seed: 1960, numRuns: 500 },
    );
    expect(decimals(-6.5e7, 1)).toBe('−6.5·10⁷');
    expect(rounded(123_456)).toBe('123456');
    expect(rounded(-0.0169)).toBe('−0.0169');
    expect(rounded(2.42e-7)).toBe('2.42·10⁻⁷');
  });

  test('says short times with the prefix that keeps them short', () => {
    expect(duration(1e-5)).toBe('10 µs');
    expect(duration(1.8e-4)).toBe('180 µs');
    expect(duration(0.0444)).toBe('0.0444 s');
    expect(duration(0)).toBe('0 s');
    expect(seconds(0)).toBe('0.00 s');
    expect(seconds(1.87e-3)).toBe('1.87 ms');
    expect(seconds(0.3)).toBe('0.30 s');
  });

  test('has its unit, and words their endings', () => {
    expect(joules(0.5165)).toBe('516.5 mJ');
    expect(joules(31.358)).toBe('31.36 J');
    expect(grouped(1_234_567)).toBe('1\u202f234\u202f567');
    expect(count(1, 'cell')).toBe('1 cell');
    expect(count(8, 'cell')).toBe('8 cells');
    expect(patternName('-+')).toBe('−+');
    expect(patternName('G shifted')).toBe('G shifted');
  });
});

describe('the window of weights', () => {
  test('is 1, 2 or 5 times a power of ten, and holds every weight', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true })), (weights) => {
        const window = weightWindow(weights, 60);
        for (const w of weights) expect(Math.abs(w)).toBeLessThanOrEqual(window * (1 + 1e-9));
        expect(nextStep(window)).toBe(window);
      }),
      { seed: 1960, numRuns: 500 },
    );
    expect(weightWindow([8.5, -3], 60)).toBe(10);
    expect(weightWindow([12], 60)).toBe(20);
  });
});

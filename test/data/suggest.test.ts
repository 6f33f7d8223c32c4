import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, editDistance, suggest } from '../../src/data/suggest.ts';

const patterns = ['tgf', 'tj', 'kepler', 'and', 'or', 'nand', 'xor', 'majority3', 'parity3'];

describe('suggest', () => {
  test.each([
    ['tfg', 'tgf'],
    ['tgff', 'tgf'],
    ['Kepler', 'kepler'],
    ['keplre', 'kepler'],
    ['nan', 'nand'],
    ['maj', 'majority3'],
    ['majorty3', 'majority3'],
    ['parity', 'parity3'],
    ['tj.csv', 'tj'],
  ])('answers %s with %s', (mistaken, nearest) => {
    expect(suggest(mistaken, patterns)).toBe(nearest);
  });

  test.each(['', 'hopfield', 'q', 'zzz', 'x'.repeat(1e6)])(
    'has no answer to something far from all',
    (mistaken) => {
      expect(suggest(mistaken, patterns)).toBeNull();
    },
  );

  test('finds the part of a path that was mistyped', () => {
    const paths = ['memistor.saturation', 'memistor.rectification', 'comparator.offset'];
    expect(suggest('memistor.saturtion', paths)).toBe('memistor.saturation');
  });
});

describe('didYouMean', () => {
  test('asks for the nearest name', () => {
    expect(didYouMean('tfg', patterns)).toBe('did you mean "tgf"?');
  });

  test('lists the names when none is near', () => {
    expect(didYouMean('hopfield', ['tgf', 'tj'])).toBe('known are tgf, tj.');
  });

  test('lists no more than two dozen of them', () => {
    const many = Array.from({ length: 30 }, (_, i) => `name${i}`);
    expect(didYouMean('hopfield', many)).toMatch(/^known are name0, .*, name23 and 6 more\.$/);
  });
});

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
  ])('from "%s" to "%s" is %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  test('is symmetric, zero only between equals, and at most the longer length', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (from, to) => {
        const distance = editDistance(from, to);
        expect(editDistance(to, from)).toBe(distance);
        expect(distance === 0).toBe(from === to);
        expect(distance).toBeGreaterThanOrEqual(Math.abs(from.length - to.length));
        expect(distance).toBeLessThanOrEqual(Math.max(from.length, to.length));
      }),
      { seed: 1960, numRuns: 500 },
    );
  });

  test('grows by at most one with one more letter', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (from, to) => {
        expect(Math.abs(editDistance(`${from}a`, to) - editDistance(from, to))).toBeLessThanOrEqual(1);
      }),
      { seed: 1960, numRuns: 500 },
    );
  });
});

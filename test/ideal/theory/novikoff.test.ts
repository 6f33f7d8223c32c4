import { expect, test } from 'vitest';
import { novikoffBound } from '../../../src/ideal/index.ts';
import { and, xor } from '../../papers/helpers.ts';

test('novikoffBound of AND: radius sqrt 3, margin 1/sqrt 3, at most 9 corrections', () => {
  const bound = novikoffBound(and, Float64Array.of(-1, 1, 1));
  expect(bound.radius).toBe(Math.sqrt(3));
  expect(bound.margin).toBeCloseTo(1 / Math.sqrt(3), 15); // rounding
  expect(bound.corrections).toBeCloseTo(9, 13);
});

test('novikoffBound does not depend on the length of the separating vector', () => {
  const bound = novikoffBound(and, Float64Array.of(-1, 1, 1)).corrections;
  expect(novikoffBound(and, Float64Array.of(-7, 7, 7)).corrections).toBeCloseTo(bound, 12); // rounding
});

test('novikoffBound names the row that the vector does not separate', () => {
  expect(() => novikoffBound(xor, Float64Array.of(-1, 1, 1))).toThrow('does not separate row 2');
  expect(() => novikoffBound(and, new Float64Array(3))).toThrow('does not separate row 1');
});

test('novikoffBound refuses analog targets and a vector that does not fit', () => {
  expect(() =>
    novikoffBound({ inputs: and.inputs, desired: [0.5, 1, 1, 1] }, Float64Array.of(-1, 1, 1)),
  ).toThrow('row 1 has d = 0.5');
  expect(() => novikoffBound(and, Float64Array.of(1))).toThrow('u has 1 entries, expected 3');
});

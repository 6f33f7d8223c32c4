import { expect, test } from 'vitest';
import { adaptMadalineRuleOne, madalineOutput } from '../../src/ideal/index.ts';

const tie = 1e-9;
const x = Float64Array.of(1, 1);
/** Units whose sums on x are the given ones. */
const units = (...sums: number[]): Float64Array[] => sums.map((s) => Float64Array.of(s, 0));
const adapted = (logic: 'or' | 'and' | 'majority', d: number, ...sums: number[]): readonly number[] =>
  adaptMadalineRuleOne(units(...sums), x, d, { alpha: 1, logic, tie }).adapted;

test('madalineOutput is OR, AND or the majority of the decisions, a tied vote giving +1', () => {
  expect(
    [
      [-1, -2],
      [-1, 2],
      [1, 2],
    ].map((sums) =>
      (['or', 'and', 'majority'] as const).map((logic) =>
        madalineOutput(Float64Array.from(sums), logic, tie),
      ),
    ),
  ).toEqual([
    [-1, -1, -1],
    [1, -1, 1],
    [1, 1, 1],
  ]);
});

test('a right output changes nothing', () => {
  const W = units(0.3, -0.4);
  const step = adaptMadalineRuleOne(W, x, 1, { alpha: 1, logic: 'or', tie });
  expect(step).toEqual({ sums: Float64Array.of(0.3, -0.4), output: 1, adapted: [] });
  expect(W).toEqual(units(0.3, -0.4));
});

test('OR, d = +1: only the unit with the smallest |s| adapts', () => {
  expect(adapted('or', 1, -0.5, -0.1, -0.3)).toEqual([1]);
});

test('OR, d = -1: every +1 unit adapts', () => {
  expect(adapted('or', -1, 0.5, -0.1, 0.3)).toEqual([0, 2]);
});

test('AND is the dual: d = -1 takes the smallest |s|, d = +1 every -1 unit', () => {
  expect(adapted('and', -1, 0.5, 0.1, 0.3)).toEqual([1]);
  expect(adapted('and', 1, -0.5, 0.1, -0.3)).toEqual([0, 2]);
});

test('majority: as many units adapt as the vote lacks, smallest |s| first', () => {
  expect(adapted('majority', 1, -0.5, -0.1, -0.3, 0.2, -0.9)).toEqual([1, 2]); // 1 of 5, needs 3
  expect(adapted('majority', -1, 0.5, 0.1, 0.3)).toEqual([1, 2]); // 3 of 3, may keep 1
  expect(adapted('majority', 1, -0.5, -0.1)).toEqual([1]); // a tied vote of 2 gives +1
  expect(adapted('majority', -1, 0.5, -0.1)).toEqual([0]);
});

test('sums equal within the tie band go to the lowest index', () => {
  expect(adapted('or', 1, -0.2, -0.2 + 1e-12)).toEqual([0]);
  expect(adapted('or', 1, -0.2, -0.2 + 1e-6)).toEqual([1]);
});

test('alpha = 1 is absolute correction: the sums of the adapted units become d', () => {
  const W = units(0.5, -0.1, 0.3);
  adaptMadalineRuleOne(W, x, -1, { alpha: 1, logic: 'or', tie });
  expect(W.map(([w0, w1]) => w0 + w1).map((s) => Math.round(s * 1e12) / 1e12)).toEqual([-1, -0.1, -1]);
});

test('adaptMadalineRuleOne refuses an empty layer, a row that does not fit and another d', () => {
  const options = { alpha: 1, logic: 'or', tie } as const;
  expect(() => adaptMadalineRuleOne([], x, 1, options)).toThrow('no units');
  expect(() => adaptMadalineRuleOne([new Float64Array(3)], x, 1, options)).toThrow(
    'unit 0 has 3 weights for 2',
  );
  expect(() => adaptMadalineRuleOne(units(1), x, 0, options)).toThrow('d is 0, expected +1 or -1');
});

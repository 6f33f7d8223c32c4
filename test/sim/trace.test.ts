/** Recorded signals in ring buffers, and conditions that stop a run. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { reached } from '../../sim/stop.ts';
import { Trace } from '../../sim/trace.ts';
import { runOf } from './benches.ts';

describe('a trace', () => {
  test('keeps the last rows up to its capacity, and the oldest give way', () => {
    const trace = new Trace(['s', 'e'], 3000);
    for (let row = 0; row < 10_000; row++) trace.record(row, row, -row);
    expect([trace.length, trace.first]).toEqual([10_000, 7000]);
    for (let row = 7000; row < 10_000; row++) {
      expect(trace.at(row, 's')).toBe(row);
      expect(trace.at(row, 'e')).toBe(-row);
    }
    expect(() => trace.at(6999, 's')).toThrow('trace: row 6999 is not kept, only 7000 to 9999.');
    expect(() => trace.at(10_000, 's')).toThrow('trace: row 10000 is not kept, only 7000 to 9999.');
  });

  test('forgets what came after a row that is recorded again', () => {
    const trace = new Trace(['s'], 10);
    for (let row = 0; row < 5; row++) trace.record(row, row);
    trace.record(2, 22);
    expect(trace.length).toBe(3);
    expect([0, 1, 2].map((row) => trace.at(row, 's'))).toEqual([0, 1, 22]);
    expect(() => trace.at(3, 's')).toThrow('trace: row 3 is not kept, only 0 to 2.');
  });

  test('is a ring at any capacity: what it says is what a list would', () => {
    for (const capacity of [1, 2, 5, 1023, 1024, 1025, 2500]) {
      const trace = new Trace(['s'], capacity);
      for (let row = 0; row < 3000; row++) trace.record(row, row * row);
      expect(trace.first).toBe(3000 - capacity);
      expect(trace.at(2999, 's')).toBe(2999 * 2999);
      expect(trace.at(3000 - capacity, 's')).toBe((3000 - capacity) ** 2);
    }
  });

  test('starts anew before its oldest row, and never shows what was overwritten', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat({ max: 120 }), { minLength: 1, maxLength: 60 }),
        (capacity, jumps) => {
          const trace = new Trace(['s'], capacity);
          const expected = new Map<number, number>();
          let stamp = 0;
          for (const jump of jumps) {
            // back to any row, or on from the last one
            const from = Math.min(jump, trace.length);
            for (let row = from; row < from + 7; row++) {
              trace.record(row, stamp);
              for (const later of expected.keys()) if (later >= row) expected.delete(later);
              expected.set(row, stamp++);
            }
            expect(trace.length - trace.first).toBeLessThanOrEqual(capacity);
            for (let row = trace.first; row < trace.length; row++)
              expect(trace.at(row, 's')).toBe(expected.get(row));
          }
        },
      ),
    );
  });

  test('refuses rows out of turn, unknown columns and no capacity', () => {
    const trace = new Trace(['s'], 4);
    expect(() => trace.record(1, 0)).toThrow('trace: row 1 does not follow row -1.');
    expect(() => trace.record(0, 1, 2)).toThrow('trace: got 2 values for 1 columns.');
    trace.record(0, 1);
    expect(() => trace.at(0, 'e')).toThrow('trace: no column e; it has s.');
    expect(() => new Trace(['s'], 0)).toThrow('trace: capacity is 0, expected at least 1 row.');
  });
});

describe('a stop condition', () => {
  const run = runOf(adaline);
  run.setByHand(run.program.moded[0], 0, 0.505 - 0.0495 * 2); // w0 = -2
  run.present({ x: [1, 1, 1], d: [0], learn: [0] });

  test.each([
    [{ observe: 'sum', is: 'below', level: -1.9 }, true],
    [{ observe: 'sum', is: 'above', level: -1.9 }, false],
    [{ observe: 'sum', is: 'above', level: 1.9, absolute: true }, true],
    [{ observe: 'weights', is: 'below', level: 0.1 }, true],
    [{ observe: 'weights', is: 'below', level: -1 }, false],
    [{ observe: 'weights', line: 0, is: 'below', level: -1 }, true],
    [{ observe: 'weights', line: 1, is: 'below', level: -1 }, false],
  ] as const)('%o is %s', (condition, holds) => {
    expect(reached(run, condition)).toBe(holds);
  });

  test('of a line that is not there is refused', () => {
    expect(() => reached(run, { observe: 'weights', line: 4, is: 'above', level: 0 })).toThrow(
      'stop: weights has 4 lines, asked for 4.',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GeneratedName, parseGeneratedName } from '../../src/data/generated-name.ts';
import { generatedSet } from '../../src/data/generated-set.ts';
import { InputError } from '../../src/data/input-error.ts';

describe('parseGeneratedName', () => {
  test.each<[string, GeneratedName]>([
    ['separable:16x34', { kind: 'separable', inputs: 16, rows: 34 }],
    ['iid:16x20000', { kind: 'iid', inputs: 16, rows: 20000 }],
    ['separable:1x1', { kind: 'separable', inputs: 1, rows: 1 }],
    ['iid:256x131072', { kind: 'iid', inputs: 256, rows: 131072 }],
    ['iid:32x1000000', { kind: 'iid', inputs: 32, rows: 1_000_000 }],
  ])('reads %s', (name, asked) => {
    expect(parseGeneratedName(name)).toEqual(asked);
  });

  test.each(['tgf', 'separables', 'iidx', 'rows.csv', '', 'IID:2x2'])('leaves "%s" to others', (name) => {
    expect(parseGeneratedName(name)).toBeNull();
  });

  test.each([
    [
      'separable',
      'found "separable", expected separable:INPUTSxROWS in whole numbers; write it like separable:16x34.',
    ],
    ['iid:', 'found "iid:", expected iid:INPUTSxROWS in whole numbers; write it like iid:16x20000.'],
    ['iid:16', 'expected iid:INPUTSxROWS'],
    ['iid:16*34', 'expected iid:INPUTSxROWS'],
    ['iid:-1x34', 'expected iid:INPUTSxROWS'],
    ['iid:2.5x34', 'expected iid:INPUTSxROWS'],
    ['iid:16x1e6', 'expected iid:INPUTSxROWS'],
    ['iid:16x34 ', 'expected iid:INPUTSxROWS'],
    ['iid:0x34', 'found 0 inputs in "iid:0x34", expected 1 to 256; change the number.'],
    ['iid:257x34', 'found 257 inputs in "iid:257x34", expected 1 to 256; change the number.'],
    ['iid:16x0', 'found 0 rows in "iid:16x0", expected 1 to 1000000; change the number.'],
    ['iid:16x1000001', 'found 1000001 rows in "iid:16x1000001", expected 1 to 1000000; change the number.'],
    [
      'iid:256x200000',
      'found 51200000 values in "iid:256x200000", expected at most 33554432; ask for at most 131072 rows.',
    ],
  ])('refuses "%s" and says why', (name, complaint) => {
    expect(() => parseGeneratedName(name)).toThrow(InputError);
    expect(() => parseGeneratedName(name)).toThrow(complaint);
  });

  test('reads or refuses any ending in one line', () => {
    const ending = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.stringMatching(/^\d{1,40}x\d{1,40}$/),
    );
    fc.assert(
      fc.property(fc.constantFrom('separable:', 'iid:'), ending, (kind, rest) => {
        try {
          const asked = parseGeneratedName(kind + rest);
          expect(asked!.inputs * asked!.rows).toBeLessThanOrEqual(2 ** 25);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          const { message } = error as InputError;
          expect(message).toMatch(/^patterns: found .+, expected .+; .+\.$/u);
          expect(message).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(message.length).toBeLessThan(200);
        }
      }),
      { seed: 1960, numRuns: 500 },
    );
  });
});

describe('generatedSet', () => {
  test.each(['separable:16x34', 'iid:3x20'])('makes %s under that name, by the seed', (name) => {
    const asked = parseGeneratedName(name)!;
    const set = generatedSet(asked, 5);
    expect(set).toMatchObject({ name, inputs: asked.inputs });
    expect(set.rows).toHaveLength(asked.rows);
    expect(generatedSet(asked, 5)).toEqual(set);
    expect(generatedSet(asked, 6).rows).not.toEqual(set.rows);
  });
});

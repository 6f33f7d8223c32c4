import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvError } from '../../src/data/csv-error.ts';
import { parseDeviceCsv } from '../../src/data/device-csv.ts';
import { InputError } from '../../src/data/input-error.ts';

const seeded = { seed: 1960, numRuns: 300 };
const wide = 'pulse,up,down\n0,1,5\n1,2,4\n2,3,3\n3,4,2\n4,5,1\n';
const long = [
  'pulse,direction,conductance',
  ...[1, 2, 3, 4, 5].map((g, k) => `${k},up,${g}`),
  ...[5, 4, 3, 2, 1].map((g, k) => `${k + 4},down,${g}`),
].join('\n');
const curve = {
  name: 'f.csv',
  up: { pulses: [0, 1, 2, 3, 4], siemens: [1, 2, 3, 4, 5] },
  down: { pulses: [0, 1, 2, 3, 4], siemens: [5, 4, 3, 2, 1] },
};

describe('a measured device', () => {
  test('is read from one column up and one down', () => {
    expect(parseDeviceCsv(wide, 'f.csv')).toEqual(curve);
  });

  test('is read from one point a line, pulses counted on or anew', () => {
    expect(parseDeviceCsv(long, 'f.csv')).toEqual(curve);
    expect(parseDeviceCsv(long.replaceAll('up', '+1').replaceAll('down', '-1'), 'f.csv')).toEqual(curve);
  });

  test('may have columns in any order, others beside them, and fewer pulses one way', () => {
    const text = 'note,down,pulse,up\n,5,0,1\nx,4,1,2\n,3,2,3\n,2,3,4\n,1,4,5\n,,5,6\n';
    const read = parseDeviceCsv(text, 'f.csv');
    expect(read.down).toEqual(curve.down);
    expect(read.up.siemens).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('may have any distance between pulses, and values that stay', () => {
    const text = 'pulses,up,down\n10,1,5\n20,2,5\n50,2,3\n60,4,2\n100,5,1';
    expect(parseDeviceCsv(text, 'f.csv').up).toEqual({
      pulses: [0, 10, 40, 50, 90],
      siemens: [1, 2, 2, 4, 5],
    });
  });

  test('may be noisy, like one sweep of a real device: a share of 1 % of its range', () => {
    // normal deviates in turn, so that neighbours often stand the wrong way round
    const deviate = [0.3, -0.9, 1.2, 0.1, -1.6, 0.8, -0.2, 2.1, -0.6, -1.1, 0.5, 1.4, -2.3, 0.9, -0.4];
    const rows = Array.from({ length: 101 }, (_, k) => {
      const way = (1 - Math.exp((-2 * k) / 100)) / (1 - Math.exp(-2));
      const noise = 0.01 * deviate[k % deviate.length]!;
      return [k, 1 + 8 * (way + noise), 9 - 8 * (way + noise)];
    });
    const { up, down } = parseDeviceCsv(['pulse,up,down', ...rows.map(String)].join('\n'), 'f.csv');
    // it is handed on as it was measured, for the plot and for the fit
    expect(up.siemens).toEqual(rows.map((row) => row[1]));
    expect(down.siemens).toEqual(rows.map((row) => row[2]));
  });

  test.each(['pulse', 'Pulses', 'pulse number', 'Pulse #', 'pulse_no'])('counts in a column %s', (name) => {
    expect(parseDeviceCsv(wide.replace('pulse', name), 'f.csv')).toEqual(curve);
  });

  test.each([
    ['upSiemens', 'e0'],
    ['UP', 'e0'],
    ['up (S)', 'e0'],
    ['upMillisiemens', 'e-3'],
    ['upMicrosiemens', 'e-6'],
    ['up [µS]', 'e-6'],
    ['up_μS', 'e-6'],
    ['up (uS)', 'e-6'],
    ['up nS', 'e-9'],
    ['upPicosiemens', 'e-12'],
  ])(
    'a column %s is in units of 1%s S',
    (name, unit) => {
      const header = `pulse,${name},${name.replace(/up/i, 'down')}`;
      const read = parseDeviceCsv(wide.replace('pulse,up,down', header), 'f.csv');
      expect(read.up.siemens[4]).toBe(Number(`5${unit}`));
    },
    1000,
  );
});

describe('what is no measured device is refused in one line that says where and what to do', () => {
  const say = (text: string): string => {
    try {
      parseDeviceCsv(text, 'f.csv');
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as Error).message;
    }
    throw new Error('it was read');
  };

  test.each([
    [
      'nothing',
      '',
      'f.csv: line 1: found an empty file, expected a header and rows; begin with pulse,up,down.',
    ],
    [
      'no header',
      '0,1,5\n1,2,4',
      'f.csv: line 1: found numbers, expected a header of names; put one first, e.g. pulse,up,down.',
    ],
    [
      'other columns',
      'n,g\n1,2',
      'f.csv: line 1: found the columns n, g, expected pulse,up,down or pulse,direction,conductance; name the columns so.',
    ],
    [
      'semicolons',
      'pulse;up;down\n0;1;2',
      'f.csv: line 1: found other separators, expected commas; separate by commas and write decimals with a point.',
    ],
    [
      'a unit that is none',
      'pulse,upOhms,down\n0,1,2',
      'f.csv: line 1, column 2 "upOhms": found the unit "ohms", expected siemens, or milli-, micro-, nano- or picosiemens; name it e.g. upMicrosiemens.',
    ],
    [
      'a column twice',
      'pulse,up,up nS,down\n0,1,1,2',
      'f.csv: line 1, column 3 "up nS": found a second column of up, expected one; remove or rename it.',
    ],
    [
      'too few points',
      'pulse,up,down\n0,1,4\n1,2,3\n2,3,2\n3,4,1',
      'f.csv: line 5: found 4 points up, expected 5 or more; measure more pulses.',
    ],
    [
      'one direction alone',
      long.split('\n').slice(0, 6).join('\n'),
      'f.csv: line 1: found 0 points down, expected 5 or more; measure more pulses.',
    ],
    [
      'a curve that falls on the way up',
      wide.replace('2,3,3', '2,1.5,3'),
      'f.csv: line 4, column 2 "up": found 1.5 S after 2 S, expected a curve that only rises with pulses up, but for noise of 4 % of its range; average several sweeps, or smooth the column.',
    ],
    [
      'a curve that rises on the way down',
      wide.replace('2,3,3', '2,3,4.5'),
      'f.csv: line 4, column 3 "down": found 4.5 S after 4 S, expected a curve that only falls with pulses down, but for noise of 4 % of its range; average several sweeps, or smooth the column.',
    ],
    [
      'a column that runs the other way',
      'pulse,up,down\n0,1,1\n1,2,2\n2,3,3\n3,4,4\n4,5,5',
      'f.csv: line 6, column 3 "down": found 5 S at the end after 1 S at the beginning, expected a curve that falls with pulses down; swap the columns, or turn this one round so that it begins at the top.',
    ],
    [
      'a curve that rises and then slowly sinks',
      wide.replace('3,4,2\n4,5,1', '3,2.9,2\n4,2.8,1.5\n5,2.7,1\n6,2.6,1'),
      'f.csv: line 5, column 2 "up": found 2.9 S after 3 S, expected a curve that only rises with pulses up, but for noise of 4 % of its range; average several sweeps, or smooth the column.',
    ],
    [
      'a negative conductance',
      wide.replace('0,1,5', '0,-1,5'),
      'f.csv: line 2, column 2 "up": found the negative conductance "-1", expected 0 or more; correct it, or add an offset to the whole column.',
    ],
    [
      'NaN',
      wide.replace('2,3,3', '2,NaN,3'),
      'f.csv: line 4, column 2 "up": found "NaN", expected a finite decimal number; correct it.',
    ],
    [
      'pulses out of order',
      wide.replace('3,4,2', '2,4,2'),
      'f.csv: line 5, column 1 "pulse": found pulse 2 after 2, expected a larger number; sort the rows by pulse, and keep one of each.',
    ],
    [
      'half a pulse',
      wide.replace('3,4,2', '2.5,4,2'),
      'f.csv: line 5, column 1 "pulse": found 2.5 pulses, expected a whole number, 0 or more; count whole pulses.',
    ],
    [
      'a row that is too short',
      wide.replace('3,4,2', '3,4'),
      'f.csv: line 5: found 2 values, expected 3 (pulse, up, down); give one a column.',
    ],
    [
      'a direction that is none',
      long.replace('1,up', '1,sideways'),
      'f.csv: line 3, column 2 "direction": found "sideways", expected up or down; correct it.',
    ],
    [
      'a device that does not move',
      'pulse,up,down\n0,1,5\n1,1,4\n2,1,3\n3,1,2\n4,1,1',
      'f.csv: line 6, column 2 "up": found 1 S from the first pulse up to the last, expected a conductance that changes; check the column.',
    ],
    [
      'two sweeps in different units',
      wide.replace('up', 'upMicrosiemens'),
      /found 0.000001 to 0.000005 S up and 1 to 5 S down, expected two sweeps over the same range/,
    ],
  ] as const)('%s', (_, text, message) => {
    if (typeof message === 'string') expect(say(text)).toBe(message);
    else expect(say(text)).toMatch(message);
  });

  test('any text is read as rising and falling numbers or refused in one line', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.integer({ min: -2, max: 9 }).map(String),
      fc.constant(''),
    );
    const header = fc.constantFrom(
      'pulse,up,down',
      'pulse,direction,conductance',
      'pulse,upMicrosiemens,down nS',
      'x',
    );
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(header, rows, fc.string(), (head, body, rest) => {
        const text = [head, ...body.map((row) => row.join(','))].join('\n') + rest;
        try {
          const { up, down } = parseDeviceCsv(text, 'f.csv');
          for (const { pulses, siemens } of [up, down]) {
            expect(pulses.length).toBe(siemens.length);
            expect([...pulses, ...siemens].every((v) => Number.isFinite(v) && v >= 0)).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CsvError);
          expect((error as Error).message).not.toMatch(/[\n\r]/);
        }
      }),
      seeded,
    );
  });
});

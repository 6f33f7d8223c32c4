import { csvFormatRows } from 'd3-dsv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvError, type CsvOptions, parseCsv } from '../../src/data/csv.ts';
import { InputError } from '../../src/data/input-error.ts';

const seeded = { seed: 1960, numRuns: 500 };

describe('parseCsv', () => {
  test('takes d as desired and every other column as an input, in order', () => {
    const set = parseCsv('x1,d,x2\n1,.5,-1\n-1,-2e-3,+1\n', { file: 'and.csv' });
    expect(set).toMatchObject({
      name: 'and.csv',
      inputs: 2,
      inputNames: ['x1', 'x2'],
      outputs: 1,
      fullScale: 1,
    });
    expect(set.rows).toEqual([
      { name: 'row 1', x: Float64Array.of(1, -1), d: Float64Array.of(0.5) },
      { name: 'row 2', x: Float64Array.of(-1, 1), d: Float64Array.of(-0.002) },
    ]);
  });

  test('takes d1 to dm by their numbers, in any order', () => {
    const set = parseCsv('d2,x,d1\n2,0,1', { file: 'f.csv' });
    expect(set.outputs).toBe(2);
    expect(set.rows[0]).toMatchObject({ x: Float64Array.of(0), d: Float64Array.of(1, 2) });
  });

  test('goes without d where the stimulus has none', () => {
    const set = parseCsv('x1,x2\n1,2', { file: 'f.csv', desired: 'optional' });
    expect(set).toMatchObject({ inputs: 2, outputs: 0, rows: [{ x: Float64Array.of(1, 2), d: null }] });
  });

  test.each([
    ['a byte order mark', '\uFEFFx,d\n1,2\n'],
    ['CRLF', 'x,d\r\n1,2\r\n'],
    ['lone CR', 'x,d\r1,2\r'],
    ['no last line end', 'x,d\n1,2'],
    ['blank lines at the end', 'x,d\n1,2\n\n  \n,\n\n'],
    ['spaces and tabs around values', ' x ,\td\n 1\t, 2 '],
    ['quotes around values', '"x","d"\n"1","2"\n'],
  ])('reads the same set through %s', (_, text) => {
    const plain = parseCsv('x,d\n1,2\n', { file: 'f.csv' });
    expect(parseCsv(text, { file: 'f.csv' })).toEqual(plain);
  });

  test('keeps a name with a comma, a quote or no letter in it', () => {
    const set = parseCsv('"a, ""b""",1,__proto__,d\n1,2,3,4', { file: 'f.csv' });
    expect(set.inputNames).toEqual(['a, "b"', '1', '__proto__']);
  });

  test('gives back any numbers up to 1e50 bit for bit', () => {
    const finite = fc.double({ noNaN: true, min: -1e50, max: 1e50 });
    const table = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 3 }))
      .chain(([inputs, outputs]) =>
        fc.record({
          inputs: fc.constant(inputs),
          outputs: fc.constant(outputs),
          rows: fc.array(fc.array(finite, { minLength: inputs + outputs, maxLength: inputs + outputs }), {
            minLength: 1,
            maxLength: 8,
          }),
          lineEnd: fc.constantFrom('\n', '\r\n'),
        }),
      );
    fc.assert(
      fc.property(table, ({ inputs, outputs, rows, lineEnd }) => {
        const header = [...numbered('x', inputs), ...numbered('d', outputs)];
        const text = csvFormatRows([header, ...rows.map((row) => row.map(written))]);
        const set = parseCsv(text.replaceAll('\n', lineEnd), { file: 'f.csv', desired: 'optional' });
        expect(set.rows.map(({ x, d }) => [...x, ...(d ?? [])])).toEqual(rows);
      }),
      seeded,
    );
  });
});

describe('a CSV with a mistake gets one line that says', () => {
  test.each<[mistake: string, text: string, message: string]>([
    [
      'that it is empty',
      '\uFEFF \r\n\n',
      'bad.csv: line 1: found an empty file, expected a header and rows; write e.g. x1,x2,d first.',
    ],
    [
      'that rows are missing',
      'x1,d\n\n',
      'bad.csv: line 1: found a header alone, expected rows of numbers below it; add them.',
    ],
    [
      'that the header is missing',
      '1,-1\n1,1',
      'bad.csv: line 1: found numbers, expected a header of names; put one first, e.g. x1,x2,d.',
    ],
    [
      'that d is missing',
      'x1,x2,D\n1,1,1',
      'bad.csv: line 1: found the columns x1, x2, D, expected a column d (or d1 to dm) of desired values; add it.',
    ],
    [
      'that inputs are missing',
      'd1,d2\n1,1',
      'bad.csv: line 1: found desired values alone (d1, d2), expected inputs beside them; add a column such as x1.',
    ],
    [
      'which name stands twice',
      'x1,x2, x1 ,d\n1,1,1,1',
      'bad.csv: line 1, column 3 "x1": found the name of column 1 again, expected every name once; rename one of them.',
    ],
    [
      'which column has no name',
      'x1,,d\n1,1,1',
      'bad.csv: line 1, column 2: found no name, expected one for every column; name it, e.g. x1.',
    ],
    [
      'which desired column breaks the numbering',
      'x1,d1,d3\n1,1,1',
      'bad.csv: line 1, column 3 "d3": found the desired columns d1, d3, expected d1, d2; number them from 1 without gaps.',
    ],
    [
      'that d stands alone or is numbered',
      'x1,d,d1\n1,1,1',
      'bad.csv: line 1, column 3 "d1": found the desired columns d, d1, expected d; keep d or the numbered ones.',
    ],
    [
      'that d1 is not written d01',
      'x1,d01\n1,1',
      'bad.csv: line 1, column 2 "d01": found the desired columns d01, expected d1; number them from 1 without gaps.',
    ],
    [
      'which line is short',
      'x1,x2,d\n1,1,1\n1,1\n',
      'bad.csv: line 3: found 2 values, expected 3 (x1, x2, d); give one a column, decimals with a point.',
    ],
    [
      'which line is long',
      'x,d\n1,1\n0,5,1',
      'bad.csv: line 3: found 3 values, expected 2 (x, d); give one a column, decimals with a point.',
    ],
    [
      'which line between others is blank',
      'x,d\r\n1,1\r\n\r\n1,1',
      'bad.csv: line 3: found a blank line, expected 2 values; remove it.',
    ],
    [
      'where text stands',
      'x1,x2,d\n1,1,1\n1,high,1',
      'bad.csv: line 3, column 2 "x2": found "high", expected a finite decimal number; correct it.',
    ],
    [
      'where nothing stands',
      'x1,d\n1, ',
      'bad.csv: line 2, column 2 "d": found no value, expected a finite decimal number; correct it.',
    ],
    [
      'where a number is too large to be finite',
      'x1,d\n1,1e999',
      'bad.csv: line 2, column 2 "d": found "1e999", expected a finite decimal number; correct it.',
    ],
    [
      'that columns are separated by something else',
      'x1;x2;d\n0,5;1;1',
      'bad.csv: line 1: found names separated by semicolons, expected commas; separate by commas and write decimals with a point.',
    ],
    [
      'which line has a quote left open',
      'x1,d\n1,1\n"1,1\n1,1',
      'bad.csv: line 3: found a stray quote, expected none, or a pair around a whole value; remove it.',
    ],
    [
      'which line has text after a quote',
      '"x\n1",d\n"1"2,1',
      'bad.csv: line 3: found a stray quote, expected none, or a pair around a whole value; remove it.',
    ],
    [
      'that it is no text',
      'x\u00001,d\n1,1',
      'bad.csv: line 1, column 1 "x<u+0>1": found signs that are no plain text, expected a name of one line; save the file as CSV in UTF-8.',
    ],
  ])('%s', (_, text, message) => {
    expect(mistakeIn(text, { file: 'bad.csv' }).message).toBe(message);
  });

  test.each([
    'NaN',
    'Infinity',
    '-inf',
    '0x1f',
    '0b1',
    '1_000',
    '1 000',
    '−1',
    '٣',
    '1e',
    '.',
    '+',
    '1.2.3',
    'true',
  ])('that %s is no finite decimal number', (value) => {
    expect(mistakeIn(`x1,d\n${value},1`, { file: 'bad.csv' })).toMatchObject({ line: 2, column: 1 });
  });

  test('the line of the file even after values that run over several lines', () => {
    const { line, column } = mistakeIn('x1,d\n"\n\n1",1\n1,x', { file: 'bad.csv' });
    expect([line, column]).toEqual([5, 2]);
  });

  test('no more than the beginning of a long value, and no character that a terminal acts on', () => {
    const { message } = mistakeIn(`x1,d\n1,\u001b[2J\u2028${'z'.repeat(1e6)}`, { file: 'ba\nd.csv' });
    expect(message).toBe(
      `ba<u+a>d.csv: line 2, column 2 "d": found "<u+1b>[2J<u+2028>${'z'.repeat(27)}…", expected a finite decimal number; correct it.`,
    );
  });

  test('that input is wrong, by its class', () => {
    expect(mistakeIn('', { file: 'bad.csv' })).toBeInstanceOf(InputError);
  });
});

describe('whatever is done to a CSV', () => {
  const nasty = [
    ',',
    '\n',
    '\r',
    '\r\n',
    '"',
    '""',
    ' ',
    ';',
    '\t',
    '-',
    '.',
    'e',
    'd',
    'd1',
    'd2',
    'x1',
    '٣',
    'NaN',
  ];
  const nastier = [
    'Infinity',
    '1e999',
    '\uFEFF',
    '\0',
    '\u2028',
    '\u0085',
    '\ud800',
    '\u001b[2J',
    '__proto__',
    '�',
  ];
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.integer({ min: 0, max: 4 }),
    insert: fc.oneof(fc.constantFrom(...nasty, ...nastier), fc.string({ unit: 'binary', maxLength: 3 })),
  });
  const original = 'x1,x2,d\r\n-1,-1,-1\r\n-1,"1",-1\r\n1,-1,-.5\r\n1,1,1e0\r\n';

  test('it is read as finite numbers or refused in one line', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        expectSetOrOneLine(edits.reduce(applied, original));
      }),
      { ...seeded, numRuns: 5000 },
    );
  });

  test('any text at all is read as finite numbers or refused in one line', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), expectSetOrOneLine), seeded);
  });

  test('a value made of anything but a number is refused where it stands', () => {
    const noNumber = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/[",\r\n]/.test(text) && text.trim() !== '' && Number.isNaN(Number(text)));
    fc.assert(
      fc.property(noNumber, fc.nat(3), fc.nat(2), (value, row, column) => {
        const rows = Array.from({ length: 4 }, () => ['1', '-1', '1']);
        rows[row]![column] = value;
        const text = `x1,x2,d\n${rows.map((fields) => fields.join(',')).join('\n')}`;
        expect(mistakeIn(text, { file: 'bad.csv' })).toMatchObject({ line: row + 2, column: column + 1 });
      }),
      seeded,
    );
  });

  test('a quote chain of a million characters is refused without delay', () => {
    const started = performance.now();
    mistakeIn(`x,d\n${',"""x'.repeat(2e5)}`, { file: 'bad.csv' });
    mistakeIn(`x,d\n"${'""'.repeat(5e5)}`, { file: 'bad.csv' });
    // Linear work takes some 50 ms; quadratic work would take hours.
    expect(performance.now() - started).toBeLessThan(5000);
  });

  function applied(
    text: string,
    { at, remove, insert }: { at: number; remove: number; insert: string },
  ): string {
    const start = at % (text.length + 1);
    return text.slice(0, start) + insert + text.slice(start + remove);
  }

  function expectSetOrOneLine(text: string): void {
    let set: ReturnType<typeof parseCsv>;
    try {
      set = parseCsv(text, { file: 'rows.csv' });
    } catch (error) {
      expect(error).toBeInstanceOf(CsvError);
      const { message, line } = error as CsvError;
      expect(message).toMatch(/^rows\.csv: line \d+(, column \d+)?( ".*")?: found .+, expected .+; .+\.$/u);
      expect(message).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
      return;
    }
    expect(set.rows.length).toBeGreaterThan(0);
    for (const { x, d } of set.rows) {
      expect(x).toHaveLength(set.inputs);
      expect(d).toHaveLength(set.outputs);
      expect([...x, ...(d ?? [])].every(Number.isFinite)).toBe(true);
    }
  }
});

function mistakeIn(text: string, options: CsvOptions): CsvError {
  try {
    parseCsv(text, options);
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
  throw new Error('expected a CsvError, found a set');
}

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
}

// String() writes -0 without its sign.
function written(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

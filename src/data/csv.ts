import { CsvError, listed } from './csv-error.ts';
import { type CsvColumn, readHeader } from './csv-header.ts';
import { type Line, splitIntoLines } from './csv-lines.ts';
import { type DataSet, rowsOf } from './data-set.ts';
import { decimal } from './decimal.ts';
import { quoted } from './quoted.ts';

export { CsvError } from './csv-error.ts';

export interface CsvOptions {
  /** Name of the file, as the messages and the set give it. */
  readonly file: string;
  /** 'optional' where the circuit's stimulus has no desired value; default 'required'. */
  readonly desired?: 'required' | 'optional';
}

/**
 * Reads a set of presentations from CSV text. The first line is the header; the column `d`, or the
 * columns `d1` to `dm`, are desired values, every other column is an input, in order. Values are
 * decimal numbers of at most 1e50 either way. A byte order mark, spaces around values, either kind of line end and blank
 * lines at the end are all the same to it.
 * @throws CsvError, and nothing else, when the text is not that
 */
export function parseCsv(text: string, { file, desired = 'required' }: CsvOptions): DataSet {
  const [header, ...lines] = splitIntoLines(text, file);
  if (header === undefined) {
    throw new CsvError({ file, line: 1 }, 'an empty file', 'a header and rows', 'write e.g. x1,x2,d first');
  }
  const columns = readHeader(header.fields, { file, line: header.line }, desired);
  if (lines.length === 0) {
    throw new CsvError({ file, line: header.line }, 'a header alone', 'rows of numbers below it', 'add them');
  }

  const inputs = columns.filter((column) => column.desired === null);
  const outputs = columns.length - inputs.length;
  const x = new Float64Array(lines.length * inputs.length);
  const d = new Float64Array(lines.length * outputs);
  let nextX = 0;
  lines.forEach((line, row) => {
    checkWidth(line, columns, file);
    columns.forEach((column, index) => {
      const value = readNumber(line, index, column, file);
      if (column.desired === null) x[nextX++] = value;
      else d[row * outputs + column.desired] = value;
    });
  });

  return {
    name: file,
    title: file,
    inputs: inputs.length,
    inputNames: inputs.map((column) => column.name),
    rows: rowsOf(lines.length, inputs.length, x, outputs, d),
    outputs,
    fullScale: 1,
    source: `found: ${file}`,
  };
}

function checkWidth({ fields, line }: Line, columns: readonly CsvColumn[], file: string): void {
  if (fields.length === columns.length) return;
  if (fields.every((field) => field === '')) {
    throw new CsvError({ file, line }, 'a blank line', `${columns.length} values`, 'remove it');
  }
  const found = fields.length === 1 ? '1 value' : `${fields.length} values`;
  const expected = `${columns.length} (${listed(columns.map(({ name }) => name))})`;
  throw new CsvError({ file, line }, found, expected, 'give one a column, decimals with a point');
}

/** Sums of squares of squares of such numbers are still finite. */
const LARGEST_VALUE = 1e50;

function readNumber({ fields, line }: Line, index: number, { name }: CsvColumn, file: string): number {
  const field = fields[index]!;
  const value = decimal(field);
  if (Math.abs(value) <= LARGEST_VALUE) return value;
  const found = field === '' ? 'no value' : quoted(field);
  const place = { file, line, column: index + 1, columnName: name };
  if (Number.isFinite(value))
    throw new CsvError(
      place,
      found,
      `a number from -${LARGEST_VALUE} to ${LARGEST_VALUE}`,
      'scale the column',
    );
  throw new CsvError(place, found, 'a finite decimal number', 'correct it');
}

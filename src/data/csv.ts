import { csvParseRows } from 'd3-dsv';
import { CsvError, listed } from './csv-error.ts';
import { type CsvColumn, readHeader } from './csv-header.ts';
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

interface Line {
  /** Number of its first line in the file, from 1. */
  readonly line: number;
  /** Trimmed. */
  readonly fields: readonly string[];
}

function splitIntoLines(text: string, file: string): Line[] {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const hasQuotes = plain.includes('"');
  if (hasQuotes) refuseStrayQuotes(plain, file);
  const lines: Line[] = [];
  let line = 1;
  for (const fields of csvParseRows(plain)) {
    lines.push({ line, fields: fields.map((field) => field.trim()) });
    // A quoted field may run over several lines of the file.
    line += hasQuotes ? fields.join('').split('\n').length : 1;
  }
  while (lines.at(-1)?.fields.every((field) => field === '')) lines.pop();
  return lines;
}

// d3-dsv takes a quote that is never closed, or text after a closing quote, without a word, and
// loses characters. Once all well-formed quoted fields are gone, no quote may be left.
function refuseStrayQuotes(text: string, file: string): void {
  const wellFormed = /(?<=^|[,\n])"[^"]*(?:""[^"]*)*"(?=[,\n]|$)/g;
  const rest = text.replace(wellFormed, (field) => field.replace(/[^\n]/g, ''));
  const stray = rest.indexOf('"');
  if (stray < 0) return;
  const line = rest.slice(0, stray).split('\n').length;
  throw new CsvError({ file, line }, 'a stray quote', 'none, or a pair around a whole value', 'remove it');
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

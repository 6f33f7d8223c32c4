/** Cuts the text of a CSV into lines and fields. The one importer of d3-dsv's parser. */
import { csvParseRows } from 'd3-dsv';
import { CsvError } from './csv-error.ts';

export interface Line {
  /** Number of its first line in the file, from 1. */
  readonly line: number;
  /** Trimmed. */
  readonly fields: readonly string[];
}

/**
 * The lines of a CSV as trimmed fields, without blank ones at the end. A byte order mark and either
 * kind of line end are all the same to it.
 * @throws CsvError at a stray quote
 */
export function splitIntoLines(text: string, file: string): Line[] {
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

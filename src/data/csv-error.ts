import { InputError } from './input-error.ts';
import { printable, quoted } from './quoted.ts';

/** A line of a CSV, counted from 1. */
export interface CsvLine {
  readonly file: string;
  readonly line: number;
}

/** Where in a CSV something is wrong; columns count from 1. */
export interface CsvPlace extends CsvLine {
  /** Left out where the whole line is meant. */
  readonly column?: number;
  /** Header name of the column, where it has one. */
  readonly columnName?: string;
}

/**
 * What is wrong with a CSV, in one line:
 *   FILE: line L, column C "NAME": found ..., expected ...; what to do.
 */
export class CsvError extends InputError {
  override readonly name = 'CsvError';
  readonly file: string;
  readonly line: number;
  readonly column: number | null;

  constructor({ file, line, column, columnName }: CsvPlace, found: string, expected: string, remedy: string) {
    const ofColumn = column === undefined ? '' : `, column ${column}`;
    const named = columnName ? ` ${quoted(columnName)}` : '';
    super(
      `${printable(file)}: line ${line}${ofColumn}${named}: found ${found}, expected ${expected}; ${remedy}.`,
    );
    this.file = file;
    this.line = line;
    this.column = column ?? null;
  }
}

/** The first names of a list, for a message of one line. */
export function listed(names: readonly string[]): string {
  const rest = names.length - LONGEST_LIST;
  const shown = names.slice(0, LONGEST_LIST).map((name) => printable(name, LONGEST_NAME));
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

const LONGEST_LIST = 8;
const LONGEST_NAME = 16;

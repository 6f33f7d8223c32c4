import { CsvError, type CsvLine, listed } from './csv-error.ts';
import { decimal } from './decimal.ts';

/** A column of a CSV, as its header defines it. */
export interface CsvColumn {
  readonly name: string;
  /** Index into d, or null for an input. */
  readonly desired: number | null;
}

/**
 * Sorts the columns of a header: `d`, or `d1` to `dm` in any order, are desired values, every other
 * one is an input.
 * @param names    trimmed header fields
 * @param place    file and line of the header
 * @param desired  'optional' lets a header go without d
 * @throws CsvError
 */
export function readHeader(
  names: readonly string[],
  place: CsvLine,
  desired: 'required' | 'optional',
): CsvColumn[] {
  checkSeparators(names, place);
  checkNames(names, place);

  const desiredNames = names.filter((name) => /^d\d*$/.test(name));
  if (desiredNames.length === 0 && desired === 'required') {
    const found = `the columns ${listed(names)}`;
    throw new CsvError(place, found, 'a column d (or d1 to dm) of desired values', 'add it');
  }
  if (desiredNames.length === names.length) {
    const found = `desired values alone (${listed(names)})`;
    throw new CsvError(place, found, 'inputs beside them', 'add a column such as x1');
  }
  const numbering = desiredNames.includes('d') ? ['d'] : desiredNames.map((_, i) => `d${i + 1}`);
  return names.map((name, index) => {
    if (!desiredNames.includes(name)) return { name, desired: null };
    const output = numbering.indexOf(name);
    if (output >= 0) return { name, desired: output };
    const found = `the desired columns ${listed(desiredNames)}`;
    const remedy = names.includes('d') ? 'keep d or the numbered ones' : 'number them from 1 without gaps';
    throw new CsvError({ ...place, column: index + 1, columnName: name }, found, listed(numbering), remedy);
  });
}

function checkSeparators(names: readonly string[], place: CsvLine): void {
  const [only] = names;
  if (names.length > 1 || only === undefined || !/[;\t]/.test(only)) return;
  const found = only.includes(';') ? 'names separated by semicolons' : 'names separated by tabs';
  throw new CsvError(place, found, 'commas', 'separate by commas and write decimals with a point');
}

function checkNames(names: readonly string[], place: CsvLine): void {
  if (names.every((name) => Number.isFinite(decimal(name)))) {
    throw new CsvError(place, 'numbers', 'a header of names', 'put one first, e.g. x1,x2,d');
  }
  const columnOf = new Map<string, number>();
  names.forEach((name, index) => {
    const column = index + 1;
    if (name === '') {
      throw new CsvError({ ...place, column }, 'no name', 'one for every column', 'name it, e.g. x1');
    }
    if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/u.test(name)) {
      const found = 'signs that are no plain text';
      const remedy = 'save the file as CSV in UTF-8';
      throw new CsvError({ ...place, column, columnName: name }, found, 'a name of one line', remedy);
    }
    const twin = columnOf.get(name);
    if (twin !== undefined) {
      const found = `the name of column ${twin} again`;
      throw new CsvError(
        { ...place, column, columnName: name },
        found,
        'every name once',
        'rename one of them',
      );
    }
    columnOf.set(name, column);
  });
}

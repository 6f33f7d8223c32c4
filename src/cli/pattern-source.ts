/** The word after `--patterns`: the name of a set, or a file. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import type { PatternSet } from '../../circuits/patterns/pattern-set.ts';
import { isPatternName } from '../compare/patterns.ts';
import { parseCsv } from '../data/csv.ts';
import { InputError } from '../data/input-error.ts';
import { printable } from '../data/quoted.ts';
import { systemMessage } from './system-message.ts';

/** Bytes; a file of a million rows of 16 switches has half of it. */
export const LARGEST_FILE = 2 ** 26;

/**
 * Reads the set from a file, when the word means one: it ends with .csv or holds a slash, or it is
 * no set's name and a file of that name is there.
 * @returns undefined when the word is a name
 * @throws  InputError when the file cannot be read, and CsvError when it is no CSV of presentations
 */
export function patternsFromFile(word: string): PatternSet | undefined {
  const meansFile = /\.csv$/i.test(word) || /[/\\]/.test(word) || (!isPatternName(word) && existsSync(word));
  return meansFile ? parseCsv(readTextFile(word), { file: word }) : undefined;
}

/** Reads a CSV file whole. @throws InputError when it cannot be read, or is larger than `LARGEST_FILE` */
export function readTextFile(path: string): string {
  const name = printable(path);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    if (fstatSync(file).isDirectory()) {
      throw new InputError(`${name}: found a folder, expected a CSV file; name the file in it.`);
    }
    return new TextDecoder().decode(readAtMost(file, LARGEST_FILE, name));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name}: ${systemMessage(error, 'a CSV file that can be read')}`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Reads to the end; what a pipe or a device holds is not known before. */
function readAtMost(file: number, limit: number, name: string): Uint8Array {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(2 ** 20);
    const read = readSync(file, chunk);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    total += read;
    if (total > limit) {
      throw new InputError(
        `${name}: found more than ${limit / 2 ** 20} MB, expected a smaller CSV file; use fewer rows.`,
      );
    }
  }
}

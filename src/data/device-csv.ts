/**
 * Reads a measured device: conductance against the number of programming pulses, up and down.
 *
 * Two forms of the same, with a header in either order of columns:
 *
 *   pulse,up,down                       conductance after so many pulses up from the bottom, and
 *                                       down from the top; a cell may be empty where one ends sooner
 *   pulse,direction,conductance         one point a line; direction is up or down (or +1 or -1)
 *
 * Conductances are in siemens, unless the column's name ends with another unit: upMicrosiemens,
 * `down (uS)`, conductance_nS. Pulses count from any number; each direction starts anew or goes on.
 *
 * A measurement is noisy, so a curve need rise or fall on the whole only: a point may lie a little off
 * the nearest curve that never turns back.
 */
import { CsvError, type CsvPlace, listed } from './csv-error.ts';
import { type Line, splitIntoLines } from './csv-lines.ts';
import { decimal } from './decimal.ts';
import { quoted } from './quoted.ts';
import { risingFit } from './rising-fit.ts';

/** One direction of a measured curve; equal lengths. */
export interface DeviceBranch {
  /** pulses since the first point, rising from 0 */
  readonly pulses: readonly number[];
  /** S as measured; rising for up, falling for down, but for noise of up to NOISE of the range */
  readonly siemens: readonly number[];
}
/** A measured device. */
export interface DeviceCurve {
  /** name of the file */
  readonly name: string;
  readonly up: DeviceBranch;
  readonly down: DeviceBranch;
}

/** Fewer points in a direction say nothing about how its steps change. */
export const FEWEST_POINTS = 5;
/**
 * How far a point may lie off the nearest curve that never turns back, as a share of the range: four
 * times a read noise of 1 %, so that one honest sweep passes and a curve that turns back does not.
 * Chosen.
 */
export const NOISE = 0.04;
/** A sweep of more pulses would be simulated too long. */
const MOST_PULSES = 1_000_000;

/**
 * @param file name of the file, as the messages give it
 * @throws CsvError (an InputError), and nothing else, when the text is not such a table
 */
export function parseDeviceCsv(text: string, file: string): DeviceCurve {
  const [header, ...lines] = splitIntoLines(text, file);
  if (!header)
    throw new CsvError({ file, line: 1 }, 'an empty file', 'a header and rows', `begin with ${EXAMPLE}`);
  const layout = readLayout(header, file);
  const points = lines.flatMap((line) => readLine(line, layout, header, file));
  const up = branch(points, 'up', file, header.line);
  const down = branch(points, 'down', file, header.line);
  checkOverlap(up, down, file, header.line);
  return { name: file, up: up.branch, down: down.branch };
}

const EXAMPLE = 'pulse,up,down';
type Direction = 'up' | 'down';

interface Column {
  readonly index: number;
  readonly name: string;
  /** how many of the column's unit make a siemens: division keeps 5 microsiemens the number 5e-6 */
  readonly perSiemens: number;
}
type Layout =
  | { readonly form: 'wide'; readonly pulse: Column; readonly up: Column; readonly down: Column }
  | {
      readonly form: 'long';
      readonly pulse: Column;
      readonly direction: Column;
      readonly conductance: Column;
    };
interface Point {
  readonly direction: Direction;
  readonly pulse: number;
  readonly siemens: number;
  readonly line: number;
  readonly column: Column;
  readonly pulseColumn: Column;
}

/** How many make a siemens, by the end of a column's name in small letters. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  siemens: 1,
  s: 1,
  millisiemens: 1e3,
  ms: 1e3,
  microsiemens: 1e6,
  us: 1e6,
  // micro sign and small mu
  '\u00b5s': 1e6,
  '\u03bcs': 1e6,
  nanosiemens: 1e9,
  ns: 1e9,
  picosiemens: 1e12,
  ps: 1e12,
};

function readLayout({ fields, line }: Line, file: string): Layout {
  if (fields.every((field) => Number.isFinite(decimal(field))))
    throw new CsvError({ file, line }, 'numbers', 'a header of names', `put one first, e.g. ${EXAMPLE}`);
  const [only = ''] = fields;
  if (fields.length === 1 && /[;\t]/.test(only))
    throw new CsvError(
      { file, line },
      'other separators',
      'commas',
      'separate by commas and write decimals with a point',
    );
  const find = (word: string): Column | undefined => {
    const found = fields.flatMap((name, index): Column[] => {
      const rest = stem(name, word);
      if (rest === null) return [];
      const perSiemens = units[rest];
      if (perSiemens === undefined)
        throw new CsvError(
          { file, line, column: index + 1, columnName: name },
          `the unit ${quoted(rest)}`,
          'siemens, or milli-, micro-, nano- or picosiemens',
          `name it e.g. ${word}Microsiemens`,
        );
      return [{ index, name, perSiemens }];
    });
    if (found.length > 1)
      throw new CsvError(
        { file, line, column: found[1]!.index + 1, columnName: found[1]!.name },
        `a second column of ${word}`,
        'one',
        'remove or rename it',
      );
    return found[0];
  };
  const pulse = find('pulse');
  const [up, down, direction, conductance] = [
    find('up'),
    find('down'),
    find('direction'),
    find('conductance'),
  ];
  if (pulse && up && down) return { form: 'wide', pulse, up, down };
  if (pulse && direction && conductance) return { form: 'long', pulse, direction, conductance };
  throw new CsvError(
    { file, line },
    `the columns ${listed(fields)}`,
    `${EXAMPLE} or pulse,direction,conductance`,
    'name the columns so',
  );
}

/** The unit at the end of a name that begins with this word; null when it is another name. */
function stem(name: string, word: string): string | null {
  const lower = name.toLowerCase();
  if (lower === word) return '';
  // pulses, pulse number, Pulse #, pulse_no.: a count has no unit
  if (word === 'pulse')
    return /^pulses?([\s_-]*(#|no\.?|nr\.?|number|count|index))?$/.test(lower) ? '' : null;
  if (!lower.startsWith(word)) return null;
  const rest = name.slice(word.length);
  // a unit is set off by a space, a bracket, an underscore or a capital letter
  return /^[\s_([\p{Lu}\u00b5-]/u.test(rest) ? lower.slice(word.length).replace(/[\s_()[\]-]/g, '') : null;
}

function readLine({ fields, line }: Line, layout: Layout, header: Line, file: string): Point[] {
  if (fields.length !== header.fields.length) {
    const blank = fields.every((field) => field === '');
    throw new CsvError(
      { file, line },
      blank ? 'a blank line' : `${fields.length} values`,
      `${header.fields.length} (${listed(header.fields)})`,
      blank ? 'remove it' : 'give one a column',
    );
  }
  const { pulse: pulseColumn } = layout;
  const pulse = number(fields, line, pulseColumn, file);
  if (!(Number.isInteger(pulse) && pulse >= 0))
    throw new CsvError(
      place(file, line, pulseColumn),
      `${pulse} pulses`,
      'a whole number, 0 or more',
      'count whole pulses',
    );
  const point = (direction: Direction, column: Column): Point => {
    const siemens = number(fields, line, column, file) / column.perSiemens;
    if (siemens < 0)
      throw new CsvError(
        place(file, line, column),
        `the negative conductance ${quoted(fields[column.index]!)}`,
        '0 or more',
        'correct it, or add an offset to the whole column',
      );
    return { direction, pulse, siemens, line, column, pulseColumn };
  };
  if (layout.form === 'long')
    return [point(readDirection(fields, line, layout.direction, file), layout.conductance)];
  const given = (['up', 'down'] as const).filter((way) => fields[layout[way].index] !== '');
  if (given.length === 0)
    throw new CsvError(place(file, line, layout.up), 'no value', 'a conductance up or down', 'add it');
  return given.map((way) => point(way, layout[way]));
}

function readDirection(fields: readonly string[], line: number, column: Column, file: string): Direction {
  const word = fields[column.index]!.toLowerCase();
  if (['up', '+1', '1', '+'].includes(word)) return 'up';
  if (['down', '-1', '-'].includes(word)) return 'down';
  throw new CsvError(place(file, line, column), quoted(word), 'up or down', 'correct it');
}

const place = (file: string, line: number, { index, name }: Column): CsvPlace => ({
  file,
  line,
  column: index + 1,
  columnName: name,
});

function number(fields: readonly string[], line: number, column: Column, file: string): number {
  const field = fields[column.index]!;
  const value = decimal(field);
  if (Number.isFinite(value)) return value;
  throw new CsvError(
    place(file, line, column),
    field === '' ? 'no value' : quoted(field),
    'a finite decimal number',
    'correct it',
  );
}

interface Checked {
  readonly branch: DeviceBranch;
  readonly least: number;
  readonly most: number;
}

function branch(points: readonly Point[], direction: Direction, file: string, headerLine: number): Checked {
  const own = points.filter((p) => p.direction === direction);
  const [first] = own;
  if (!first || own.length < FEWEST_POINTS)
    throw new CsvError(
      { file, line: own.at(-1)?.line ?? headerLine },
      `${own.length === 1 ? '1 point' : `${own.length} points`} ${direction}`,
      `${FEWEST_POINTS} or more`,
      'measure more pulses',
    );
  own.forEach((p, k) => {
    const before = own[k - 1];
    if (!before) return;
    if (p.pulse <= before.pulse)
      throw new CsvError(
        place(file, p.line, p.pulseColumn),
        `pulse ${p.pulse} after ${before.pulse}`,
        'a larger number',
        'sort the rows by pulse, and keep one of each',
      );
  });
  const last = own[own.length - 1]!;
  const siemens = own.map((p) => p.siemens);
  const least = siemens.reduce((a, b) => Math.min(a, b));
  const most = siemens.reduce((a, b) => Math.max(a, b));
  if (most === least)
    throw new CsvError(
      place(file, last.line, last.column),
      `${last.siemens} S from the first pulse ${direction} to the last`,
      'a conductance that changes',
      'check the column',
    );
  checkDirection(own, direction, most - least, file);
  if (last.pulse - first.pulse > MOST_PULSES)
    throw new CsvError(
      place(file, last.line, last.pulseColumn),
      `${last.pulse - first.pulse} pulses`,
      `${MOST_PULSES} at most`,
      'count in bundles of pulses',
    );
  return {
    branch: { pulses: own.map((p) => p.pulse - first.pulse), siemens },
    least,
    most,
  };
}

/** The curve goes its way, but for noise. @throws CsvError at the point where it turns back */
function checkDirection(own: readonly Point[], direction: Direction, range: number, file: string): void {
  const goes = direction === 'up' ? 'rises' : 'falls';
  const sign = direction === 'up' ? 1 : -1;
  const [first, last] = [own[0]!, own[own.length - 1]!];
  if (sign * (last.siemens - first.siemens) < -range / 2)
    throw new CsvError(
      place(file, last.line, last.column),
      `${last.siemens} S at the end after ${first.siemens} S at the beginning`,
      `a curve that ${goes} with pulses ${direction}`,
      `swap the columns, or turn this one round so that it begins at the ${direction === 'up' ? 'bottom' : 'top'}`,
    );
  const values = own.map((p) => sign * p.siemens);
  const fit = risingFit(values);
  const off = values.map((v, k) => Math.abs(v - fit[k]!));
  const worst = off.reduce((a, b) => Math.max(a, b));
  if (worst <= NOISE * range) return;
  // the pool that the worst point is in; within it, the first step the wrong way
  const pool = fit[off.indexOf(worst)]!;
  const at = values.findIndex(
    (v, k) => k > 0 && fit[k] === pool && fit[k - 1] === pool && v < values[k - 1]!,
  );
  const [before, p] = [own[at - 1]!, own[at]!];
  throw new CsvError(
    place(file, p.line, p.column),
    `${p.siemens} S after ${before.siemens} S`,
    `a curve that only ${goes} with pulses ${direction}, but for noise of ${100 * NOISE} % of its range`,
    'average several sweeps, or smooth the column',
  );
}

/** Both directions are measured on one device: their ranges share at least half of the smaller. */
function checkOverlap(up: Checked, down: Checked, file: string, line: number): void {
  const shared = Math.min(up.most, down.most) - Math.max(up.least, down.least);
  const smaller = Math.min(up.most - up.least, down.most - down.least);
  if (shared >= smaller / 2) return;
  throw new CsvError(
    { file, line },
    `${up.least} to ${up.most} S up and ${down.least} to ${down.most} S down`,
    'two sweeps over the same range',
    'use the same unit and the same device for both',
  );
}

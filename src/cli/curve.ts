/**
 * Two learning curves in a few lines of text, on a logarithmic axis: the hardware solid, the ideal
 * dotted; where they coincide the solid line hides the dotted one. Braille dots where the terminal
 * has them, letters otherwise.
 */
import type { Paint } from './colours.ts';
import { figure } from './figures.ts';

export interface Curves {
  /** by epoch; null from where a track diverged */
  readonly hardware: readonly (number | null)[];
  readonly ideal: readonly (number | null)[];
}
export interface CurveOptions {
  /** width and height of the whole drawing, in characters */
  readonly columns: number;
  readonly rows: number;
  readonly unicode: boolean;
  readonly paint: Paint;
  /** what the horizontal axis counts: epoch, round */
  readonly unit: string;
}

/** A drawing of dots: which of them each track has. */
interface Raster {
  readonly wide: number;
  readonly high: number;
  readonly dots: Uint8Array;
}
const HARDWARE = 1;
const IDEAL = 2;
// what lies further below the top than this is drawn at the bottom
const DEEPEST = 1e-12;
// the least ratio of top and bottom, so that a flat curve does not fill the drawing
const FLATTEST = 5;
const GUTTER = 8;

/** @returns lines without their ends; none when there are fewer than two points */
export function drawCurves(curves: Curves, options: CurveOptions): string[] {
  const { unicode, paint, rows, unit } = options;
  const count = Math.max(curves.hardware.length, curves.ideal.length);
  const values = [...curves.hardware, ...curves.ideal].filter((m): m is number => m !== null && m > 0);
  const top = values.reduce((m, x) => Math.max(m, x), 0);
  if (count < 2 || top === 0) return [];
  const least = values.reduce((m, x) => Math.min(m, x), top);
  const high = Math.log10(roundUp(top));
  const low = Math.log10(roundDown(Math.min(Math.max(least, top * DEEPEST), top / FLATTEST)));

  const columns = Math.max(16, options.columns - GUTTER - 2 - LABEL);
  const raster: Raster = {
    wide: columns * (unicode ? 2 : 1),
    high: rows * (unicode ? 4 : 1),
    dots: new Uint8Array(columns * rows * (unicode ? 8 : 1)),
  };
  const levelOf = (mse: number): number =>
    Math.min(1, Math.max(0, (Math.log10(Math.max(mse, 1e-300)) - low) / (high - low)));
  trace(raster, curves.ideal, levelOf, IDEAL, count);
  trace(raster, curves.hardware, levelOf, HARDWARE, count);

  const labels = ticks(low, high, rows);
  const ends = endLabels(curves, levelOf, rows, paint);
  const [bar, tick, corner, line] = unicode ? ['│', '┤', '└', '─'] : ['|', '+', '+', '-'];
  const drawn = Array.from({ length: rows }, (_, row) => {
    const label = labels.get(row);
    const cells = Array.from({ length: columns }, (_, column) => cell(raster, row, column, options)).join('');
    return `${(label ?? '').padStart(GUTTER)} ${label === undefined ? bar : tick}${cells} ${ends.get(row) ?? ''}`.trimEnd();
  });
  const last = `${unit} ${count}`;
  return [
    ...drawn,
    `${' '.repeat(GUTTER + 1)}${corner}${line!.repeat(columns)}`,
    `${' '.repeat(GUTTER + 2)}1${last.padStart(columns - 1)}`,
  ];
}

/** Room for the names at the right. */
const LABEL = 20;

/** Puts a track's points into the raster, joined by lines; the ideal leaves two dots of three out. */
function trace(
  raster: Raster,
  history: readonly (number | null)[],
  levelOf: (mse: number) => number,
  track: number,
  count: number,
): void {
  const { wide, high, dots } = raster;
  let walked = 0;
  const put = (x: number, y: number): void => {
    const dotted = track === IDEAL && walked++ % 3 !== 0;
    if (!dotted) dots[y * wide + x] = dots[y * wide + x]! | track;
  };
  let from: { x: number; y: number } | null = null;
  for (const { at, mse } of binned(history, wide)) {
    const x = count === 1 ? 0 : Math.round((at / (count - 1)) * (wide - 1));
    const y = Math.round((1 - levelOf(mse)) * (high - 1));
    if (from === null) put(x, y);
    else {
      const steps = Math.max(Math.abs(x - from.x), Math.abs(y - from.y), 1);
      for (let k = 1; k <= steps; k++) {
        put(Math.round(from.x + ((x - from.x) * k) / steps), Math.round(from.y + ((y - from.y) * k) / steps));
      }
    }
    from = { x, y };
  }
}

/** At most one point a column: the mean of the epochs that share it. Ends where a track diverged. */
function binned(history: readonly (number | null)[], most: number): { at: number; mse: number }[] {
  const end = history.indexOf(null);
  const finite = (end < 0 ? history : history.slice(0, end)) as readonly number[];
  const size = Math.max(1, Math.ceil(history.length / most));
  const points: { at: number; mse: number }[] = [];
  for (let from = 0; from < finite.length; from += size) {
    const part = finite.slice(from, from + size);
    points.push({
      at: from + (part.length - 1) / 2,
      mse: part.reduce((sum, m) => sum + m, 0) / part.length,
    });
  }
  return points;
}

function cell(raster: Raster, row: number, column: number, { unicode, paint }: CurveOptions): string {
  if (!unicode) {
    const dot = raster.dots[row * raster.wide + column]!;
    return dot & HARDWARE ? paint.hardware('#') : dot & IDEAL ? paint.ideal('.') : ' ';
  }
  let pattern = 0;
  let seen = 0;
  for (let y = 0; y < 4; y++) {
    for (let x = 0; x < 2; x++) {
      const dot = raster.dots[(row * 4 + y) * raster.wide + column * 2 + x]!;
      seen |= dot;
      if (dot) pattern |= BRAILLE[y]![x]!;
    }
  }
  if (pattern === 0) return ' ';
  const sign = String.fromCodePoint(0x2800 + pattern);
  return seen & HARDWARE ? paint.hardware(sign) : paint.ideal(sign);
}
// bit of each dot of a Braille pattern, by row and column
const BRAILLE = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** The nearest of 1, 2, 5, 10, 20, ... that is not below x, and the one that is not above it. */
const roundUp = (x: number): number => 1 / roundDown(1 / x);
function roundDown(x: number): number {
  const decade = 10 ** Math.floor(Math.log10(x) + 1e-9);
  const share = x / decade + 1e-9;
  return decade * (share >= 5 ? 5 : share >= 2 ? 2 : 1);
}

/** Round numbers at the rows where they lie, a row apart at least: powers of ten where there are some. */
function ticks(low: number, high: number, rows: number): Map<number, string> {
  const labels = new Map<number, string>();
  const stride = Math.max(1, Math.ceil((high - low) / 4));
  const mark = (level: number): void => {
    const row = Math.round(((high - level) / (high - low)) * (rows - 1));
    if (![row - 1, row, row + 1].some((r) => labels.has(r))) labels.set(row, axisNumber(level));
  };
  const first = Math.floor(high + 1e-9);
  for (let decade = first; decade >= low - 1e-9; decade -= stride) mark(decade);
  if (high - low < 2) {
    mark(high);
    mark(low);
  }
  return labels;
}
function axisNumber(level: number): string {
  const x = Number((10 ** level).toPrecision(1));
  return level >= -3 && level < 5 ? String(x) : x.toExponential(0).replace('e+', 'e');
}

/** The name of each track beside the end of its line, with its last value. */
function endLabels(
  { hardware, ideal }: Curves,
  levelOf: (mse: number) => number,
  rows: number,
  paint: Paint,
): Map<number, string> {
  const lastOf = (history: readonly (number | null)[]): number | null =>
    history.findLast((m) => m !== null) ?? null;
  const rowOf = (mse: number): number => Math.round((1 - levelOf(mse)) * (rows - 1));
  const [h, i] = [lastOf(hardware), lastOf(ideal)];
  const labels = new Map<number, string>();
  const [hText, iText] = [`hardware ${figure(h, 3)}`, `ideal ${figure(i, 3)}`];
  if (h === null || i === null) {
    if (h !== null) labels.set(rowOf(h), paint.hardware(hText));
    if (i !== null) labels.set(rowOf(i), paint.ideal(iText));
    return labels;
  }
  const row = rowOf(h);
  let other = rowOf(i);
  // two names do not fit into one line: the ideal goes to the side where it belongs, or where there is room
  if (other === row) {
    const below = i <= h;
    other = below ? row + 1 : row - 1;
    if (other >= rows || other < 0) other = below ? row - 1 : row + 1;
  }
  labels.set(row, paint.hardware(hText));
  labels.set(other, paint.ideal(iText));
  return labels;
}

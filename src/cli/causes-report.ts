/** What `adaline run --explain` tells: which non-idealities made the tracks part, and how much each. */
import type { Cause, Explanation } from '../compare/causes.ts';
import { printable } from '../data/quoted.ts';
import { type Paint, paint } from './colours.ts';
import { counted, difference, figure } from './figures.ts';
import type { Io } from './io.ts';
import { alignColumns, widthOf, wrap } from './table.ts';

const BAR = 6;
const INDENT = '  ';
const ALIGN = ['right', 'right', 'right', 'right', 'left', 'left'] as const;

/** The section that follows the report of the run, ready to print. */
export function causesReport(
  explanation: Explanation,
  io: Pick<Io, 'columns' | 'unicode' | 'colour'>,
): string {
  const ink = paint(io.colour);
  const width = Math.min(100, Math.max(40, io.columns));
  const paragraphs =
    explanation.causes.length === 0
      ? [nothingOn(explanation), keptNote(explanation)]
      : [restNote(explanation), divergedNote(explanation), howToRead(explanation), keptNote(explanation)];
  const lines = [
    ...wrap(`Why the tracks part: ${explanation.title}`, width).map(ink.quiet),
    ...(explanation.causes.length === 0 ? [] : table(explanation, ink, width, io.unicode)),
    ...paragraphs
      .filter((text) => text !== '')
      .flatMap((text) => wrap(text, width - INDENT.length).map((line) => INDENT + line)),
  ];
  return `${lines.join('\n')}\n`;
}

/** A line for each cause with its numbers, and below it what it does. */
function table(explanation: Explanation, ink: Paint, width: number, unicode: boolean): string[] {
  const { causes, rest, total, residual } = explanation;
  const own = causes.filter(({ path }) => !rest?.paths.includes(path));
  const most = Math.max(...[...own, ...(rest ? [rest] : [])].map(({ share }) => Math.abs(share ?? 0)));
  const row = (x: number | null, alone: Pick<Cause, 'onAlone' | 'offAlone'> | null, name: string) => [
    number(x),
    percent(x, total),
    alone ? number(alone.onAlone) : '',
    alone ? number(alone.offAlone) : '',
    alone ? ink.hardware(bar(x, most, unicode)) : '',
    name,
  ];
  const rows = [
    ['share', '', 'on alone', 'off alone', '', ''],
    ...own.map((cause) => row(cause.share, cause, nameOf(cause, 2))),
    ...(rest ? [row(rest.share, rest, `the rest: ${counted(rest.paths.length, 'other')} together`)] : []),
    row(residual, null, 'residual: all of them off'),
    row(total, null, 'total: all of them on'),
  ];
  // where a name is too long for the line its last word has to do
  const room =
    width -
    INDENT.length -
    widthOf(
      alignColumns(
        rows.map((r) => [...r.slice(0, -1), '|']),
        ALIGN,
      )[0]!,
    ) +
    1;
  own.forEach((cause, k) => {
    if (rows[k + 1]!.at(-1)!.length > room) rows[k + 1]!.splice(-1, 1, nameOf(cause, 1));
  });
  const [head = '', ...lines] = alignColumns(rows, ALIGN);
  return [
    INDENT + ink.quiet(head),
    ...lines.flatMap((line, k) => [
      INDENT + line,
      ...(own[k] ? meaningOf(own[k], width).map((text) => `${INDENT}  ${ink.quiet(text)}`) : []),
    ]),
  ];
}

/** The setting by the end of its path, and its number. */
const nameOf = ({ path, value, unit }: Cause, words: number): string =>
  `${shortPath(path, words)} ${typeof value === 'number' ? figure(value) : value}${unit ? ` ${unit}` : ''}`;
const meaningOf = ({ meaning }: Cause, width: number): string[] => wrap(meaning, width - INDENT.length - 2);
const shortPath = (path: string, words = 2): string => printable(path.split('.').slice(-words).join('.'));
const number = (x: number | null): string => (x === null ? '-' : difference(x));

function percent(x: number | null, total: number | null): string {
  if (x === null || total === null || total === 0) return '';
  const share = (100 * x) / total;
  return `${share.toFixed(Math.abs(share) < 9.95 ? 1 : 0).replace('-0.0', '0.0')} %`;
}

/** As long as the share is large; one that brings the tracks together is hollow. */
function bar(share: number | null, most: number, unicode: boolean): string {
  if (share === null || most === 0) return '';
  const [full, hollow] = unicode ? ['█', '░'] : ['#', '-'];
  return (share < 0 ? hollow : full)!.repeat(Math.round((BAR * Math.abs(share)) / most));
}

const nothingOn = ({ total }: Explanation): string =>
  `No non-ideality is on. What there is, ${figure(total, 3)}, is rounding or what the design itself does.`;

const restNote = ({ rest }: Explanation): string =>
  rest ? `The rest: ${rest.paths.map((path) => shortPath(path)).join(', ')}.` : '';

const divergedNote = ({ divergedRuns }: Explanation): string =>
  divergedRuns === 0
    ? ''
    : `The hardware diverged in ${counted(divergedRuns, 'run')}: the shares tell what makes it diverge, not how far.`;

const againstNote = ({ causes }: Explanation): string =>
  causes.some(({ share }) => share !== null && share < 0)
    ? ' A share below zero brings the tracks nearer: it acts against the others.'
    : '';

const howToRead = (explanation: Explanation): string =>
  `${counted(explanation.runs, 'run')} from one seed. On alone: what it adds to the ideal machine. Off alone: what the total loses without it. Share: its mean effect over every order of switching on (Shapley value); shares and residual add up to the total.${againstNote(explanation)}`;

function keptNote({ kept }: Explanation): string {
  if (kept.length === 0) return '';
  const list = kept.map(({ path, value }) => `${path}=${typeof value === 'number' ? figure(value) : value}`);
  return `Chosen by design and kept in every run: ${printable(list.join(', '))}.`;
}

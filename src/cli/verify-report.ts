/** What `adaline verify` tells a person: for every tool one table, worst first, line by line or part by part. */
import type { Deviation, Verification } from '../exchange/verification.ts';
import { type Paint, paint } from './colours.ts';
import { counted } from './figures.ts';
import type { Io } from './io.ts';
import { alignColumns, wrap } from './table.ts';

/** The whole report, ready to print. */
export function verificationReport(
  found: readonly Verification[],
  io: Pick<Io, 'columns' | 'colour'>,
): string {
  const ink = paint(io.colour);
  const width = Math.min(100, Math.max(40, io.columns));
  if (found.length === 0) return 'Nothing to verify: no other tool knows a part of this machine.\n';
  const sections = found.map((v) => section(v, ink, width));
  const failed = found.filter((v) => !v.passed).length;
  const verdict =
    failed === 0
      ? ink.strong(`${counted(found.length, 'comparison')}: every line within its tolerance`)
      : ink.warn(`${failed} of ${counted(found.length, 'comparison')} past a tolerance`);
  return `${[...sections, [verdict]].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function section({ tool, what, deviations, passed }: Verification, ink: Paint, width: number): string[] {
  const head = wrap(`${tool}: ${passed ? 'agrees' : 'DISAGREES'}`, width).map(ink.strong);
  const parts = groups(deviations);
  const rows = parts.map(({ lines, worst }) => [
    worst.name,
    lines > 1 ? `and ${lines - 1} more` : '',
    amount(worst),
    size(worst.relative),
    size(worst.tolerance),
    worst.passed ? worst.at : `${worst.at}  PAST`,
  ]);
  const titles = ['worst line of each part', '', 'deviation', 'relative', 'tolerance', 'at'];
  const align = ['left', 'left', 'right', 'right', 'right', 'left'] as const;
  return [
    ...head,
    ...wrap(what, width),
    ...alignColumns([titles, ...rows], align).map((line) => `  ${line}`),
  ];
}

interface Group {
  readonly lines: number;
  readonly worst: Deviation;
}

/** One row a part and kind, and one for every line that is past its tolerance. */
function groups(deviations: readonly Deviation[]): Group[] {
  const byPart = new Map<string, Deviation[]>();
  for (const d of deviations) {
    const key = d.passed && d.kind !== 'logic' ? `${partOf(d.name)} ${d.kind}` : `${d.name} past`;
    byPart.set(key, [...(byPart.get(key) ?? []), d]);
  }
  return [...byPart.values()]
    .map((list): Group => {
      const worst = list.reduce((a, b) => (share(b) > share(a) ? b : a));
      return { lines: list.length, worst };
    })
    .sort(
      (a, b) =>
        Number(a.worst.passed) - Number(b.worst.passed) ||
        share(b.worst) - share(a.worst) ||
        (a.worst.name < b.worst.name ? -1 : 1),
    );
}

/** The name without its last word: neuron.summer of neuron.summer.out. */
const partOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));
const share = (d: Deviation): number => (d.tolerance > 0 ? d.relative / d.tolerance : d.relative);
const size = (x: number): string =>
  x === 0 ? '0' : x.toExponential(x === Number(x.toExponential(0)) ? 0 : 1);
const amount = ({ kind, deviation, unit }: Deviation): string =>
  kind === 'decision' || kind === 'logic'
    ? `${deviation} unequal`
    : `${deviation === 0 ? '0' : deviation.toExponential(1)}${unit === '' ? '' : ` ${unit}`}`;

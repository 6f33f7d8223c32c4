/** What `adaline run` tells a person about a run, in lines of at most 80 columns. */
import type { Experiment } from '../compare/experiment.ts';
import type { FittedDevice } from '../compare/own-device.ts';
import type { RunOutcome, RunResult, TrackResult } from '../compare/result.ts';
import { spoken } from '../compare/settings.ts';
import { printable } from '../data/quoted.ts';
import { type Paint, paint } from './colours.ts';
import { drawCurves } from './curve.ts';
import { columnFormat, counted, difference, duration, figure, grouped } from './figures.ts';
import type { Io } from './io.ts';
import { alignColumns, widthOf, wrap } from './table.ts';

const MOST_ROWS = 16;
const MOST_WEIGHTS = 34;
const NARROWEST_FOR_TWO = 78;

/**
 * The whole report, ready to print.
 * @param own  the device of a file, where the run used one: the report says how well it was fitted
 */
export function report(
  { result, experiment }: RunOutcome,
  io: Pick<Io, 'columns' | 'unicode' | 'colour'>,
  own?: FittedDevice,
): string {
  const ink = paint(io.colour);
  const width = Math.min(100, Math.max(40, io.columns));
  const sections = [
    [...header(result, experiment, ink, width), ...(own ? wrap(fitted(own), width) : [])],
    answers(result, experiment, ink),
    weights(result, ink, width),
    curves(result, ink, width, io.unicode),
    comparison(result, ink),
    machine(result, ink, width),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function header(result: RunResult, { spec }: Experiment, ink: Paint, width: number): string[] {
  const { definition, data, shape } = spec;
  const step = 'mu' in result.step ? `mu ${spec.step}` : `alpha ${spec.step}`;
  const unit = spec.gate === null ? 'epoch' : 'round';
  const words = [
    `${spec.rule} with ${step}${shape.adaptation === 'by hand' ? ', turned by hand' : `, ${shape.adaptation}`}`,
    ...(definition.summers.length > 1 ? [`${shape.summer} summer`] : []),
    `devices ${spec.device}`,
    ...(spec.bias ? [] : ['no bias']),
    ...(spec.gate === null ? [] : [`gate |s| < ${spec.gate}`]),
    ...(spec.init === 'zero' ? [] : ['random start']),
    ...(spec.order === 'cyclic' ? [] : [`${spec.order} order`]),
    `${counted(result.epochs, unit)}, ${counted(result.presentations, 'presentation')}`,
  ];
  const own = Object.entries(spec.settings).map(
    ([path, x]) => `${printable(path)}=${typeof x === 'number' ? spoken(x) : printable(x)}`,
  );
  const what = shape.device
    ? `${definition.title} (in their place: ${shape.device.title})`
    : definition.title;
  const title = data.title === data.name ? counted(data.rows.length, 'row') : data.title;
  return [
    ...wrap(`${what} learns ${printable(data.name)}: ${title}`, width).map(ink.strong),
    ...wrap(words.join('; '), width),
    ...(own.length ? wrap(`set: ${own.join(', ')}`, width) : []),
    ...result.remarks.flatMap((remark) => wrap(remark, width)),
  ];
}

/** A unit or a column that was mistaken shows in the range; a bad fit in how far it is off. */
function fitted({ device, fit }: FittedDevice): string {
  const { up, down, low, high, residual } = fit;
  const siemens = (x: number): string => figure(x, 3);
  const share = (x: number): string => (x < 1e-4 ? 'less than 0.01 %' : `${figure(100 * x, 2)} %`);
  const points = `${counted(up.pulses.length, 'point')} up and ${grouped(down.pulses.length)} down`;
  const off = `measured less fitted: ${share(residual.max)} of the range at most, ${share(residual.rms)} rms`;
  return `${printable(device.name)}: ${points}, ${siemens(low)} to ${siemens(high)} S; ${off}`;
}

/** What both tracks answer to every row with their final weights. */
function answers(result: RunResult, experiment: Experiment, ink: Paint): string[] {
  const { patterns, ideal } = experiment;
  const { units } = experiment.spec.definition;
  const binary = result.ideal.errors !== null;
  const shown = patterns.slice(0, MOST_ROWS).map((p, row) => ({
    p,
    row,
    ideal: ideal.sums(p.x),
    hardware: experiment.probe(row, 'sum').slice(),
  }));
  const sums = columnFormat(shown.flatMap((r) => [...r.ideal, ...r.hardware]));
  const numbered = (word: string): string[] =>
    Array.from({ length: units }, (_, k) => (units === 1 ? word : `${word} u${k}`));
  const head = [
    'row',
    'desired',
    ...numbered('ideal'),
    ...numbered('hardware'),
    units === 1 ? 'difference' : '',
    '',
  ];
  const rows = shown.map(({ p, row, ideal: i, hardware: h }) => [
    printable(p.name, 20),
    figure(p.d, 5),
    ...Array.from(i, (s) => ink.ideal(sums(s))),
    ...Array.from(h, (s) => ink.hardware(sums(s))),
    units === 1 ? difference(h[0]! - i[0]!) : '',
    binary ? verdict(result, row, p.d, ink) : '',
  ]);
  const lines = alignColumns(
    [head, ...rows],
    ['left', 'right', ...new Array<'right'>(2 * units).fill('right'), 'right', 'left'],
  );
  const hidden = patterns.length - shown.length;
  return [
    ink.quiet(units === 1 ? 'Sums, by the final weights' : 'Sums of the units, by the final weights'),
    ...lines.map((line) => `  ${line}`),
    ...(hidden > 0 ? [`  ... and ${counted(hidden, 'more row')}`] : []),
    ...(binary ? [`  misclassified: ideal ${wrong(result.ideal)}, hardware ${wrong(result.hardware)}`] : []),
  ];
}

const wrong = ({ errors, decisions }: TrackResult): string =>
  `${grouped(errors ?? 0)} of ${grouped(decisions.length)}`;

function verdict({ ideal, hardware }: RunResult, row: number, d: number, ink: Paint): string {
  const [i, h] = [ideal.decisions[row] === d, hardware.decisions[row] === d];
  if (i && h) return '';
  return ink.warn(i ? 'hardware wrong' : h ? 'ideal wrong' : 'both wrong');
}

/** Both weight vectors side by side with their difference, in two blocks where there is room. */
function weights({ ideal, hardware }: RunResult, ink: Paint, width: number): string[] {
  const names = ideal.weightNames.slice(0, MOST_WEIGHTS);
  const format = columnFormat([...ideal.weights, ...hardware.weights]);
  const rows = names.map((name, k) => {
    const [i, h] = [ideal.weights[k]!, hardware.weights[k]!];
    return [name, ink.ideal(format(i)), ink.hardware(format(h)), difference(h - i)];
  });
  const head = ['', 'ideal', 'hardware', 'difference'];
  const align = ['left', 'right', 'right', 'right'] as const;
  const half = Math.ceil(rows.length / 2);
  const hidden = ideal.weights.length - names.length;
  const two = width >= NARROWEST_FOR_TWO && rows.length > 3;
  const blocks = (two ? [rows.slice(0, half), rows.slice(half)] : [rows]).map((block) =>
    alignColumns([head, ...block], align),
  );
  const [left = [], right = []] = blocks;
  const leftWidth = left.reduce((w, line) => Math.max(w, widthOf(line)), 0);
  const lines = left.map((line, k) => {
    const beside = right[k];
    return beside === undefined ? line : `${line}${' '.repeat(leftWidth - widthOf(line))}    ${beside}`;
  });
  return [
    ink.quiet('Weights'),
    ...lines.map((line) => `  ${line}`),
    ...(hidden > 0 ? [`  ... and ${counted(hidden, 'more weight')}; --json prints all`] : []),
  ];
}

function curves(
  { ideal, hardware, protocol }: RunResult,
  ink: Paint,
  width: number,
  unicode: boolean,
): string[] {
  const unit = protocol.gate === null ? 'epoch' : 'round';
  const drawn = drawCurves(
    { ideal: ideal.msePerEpoch, hardware: hardware.msePerEpoch },
    { columns: width, rows: 8, unicode, paint: ink, unit },
  );
  if (drawn.length === 0) return [];
  return [ink.quiet(`Mean squared error by ${unit}, log scale: hardware solid, ideal dotted`), ...drawn];
}

function comparison({ comparison: c, ideal, hardware }: RunResult, ink: Paint): string[] {
  const diverged = (who: string, { diverged: at }: TrackResult): string[][] =>
    at === null ? [] : [[who, ink.warn(`diverged at presentation ${grouped(at)}`)]];
  const share = c.decisionAgreement * 100;
  const agreement =
    c.firstDisagreement === null
      ? 'equal in every presentation'
      : `equal in ${share.toFixed(share > 99 ? 2 : 1)} % of presentations; first different at ${grouped(c.firstDisagreement)}`;
  const misadjustment =
    c.misadjustmentIdeal === null && c.misadjustmentHardware === null
      ? []
      : [
          [
            'misadjustment',
            `ideal ${figure(c.misadjustmentIdeal, 3)}, hardware ${figure(c.misadjustmentHardware, 3)}`,
          ],
        ];
  const rows = [
    ['weights', `${figure(c.weightDistanceRms, 3)} apart (rms)`],
    ['decisions', agreement],
    ...misadjustment,
    ...diverged('ideal', ideal),
    ...diverged('hardware', hardware),
  ];
  return [ink.quiet('Comparison'), ...alignColumns(rows, ['left', 'left']).map((line) => `  ${line}`)];
}

function machine({ hardware }: RunResult, ink: Paint, width: number): string[] {
  const { seconds, energyJoules, ticks, saturated, overruns } = hardware;
  const full =
    saturated.length === 0
      ? 'no cell saturated'
      : `${counted(saturated.length, 'cell')} saturated: ${saturated.slice(0, 12).join(' ')}${saturated.length > 12 ? ' ...' : ''}`;
  const words = [
    `${duration(seconds)} simulated`,
    `${figure(energyJoules, 3)} J`,
    counted(ticks, 'tick'),
    full,
    overruns === 0 ? 'no overrun' : `${counted(overruns, 'overrun')}: a phase reached its limit`,
  ];
  return [ink.quiet('Hardware'), ...wrap(words.join('; '), width - 2).map((line) => `  ${line}`)];
}

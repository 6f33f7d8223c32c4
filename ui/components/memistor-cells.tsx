import { Fragment, memo } from 'react';
import type { CellView } from '../../src/compare/session.ts';
import { decimals, plain, powerOfTen } from '../state/format.ts';
import type { Setup } from '../state/protocol.ts';
import { weightWindow } from '../state/weight-window.ts';

interface MemistorCellsProps {
  readonly cells: readonly CellView[];
  readonly setup: Setup;
}

/** A sign for every mode, in the order in which they are told. */
const signs: Readonly<Record<string, string>> = {
  plating: '▲',
  stripping: '▼',
  potentiating: '▲',
  depressing: '▼',
  turning: '↻',
  resting: '',
  full: '■',
  bare: '□',
  'at the top': '■',
  'at the bottom': '□',
  failed: '✕',
  'end stop': '■',
  humming: '~',
  stuck: '✕',
};

/** Words for copper, and for any other device in its place. */
const copper = {
  many: 'memistors',
  about: 'a cell whose conductance is set by plated copper; the number below it is its conductance',
  level: 'copper drawn',
} as const;
const device = {
  many: 'devices',
  about: 'a device whose conductance is moved by pulses; the number below it is its conductance',
  level: 'conductance drawn',
} as const;
/** Modes whose usual names are hard words. */
const easier: Readonly<Record<string, string>> = { potentiating: 'rising', depressing: 'falling' };
/** Modes that copper is told of also when no cell is in them, so that nothing jumps while it runs. */
const always = ['plating', 'stripping', 'resting'];

/** Prefixes of the siemens, so that numbers stay short. */
const prefixes = [
  [1e-3, 'mS'],
  [1e-6, 'µS'],
  [1e-9, 'nS'],
] as const;

/** The copper of every cell, around the reference conductance where the level is a weight of zero. */
export function MemistorCells({ cells, setup }: MemistorCellsProps) {
  const { referenceSiemens, unitSiemens, spanSiemens, info } = setup;
  const half =
    weightWindow(
      cells.map((c) => c.hardware),
      info.fullScale,
    ) * unitSiemens;
  const whole = (spanSiemens[1] - spanSiemens[0]) / 2;
  // a window wider than the cell itself shows the cell from bare to full
  const [bottom, top] =
    half < whole ? [referenceSiemens - half, referenceSiemens + half] : [spanSiemens[0], spanSiemens[1]];
  const level = (siemens: number): number =>
    Math.min(100, Math.max(0, ((siemens - bottom) / (top - bottom)) * 100));
  const reference = level(referenceSiemens);
  const words = setup.replacedBy === null ? copper : device;
  const [unit, unitName] = prefixes.find(([size]) => top >= size) ?? prefixes[2];
  const digits = (top - bottom) / unit < 5 ? 3 : 1;
  const told = Object.keys(signs).filter(
    (mode) => (words === copper && always.includes(mode)) || modes(cells, mode) > 0,
  );
  return (
    <div className="cells">
      <div className="plate-head">
        <h2 className="engraved" title={words.about}>
          {cells.length} {words.many}, <span className="unit-word">{unitName}</span>
        </h2>
      </div>
      <ul
        className={cells.length > 24 ? 'cell-grid many' : 'cell-grid'}
        aria-label={words.many}
        tabIndex={cells.length > 24 ? 0 : undefined}
      >
        {cells.map((cell) => (
          <Cell
            key={cell.name}
            name={cell.name}
            mode={cell.mode}
            value={
              Math.abs(cell.siemens / unit) < 1e5
                ? decimals(cell.siemens / unit, digits)
                : powerOfTen(cell.siemens / unit, 1)
            }
            unit={unitName}
            level={Math.round(level(cell.siemens))}
            reference={reference}
          />
        ))}
      </ul>
      <p className="cell-legend">
        {told.map((mode) => (
          <Fragment key={mode}>
            <span>
              {`${signs[mode] ?? '?'} ${easier[mode] ?? mode} ${modes(cells, mode)}`.trimStart()}
            </span>{' '}
          </Fragment>
        ))}
        <br />
        {words.level} from {plain(Number((bottom / unit).toPrecision(4)))} to{' '}
        {plain(Number((top / unit).toPrecision(4)))} {unitName}
      </p>
    </div>
  );
}

const modes = (cells: readonly CellView[], mode: string): number =>
  cells.filter((c) => c.mode === mode).length;

interface CellProps {
  readonly name: string;
  readonly mode: string;
  readonly value: string;
  readonly unit: string;
  /** copper, percent of the window */
  readonly level: number;
  readonly reference: number;
}
const Cell = memo(function Cell({ name, mode, value, unit, level, reference }: CellProps) {
  return (
    <li className="cell" data-mode={mode} title={`${name}: ${easier[mode] ?? mode}, ${value} ${unit}`}>
      <span className="bath" aria-hidden="true">
        <span className="copper" style={{ transform: `scaleY(${level / 100})` }} />
        <span className="reference-line" style={{ bottom: `${reference}%` }} />
        <span className="mode-sign">{signs[mode] ?? '?'}</span>
      </span>
      <span className="cell-name">{name}</span>
      <span className="cell-value">{value}</span>
      <span className="only-heard">{easier[mode] ?? mode}</span>
    </li>
  );
});

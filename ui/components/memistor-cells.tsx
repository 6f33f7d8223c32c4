import { memo } from 'react';
import type { CellView } from '../../src/compare/session.ts';
import { decimals, plain, powerOfTen } from '../state/format.ts';
import type { Setup } from '../state/protocol.ts';
import { weightWindow } from '../state/weight-window.ts';

interface MemistorCellsProps {
  readonly cells: readonly CellView[];
  readonly setup: Setup;
}

const signs: Readonly<Record<string, string>> = {
  plating: '▲',
  stripping: '▼',
  full: '■',
  bare: '□',
  failed: '✕',
  resting: '',
};

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
  return (
    <div className="cells">
      <div className="plate-head">
        <h2
          className="engraved"
          title="a cell whose conductance is set by plated copper; the number below it is in millisiemens"
        >
          {cells.length} memistors, <span className="unit-word">mS</span>
        </h2>
      </div>
      <ul
        className={cells.length > 24 ? 'cell-grid many' : 'cell-grid'}
        aria-label="Memistors"
        tabIndex={cells.length > 24 ? 0 : undefined}
      >
        {cells.map((cell) => (
          <Cell
            key={cell.name}
            name={cell.name}
            mode={cell.mode}
            milli={
              Math.abs(cell.siemens) < 100
                ? decimals(cell.siemens * 1e3, 1)
                : powerOfTen(cell.siemens * 1e3, 1)
            }
            level={Math.round(level(cell.siemens))}
            reference={reference}
          />
        ))}
      </ul>
      <p className="cell-legend">
        ▲ plating {modes(cells, 'plating')} <span>▼ stripping {modes(cells, 'stripping')}</span>{' '}
        <span>resting {modes(cells, 'resting')}</span>
        {ends(cells)}
        <br />
        copper drawn from {plain(Number((bottom * 1e3).toPrecision(4)))} to{' '}
        {plain(Number((top * 1e3).toPrecision(4)))} mS
      </p>
    </div>
  );
}

const modes = (cells: readonly CellView[], mode: string): number =>
  cells.filter((c) => c.mode === mode).length;
function ends(cells: readonly CellView[]): string {
  return (['full', 'bare', 'failed'] as const)
    .filter((mode) => modes(cells, mode) > 0)
    .map((mode) => ` ${signs[mode]} ${mode} ${modes(cells, mode)}`)
    .join('');
}

interface CellProps {
  readonly name: string;
  readonly mode: string;
  readonly milli: string;
  /** copper, percent of the window */
  readonly level: number;
  readonly reference: number;
}
const Cell = memo(function Cell({ name, mode, milli, level, reference }: CellProps) {
  return (
    <li className="cell" data-mode={mode} title={`${name}: ${mode}, ${milli} mS`}>
      <span className="bath" aria-hidden="true">
        <span className="copper" style={{ transform: `scaleY(${level / 100})` }} />
        <span className="reference-line" style={{ bottom: `${reference}%` }} />
        <span className="mode-sign">{signs[mode] ?? '?'}</span>
      </span>
      <span className="cell-name">{name}</span>
      <span className="cell-value">{milli}</span>
      <span className="only-heard">{mode}</span>
    </li>
  );
});

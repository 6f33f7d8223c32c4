import { memo, useState } from 'react';
import type { CellView } from '../../src/compare/session.ts';
import { useBench } from '../state/bench-store.ts';
import { digitsFor, plain, signed } from '../state/format.ts';
import { weightWindow } from '../state/weight-window.ts';

const WIDTH = 340;
const HEIGHT = 142;
const MIDDLE = 68;
const REACH = 50;

/** Both weight vectors with their difference: as a picture, and as a table. */
export function Weights() {
  const cells = useBench((s) => s.frame)!.view.cells;
  const info = useBench((s) => s.setup)!.info;
  const [open, setOpen] = useState(false);
  return (
    <section className="card" aria-label="Weights">
      <div className="card-head">
        <h2>Weights</h2>
        <span className="legend">
          <span className="hardware">
            <i className="mark-hardware" />
            hardware
          </span>
          <span className="ideal">
            <i className="mark-ideal" />
            ideal
          </span>
          <span className="divergence">
            <i className="mark-divergence" />
            difference
          </span>
        </span>
      </div>
      <Pairs cells={cells} fullScale={info.fullScale} unit={info.unitOfD} />
      <details className="table-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>As a table</summary>
        {open && <Table cells={cells} digits={digitsFor(info.fullScale)} />}
      </details>
    </section>
  );
}

interface PairsProps {
  readonly cells: readonly CellView[];
  readonly fullScale: number;
  readonly unit: string;
}
const Pairs = memo(function Pairs({ cells, fullScale, unit }: PairsProps) {
  const both = cells.flatMap((c) => [c.hardware, c.ideal]);
  const window = weightWindow(both, fullScale);
  const ends = [1, 0, -1].map((share) => ({
    share,
    text: `${share > 0 ? '+' : share < 0 ? '−' : ''}${plain(Math.abs(share) * window)}`,
  }));
  const left = Math.max(34, 6.7 * ends[0]!.text.length + 8);
  const y = (w: number): number =>
    MIDDLE - REACH * Math.max(-1, Math.min(1, Number.isFinite(w) ? w / window : Math.sign(w || 0)));
  const step = (WIDTH - left - 10) / Math.max(cells.length, 1);
  const mark = Math.min(3.2, Math.max(1.2, step / 3 - 1));
  const longest = cells.reduce((most, cell) => Math.max(most, cell.name.length), 0);
  const every = Math.max(1, Math.ceil((longest * 6.7 + 6) / step));
  return (
    <svg
      className="pairs"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label="Hardware and ideal weights in pairs; the table below gives the numbers"
    >
      <path className="grid" d={`M${left} ${MIDDLE - REACH}H${WIDTH}M${left} ${MIDDLE + REACH}H${WIDTH}`} />
      <path className="zero" d={`M${left} ${MIDDLE}H${WIDTH}`} />
      <text x={left + 4} y={MIDDLE - REACH - 5} className="label from-start">
        {unit}
      </text>
      {ends.map(({ share, text }) => (
        <text key={share} x={left - 5} y={MIDDLE - share * REACH + 4} className="label to-end">
          {text}
        </text>
      ))}
      {cells.map(({ name, hardware, ideal }, k) => {
        const x = left + step * (k + 0.5);
        return (
          <g key={name}>
            <path className="gap" d={`M${x} ${y(ideal)}V${y(hardware)}`} />
            <rect
              className="hardware-mark"
              x={x - mark}
              y={y(hardware) - mark}
              width={2 * mark}
              height={2 * mark}
            />
            <circle className="ideal-mark" cx={x} cy={y(ideal)} r={mark + 1.8} />
            {k % every === 0 && (
              <text x={x} y={HEIGHT - 6} className="label">
                {name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
});

function Table({ cells, digits }: { readonly cells: readonly CellView[]; readonly digits: number }) {
  return (
    <table className="weight-table">
      <thead>
        <tr>
          <th scope="col">weight</th>
          <th scope="col">hardware</th>
          <th scope="col">ideal</th>
          <th scope="col">difference</th>
        </tr>
      </thead>
      <tbody>
        {cells.map(({ name, hardware, ideal }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="hardware">{signed(hardware, digits)}</td>
            <td className="ideal">{signed(ideal, digits)}</td>
            <td className="divergence">{signed(hardware - ideal, digits + 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

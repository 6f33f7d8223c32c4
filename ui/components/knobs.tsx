import { memo, useRef } from 'react';
import type { CellView } from '../../src/compare/session.ts';
import { send } from '../state/bench-store.ts';
import { digitsFor, plain, signed } from '../state/format.ts';
import type { Setup } from '../state/protocol.ts';
import { weightWindow } from '../state/weight-window.ts';

/** How far a pointer turns to either side, degrees. */
const TURN = 135;
/** Pixels of dragging for the whole dial. */
const DRAG = 160;

interface KnobsProps {
  readonly cells: readonly CellView[];
  readonly setup: Setup;
}

/** The gains of the knobby ADALINE, turned by its operator or by you. */
export default function Knobs({ cells, setup }: KnobsProps) {
  const { info, unitSiemens, referenceSiemens, operatorPresent } = setup;
  const dial = weightWindow(
    cells.map((c) => c.hardware),
    info.fullScale,
  );
  const unit = info.unitOfD || 'units';
  return (
    <div className="cells">
      <div className="plate-head">
        <h2 className="engraved">{cells.length} gains</h2>
        <span className="number">dial ±{plain(dial)}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in every browser */}
      <div
        className={cells.length > 24 ? 'cell-grid many' : 'cell-grid'}
        role="group"
        aria-label={`Gains; every dial from −${plain(dial)} to +${plain(dial)} ${unit}`}
      >
        {cells.map((cell, index) => (
          <Knob
            key={cell.name}
            index={index}
            name={cell.name}
            mode={cell.mode}
            weight={cell.hardware}
            dial={dial}
            fullScale={info.fullScale}
            unit={info.unitOfD}
            reference={referenceSiemens}
            perUnit={unitSiemens}
          />
        ))}
      </div>
      <div className="who" role="radiogroup" aria-label="Who turns the knobs">
        <span className="engraved" aria-hidden="true">
          Turned by
        </span>
        {([true, false] as const).map((present) => (
          <label key={String(present)}>
            <input
              type="radio"
              name="who"
              checked={operatorPresent === present}
              onChange={() => send({ kind: 'change', spec: { settings: withOperator(setup, present) } })}
            />
            {present ? 'the operator' : 'you'}
          </label>
        ))}
      </div>
      <p className="cell-legend">
        {operatorPresent
          ? 'The operator turns them all in the adapt phase. You may turn any one.'
          : 'Nobody turns them but you: drag a knob, or use the arrow keys.'}
      </p>
    </div>
  );
}

function withOperator({ spec }: Setup, present: boolean): Readonly<Record<string, number | string>> {
  return { ...spec.settings, 'neuron.operator.present': present ? 1 : 0 };
}

interface KnobProps {
  readonly index: number;
  readonly name: string;
  readonly mode: string;
  readonly weight: number;
  readonly dial: number;
  readonly fullScale: number;
  readonly unit: string;
  /** S of a weight of zero, and S per unit of weight */
  readonly reference: number;
  readonly perUnit: number;
}
const Knob = memo(function Knob({
  index,
  name,
  mode,
  weight,
  dial,
  fullScale,
  unit,
  reference,
  perUnit,
}: KnobProps) {
  const drag = useRef<{ readonly y: number; readonly x: number; readonly from: number } | null>(null);
  const angle = Math.max(-1, Math.min(1, weight / dial)) * TURN;
  const digits = Math.max(1, digitsFor(fullScale) - 1);
  const step = dial / 100;
  const turn = (to: number): void =>
    send({ kind: 'cell', index, siemens: Math.max(1e-9, reference + to * perUnit) });
  const keys: Readonly<Record<string, number>> = {
    ArrowUp: step,
    ArrowRight: step,
    ArrowDown: -step,
    ArrowLeft: -step,
    PageUp: 10 * step,
    PageDown: -10 * step,
  };
  return (
    <div className="cell knob-cell" data-mode={mode}>
      <div
        className="knob"
        role="slider"
        tabIndex={0}
        aria-label={`Gain ${name}`}
        aria-valuemin={-dial}
        aria-valuemax={dial}
        aria-valuenow={Number(weight.toPrecision(6))}
        aria-valuetext={`${signed(weight, digits)} ${unit}, ${mode}`}
        onKeyDown={(event) => {
          const by = keys[event.key];
          if (by !== undefined) turn(weight + by);
          else if (event.key === 'Home') turn(0);
          else return;
          event.preventDefault();
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY, from: weight };
        }}
        onPointerMove={(event) => {
          if (!drag.current) return;
          const { x, y, from } = drag.current;
          const way = y - event.clientY + (event.clientX - x);
          turn(Math.max(-dial, Math.min(dial, from + (way / DRAG) * 2 * dial)));
        }}
        onPointerUp={() => {
          drag.current = null;
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
      >
        <svg viewBox="0 0 40 40" aria-hidden="true">
          <circle className="skirt" cx={20} cy={20} r={17.5} />
          <path className="dial-marks" d="M20 0v3M5.9 34.1l2.1-2.1M34.1 34.1l-2.1-2.1" />
          <g transform={`rotate(${angle.toFixed(1)} 20 20)`}>
            <circle className="cap" cx={20} cy={20} r={12} />
            <path className="pointer" d="M20 19V4.5" />
          </g>
        </svg>
        {mode !== 'resting' && (
          <span className="mode-sign" aria-hidden="true">
            {mode === 'turning' ? '↻' : '■'}
          </span>
        )}
      </div>
      <span className="cell-name">{name}</span>
      <span className="cell-value">{signed(weight, digits)}</span>
    </div>
  );
});

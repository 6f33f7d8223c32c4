/** Symbols of the signal path. */
import { memo } from 'react';
import type { Face } from '../../sim/circuit.ts';

/** The outline of an OR gate. */
export const orGate = (left: number, right: number, y: number): string =>
  `M${left} ${y - 24}Q${(left + right) / 2} ${y - 24} ${right} ${y}Q${(left + right) / 2} ${y + 24} ${left} ${y + 24}Q${left + 12} ${y} ${left} ${y - 24}Z`;

/** The step that turns a sum into plus or minus one. */
export function Step({ x, y, small }: { readonly x: number; readonly y: number; readonly small: boolean }) {
  const w = small ? 12 : 20;
  return <path className="glyph" d={`M${x - w} ${y + 12}H${x}V${y - 12}H${x + w}`} />;
}

interface WeightsProps {
  readonly x: readonly [number, number];
  readonly y: number;
  readonly kind: Face['cells']['kind'];
  readonly count: number;
  /** what the weights are, many of them */
  readonly things: string;
  readonly active: boolean;
  readonly small: boolean;
}
/** The symbol of a bank of weights: a resistor in a bath with a third electrode, or one with an arrow. */
export const Weights = memo(function Weights({
  x: [left, right],
  y,
  kind,
  count,
  things,
  active,
  small,
}: WeightsProps) {
  const middle = (left + right) / 2;
  const zigzag = `M${middle - 26} ${y + 6}h6l4 -7 8 14 8 -14 8 14 8 -14 4 7h6`;
  return (
    <>
      <rect
        className={active ? 'part weights active' : 'part weights'}
        x={left}
        y={y - 24}
        width={right - left}
        height={48}
        rx={7}
      />
      <text x={middle} y={y - 9} className="label strong">
        {`${count} ${small && things === 'memistors' ? 'cells' : things}`}
      </text>
      {kind === 'register' ? (
        <path
          className="glyph copper"
          d={`M${middle - 28} ${y - 1}h56v14h-56zm14 0v14m14 -14v14m14 -14v14`}
        />
      ) : (
        <path className="glyph copper" d={zigzag} />
      )}
      {kind !== 'register' && (
        <path
          className="glyph copper"
          d={
            kind === 'knob'
              ? `M${middle - 20} ${y + 18}L${middle + 18} ${y - 5}m-7 0h7v6`
              : `M${middle - 12} ${y + 17}H${middle + 12}`
          }
        />
      )}
    </>
  );
});

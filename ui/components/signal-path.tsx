import type { BenchView, CellView } from '../../src/compare/session.ts';
import { useBench } from '../state/bench-store.ts';
import { digitsFor, patternName, signed, signedExactly } from '../state/format.ts';
import { useNarrow } from '../state/media.ts';
import type { Setup } from '../state/protocol.ts';
import { orGate, Step, Weights } from './symbols.tsx';

/** Where things stand from left to right, wide and on a phone. */
const wide = {
  width: 720,
  pattern: [4, 124],
  cells: [166, 298],
  sum: [334, 394],
  joint: 440,
  quantizer: [510, 572],
  or: [600, 648],
  lamp: 692,
  radius: 18,
} as const;
const narrow = {
  width: 360,
  pattern: [2, 60],
  cells: [76, 146],
  sum: [164, 202],
  joint: 222,
  quantizer: [252, 284],
  or: [296, 322],
  lamp: 341,
  radius: 15,
} as const;
type Columns = typeof wide | typeof narrow;

const moving: ReadonlySet<string> = new Set([
  'plating',
  'stripping',
  'turning',
  'potentiating',
  'depressing',
]);
const ROW = 100;
const TOP = 52;

/** The way of the signal: pattern, weights, sum, quantizer, decision; and the error's way back. */
export function SignalPath() {
  const view = useBench((s) => s.frame)!.view;
  const setup = useBench((s) => s.setup)!;
  return (
    <section className="card path-card" aria-label="Signal path">
      <div className="card-head">
        <h2>Signal path</h2>
        <span className="legend">
          <span className="hardware">
            <i className="mark-hardware" />
            hardware
          </span>
          <span className="ideal">
            <i className="mark-ideal" />
            ideal
          </span>
        </span>
      </div>
      <Drawing view={view} setup={setup} columns={useNarrow() ? narrow : wide} />
    </section>
  );
}

interface DrawingProps {
  readonly view: BenchView;
  readonly setup: Setup;
  readonly columns: Columns;
}
function Drawing({ view, setup, columns: c }: DrawingProps) {
  const { info } = setup;
  const { units, face } = info;
  const small = c === narrow;
  const digits = Math.max(1, digitsFor(info.fullScale) - 1);
  const rows = Array.from({ length: units }, (_, k) => TOP + k * ROW);
  const middle = (rows[0]! + rows.at(-1)!) / 2;
  const low = rows.at(-1)! + 96;
  const height = low + (units > 1 ? 60 : 34);
  const outX = units > 1 ? c.or[1] : c.quantizer[1];
  const errorX = units > 1 ? c.lamp : c.joint;
  const { phaseName } = view;
  const drives = (...phases: string[]): string => (phases.includes(phaseName) ? 'wire driven' : 'wire');
  const perUnit = view.cells.length / units;
  const isAdapting = (cell: CellView): boolean => moving.has(cell.mode);
  // words move at the clock edge that ends the phase: they are driven all the while
  const adapting = view.cells.some(isAdapting) || (face.cells.kind === 'register' && phaseName === 'adapt');
  const unitAdapts = rows.map((_, k) =>
    face.cells.kind === 'register'
      ? adapting
      : view.cells.slice(k * perUnit, (k + 1) * perUnit).some(isAdapting),
  );
  const controlX: readonly [number, number] = [c.cells[0] - (small ? 4 : 10), c.cells[1] + (small ? 10 : 20)];
  const controlMiddle = (c.cells[0] + c.cells[1]) / 2;
  const feedX = c.pattern[1] + (c.cells[0] - c.pattern[1]) / 2;
  const lines = view.inputs.length;

  return (
    <svg className="path" viewBox={`0 0 ${c.width} ${height}`} role="img" aria-labelledby="path-title">
      <title id="path-title">
        {`${view.inputs.length} inputs${info.bias ? ' and a bias' : ''} go through ${view.cells.length} ${thingsOf(setup)} to a sum of ${view.sums.map((s) => signed(s, digits)).join(' and ')}; the quantizer decides ${view.decision > 0 ? 'plus one' : 'minus one'}; desired ${signedExactly(view.desired)}, error ${signed(view.error, digits)}.`}
      </title>
      {/* pattern */}
      <rect
        className="part"
        x={c.pattern[0]}
        y={middle - 26}
        width={c.pattern[1] - c.pattern[0]}
        height={52}
        rx={6}
      />
      <text x={(c.pattern[0] + c.pattern[1]) / 2} y={middle - 5} className={small ? 'label strong' : 'name'}>
        {small ? 'pattern' : patternName(view.rowName) || 'pattern'}
      </text>
      <text x={(c.pattern[0] + c.pattern[1]) / 2} y={middle + 13} className="label">
        {small
          ? `${lines}${info.bias ? ' + 1' : ''}`
          : `${lines} ${lines === 1 ? 'line' : 'lines'}${info.bias ? ' + bias' : ''}`}
      </text>
      {rows.map((y, k) => (
        <g key={y}>
          <path
            className={drives('present', 'sense', 'sum')}
            d={
              units === 1
                ? `M${c.pattern[1]} ${y}H${c.cells[0]}`
                : `M${c.pattern[1]} ${middle}H${feedX - (small ? 3 : 8)}V${y}H${c.cells[0]}`
            }
          />
          <Weights
            x={c.cells}
            y={y}
            kind={face.cells.kind}
            count={perUnit}
            things={thingsOf(setup)}
            active={unitAdapts[k]!}
            small={small}
          />
          <path className={drives('sense', 'sum')} d={`M${c.cells[1]} ${y}H${c.sum[0]}`} />
          <path className="part" d={`M${c.sum[0]} ${y - 32}V${y + 32}L${c.sum[1]} ${y}Z`} />
          <text x={c.sum[0] + (c.sum[1] - c.sum[0]) * 0.36} y={y + 5} className="name">
            Σ
          </text>
          <path className={drives('sense', 'sum', 'compare')} d={`M${c.sum[1]} ${y}H${c.quantizer[0]}`} />
          <text x={c.joint} y={y - 12} className="value hardware-text">
            {signed(view.sums[k] ?? 0, digits)}
          </text>
          <text
            x={c.joint}
            y={y + (units === 1 && small ? 46 : 20)}
            className={units === 1 && small ? 'value ideal-text to-end' : 'value ideal-text'}
            dx={units > 1 ? 0 : small ? -3 : 34}
          >
            {signed(view.idealSums[k] ?? 0, digits)}
          </text>
          <rect
            className="part"
            x={c.quantizer[0]}
            y={y - 24}
            width={c.quantizer[1] - c.quantizer[0]}
            height={48}
            rx={6}
          />
          <Step x={(c.quantizer[0] + c.quantizer[1]) / 2} y={y} small={small} />
          {units > 1 && (
            <path
              className={drives('compare', 'assign')}
              d={`M${c.quantizer[1]} ${y}H${(c.quantizer[1] + c.or[0]) / 2}V${middle + (k === 0 ? -10 : 10)}H${c.or[0] + 4}`}
            />
          )}
        </g>
      ))}
      {!small && units === 1 && (
        <text x={(c.quantizer[0] + c.quantizer[1]) / 2} y={middle - 33} className="label">
          quantizer
        </text>
      )}
      {units > 1 && (
        <>
          <path className="part" d={orGate(c.or[0], c.or[1], middle)} />
          <text x={(c.or[0] + c.or[1]) / 2 + 1} y={middle + 4} className="label strong">
            OR
          </text>
        </>
      )}
      {/* decision */}
      <path className={drives('compare')} d={`M${outX} ${middle}H${c.lamp - c.radius}`} />
      <circle
        className={view.decision > 0 ? 'decision plus' : 'decision'}
        cx={c.lamp}
        cy={middle}
        r={c.radius}
      />
      <text x={c.lamp} y={middle + 5} className="name">
        {view.decision > 0 ? '+1' : '−1'}
      </text>
      <text x={c.lamp} y={middle - c.radius - 8} className="label">
        {small ? '' : 'decision'}
      </text>
      <text
        x={c.lamp}
        y={middle + c.radius + 17}
        className="value ideal-text"
        dx={units > 1 ? (small ? -14 : -30) : 0}
      >
        {view.idealDecision > 0 ? '+1' : '−1'}
      </text>
      {/* error */}
      <path
        className={drives('compare', 'assign')}
        d={units > 1 ? `M${c.lamp} ${middle + c.radius}V${low - 16}` : `M${c.joint} ${middle}V${low - 16}`}
      />
      {units === 1 && <circle className="joint" cx={c.joint} cy={middle} r={3} />}
      <circle className="part" cx={errorX} cy={low} r={16} />
      <text x={errorX} y={low + 5} className="name">
        Σ
      </text>
      <text x={errorX + 8} y={low - 20} className="label" textAnchor="start">
        −
      </text>
      <path
        className="wire"
        d={
          units > 1
            ? `M${errorX} ${low + 50}V${low + 16}`
            : `M${errorX + (small ? 60 : 110)} ${low}H${errorX + 16}`
        }
      />
      <text
        x={units > 1 ? errorX - 10 : errorX + (small ? 64 : 118)}
        y={units > 1 ? low + 46 : low + 4}
        className={units > 1 ? 'label to-end' : 'label from-start'}
      >
        {small && units === 1 ? signedExactly(view.desired) : `desired ${signedExactly(view.desired)}`}
      </text>
      {small && units === 1 && (
        <text x={errorX + 40} y={low - 8} className="label">
          desired
        </text>
      )}
      <path className={drives('compare', 'assign', 'adapt')} d={`M${errorX - 16} ${low}H${controlX[1]}`} />
      <text x={(errorX - 16 + controlX[1]) / 2} y={low - 9} className="value error-text">
        {small ? signed(view.error, digits) : `error ${signed(view.error, digits)}`}
      </text>
      <text x={(errorX - 16 + controlX[1]) / 2} y={low + 19} className="value ideal-text">
        {signed(view.idealError, digits)}
      </text>
      {/* control */}
      <rect
        className={adapting ? 'control on' : 'control'}
        x={controlX[0]}
        y={low - 22}
        width={controlX[1] - controlX[0]}
        height={44}
        rx={8}
      />
      <text
        x={controlMiddle + (controlX[0] + controlX[1] - c.cells[0] - c.cells[1]) / 2}
        y={low - 2}
        className="name phase-text"
      >
        {controller(setup, small)}
      </text>
      <text
        x={controlMiddle + (controlX[0] + controlX[1] - c.cells[0] - c.cells[1]) / 2}
        y={low + 14}
        className="label"
      >
        {control(view, setup)}
      </text>
      {rows.map((y, k) => (
        <path
          key={y}
          className={unitAdapts[k] ? 'wire feedback driven' : 'wire feedback'}
          d={
            k === units - 1
              ? `M${controlMiddle} ${low - 22}V${y + 24}`
              : `M${controlX[0]} ${low}H${feedX + (small ? 2 : 9)}V${y + 40}H${controlMiddle}V${y + 24}`
          }
        />
      ))}
    </svg>
  );
}

/** What the weights are, many of them. */
function thingsOf({ info, replacedBy }: Setup): string {
  if (replacedBy !== null) return 'devices';
  return { memistor: 'memistors', knob: 'knobs', register: 'words' }[info.face.cells.kind];
}
/** Who or what changes the weights. */
function controller({ info, operatorPresent, replacedBy }: Setup, small: boolean): string {
  if (info.face.cells.kind === 'register') return small ? 'adder' : 'shift and add';
  if (info.face.cells.kind === 'knob') return operatorPresent ? 'operator' : 'your hand';
  if (info.units > 1) return small ? 'assigner' : 'job assigner';
  if (replacedBy !== null) return small ? 'control' : 'weight control';
  return small ? 'plating' : 'plating control';
}
function control(view: BenchView, { info, replacedBy }: Setup): string {
  const { kind } = info.face.cells;
  if (kind === 'register') return view.phaseName === 'adapt' ? 'writes the words' : 'at rest';
  const inMode = (mode: string): number => view.cells.filter((cell) => cell.mode === mode).length;
  if (kind === 'knob' || inMode('turning'))
    return inMode('turning') ? `${inMode('turning')} to turn` : 'at rest';
  const [plating, stripping] =
    replacedBy === null
      ? [inMode('plating'), inMode('stripping')]
      : [inMode('potentiating'), inMode('depressing')];
  if (replacedBy !== null && plating + stripping === 0) return 'at rest';
  return plating + stripping === 0 ? 'no current' : `▲ ${plating}  ▼ ${stripping}`;
}

import type { CellView } from '../../src/compare/session.ts';
import { signed } from '../state/format.ts';
import type { Setup } from '../state/protocol.ts';

/** Bits of a word when no setting says how many. */
const USUAL_BITS = 16;

/** The weights of a machine of logic: each word in two's complement, and the number that it stands for. */
export default function RegisterWords({
  cells,
  setup,
}: {
  readonly cells: readonly CellView[];
  readonly setup: Setup;
}) {
  const line = setup.settings.find(({ path }) => path.endsWith('.wordLength'));
  const bits = typeof line?.value === 'number' ? line.value : USUAL_BITS;
  const ends = cells.filter((cell) => cell.saturated).length;
  return (
    <div className="cells">
      <div className="plate-head">
        <h2 className="engraved">{cells.length} words</h2>
        <span className="number">{bits} bits</span>
      </div>
      <ul className="words" aria-label="Words of the weights" tabIndex={cells.length > 20 ? 0 : undefined}>
        {cells.map(({ name, siemens: code, mode }) => (
          <li key={name} data-mode={mode} title={`${name}: ${signed(code, 0)}, ${mode}`}>
            <span className="cell-name">{name}</span>
            <span className="bits">{twosComplement(code, bits)}</span>
            <span className="cell-value">
              {mode === 'within' ? '' : '■ '}
              {signed(code, 0)}
            </span>
          </li>
        ))}
      </ul>
      <p className="cell-legend">
        Two’s complement, and its whole number.{ends > 0 && ` ■ at an end: ${ends}`}
      </p>
    </div>
  );
}

/** The bits of a whole number, in groups of four from the right. */
function twosComplement(code: number, bits: number): string {
  const word = code < 0 ? code + 2 ** bits : code;
  return word
    .toString(2)
    .padStart(bits, '0')
    .replaceAll(/\B(?=(\d{4})+$)/g, '\u202f');
}

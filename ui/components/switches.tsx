import { send } from '../state/bench-store.ts';
import { NumberField } from './number-field.tsx';

interface SwitchesProps {
  readonly inputs: readonly number[];
  readonly desired: number;
  readonly grid: { readonly rows: number; readonly columns: number } | null;
  /** true where some pattern of the set has a line that is not plus or minus one */
  readonly analogSet: boolean;
}

/** One switch a line, in the picture's own rows; lines that are not plus or minus one are number fields. */
export function Switches({ inputs, desired, grid, analogSet }: SwitchesProps) {
  const analog = analogSet || inputs.some((x) => x !== 1 && x !== -1);
  const columns = grid?.columns ?? Math.min(inputs.length, inputs.length > 16 ? 8 : 4);
  const set = (line: number, value: number): void =>
    send({ kind: 'stimulus', inputs: inputs.map((x, k) => (k === line ? value : x)), d: desired });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in every browser
    <div
      className={`switches${inputs.length > 16 ? ' many' : inputs.length < 4 ? ' few' : ''}${analog ? ' analog' : ''}`}
      role="group"
      aria-label="Pattern switches"
      style={{
        gridTemplateColumns: `repeat(${analog ? Math.min(columns, 2) : columns}, minmax(0, ${analog ? '1fr' : '58px'}))`,
      }}
    >
      {inputs.map((x, line) =>
        analog ? (
          <NumberField
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            key={line}
            className="pick analog-line"
            inputClass="field"
            label={`x${line + 1}`}
            value={Number(x.toPrecision(9))}
            min={-1e9}
            max={1e9}
            onValue={(value) => set(line, value)}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <Switch key={line} line={line} up={x > 0} name={nameOf(line, grid)} onThrow={set} />
        ),
      )}
    </div>
  );
}

interface SwitchProps {
  readonly line: number;
  readonly up: boolean;
  readonly name: string;
  readonly onThrow: (line: number, value: number) => void;
}
function Switch({ line, up, name, onThrow }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={up}
      aria-label={`Switch ${name}`}
      className="switch"
      data-up={up}
      onClick={() => onThrow(line, up ? -1 : 1)}
    >
      <span className="slot" aria-hidden="true">
        <span className="lever" />
      </span>
      <span className="sign" aria-hidden="true">
        {up ? '+' : '−'}
      </span>
    </button>
  );
}

function nameOf(line: number, grid: SwitchesProps['grid']): string {
  if (!grid) return `x${line + 1}`;
  return `x${line + 1}, row ${Math.floor(line / grid.columns) + 1}, column ${(line % grid.columns) + 1}`;
}

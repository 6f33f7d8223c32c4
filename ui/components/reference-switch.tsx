import { send } from '../state/bench-store.ts';
import { signedExactly } from '../state/format.ts';
import { NumberField } from './number-field.tsx';

interface ReferenceSwitchProps {
  readonly inputs: readonly number[];
  readonly desired: number;
  readonly rows: readonly { readonly d: number }[];
}

/** The desired value: a button for each one that the patterns use, or a field where there are many. */
export function ReferenceSwitch({ inputs, desired, rows }: ReferenceSwitchProps) {
  const values = [...new Set(rows.map((row) => row.d))].sort((a, b) => b - a);
  const set = (d: number): void => send({ kind: 'stimulus', inputs, d });
  return (
    <div className="reference">
      <h2 className="engraved" id="desired">
        Desired
      </h2>
      {values.length <= 3 ? (
        // biome-ignore lint/a11y/useSemanticElements: buttons that look alike on every system
        <div className="reference-buttons" role="group" aria-labelledby="desired">
          {values.map((d) => (
            <button
              key={d}
              type="button"
              className="reference-button number"
              aria-pressed={d === desired}
              onClick={() => set(d)}
            >
              {signedExactly(d)}
            </button>
          ))}
        </div>
      ) : (
        <NumberField
          label="Desired value"
          quiet
          inputClass="field"
          className="desired-field"
          value={Number(desired.toPrecision(9))}
          min={-1e9}
          max={1e9}
          onValue={set}
        />
      )}
    </div>
  );
}

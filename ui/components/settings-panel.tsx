import { send, useBench } from '../state/bench-store.ts';
import { plain } from '../state/format.ts';
import type { SettingLine, Setup } from '../state/protocol.ts';
import { NumberField } from './number-field.tsx';

/** Every number that can be turned, with what it does and where it comes from. */
export default function SettingsPanel() {
  const setup = useBench((s) => s.setup)!;
  const { settings, spec, info } = setup;
  return (
    <>
      <p className="quiet fold-words">
        A change takes effect from the very first presentation: the run is repeated up to this moment.
      </p>
      <div className="setting-actions">
        <Switch
          name="bias"
          label="bias line connected"
          on={spec.bias}
          onSwitch={(bias) => send({ kind: 'change', spec: { bias } })}
        />
        <Switch
          name="init"
          label="random initial weights"
          on={spec.init === 'random'}
          onSwitch={(on) => send({ kind: 'change', spec: { init: on ? 'random' : 'zero' } })}
        />
        {settings.some((line) => line.own) && (
          <button
            type="button"
            className="button"
            onClick={() => send({ kind: 'change', spec: { settings: {} } })}
          >
            Undo all changes
          </button>
        )}
      </div>
      {groups.map(({ title, holds }) => (
        <section key={title} aria-label={`${title} of ${info.title}`}>
          <h2>{title}</h2>
          <ul className="settings">
            {settings.filter(holds).map((line) => (
              <Line key={line.path} line={line} setup={setup} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** What a part would not have if it were perfect, how it is built, and how long things take. */
const isFault = (line: SettingLine): boolean => line.default !== line.ideal;
const isTime = (line: SettingLine): boolean => line.path.startsWith('control.');
const groups: readonly { readonly title: string; readonly holds: (line: SettingLine) => boolean }[] = [
  { title: 'Non-idealities', holds: isFault },
  { title: 'Design', holds: (line) => !isFault(line) && !isTime(line) },
  { title: 'Phases', holds: (line) => !isFault(line) && isTime(line) },
];

interface SwitchProps {
  readonly name: string;
  readonly label: string;
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
}
function Switch({ name, label, on, onSwitch }: SwitchProps) {
  return (
    <label className="tick-box">
      <input type="checkbox" name={name} checked={on} onChange={(event) => onSwitch(event.target.checked)} />
      {label}
    </label>
  );
}

function Line({ line, setup }: { readonly line: SettingLine; readonly setup: Setup }) {
  const { path, value, unit, words, range, meaning, source, own } = line;
  const set = (next: number | string): void =>
    send({ kind: 'change', spec: { settings: { ...setup.spec.settings, [path]: next } } });
  const choices =
    line.default === line.ideal
      ? []
      : ([
          ['off', line.ideal],
          ['as built', line.default],
        ] as const);
  return (
    <li className={own ? 'own' : undefined}>
      <div className="setting-words">
        <span className="setting-name">{meaning}</span>
        <span className="quiet setting-source">
          <code>{path}</code> · {source}
        </span>
      </div>
      <div className="setting-value">
        {words ? (
          <select
            className="field"
            aria-label={meaning}
            value={String(value)}
            onChange={(event) => set(event.target.value)}
          >
            {words.map((word) => (
              <option key={word}>{word}</option>
            ))}
          </select>
        ) : (
          <NumberField
            label={`${meaning}${unit && `, ${unit}`}`}
            quiet
            className="setting-field"
            inputClass="field"
            value={value as number}
            min={range[0]}
            max={range[1]}
            onValue={set}
          />
        )}
        <span className="number quiet unit">{unit}</span>
        {choices.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: two buttons beside their field
          <span className="two" role="group" aria-label={`${meaning}: usual values`}>
            {choices.map(([word, x]) => (
              <button
                key={word}
                type="button"
                aria-pressed={value === x}
                title={`${word}: ${typeof x === 'number' ? plain(x) : x} ${unit}`}
                onClick={() => set(x)}
              >
                {word}
              </button>
            ))}
          </span>
        )}
      </div>
    </li>
  );
}

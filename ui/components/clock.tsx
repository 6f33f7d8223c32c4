import type { Unit } from '../../src/compare/session.ts';
import { runOrPause, send, setSpeed, useBench } from '../state/bench-store.ts';
import { count, grouped, joules, seconds } from '../state/format.ts';
import type { Speed } from '../state/protocol.ts';
import { NumberField } from './number-field.tsx';
import { Pick } from './pick.tsx';

const units: readonly Unit[] = ['tick', 'phase', 'presentation', 'epoch'];
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const speedWords: readonly { readonly value: Speed; readonly text: string }[] = [
  { value: '1', text: '1× real time' },
  { value: '10', text: '10×' },
  { value: '100', text: '100×' },
  { value: 'full', text: 'full speed' },
];

/** Steps, runs and rewinds; says where the clock stands. */
export function Clock() {
  const running = useBench((s) => s.frame!.running);
  const atStart = useBench((s) => {
    const { presentation, phase, tick } = s.frame!.view.moment;
    return presentation + phase + tick === 0;
  });
  const finished = useBench((s) => s.frame!.view.finished);
  return (
    <section className="time" aria-label="Clock">
      <div className="transport">
        <button
          type="button"
          className="button"
          onClick={() => send({ kind: 'reset' })}
          disabled={atStart && !running}
        >
          <span aria-hidden="true">⟲</span> Reset
        </button>
        <fieldset className="steps back">
          <legend className="only-heard">Step back</legend>
          {[...units].reverse().map((unit) => (
            <button
              key={unit}
              type="button"
              className="button"
              disabled={atStart}
              aria-label={`Back one ${unit}`}
              title={unit === 'phase' ? 'key: left arrow' : undefined}
              onClick={() => send({ kind: 'step', unit, direction: 'back' })}
            >
              <span aria-hidden="true">◀ {capital(unit)}</span>
            </button>
          ))}
        </fieldset>
        <button
          type="button"
          className="button main run"
          title="key: space"
          onClick={runOrPause}
          disabled={finished && !running}
        >
          <span aria-hidden="true">{running ? '❚❚' : '▶'}</span> {running ? 'Pause' : 'Run'}
        </button>
        <fieldset className="steps forward">
          <legend className="only-heard">Step forward</legend>
          {units.map((unit) => (
            <button
              key={unit}
              type="button"
              className="button"
              disabled={finished}
              aria-label={`Forward one ${unit}`}
              title={unit === 'phase' ? 'key: right arrow' : undefined}
              onClick={() => send({ kind: 'step', unit, direction: 'forward' })}
            >
              <span aria-hidden="true">{capital(unit)} ▶</span>
            </button>
          ))}
        </fieldset>
      </div>
      <Position />
      <Pace />
    </section>
  );
}

function Position() {
  const { view, stopAfter } = useBench((s) => s.frame)!;
  const { moment, epoch } = view;
  return (
    <p className="number position">
      presentation {grouped(Math.min(moment.presentation + (view.finished ? 0 : 1), Math.max(stopAfter, 1)))}{' '}
      of {grouped(stopAfter)} · epoch {grouped(epoch + 1)} · {seconds(view.seconds)} · {joules(view.joules)}
    </p>
  );
}

/** What was done by hand is done again whenever the clock comes past it. */
function HandLog() {
  const acts = useBench((s) => s.frame!.handEvents);
  if (acts === 0) return null;
  return (
    <p className="hand-log">
      {count(acts, 'act')} by hand, repeated on every replay{' '}
      <button type="button" className="button small" onClick={() => send({ kind: 'forget' })}>
        Forget
      </button>
    </p>
  );
}

/** How fast, how fine, and how long. */
function Pace() {
  const speed = useBench((s) => s.speed);
  const ticks = useBench((s) => s.setup!.ticksPerPhase);
  const epochs = useBench((s) => s.setup!.spec.epochs);
  const tickChoices = [1, 4, 8].includes(ticks) ? [1, 4, 8] : [1, 4, 8, ticks];
  return (
    <div className="pace">
      <Pick
        className="pick beside"
        label="Speed"
        value={speed}
        title="simulated seconds in a second"
        options={speedWords}
        onPick={(value) => setSpeed(value as Speed)}
      />
      <Pick
        className="pick beside"
        label="Ticks per phase"
        value={String(ticks)}
        title="how finely a phase is looked at; it changes no result"
        options={tickChoices.map((n) => ({ value: String(n), text: String(n) }))}
        onPick={(value) => send({ kind: 'ticks', ticksPerPhase: Number(value) })}
      />
      <NumberField
        className="pick beside epochs"
        label="Pause after epochs"
        value={epochs}
        min={1}
        max={1e9}
        whole
        onValue={(value) => send({ kind: 'change', spec: { epochs: value } })}
      />
      <HandLog />
      <p className="keys">
        <kbd>space</kbd> run or pause <kbd>→</kbd> next phase <kbd>←</kbd> phase back
      </p>
    </div>
  );
}

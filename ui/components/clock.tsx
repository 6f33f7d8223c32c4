import type { ReactNode } from 'react';
import type { Unit } from '../../src/compare/session.ts';
import { runOrPause, send, setSpeed, useBench } from '../state/bench-store.ts';
import { count, grouped, joules, seconds } from '../state/format.ts';
import type { Speed } from '../state/protocol.ts';
import { NumberField } from './number-field.tsx';
import { Pick } from './pick.tsx';

const units: readonly Unit[] = ['tick', 'phase', 'presentation', 'epoch'];
const unitWords: Readonly<Record<Unit, string>> = {
  tick: 'one look at the machine',
  phase: 'one state of the sequencer',
  presentation: 'one pattern, through all phases',
  epoch: 'every pattern once',
};
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const speedWords: readonly { readonly value: Speed; readonly text: string }[] = [
  { value: '0.1', text: 'slow: 1 s takes 10 s' },
  { value: '1', text: 'real time' },
  { value: '10', text: '10×: 1 s takes 0.1 s' },
  { value: '100', text: '100×: 1 s takes 0.01 s' },
  { value: 'full', text: 'as fast as it can' },
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
        <ClockButton
          className="button reset"
          title="back to the very beginning"
          off={atStart && !running}
          onClick={() => send({ kind: 'reset' })}
        >
          <span aria-hidden="true">⟲</span> <span className="reset-word">Reset</span>
        </ClockButton>
        <fieldset className="steps back">
          <legend className="only-heard">Step back</legend>
          {[...units].reverse().map((unit) => (
            <ClockButton
              key={unit}
              off={atStart}
              label={`Back one ${unit}`}
              title={unit === 'phase' ? `${unitWords[unit]}; key: left arrow` : unitWords[unit]}
              onClick={() => send({ kind: 'step', unit, direction: 'back' })}
            >
              <span aria-hidden="true">◀ {capital(unit)}</span>
            </ClockButton>
          ))}
        </fieldset>
        <ClockButton
          className="button main run"
          title="key: space"
          off={finished && !running}
          onClick={runOrPause}
        >
          <span aria-hidden="true">{running ? '❚❚' : '▶'}</span> {running ? 'Pause' : 'Run'}
        </ClockButton>
        <fieldset className="steps forward">
          <legend className="only-heard">Step forward</legend>
          {units.map((unit) => (
            <ClockButton
              key={unit}
              off={finished}
              label={`Forward one ${unit}`}
              title={unit === 'phase' ? `${unitWords[unit]}; key: right arrow` : unitWords[unit]}
              onClick={() => send({ kind: 'step', unit, direction: 'forward' })}
            >
              <span aria-hidden="true">{capital(unit)} ▶</span>
            </ClockButton>
          ))}
        </fieldset>
      </div>
      <Position />
      <Pace />
    </section>
  );
}

interface ClockButtonProps {
  readonly className?: string;
  readonly label?: string;
  readonly title: string;
  /** nothing would happen now; the button keeps the focus all the same */
  readonly off: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}
function ClockButton({ className = 'button', label, title, off, onClick, children }: ClockButtonProps) {
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      aria-disabled={off}
      title={title}
      onClick={() => !off && onClick()}
    >
      {children}
    </button>
  );
}

function Position() {
  const { view, stopAfter } = useBench((s) => s.frame)!;
  const isLogic = useBench((s) => s.setup!.info.face.cells.kind === 'register');
  const { moment, epoch } = view;
  return (
    <p className="number position">
      <span>
        presentation{' '}
        {grouped(Math.min(moment.presentation + (view.finished ? 0 : 1), Math.max(stopAfter, 1)))} of{' '}
        {grouped(stopAfter)} · epoch {grouped(epoch + 1)}
      </span>{' '}
      <span>
        {seconds(view.seconds)}
        {!isLogic && ` · ${joules(view.joules)}`}
      </span>
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
        title="how long a second of the machine takes here"
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
        title="an epoch is as many presentations as there are patterns"
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

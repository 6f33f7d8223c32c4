import type { Job } from '../state/job.ts';

interface JobBarProps {
  readonly job: Job<never, unknown>;
  /** what the button says, and what is heard while it works */
  readonly label: string;
  readonly doing: string;
  readonly disabled?: boolean;
  readonly onStart: () => void;
}

/** The button that starts a job; while it runs, how far it is, and the button that stops it. */
export function JobBar({ job, label, doing, disabled = false, onStart }: JobBarProps) {
  const { state } = job;
  if (state.kind !== 'progress')
    return (
      <div className="job">
        <button
          type="button"
          className="button main"
          aria-disabled={disabled}
          onClick={() => !disabled && onStart()}
        >
          {label}
        </button>
        {state.kind === 'failed' && (
          <p className="wrong" role="alert">
            {state.message}
          </p>
        )}
      </div>
    );
  return (
    <div className="job">
      <button type="button" className="button" onClick={job.stop}>
        Stop
      </button>
      <progress aria-label={doing} max={1} value={state.done ?? undefined} />
      {state.words ? (
        <span className="quiet">{state.words}</span>
      ) : (
        <span className="quiet number">{Math.floor((state.done ?? 0) * 100)} %</span>
      )}
    </div>
  );
}

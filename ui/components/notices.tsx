import { forgetProblem, send, useBench } from '../state/bench-store.ts';
import { grouped } from '../state/format.ts';

/** What was not taken, what went wrong, and what is on its way. */
export function Notices() {
  const notices = useBench((s) => s.setup?.notices);
  const problem = useBench((s) => s.problem);
  const progress = useBench((s) => s.progress);
  return (
    <div className="notices">
      {problem !== null && (
        <div className="notice-bar problem" role="alert">
          <p>
            <strong>That did not work.</strong> {problem}
          </p>
          <button type="button" className="button" onClick={forgetProblem}>
            Close
          </button>
        </div>
      )}
      {notices && notices.length > 0 && (
        <div className="notice-bar" role="status">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and the keyboard has to reach it */}
          <ul aria-label="Not taken" tabIndex={0}>
            {notices.map(({ what, why }, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
              <li key={k}>
                <strong>Ignored: {what}.</strong> {why}
              </li>
            ))}
          </ul>
          <button type="button" className="button" onClick={() => send({ kind: 'dismiss' })}>
            Close
          </button>
        </div>
      )}
      {progress && (
        <div className="progress">
          <label htmlFor="way">
            Running to presentation {grouped(progress.total)}, now at {grouped(progress.done)}
          </label>
          <progress id="way" max={progress.total} value={progress.done} />
          <button type="button" className="button" onClick={() => send({ kind: 'cancel' })}>
            Stop here
          </button>
        </div>
      )}
    </div>
  );
}

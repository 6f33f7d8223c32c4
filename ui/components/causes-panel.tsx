import '../styles/panels.css';
import '../styles/causes.css';
import { useState } from 'react';
import type { Cause, DivergenceMeasure, Explanation } from '../../src/compare/causes.ts';
import { runAtHand, useBench } from '../state/bench-store.ts';
import { count, NO_NUMBER, plain, rounded } from '../state/format.ts';
import { useJob } from '../state/job.ts';
import type { ExplainQuestion } from '../worker/explain-worker.ts';
import { JobBar } from './job-bar.tsx';
import { Pick } from './pick.tsx';

const makeWorker = (): Worker =>
  new Worker(new URL('../worker/explain-worker.ts', import.meta.url), { type: 'module' });

const measures: readonly { readonly value: DivergenceMeasure; readonly text: string }[] = [
  { value: 'weights', text: 'the weights' },
  { value: 'decisions', text: 'the decisions' },
  { value: 'mse', text: 'the mean squared error' },
];

/** Shares the divergence out among the non-idealities that are on. */
export default function CausesPanel() {
  const setup = useBench((s) => s.setup)!;
  const job = useJob<ExplainQuestion, Explanation>(makeWorker);
  const [measure, setMeasure] = useState<DivergenceMeasure>('weights');
  const on = setup.settings.filter((s) => s.default !== s.ideal && s.value !== s.ideal).length;
  const question: ExplainQuestion = { run: runAtHand(setup), measure };
  const stale = job.state.kind === 'done' && job.question !== JSON.stringify(question);
  return (
    <div className="causes">
      <p className="quiet fold-words">
        The run above is repeated many times from the same seed, for {count(setup.spec.epochs, 'epoch')} each,
        with some non-idealities on and the others off. What one of them adds to the difference on average is
        its share. Acts by hand are left out.
      </p>
      <div className="panel-actions">
        <Pick
          label="Difference in"
          value={measure}
          options={measures}
          onPick={(value) => setMeasure(value as DivergenceMeasure)}
        />
        <JobBar
          job={job}
          label="Find the causes"
          doing="Share of the runs that are done"
          onStart={() => job.start(question)}
        />
      </div>
      {on === 0 && job.state.kind === 'idle' && (
        <p>Every non-ideality is off, so nothing is there to share out. Choose “as built” under Devices.</p>
      )}
      {stale && <p className="stale">The bench was changed since. These are the causes of the run before.</p>}
      {job.state.kind === 'done' && <Answer of={job.state.result} unitOfD={setup.info.unitOfD} />}
    </div>
  );
}

function Answer({ of, unitOfD }: { readonly of: Explanation; readonly unitOfD: string }) {
  const { total, residual, causes, rest, kept, runs, divergedRuns } = of;
  const unit = of.unit.replace('units of d', unitOfD || 'units');
  if (causes.length === 0)
    return (
      <p role="status">
        Every non-ideality is off. What is left is {number(total)} {unit}: rounding, or what the design itself
        does.
      </p>
    );
  const shares = [...causes.map((c) => c.share), rest?.share ?? null, residual];
  const widest = Math.max(...shares.map((share) => Math.abs(share ?? 0)));
  const lines: readonly Line[] = [
    ...causes.filter((c) => rest === null || !rest.paths.includes(c.path)).map(causeLine),
    ...(rest
      ? [
          {
            ...rest,
            name: `${count(rest.paths.length, 'other')} together`,
            path: rest.paths.join(', '),
            detail: '',
          },
        ]
      : []),
    {
      name: 'residual',
      path: '',
      detail: 'left when all are off: rounding, or what the design itself does',
      share: residual,
      onAlone: null,
      offAlone: null,
    },
  ];
  return (
    <div role="status">
      <p className="causes-total">
        {of.title}: <b className="number divergence">{number(total)}</b> {unit}
        {biggest(lines, total)}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and the keyboard has to reach it */}
      <section className="scrolls" tabIndex={0} aria-label="Shares of the divergence">
        <table className="panel-table causes-table">
          <caption className="only-heard">Shares of the divergence, largest first</caption>
          <thead>
            <tr>
              <th scope="col">non-ideality</th>
              <th scope="col">share</th>
              <th scope="col" title="divergence with this one on and all others off">
                on alone
              </th>
              <th scope="col" title="what the divergence loses when this one is switched off">
                off alone
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.name + line.path} data-path={line.path}>
                <th scope="row">
                  {line.name}
                  {line.path && <code>{breakable(line.path)}</code>}
                  {line.detail && <span className="quiet">{line.detail}</span>}
                </th>
                <td>
                  <span className="share">
                    <Bar share={line.share} widest={widest} />
                    <span className="number" data-share={line.share ?? ''}>
                      {number(line.share)}
                    </span>
                  </span>
                </td>
                <td className="number">{line.onAlone === null ? '' : number(line.onAlone)}</td>
                <td className="number">{line.offAlone === null ? '' : number(line.offAlone)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">all together</th>
              <td className="number" data-total={total ?? ''}>
                {number(total)}
              </td>
              <td />
              <td />
            </tr>
          </tfoot>
        </table>
      </section>
      <p className="quiet fold-words">
        {count(runs, 'run')}; shares are Shapley values, so they and the residual add up to the whole. On
        alone and off alone need not: non-idealities act on each other.
        {divergedRuns > 0 && ` In ${count(divergedRuns, 'run')} the hardware diverged.`}
        {kept.length > 0 &&
          ` Choices of design that stand in every run: ${kept.map((k) => `${k.path} = ${said(k.value)}`).join(', ')}.`}
      </p>
    </div>
  );
}

interface Line {
  readonly name: string;
  readonly path: string;
  readonly detail: string;
  readonly share: number | null;
  readonly onAlone: number | null;
  readonly offAlone: number | null;
}
function causeLine(cause: Cause): Line {
  const { meaning, value, unit, ideal } = cause;
  return { ...cause, name: meaning, detail: `${said(value)}${unit && ` ${unit}`}, off: ${said(ideal)}` };
}

/** The first sentence of an answer: which one matters most. */
function biggest(lines: readonly Line[], total: number | null): string {
  const first = lines[0];
  if (!first || total === null || first.share === null || !(Math.abs(total) > 0)) return '';
  const share = first.share / total;
  return share > 0.05 ? `. ${Math.round(100 * share)} % of it: ${first.name}.` : '';
}

function Bar({ share, widest }: { readonly share: number | null; readonly widest: number }) {
  const size = share === null || widest === 0 ? 0 : (Math.abs(share) / widest) * 100;
  return (
    <span className={share !== null && share < 0 ? 'bar less' : 'bar'} aria-hidden="true">
      <i style={{ width: `${size}%` }} />
    </span>
  );
}

/** A path may go on in a new line after a dot. */
const breakable = (path: string) =>
  path.split('.').map((word, k) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a path keep their order
    <span key={k}>
      {k > 0 && '.'}
      <wbr />
      {word}
    </span>
  ));

const number = (x: number | null): string => (x === null ? NO_NUMBER : rounded(x));
const said = (x: number | string): string =>
  typeof x === 'number' ? plain(x) : x === 'inf' ? '∞' : x === '-inf' ? '−∞' : x;

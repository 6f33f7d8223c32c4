import '../styles/panels.css';
import '../styles/verify.css';
import { useEffect, useRef, useState } from 'react';
import type { Deviation } from '../../src/exchange/verification.ts';
import { runAtHand, useBench } from '../state/bench-store.ts';
import { count, grouped, rounded } from '../state/format.ts';
import { useJob } from '../state/job.ts';
import type { Verified, VerifyQuestion } from '../worker/verify-worker.ts';
import { download } from './download.ts';
import { JobBar } from './job-bar.tsx';
import { NumberField } from './number-field.tsx';
import { Pick } from './pick.tsx';
import type { TracePlot } from './trace-plot.ts';

const makeWorker = (): Worker =>
  new Worker(new URL('../worker/verify-worker.ts', import.meta.url), { type: 'module' });

const USUAL = 6;
const MOST = 500;
/** Lines of the table before all are asked for. */
const FEW = 10;

/** The same circuit in ngspice, beside our own kernel. */
export default function VerifyPanel() {
  const setup = useBench((s) => s.setup)!;
  const byHand = useBench((s) => s.frame!.handEvents);
  const job = useJob<VerifyQuestion, Verified>(makeWorker);
  const [presentations, setPresentations] = useState(USUAL);
  const question: VerifyQuestion = { run: runAtHand(setup), presentations };
  const stale = job.state.kind === 'done' && job.question !== JSON.stringify(question);
  if (setup.info.face.cells.kind === 'register')
    return (
      <p>
        {setup.info.title} is made of logic alone: there are no voltages for ngspice to compute. Its gates are
        checked at every clock edge under Control logic, and beside DigitalJS by the command{' '}
        <code>adaline verify {setup.info.circuit}</code>.
      </p>
    );
  return (
    <div className="verify">
      <p className="quiet fold-words">
        ngspice is a circuit simulator that shares no code with this one. It gets the netlist of the circuit
        above and runs it from the first presentation on. Voltages, weights and decisions are compared at the
        end of every phase.{byHand > 0 && ' Acts by hand are left out, here and there.'}
      </p>
      <div className="panel-actions">
        <NumberField
          className="pick step"
          label="Presentations"
          title="ngspice takes thousands of times as long as our kernel"
          value={presentations}
          min={1}
          max={MOST}
          whole
          onValue={setPresentations}
        />
        <JobBar
          job={job}
          label="Verify with ngspice"
          doing="ngspice works"
          onStart={() => job.start(question)}
        />
        {job.state.kind === 'idle' && <p className="quiet">The first time it loads 6 MB.</p>}
      </div>
      {stale && <p className="stale">The bench was changed since. This is the run before.</p>}
      {job.state.kind === 'done' && <Answer of={job.state.result} />}
    </div>
  );
}

function Answer({ of }: { readonly of: Verified }) {
  const { verification, traces, deck, circuit } = of;
  const { deviations, passed, tool, what } = verification;
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState(0);
  const failing = deviations.filter((d) => !d.passed).length;
  const trace = traces[Math.min(chosen, traces.length - 1)];
  return (
    <>
      <p role="status" className="verdict" data-passed={passed}>
        <b>
          {passed
            ? `All ${deviations.length} lines agree.`
            : `${failing} of ${deviations.length} lines differ by more than is allowed.`}
        </b>{' '}
        {tool}. {what}.
      </p>
      {trace && (
        <>
          <Pick
            label="Line in the plot"
            value={String(chosen)}
            options={traces.map(({ name }, k) => ({ value: String(k), text: name }))}
            onPick={(value) => setChosen(Number(value))}
          />
          <Overlay trace={trace} unit={deviations[chosen]?.unit ?? ''} />
        </>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and the keyboard has to reach it */}
      <section className="scrolls" tabIndex={0} aria-label="Deviations">
        <table className="panel-table verify-table">
          <caption className="only-heard">Largest deviations first</caption>
          <thead>
            <tr>
              <th scope="col">line</th>
              <th scope="col">agrees</th>
              <th scope="col">largest difference</th>
              <th scope="col">of its scale</th>
              <th scope="col">allowed</th>
              <th scope="col">where</th>
            </tr>
          </thead>
          <tbody>
            {(all ? deviations : deviations.slice(0, FEW)).map((deviation) => (
              <Line key={`${deviation.kind} ${deviation.name}`} of={deviation} />
            ))}
          </tbody>
        </table>
      </section>
      <div className="panel-actions">
        {deviations.length > FEW && (
          <button type="button" className="button" onClick={() => setAll(!all)}>
            {all ? `Show ${FEW}` : `Show all ${deviations.length}`}
          </button>
        )}
        <button type="button" className="button" onClick={() => download(`${circuit}.cir`, deck)}>
          Download the netlist
        </button>
      </div>
    </>
  );
}

function Line({ of }: { readonly of: Deviation }) {
  const { kind, name, deviation, relative, tolerance, unit, at, passed } = of;
  return (
    <tr data-line={name} data-relative={relative} data-tolerance={tolerance}>
      <th scope="row">
        {name} <span className="quiet">{kind}</span>
      </th>
      <td className={passed ? 'yes' : 'no'}>{passed ? 'yes' : 'no'}</td>
      <td className="number">
        {kind === 'decision' ? count(deviation, 'phase') : `${rounded(deviation)}${unit && ` ${unit}`}`}
      </td>
      <td className="number">{kind === 'decision' ? '' : rounded(relative)}</td>
      <td className="number">{kind === 'decision' ? 'none' : rounded(tolerance)}</td>
      <td>{at}</td>
    </tr>
  );
}

interface OverlayProps {
  readonly trace: Verified['traces'][number];
  readonly unit: string;
}
function Overlay({ trace, unit }: OverlayProps) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<TracePlot | null>(null);
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    let gone = false;
    void import('./trace-plot.ts').then(({ makeTracePlot }) => {
      if (gone || !holder.current) return;
      plot.current = makeTracePlot(holder.current);
      setLoaded(true);
    });
    return () => {
      gone = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => {
    if (loaded) plot.current?.draw(trace, unit);
  }, [loaded, trace, unit]);
  const { ours, theirs } = trace;
  return (
    <figure className="overlay">
      <div ref={holder} className="trace-plot" aria-hidden="true" />
      <figcaption className="legend">
        <span className="hardware">
          <i className="mark-hardware" />
          this bench, {grouped(ours.values.length)} phase ends
        </span>
        <span>
          <i className="mark-ngspice" />
          ngspice, {grouped(theirs.values.length)} steps
        </span>
      </figcaption>
    </figure>
  );
}

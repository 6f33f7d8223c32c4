import '../styles/panels.css';
import { useEffect, useState } from 'react';
import { runAtHand, useBench } from '../state/bench-store.ts';
import { count } from '../state/format.ts';
import { useJob } from '../state/job.ts';
import type { Exported, ExportQuestion } from '../worker/export-worker.ts';
import { download } from './download.ts';
import { JobBar } from './job-bar.tsx';
import { Pick } from './pick.tsx';

const makeWorker = (): Worker =>
  new Worker(new URL('../worker/export-worker.ts', import.meta.url), { type: 'module' });

const formats: readonly { readonly value: ExportQuestion['format']; readonly text: string }[] = [
  { value: 'vcd', text: 'waveforms for GTKWave (VCD)' },
  { value: 'spice', text: 'netlist for ngspice' },
  { value: 'verilog', text: 'logic as Verilog, with a test bench' },
  { value: 'digitaljs', text: 'logic as DigitalJS JSON' },
  { value: 'svg', text: 'drawing of parts and wires (SVG)' },
  { value: 'json', text: 'elements, terminals and settings (JSON)' },
];
/** A file shows at least so many presentations, also where none has been made. */
const FEWEST = 1;

/** The run on the bench as a file of another tool. */
export default function ExportPanel() {
  const setup = useBench((s) => s.setup)!;
  const made = useBench((s) => s.frame!.view.moment.presentation);
  const byHand = useBench((s) => s.frame!.handEvents);
  const job = useJob<ExportQuestion, Exported>(makeWorker);
  const [format, setFormat] = useState<ExportQuestion['format']>('vcd');
  const presentations = Math.max(FEWEST, made);
  const { state } = job;
  const done = state.kind === 'done' ? state.result : null;
  useEffect(() => {
    if (done) download(done.name, done.text);
  }, [done]);
  return (
    <div className="export">
      <p className="quiet fold-words">
        The files of the command <code>adaline export</code>, for the machine, patterns and devices above and
        its first {count(presentations, 'presentation')}.{byHand > 0 && ' Acts by hand are left out.'}
      </p>
      <div className="panel-actions">
        <Pick
          label="File"
          value={format}
          options={formats}
          onPick={(value) => setFormat(value as ExportQuestion['format'])}
        />
        <JobBar
          job={job}
          label="Download"
          doing="The file is written"
          onStart={() => job.start({ run: runAtHand(setup), format, presentations })}
        />
      </div>
      {done && (
        <p role="status">
          {done.name}: {Math.ceil(done.text.length / 1000)} kB.{done.lacks && ` Note: ${done.lacks}`}
        </p>
      )}
    </div>
  );
}

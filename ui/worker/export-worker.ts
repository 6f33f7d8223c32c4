/** Writes the run on the bench as a file of another tool, in a worker of its own. */
import { Experiment } from '../../src/compare/experiment.ts';
import { type ExportFormat, exportFormats } from '../../src/exchange/formats.ts';
import { VcdRecording } from '../../src/exchange/vcd-recording.ts';
import type { JobReply } from '../state/job.ts';
import { checkedRun, type RunAtHand } from './run-at-hand.ts';

export interface ExportQuestion {
  readonly run: RunAtHand;
  readonly format: ExportFormat | 'vcd';
  /** how many the file shows, from the first on */
  readonly presentations: number;
}
export interface Exported {
  readonly name: string;
  readonly text: string;
  /** what the file does not hold; null when it holds everything */
  readonly lacks: string | null;
}

/** A page keeps the whole text in its memory. */
const MOST_CHARACTERS = 2 ** 26;
const endings = {
  vcd: 'vcd',
  spice: 'cir',
  verilog: 'v',
  digitaljs: 'digitaljs.json',
  json: 'json',
  svg: 'svg',
} as const;

const say = (reply: JobReply<Exported>): void => postMessage(reply);

addEventListener('message', async ({ data }: MessageEvent<ExportQuestion>) => {
  const { run, format, presentations } = data;
  try {
    const checked = await checkedRun(run);
    const spec = { ...checked, presentations };
    const name = `${spec.circuit}.${endings[format]}`;
    if (format !== 'vcd') {
      // ELK takes a place without a document for its own worker, and then answers messages instead of calls
      if (format === 'svg') Object.assign(globalThis, { document: {} });
      const { exporter } = await exportFormats[format].load();
      const text = await exporter(spec, { presentations });
      return say({ kind: 'done', result: { name, text, lacks: null } });
    }
    const pieces: string[] = [];
    const recording = new VcdRecording(
      { begin: () => {}, write: (text) => pieces.push(text), end: () => {} },
      MOST_CHARACTERS,
    );
    const experiment = new Experiment(spec);
    recording.begin(experiment);
    while (experiment.presentation < presentations && recording.present(experiment));
    const lacks = recording.end(experiment);
    say({ kind: 'done', result: { name, text: pieces.join(''), lacks } });
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

/** adaline run: one circuit beside its mathematics, from the words to the report. */
import {
  type DivergenceMeasure,
  divergenceMeasures,
  type Explanation,
  explainSteps,
} from '../compare/causes.ts';
import { experimentSteps, type RunOutcome } from '../compare/result.ts';
import { InputError } from '../data/input-error.ts';
import { printable, quoted } from '../data/quoted.ts';
import { didYouMean } from '../data/suggest.ts';
import { type Options, type OptionTable, readArguments } from './arguments.ts';
import { causesReport } from './causes-report.ts';
import { exit, exitAfterSignal, type Io, type StopSignal } from './io.ts';
import { PresentationsFile } from './presentations-file.ts';
import { Progress } from './progress.ts';
import { report } from './report.ts';
import { readCheckedSpec, readOwnDevice, specOptions } from './spec-options.ts';
import { VcdFile } from './vcd-file.ts';

const table = {
  ...specOptions,
  json: 'switch',
  csv: 'value',
  vcd: 'value',
  explain: 'switch',
  measure: 'value',
  force: 'switch',
} as const satisfies OptionTable;
type RunOptions = Options<typeof table>;

/** Runs a circuit. @returns exit code */
export async function run(words: readonly string[], io: Io): Promise<number> {
  const { options, rest } = readArguments(words, { command: 'run', options: table, most: 1 });
  const [circuit] = rest;
  if (circuit === undefined) {
    throw new InputError('run: found no circuit, expected one, as in adaline run adaline --patterns tgf.');
  }
  const measure = readMeasure(options);
  const own = readOwnDevice(options);
  const checked = readCheckedSpec(circuit, options, undefined, own);
  const file = options.csv === undefined ? null : new PresentationsFile(options.csv, options.force);
  if (options.vcd !== undefined && options.vcd === options.csv) {
    throw new InputError(`--vcd: found the file of --csv, expected another; choose two names.`);
  }
  const waves = options.vcd === undefined ? null : new VcdFile(options.vcd, options.force);

  let signal: StopSignal | null = null;
  const unwatch = io.onStop((heard) => {
    signal = heard;
  });
  const progress = new Progress(io);
  /** Lets a computation run in pieces, shows how far it is, and stops it after a signal. */
  const finish = async <T>(steps: Generator<number, T, boolean>): Promise<T> => {
    let step = steps.next();
    while (!step.done) {
      // signals are heard only when this function lets go of the processor
      if (progress.due()) {
        progress.show(step.value);
        await new Promise(setImmediate);
      }
      step = steps.next(signal !== null);
    }
    return step.value;
  };
  let outcome: RunOutcome;
  let causes: Explanation | null = null;
  let notice: string | null = null;
  try {
    outcome = await finish(
      experimentSteps(checked, {
        onStart: (experiment) => {
          file?.begin(experiment);
          waves?.begin(experiment);
        },
        ...(waves && { present: (experiment) => waves.present(experiment) }),
        ...(file && { onPresented: (presented, experiment) => file.add(presented, experiment) }),
      }),
    );
    if (!outcome.stopped && measure !== null) {
      progress.restart();
      causes = await finish(explainSteps(checked, { measure }));
    }
    if (!outcome.stopped && (measure === null || causes !== null)) {
      file?.end();
      notice = waves?.end(outcome.experiment) ?? null;
    }
  } finally {
    file?.discard();
    waves?.discard();
    progress.erase();
    unwatch();
  }
  if (signal !== null && (outcome.stopped || (measure !== null && causes === null))) {
    const when = outcome.stopped
      ? `after ${outcome.result.presentations} presentations`
      : 'while the causes were sought';
    io.err(`adaline: stopped ${when}; nothing was written.\n`);
    return exitAfterSignal(signal);
  }
  if (notice !== null) io.err(`adaline: --vcd ${printable(options.vcd ?? '')}: ${notice}\n`);
  if (options.json) {
    const { result } = outcome;
    io.out(`${JSON.stringify(causes === null ? result : { ...result, causes }, null, 2)}\n`);
  } else {
    io.out(report(outcome, io, own));
    if (causes !== null) io.out(`\n${causesReport(causes, io)}`);
  }
  return exit.done;
}

/** By what the divergence is explained; null when nobody asked. */
function readMeasure({ explain, measure }: RunOptions): DivergenceMeasure | null {
  const known = Object.keys(divergenceMeasures);
  if (measure !== undefined) {
    if (!explain) {
      throw new InputError('--measure: found no --explain, which it belongs to; add --explain.');
    }
    if (!known.includes(measure)) {
      throw new InputError(
        `--measure: found ${quoted(measure)}, expected one of ${known.join(', ')}; ${didYouMean(measure, known)}`,
      );
    }
    return measure as DivergenceMeasure;
  }
  return explain ? 'weights' : null;
}

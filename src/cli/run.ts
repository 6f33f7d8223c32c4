/** adaline run: one circuit beside its mathematics, from the words to the report. */
import { experimentSteps, type RunOutcome } from '../compare/result.ts';
import { checkSpec, defaultSpec, type Spec } from '../compare/spec.ts';
import { InputError } from '../data/input-error.ts';
import { quoted } from '../data/quoted.ts';
import { type Options, type OptionTable, readArguments, readNumber, readSetting } from './arguments.ts';
import { exit, exitAfterSignal, type Io, type StopSignal } from './io.ts';
import { patternsFromFile } from './pattern-source.ts';
import { PresentationsFile } from './presentations-file.ts';
import { Progress } from './progress.ts';
import { report } from './report.ts';

const table = {
  patterns: 'value',
  rule: 'value',
  alpha: 'value',
  mu: 'value',
  epochs: 'value',
  presentations: 'value',
  order: 'value',
  'no-bias': 'switch',
  gate: 'value',
  init: 'value',
  seed: 'value',
  device: 'value',
  set: 'list',
  json: 'switch',
  csv: 'value',
  vcd: 'value',
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
  if (options.vcd !== undefined)
    throw new InputError('--vcd: not built yet; --csv FILE writes what both tracks said.');
  const spec = readSpec(circuit, options);
  const data = options.patterns === undefined ? undefined : patternsFromFile(options.patterns);
  const checked = checkSpec(spec, data);
  const file = options.csv === undefined ? null : new PresentationsFile(options.csv, options.force);

  let signal: StopSignal | null = null;
  const unwatch = io.onStop((heard) => {
    signal = heard;
  });
  const progress = new Progress(io);
  let outcome: RunOutcome;
  try {
    const steps = experimentSteps(checked, {
      ...(file && {
        onStart: (experiment) => file.begin(experiment),
        onPresented: (presented, experiment) => file.add(presented, experiment),
      }),
    });
    let step = steps.next();
    while (!step.done) {
      // signals are heard only when this function lets go of the processor
      if (progress.due()) {
        progress.show(step.value);
        await new Promise(setImmediate);
      }
      step = steps.next(signal !== null);
    }
    outcome = step.value;
    if (!outcome.stopped) file?.end();
  } finally {
    file?.discard();
    progress.erase();
    unwatch();
  }
  if (signal !== null && outcome.stopped) {
    io.err(`adaline: stopped after ${outcome.result.presentations} presentations; nothing was written.\n`);
    return exitAfterSignal(signal);
  }
  io.out(options.json ? `${JSON.stringify(outcome.result, null, 2)}\n` : report(outcome, io));
  return exit.done;
}

/** The words of the command line as the description of a run; what they mean is checked later. */
function readSpec(circuit: string, options: RunOptions): Spec {
  if (options.alpha !== undefined && options.mu !== undefined) {
    throw new InputError(
      '--mu: found --alpha as well, expected one step; leave out the one that the rule does not use.',
    );
  }
  if (options.epochs !== undefined && options.presentations !== undefined) {
    throw new InputError(
      '--presentations: found --epochs as well, expected one of them; leave the other out.',
    );
  }
  const number = (flag: 'alpha' | 'mu' | 'epochs' | 'presentations' | 'seed') =>
    options[flag] === undefined ? {} : { [flag]: readNumber(flag, options[flag]) };
  const word = (flag: 'rule' | 'order' | 'init' | 'device' | 'patterns') =>
    options[flag] === undefined ? {} : { [flag]: options[flag] };
  return defaultSpec({
    circuit,
    ...word('patterns'),
    ...word('rule'),
    ...number('alpha'),
    ...number('mu'),
    ...number('epochs'),
    ...number('presentations'),
    ...word('order'),
    ...word('init'),
    ...number('seed'),
    ...word('device'),
    bias: !options['no-bias'],
    gate: options.gate === undefined ? null : readGate(options.gate),
    settings: Object.fromEntries(options.set.map(readAssignment)),
  });
}

function readGate(text: string): number {
  const limit = /^round:(.+)$/.exec(text)?.[1];
  if (limit === undefined) {
    throw new InputError(`--gate: found ${quoted(text)}, expected round:LIMIT; write it like round:.5.`);
  }
  return readNumber('gate round', limit);
}

function readAssignment(text: string): [string, number | string] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new InputError(`--set: found ${quoted(text)}, expected PATH=VALUE; write it like gain=1e3.`);
  }
  return [text.slice(0, at), readSetting(text.slice(at + 1))];
}

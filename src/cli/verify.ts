/** adaline verify: our kernel beside independent tools, from the words to the tables. */
import { findNgspice, runNative } from '../../sim/exchange/ngspice/native.ts';
import { runInProcess } from '../../sim/exchange/ngspice/process.ts';
import { NgspiceError, type NgspiceRunner } from '../../sim/exchange/ngspice/run.ts';
import type { CheckedSpec, Spec } from '../compare/spec.ts';
import { InputError } from '../data/input-error.ts';
import { quoted } from '../data/quoted.ts';
import type { Verification } from '../exchange/verification.ts';
import {
  compareElectrical,
  isElectrical,
  prepareElectrical,
  usualPresentationsOf,
} from '../exchange/verify-electrical.ts';
import { verifyLogic } from '../exchange/verify-logic.ts';
import { type Options, type OptionTable, readArguments } from './arguments.ts';
import { exit, exitAfterSignal, type Io, type StopSignal } from './io.ts';
import { readCheckedSpec, specOptions, usualPresentations } from './spec-options.ts';
import { verificationReport } from './verify-report.ts';

const table = {
  ...specOptions,
  ngspice: 'value',
  json: 'switch',
} as const satisfies OptionTable;
type VerifyOptions = Options<typeof table>;

/** Verifies a circuit. @returns exit code: 1 past a tolerance, or where ngspice fails */
export async function verify(words: readonly string[], io: Io): Promise<number> {
  const { options, rest } = readArguments(words, { command: 'verify', options: table, most: 1 });
  const [circuit] = rest;
  if (circuit === undefined) {
    throw new InputError('verify: found no circuit, expected one, as in adaline verify adaline.');
  }
  const runner = readRunner(options.ngspice);
  const specs = casesOf(circuit, options);

  const control = new AbortController();
  let signal: StopSignal | null = null;
  const unwatch = io.onStop((heard) => {
    signal = heard;
    control.abort();
  });
  const progress = (text: string): void => {
    if (io.errIsTerminal) io.err(`\r\u001b[K${text}`);
  };
  const found: Verification[] = [];
  try {
    for (const [k, spec] of specs.entries()) {
      if (!isElectrical(spec)) continue;
      const what = `${k + 1} of ${specs.length}: ${spec.shape.adaptation}, devices ${spec.device}`;
      progress(`${what}: our kernel runs`);
      await looksUp();
      if (signal !== null) break;
      const prepared = prepareElectrical(spec);
      progress(`${what}: ngspice runs`);
      const run = await runner(prepared.deck.text, { signal: control.signal });
      found.push(compareElectrical(prepared, run.vectors, run.tool).verification);
    }
    const [first] = specs;
    if (signal === null && first !== undefined) {
      progress('the logic runs');
      await looksUp();
      const logic = await verifyLogic(first);
      if (logic !== null) found.push(logic);
    }
  } catch (error) {
    if (!(error instanceof NgspiceError)) throw error;
    if (signal === null) {
      progress('');
      io.err(`adaline: ${error.message}\n`);
      return exit.failed;
    }
  } finally {
    progress('');
    unwatch();
  }
  if (signal !== null) {
    io.err('adaline: stopped before everything was verified.\n');
    return exitAfterSignal(signal);
  }
  const passed = found.every((v) => v.passed);
  io.out(
    options.json
      ? `${JSON.stringify({ circuit, passed, verifications: found }, null, 2)}\n`
      : verificationReport(found, io),
  );
  return passed ? exit.done : exit.failed;
}

/** Signals are heard only when a command lets go of the processor. */
const looksUp = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function readRunner(word = 'wasm'): NgspiceRunner {
  if (word === 'wasm') return runInProcess;
  if (word !== 'native') {
    throw new InputError(
      `--ngspice: found ${quoted(word)}, expected wasm or native; native is the ngspice of the PATH.`,
    );
  }
  if (findNgspice() === null) {
    throw new InputError(
      '--ngspice native: found no ngspice on the PATH, expected one; install it (Debian: apt-get install ngspice) or use wasm.',
    );
  }
  return runNative;
}

/**
 * What is verified: what the options say, and where they leave it open both adaptations that the
 * circuit has, with ideal devices and as built.
 */
function casesOf(circuit: string, options: VerifyOptions): CheckedSpec[] {
  const usual = usualPresentations(options, usualPresentationsOf(readCheckedSpec(circuit, options)));
  const plain = readCheckedSpec(circuit, options, usual);
  const devices =
    options.device === undefined && options.set.length === 0 ? ['ideal', 'as-built'] : [plain.device];
  const chosen =
    options.rule !== undefined ||
    options.alpha !== undefined ||
    options.mu !== undefined ||
    plain.settings['adaptation'] !== undefined;
  const { adaptations } = plain.definition;
  const modes = chosen || adaptations.length < 2 ? [null] : adaptations;
  return modes.flatMap((adaptation) =>
    devices.map((device) => {
      const change = (spec: Spec): Spec => ({
        ...usual(spec),
        ...(device === spec.device ? {} : { device }),
        ...(adaptation === null ? {} : { settings: { ...spec.settings, adaptation } }),
      });
      return readCheckedSpec(circuit, options, change);
    }),
  );
}

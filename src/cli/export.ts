/** adaline export: a machine in the format of another tool, to a file or to standard output. */

import { presentationsAsked } from '../compare/result.ts';
import { InputError } from '../data/input-error.ts';
import { quoted } from '../data/quoted.ts';
import { suggest } from '../data/suggest.ts';
import { type ExportFormat, exportFormats } from '../exchange/formats.ts';
import { usualPresentationsOf } from '../exchange/verify-electrical.ts';
import { type OptionTable, readArguments } from './arguments.ts';
import { exit, type Io } from './io.ts';
import { readCheckedSpec, specOptions, usualPresentations } from './spec-options.ts';
import { WholeFile } from './whole-file.ts';

const table = {
  ...specOptions,
  format: 'value',
  out: 'value',
  force: 'switch',
} as const satisfies OptionTable;

/** Writes a machine in another tool's format. @returns exit code */
export async function exportCircuit(words: readonly string[], io: Io): Promise<number> {
  const { options, rest } = readArguments(words, { command: 'export', options: table, most: 1 });
  const [circuit] = rest;
  if (circuit === undefined) {
    throw new InputError(
      'export: found no circuit, expected one, as in adaline export adaline --format spice.',
    );
  }
  const format = readFormat(options.format);
  const file = options.out === undefined ? null : new WholeFile('--out', options.out, options.force);
  const usual = usualPresentationsOf(readCheckedSpec(circuit, options));
  const spec = readCheckedSpec(circuit, options, usualPresentations(options, usual));
  const { exporter } = await exportFormats[format].load();
  const text = await exporter(spec, { presentations: presentationsAsked(spec) });
  if (file === null) io.out(text);
  else {
    try {
      file.begin();
      file.write(text);
      file.end();
    } finally {
      file.discard();
    }
  }
  return exit.done;
}

function readFormat(word: string | undefined): ExportFormat {
  const known = Object.keys(exportFormats);
  const list = `${known.slice(0, -1).join(', ')} or ${known.at(-1)}`;
  if (word === undefined) {
    throw new InputError(`--format: found none, expected ${list}; add one, as in --format spice.`);
  }
  if (Object.hasOwn(exportFormats, word)) return word as ExportFormat;
  const near = suggest(word, known);
  const remedy = near === null ? 'choose one of these.' : `did you mean ${near}?`;
  throw new InputError(`--format: found ${quoted(word)}, expected ${list}; ${remedy}`);
}

/** Every name that `--patterns` takes, resolved to one set of presentations. */
import { publishedPatterns } from '../../circuits/patterns/index.ts';
import type { PatternSet } from '../../circuits/patterns/pattern-set.ts';
import { generatedKinds, parseGeneratedName } from '../data/generated-name.ts';
import { generatedSet } from '../data/generated-set.ts';
import { InputError } from '../data/input-error.ts';
import { quoted } from '../data/quoted.ts';
import { didYouMean } from '../data/suggest.ts';
import { truthTable, truthTableNames } from '../data/truth-tables.ts';

/** Names of the built-in sets, the published ones first. */
export const patternNames: readonly string[] = [...publishedPatterns.map((p) => p.name), ...truthTableNames];

/** One example of each kind of generated set. */
export const generatedPatternExamples: readonly string[] = generatedKinds.map((kind) => `${kind}:16x34`);

/** Whether a word names a built-in set, or asks for a generated one, be it rightly or not. */
export const isPatternName = (name: string): boolean =>
  publishedPatterns.some((p) => p.name === name) ||
  truthTable(name) !== null ||
  generatedKinds.some((kind) => name === kind || name.startsWith(`${kind}:`));

/**
 * Finds a built-in or generated set by its name. Files are read by whoever has a file system, and
 * parsed with `parseCsv`.
 * @param seed for generated sets
 * @throws InputError when no set has that name; it suggests the nearest one
 */
export function patternSet(name: string, seed: number): PatternSet {
  const known = publishedPatterns.find((p) => p.name === name) ?? truthTable(name);
  if (known) return known;
  const generated = parseGeneratedName(name);
  if (generated) return generatedSet(generated, seed);
  throw new InputError(
    `patterns: found ${quoted(name)}, expected a built-in set, a generated one such as separable:16x34, or a .csv file; ${didYouMean(name, patternNames)}`,
  );
}

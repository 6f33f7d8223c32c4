/** A run as the page hands it to a worker of its own: the words of the spec, and the user's files as text. */
import { type CheckedSpec, checkSpec, type Spec } from '../../src/compare/spec.ts';
import { loadFor } from './loading.ts';

export interface RunAtHand {
  readonly spec: Spec;
  /** the file behind `spec.patterns` when the set is the user's own */
  readonly patterns: { readonly name: string; readonly text: string } | null;
}

/** @throws InputError in one line when the words or files are wrong */
export async function checkedRun({ spec, patterns }: RunAtHand): Promise<CheckedSpec> {
  await loadFor(spec);
  if (!patterns) return checkSpec(spec);
  const { parseCsv } = await import('../../src/data/csv.ts');
  return checkSpec(spec, parseCsv(patterns.text, { file: patterns.name }));
}

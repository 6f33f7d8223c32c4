/** Our kernel beside ngspice, for the tests: WebAssembly always, the native program where it is installed. */
import '../../circuits/index.ts';
import { findNgspice, runNative } from '../../sim/exchange/ngspice/native.ts';
import type { NgspiceRun } from '../../sim/exchange/ngspice/run.ts';
import { runWasm } from '../../sim/exchange/ngspice/wasm.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import {
  compareElectrical,
  type ElectricalCase,
  prepareElectrical,
} from '../../src/exchange/verify-electrical.ts';

export type Words = Parameters<typeof defaultSpec>[0];
export type Tool = 'wasm' | 'native';
/** The native program is skipped, and its tests are counted as skipped, where it is not installed. */
export const hasNative = findNgspice() !== null;

export const prepared = (words: Words, options: { readonly hints?: boolean } = {}): ElectricalCase =>
  prepareElectrical(checkSpec(defaultSpec({ presentations: 40, ...words })), options);

export const simulate = (tool: Tool, deck: string): Promise<NgspiceRun> =>
  tool === 'wasm' ? runWasm(deck) : runNative(deck);

/** What differs most, per kind: the number that its tolerance is for. */
export async function differences(
  tool: Tool,
  words: Words,
  options: { readonly hints?: boolean } = {},
): Promise<{ node: number; weight: number; decision: number; passed: boolean }> {
  const electrical = prepared(words, options);
  const run = await simulate(tool, electrical.deck.text);
  const { verification } = compareElectrical(electrical, run.vectors, run.tool);
  const worst = (kind: string): number =>
    verification.deviations.reduce((most, d) => (d.kind === kind ? Math.max(most, d.relative) : most), 0);
  return {
    node: worst('node'),
    weight: worst('weight'),
    decision: worst('decision'),
    passed: verification.passed,
  };
}

/** What a line shows in ngspice at the end of every presentation. */
export async function atPresentationEnds(
  tool: Tool,
  words: Words,
  lines: readonly string[],
): Promise<number[][]> {
  const { deck, recording } = prepared(words);
  const { vectors } = await simulate(tool, deck.text);
  const time = vectors.get('time')!;
  const wanted = lines.map((name) => {
    const line = deck.compared.find((c) => c.name === name);
    const vector = line && vectors.get(line.vector);
    if (!vector) throw new Error(`${name} is no line of the deck`);
    return vector;
  });
  return recording.phases.flatMap((phase, k) => {
    if (phase.presentation === recording.phases[k + 1]?.presentation) return [];
    const row = time.findLastIndex((t) => t <= deck.samples[k]! * (1 + 1e-12));
    return [wanted.map((v) => v[row]!)];
  });
}

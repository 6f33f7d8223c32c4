/** Experiments for the tests of the comparison. */

import '../../circuits/index.ts';
import type { PatternSet } from '../../circuits/patterns/pattern-set.ts';
import type { Presented } from '../../src/compare/experiment.ts';
import { Experiment } from '../../src/compare/experiment.ts';
import { checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';

export type Given = Partial<Spec> & { readonly alpha?: number; readonly mu?: number };

export const experimentOf = (given: Given, data?: PatternSet): Experiment =>
  new Experiment(checkSpec(defaultSpec(given), data));

/** A set of rows without names, for a test made by hand. */
export const handSet = (rows: readonly (readonly [x: readonly number[], d: number])[]): PatternSet => ({
  name: 'by hand',
  title: 'made by hand for a test',
  inputs: rows[0][0].length,
  inputNames: rows[0][0].map((_, i) => `x${i + 1}`),
  outputs: 1,
  fullScale: 1,
  rows: rows.map(([x, d], k) => ({
    name: `row ${k + 1}`,
    x: Float64Array.from(x),
    d: Float64Array.of(d),
  })),
  source: 'chosen: for a test',
});

/** Largest difference between the tracks' weights, in units of full scale. */
export function gap(experiment: Experiment): number {
  const hardware = experiment.hardwareWeights();
  const ideal = experiment.ideal.weights;
  let most = 0;
  for (let i = 0; i < ideal.length; i++) {
    const d = Math.abs(hardware[i] - ideal[i]);
    if (!(d <= most)) most = d; // NaN counts as the largest
  }
  return most / experiment.fullScale;
}

/** Presents so many times, and returns the largest gap after any presentation. */
export function largestGap(
  experiment: Experiment,
  presentations: number,
  onPresented?: (p: Presented) => void,
): number {
  let most = 0;
  for (let k = 0; k < presentations; k++) {
    const presented = experiment.present();
    if (!presented) break;
    onPresented?.(presented);
    const d = gap(experiment);
    if (!(d <= most)) most = d;
  }
  return most;
}

/** States of an experiment to start a replay from, taken now and then. */
import type { Experiment, ExperimentState } from './experiment.ts';

const MOST_KEYFRAMES = 256;
const FIRST_SPACING = 16;

/** Keyframes of one experiment, spaced wider as it grows. The state before the first presentation is always there. */
export class Keyframes {
  private readonly states = new Map<number, ExperimentState>();
  private spacing = FIRST_SPACING;

  constructor(experiment: Experiment) {
    this.states.set(experiment.presentation, experiment.save());
  }

  /** Keeps the present state where one is due. */
  keep(experiment: Experiment): void {
    const { states } = this;
    const { presentation } = experiment;
    if (presentation % this.spacing !== 0 || !experiment.atStart || states.has(presentation)) return;
    states.set(presentation, experiment.save());
    if (states.size <= MOST_KEYFRAMES) return;
    // too many: keep every other one, and take new ones half as often
    this.spacing *= 2;
    for (const key of [...states.keys()]) if (key % this.spacing !== 0) states.delete(key);
  }
  /** The last presentation up to this one that has a keyframe. */
  before(presentation: number): number {
    let best = 0;
    for (const key of this.states.keys()) if (key <= presentation && key > best) best = key;
    return best;
  }
  /** Puts the experiment back to a keyframe. @throws Error when there is none */
  load(experiment: Experiment, presentation: number): void {
    const state = this.states.get(presentation);
    if (!state) throw new Error(`keyframes: there is none at presentation ${presentation}.`);
    experiment.load(state);
  }
  /** Drops those after a presentation: what comes then has changed. */
  dropAfter(presentation: number): void {
    for (const key of [...this.states.keys()]) if (key > presentation) this.states.delete(key);
  }
}

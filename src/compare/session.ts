/**
 * An experiment that somebody watches: steps by tick, phase, presentation and epoch, forward and
 * back, and shows itself as plain data. Any moment is reached from a keyframe and replay, so
 * stepping back is stepping forward from a little earlier.
 */
import type { Run } from '../../sim/clock.ts';
import { reached, type StopCondition } from '../../sim/stop.ts';
import { type BenchInfo, type BenchView, benchInfo, benchView } from './bench-view.ts';
import { type Agreement, Chronicle, type History } from './chronicle.ts';
import { Experiment, type Presented } from './experiment.ts';
import { Keyframes } from './keyframes.ts';
import { type HandEvent, isBefore, type Moment, sameMoment, sameThing, type Unit } from './moment.ts';
import type { CheckedSpec } from './spec.ts';

export type { BenchInfo, BenchView, CellView } from './bench-view.ts';
export type { Agreement, History } from './chronicle.ts';
export type { HandEvent, Moment, Unit } from './moment.ts';

/** An experiment with a place in time that can be moved either way, and a log of what hands did. */
export class Session {
  readonly experiment: Experiment;
  readonly ticksPerPhase: number;
  private readonly keyframes: Keyframes;
  private readonly chronicle = new Chronicle();
  private tick = 0;
  private readonly events: HandEvent[];
  private nextEvent = 0;

  constructor(
    spec: CheckedSpec,
    options: {
      readonly ticksPerPhase?: number;
      readonly events?: readonly HandEvent[];
      /** of a session on the same run */
      readonly keyframes?: Keyframes;
    } = {},
  ) {
    this.experiment = new Experiment(spec);
    this.ticksPerPhase = Math.max(1, Math.floor(options.ticksPerPhase ?? 1));
    this.events = [...(options.events ?? [])];
    this.keyframes = options.keyframes ?? new Keyframes(this.experiment);
    this.applyEvents();
  }

  get moment(): Moment {
    const { experiment } = this;
    return { presentation: experiment.presentation, phase: experiment.phasesDone, tick: this.tick };
  }
  /** What stays the same while this session lives. */
  get info(): BenchInfo {
    return benchInfo(this.experiment);
  }
  /** Everything to draw at this moment. Looking changes nothing. */
  view(): BenchView {
    return benchView(this.experiment, this.moment, this.ticksPerPhase);
  }

  /** A second session on the same run, at its beginning, for whoever has to go back without moving this one. */
  fork(): Session {
    const { experiment, ticksPerPhase, events, keyframes } = this;
    return new Session(experiment.spec, { ticksPerPhase, events, keyframes });
  }
  /** The run with its present phase ahead; begins the presentation that is due. Null when nothing is left. */
  phaseAhead(): Run | null {
    return this.experiment.atStart && !this.begin() ? null : this.experiment.run;
  }

  /** Steps forward. @returns false when there is nothing left */
  forward(unit: Unit): boolean {
    const { experiment } = this;
    if (unit === 'tick') {
      if (experiment.atStart && !this.begin()) return false;
      if (this.tick + 1 < this.ticksPerPhase) {
        this.tick++;
        this.applyEvents();
        return true;
      }
      this.finishPhase();
      return true;
    }
    if (unit === 'phase') {
      if (experiment.atStart && !this.begin()) return false;
      this.finishPhase();
      return true;
    }
    if (unit === 'presentation') return this.finishPresentation();
    const { epoch } = experiment;
    let moved = false;
    while (experiment.epoch === epoch && this.finishPresentation()) moved = true;
    return moved;
  }

  /** Runs phase by phase until the condition holds. @returns false when it did not within `most` presentations */
  forwardUntil(condition: StopCondition, most: number): boolean {
    const last = this.experiment.presentation + most;
    do {
      if (!this.forward('phase')) return false;
      if (reached(this.experiment.run, condition)) return true;
    } while (this.experiment.presentation < last);
    return false;
  }

  /** Steps back, as far as the beginning. */
  back(unit: Unit): void {
    const { presentation, phase, tick } = this.moment;
    if (unit === 'tick' && tick > 0) this.seek({ presentation, phase, tick: tick - 1 });
    else if (unit === 'tick' || unit === 'phase') {
      const last = unit === 'tick' ? this.ticksPerPhase - 1 : 0;
      if (unit === 'phase' && tick > 0) this.seek({ presentation, phase, tick: 0 });
      else if (phase > 0) this.seek({ presentation, phase: phase - 1, tick: last });
      else if (presentation > 0) {
        this.seek({ presentation: presentation - 1, phase: this.phasesOf(presentation - 1) - 1, tick: last });
      }
    } else if (unit === 'presentation') {
      this.seek({
        presentation: phase > 0 || tick > 0 ? presentation : Math.max(0, presentation - 1),
        phase: 0,
        tick: 0,
      });
    } else {
      // the beginning of this epoch, or of the one before when already there
      const here = phase > 0 || tick > 0 ? this.experiment.epoch : this.epochAt(presentation - 1);
      let to = phase > 0 || tick > 0 ? presentation : presentation - 1;
      while (to > 0 && this.epochAt(to - 1) === here) to--;
      this.seek({ presentation: Math.max(0, to), phase: 0, tick: 0 });
    }
  }

  /** Goes to any moment; one beyond the end stops at the end. */
  seek(to: Moment): void {
    const { experiment } = this;
    const ahead = experiment.atStart && this.tick === 0 && experiment.presentation <= to.presentation;
    if (!ahead) this.loadKeyframe(to.presentation);
    else {
      const best = this.keyframes.before(to.presentation);
      if (best > experiment.presentation) this.loadKeyframe(to.presentation);
    }
    while (experiment.presentation < to.presentation && this.finishPresentation());
    if (experiment.presentation !== to.presentation) return;
    if ((to.phase > 0 || to.tick > 0) && experiment.atStart && !this.begin()) return;
    for (let k = 0; k < to.phase && experiment.presentation === to.presentation; k++) this.finishPhase();
    if (experiment.presentation === to.presentation && to.tick > 0) {
      if (experiment.atStart) this.begin();
      while (this.tick < Math.min(to.tick, this.ticksPerPhase - 1)) {
        this.tick++;
        this.applyEvents();
      }
    }
  }
  /** Back to the very beginning; what was done by hand is kept in the log. */
  reset(): void {
    this.seek({ presentation: 0, phase: 0, tick: 0 });
  }

  /** Puts a pattern on the switches now; both tracks see it. What was logged for later is dropped. */
  handStimulus(inputs: readonly number[], d: number): void {
    this.act({ kind: 'stimulus', inputs, d });
  }
  /** Sets a knob or a cell now; only the hardware feels it. */
  handCell(index: number, siemens: number): void {
    this.act({ kind: 'cell', index, siemens });
  }
  get log(): readonly HandEvent[] {
    return this.events;
  }

  /**
   * Learning curves: by presentation up to `points` presentations, by equal stretches beyond.
   * @param multiple a stretch is so many presentations, or a multiple of it
   */
  history(points = 1000, multiple = 1): History {
    return this.chronicle.history(this.experiment.presentation, points, multiple);
  }
  /** Decisions of both tracks, each before its step. */
  agreement(): Agreement {
    return this.chronicle.agreement(this.experiment.presentation);
  }

  private act(what: HandEvent['what']): void {
    const at = this.moment;
    this.events.length = this.nextEvent;
    // a knob that is dragged is set many times at one moment: the last word counts
    const last = this.events.at(-1);
    if (last && sameMoment(last.at, at) && sameThing(last.what, what)) {
      this.events.pop();
      this.nextEvent--;
    }
    this.events.push({ at, what });
    this.keyframes.dropAfter(at.presentation);
    this.chronicle.forget(at.presentation);
    this.applyEvents();
  }

  private begin(): boolean {
    if (!this.experiment.begin()) return false;
    this.applyEvents();
    return true;
  }
  /** Does what the log says for this very moment. A tick within a phase splits the phase there. */
  private applyEvents(): void {
    for (;;) {
      const event = this.events[this.nextEvent];
      if (event && isBefore(event.at, this.moment)) {
        // a moment that this run never had: the phase was skipped
        this.nextEvent++;
        continue;
      }
      if (!event || !sameMoment(event.at, this.moment)) return;
      this.nextEvent++;
      const { experiment, tick } = this;
      const { run } = experiment;
      if (tick > 0) run.advanceTo((experiment.phaseSeconds() * tick) / this.ticksPerPhase);
      if (event.what.kind === 'stimulus') experiment.setStimulus(event.what.inputs, event.what.d);
      else {
        const bank = experiment.program.moded[Math.floor(event.what.index / experiment.lines)];
        if (bank) run.setByHand(bank, event.what.index % experiment.lines, event.what.siemens);
      }
    }
  }
  private finishPhase(): void {
    const { experiment } = this;
    while (this.hasEventInPhase()) {
      this.tick++;
      this.applyEvents();
    }
    this.tick = 0;
    const presented = experiment.stepPhase();
    if (presented) this.record(presented);
    this.applyEvents();
  }
  private hasEventInPhase(): boolean {
    const event = this.events[this.nextEvent];
    const { presentation, phase, tick } = this.moment;
    return (
      event !== undefined &&
      event.at.presentation === presentation &&
      event.at.phase === phase &&
      event.at.tick > tick
    );
  }
  private finishPresentation(): boolean {
    const { experiment } = this;
    if (experiment.atStart && !this.begin()) return false;
    const { presentation } = experiment;
    if (this.events[this.nextEvent]?.at.presentation === presentation) {
      while (experiment.presentation === presentation) this.finishPhase();
      return true;
    }
    this.tick = 0;
    const presented = experiment.present();
    if (presented) this.record(presented);
    this.applyEvents();
    return presented !== null;
  }
  private phasesOf(presentation: number): number {
    this.seek({ presentation, phase: 0, tick: 0 });
    let count = 0;
    if (this.experiment.atStart) this.begin();
    while (this.experiment.presentation === presentation) {
      this.finishPhase();
      count++;
    }
    return count;
  }

  private record(p: Presented): void {
    this.chronicle.record(p);
    this.keyframes.keep(this.experiment);
  }
  private epochAt(presentation: number): number {
    const { experiment } = this;
    if (presentation < 0) return -1;
    if (experiment.spec.gate === null) return Math.floor(presentation / experiment.patterns.length);
    return this.chronicle.epochOf(presentation) ?? experiment.epoch;
  }

  private loadKeyframe(presentation: number): void {
    const key = this.keyframes.before(presentation);
    this.keyframes.load(this.experiment, key);
    this.tick = 0;
    this.nextEvent = this.events.findIndex((e) => e.at.presentation >= key);
    if (this.nextEvent < 0) this.nextEvent = this.events.length;
    this.applyEvents();
  }
}

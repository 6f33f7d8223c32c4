/**
 * An experiment that somebody watches: steps by tick, phase, presentation and epoch, forward and
 * back, and shows itself as plain data. Any moment is reached from a keyframe and replay, so
 * stepping back is stepping forward from a little earlier.
 */
import type { Face } from '../../sim/circuit.ts';
import type { FsmSpec } from '../../sim/elements/element.ts';
import type { Machine } from '../../sim/machines/machine.ts';
import { reached, type StopCondition } from '../../sim/stop.ts';
import { Trace } from '../../sim/trace.ts';
import { Experiment, type ExperimentState, type Presented } from './experiment.ts';
import type { CheckedSpec } from './spec.ts';

/** A moment: presentations ended, phases ended within the next one, ticks within that phase. */
export interface Moment {
  readonly presentation: number;
  readonly phase: number;
  readonly tick: number;
}
export type Unit = 'tick' | 'phase' | 'presentation' | 'epoch';

/** What somebody did to the panel, and when. */
export interface HandEvent {
  readonly at: Moment;
  readonly what:
    | { readonly kind: 'stimulus'; readonly inputs: readonly number[]; readonly d: number }
    /** weight number in the order of weightNames, and where its knob or cell is set, S */
    | { readonly kind: 'cell'; readonly index: number; readonly siemens: number };
}

/** One weight, both ways. */
export interface CellView {
  readonly name: string;
  readonly siemens: number;
  /** plated or turned share of the span, 0 to 1 */
  readonly fullness: number;
  readonly mode: string;
  readonly saturated: boolean;
  readonly hardware: number;
  readonly ideal: number;
}
/** All that the page draws. Plain data: it crosses to another thread as it is. */
export interface BenchView {
  readonly moment: Moment;
  /** true when nothing is left to present */
  readonly finished: boolean;
  readonly epoch: number;
  /** row on the panel, null when finished */
  readonly row: number | null;
  readonly rowName: string;
  readonly phaseName: string;
  /** the present phase's ticks, and how long it will last, s */
  readonly ticks: number;
  readonly phaseSeconds: number;
  readonly inputs: readonly number[];
  readonly desired: number;
  /** live: hardware as it is at this tick; ideal as it will answer */
  readonly sums: readonly number[];
  readonly error: number;
  /** what the panel's meter reads */
  readonly meter: number;
  readonly decision: 1 | -1;
  readonly idealSums: readonly number[];
  readonly idealError: number;
  readonly idealDecision: 1 | -1;
  readonly cells: readonly CellView[];
  /** modes of the other devices: switches, comparators, meters */
  readonly devices: readonly { readonly path: string; readonly modes: readonly string[] }[];
  readonly seconds: number;
  readonly joules: number;
  readonly ticksRun: number;
  readonly overruns: number;
  readonly divergedHardware: number | null;
  readonly divergedIdeal: number | null;
  /** the sentence under the circuit */
  readonly say: string;
}
/** What stays the same while a session lives. */
export interface BenchInfo {
  readonly circuit: string;
  readonly title: string;
  readonly face: Face;
  readonly sequencer: Machine;
  readonly weightNames: readonly string[];
  readonly units: number;
  readonly rowNames: readonly string[];
  readonly rows: readonly { readonly name: string; readonly inputs: readonly number[]; readonly d: number }[];
  readonly grid: { readonly rows: number; readonly columns: number } | null;
  readonly fullScale: number;
  readonly unitOfD: string;
  readonly assumptions: readonly string[];
  readonly facts: readonly { readonly text: string; readonly source: string }[];
  readonly bias: boolean;
  readonly adaptation: string;
  /** every setting of this circuit with its present number */
  readonly settings: readonly {
    readonly path: string;
    readonly value: number;
    readonly default: number;
    readonly ideal: number;
    readonly unit: string;
    readonly range: readonly [number, number];
    readonly meaning: string;
    readonly source: string;
  }[];
}
/** How often both tracks decided alike, over the presentations so far. */
export interface Agreement {
  readonly agreed: number;
  readonly count: number;
  /** first presentation whose decisions differ, counted from 1 */
  readonly firstParted: number | null;
}
/** Learning curves, mean e^2 by epoch, and e^2 by presentation where there are few. */
export interface History {
  readonly hardware: Float64Array;
  readonly ideal: Float64Array;
  /** first presentation of each point */
  readonly from: Float64Array;
}

const KEYFRAMES = 256;
const MOST_HISTORY = 2_000_000;

export class Session {
  readonly experiment: Experiment;
  readonly ticksPerPhase: number;
  private readonly keyframes = new Map<number, ExperimentState>();
  private spacing = 16;
  private tick = 0;
  private readonly events: HandEvent[];
  private nextEvent = 0;
  /** what both tracks said, by presentation */
  private readonly trace = new Trace(['hardware', 'ideal', 'epoch', 'agreed', 'parted'], MOST_HISTORY);

  constructor(
    spec: CheckedSpec,
    options: { readonly ticksPerPhase?: number; readonly events?: readonly HandEvent[] } = {},
  ) {
    this.experiment = new Experiment(spec);
    this.ticksPerPhase = Math.max(1, Math.floor(options.ticksPerPhase ?? 1));
    this.events = [...(options.events ?? [])];
    this.keep();
    this.applyEvents();
  }

  get moment(): Moment {
    const { experiment } = this;
    return { presentation: experiment.presentation, phase: experiment.phasesDone, tick: this.tick };
  }
  get info(): BenchInfo {
    const { experiment } = this;
    const { spec, program } = experiment;
    const { definition, data } = spec;
    const fsm = program.elements.find(
      (e): e is FsmSpec => e.kind === 'fsm' && e.name === program.sequencer.name,
    )!;
    return {
      circuit: definition.id,
      title: definition.title,
      face: definition.face,
      sequencer: fsm.machine,
      weightNames: experiment.weightNames,
      units: definition.units,
      rowNames: data.rows.map((r) => r.name),
      rows: data.rows.map((r) => ({ name: r.name, inputs: [...r.x], d: r.d![0]! })),
      grid: data.grid ?? null,
      fullScale: experiment.fullScale,
      unitOfD: experiment.fullScale === 60 ? 'divisions' : '',
      assumptions: definition.assumptions,
      facts: definition.facts,
      bias: spec.bias,
      adaptation: spec.shape.adaptation,
      settings: program.settings.map(({ path, setting, value }) => ({ path, value, ...setting })),
    };
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
      const best = this.keyframeBefore(to.presentation);
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
    const { trace } = this;
    const { first } = trace;
    // a moment before the oldest row that is kept has no curve
    const kept = Math.max(0, Math.min(this.experiment.presentation, trace.length) - first);
    const least = Math.max(1, Math.ceil(kept / points));
    const stretch = least === 1 ? 1 : Math.ceil(least / multiple) * multiple;
    const count = Math.ceil(kept / stretch);
    const hardware = new Float64Array(count);
    const ideal = new Float64Array(count);
    const from = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const begin = first + k * stretch;
      const end = Math.min(first + kept, begin + stretch);
      let h = 0;
      let i = 0;
      for (let p = begin; p < end; p++) {
        h += trace.at(p, 'hardware') ** 2;
        i += trace.at(p, 'ideal') ** 2;
      }
      hardware[k] = h / (end - begin);
      ideal[k] = i / (end - begin);
      from[k] = begin + 1;
    }
    return { hardware, ideal, from };
  }

  /** Decisions of both tracks, each before its step. */
  agreement(): Agreement {
    const { trace } = this;
    const count = Math.min(this.experiment.presentation, trace.length);
    if (count <= trace.first) return { agreed: 0, count: 0, firstParted: null };
    return {
      agreed: trace.at(count - 1, 'agreed'),
      count,
      firstParted: trace.at(count - 1, 'parted') || null,
    };
  }

  /** Everything to draw at this moment. Looking changes nothing. */
  view(): BenchView {
    const { experiment, tick, ticksPerPhase } = this;
    const { run, program, spec } = experiment;
    const phaseSeconds = run.phaseSeconds();
    run.look(tick === 0 ? run.elapsed : (phaseSeconds * tick) / ticksPerPhase);
    const f = run.looked;
    const weights = run.readLook('weights');
    const siemens = run.readLook('conductances');
    const ideal = experiment.idealReading();
    const turn = experiment.currentTurn;
    const panel = experiment.onPanel;
    // the pattern on the panel is taken over when the presentation begins: until then, what it will show
    const waits = experiment.atStart && turn !== null;
    const see = (name: string): Float64Array =>
      waits ? run.probe({ x: panel.inputs, d: [panel.d] }, name) : run.readLook(name);
    const sums = see('sum');
    const errors = see('error');
    const high = see('high')[0] === 1;
    const meter = see(spec.definition.face.meter.observe)[0]!;
    const single = spec.definition.ideal === 'rule';
    const decision = high ? 1 : -1;
    const cells = program.moded.flatMap((bank, b) =>
      Array.from({ length: bank.count }, (_, i) => {
        const k = b * experiment.lines + i;
        return {
          name: experiment.weightNames[k]!,
          siemens: siemens[k]!,
          fullness: bank.fullness(f, i),
          mode: run.modeOf(bank, i, f),
          saturated: bank.saturated(f, i),
          hardware: weights[k]!,
          ideal: experiment.ideal.weights[k]!,
        };
      }),
    );
    const devices = program.devices
      .filter((bank) => !program.moded.some((m) => m === bank))
      .map((bank) => ({
        path: bank.path,
        modes: Array.from({ length: bank.count }, (_, i) => run.modeOf(bank, i, f)),
      }));
    const phaseName = run.phase.name;
    return {
      moment: this.moment,
      finished: turn === null,
      epoch: experiment.epoch,
      row: turn?.row ?? null,
      rowName: turn ? experiment.patterns[turn.row]!.name : '',
      phaseName,
      ticks: ticksPerPhase,
      phaseSeconds,
      inputs: [...panel.inputs],
      desired: panel.d,
      sums: [...sums],
      error: single ? errors[0]! : panel.d - decision,
      meter,
      decision,
      idealSums: [...ideal.sums],
      idealError: ideal.e,
      idealDecision: ideal.q,
      cells,
      devices,
      seconds: run.time + (tick === 0 ? 0 : (phaseSeconds * tick) / ticksPerPhase - run.elapsed),
      joules: run.joules,
      ticksRun: run.phasesRun * ticksPerPhase + tick,
      overruns: run.overruns,
      divergedHardware: experiment.divergedHardware,
      divergedIdeal: experiment.divergedIdeal,
      say: this.sentence(phaseName),
    };
  }

  /** What is happening in the looked-at moment of a phase, in the circuit's own words. */
  private sentence(phaseName: string): string {
    const { run, program, spec } = this.experiment;
    const { say } = spec.definition;
    const waitFor = program.sequencer.phases[run.state]?.waitFor;
    const came = waitFor !== undefined && run.readLook(`${program.circuit.sequencer}.${waitFor}`)[0] === 1;
    return (came ? say[`${phaseName}, done`] : undefined) ?? say[phaseName] ?? '';
  }

  private act(what: HandEvent['what']): void {
    const at = this.moment;
    this.events.length = this.nextEvent;
    // a knob that is dragged is set many times at one moment: the last word counts
    const last = this.events.at(-1);
    if (last && same(last.at, at) && sameThing(last.what, what)) {
      this.events.pop();
      this.nextEvent--;
    }
    this.events.push({ at, what });
    for (const key of [...this.keyframes.keys()]) if (key > at.presentation) this.keyframes.delete(key);
    this.trace.forget(at.presentation);
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
      if (!event || !same(event.at, this.moment)) return;
      this.nextEvent++;
      const { experiment, tick } = this;
      const { run } = experiment;
      if (tick > 0) run.advanceTo((run.phaseSeconds() * tick) / this.ticksPerPhase);
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
    const { trace } = this;
    const k = p.presentation - 1;
    // a replay finds again what is recorded already
    if (k >= trace.length) {
      const agree = p.hardware.q === p.ideal.q;
      const known = k > trace.first;
      const agreed = (known ? trace.at(k - 1, 'agreed') : 0) + (agree ? 1 : 0);
      const parted = (known ? trace.at(k - 1, 'parted') : 0) || (agree ? 0 : p.presentation);
      trace.record(k, p.hardware.e, p.ideal.e, p.epoch, agreed, parted);
    }
    if (p.presentation % this.spacing === 0) this.keep();
  }
  private epochAt(presentation: number): number {
    const { trace, experiment } = this;
    if (presentation < 0) return -1;
    if (experiment.spec.gate === null) return Math.floor(presentation / experiment.patterns.length);
    return presentation >= trace.first && presentation < trace.length
      ? trace.at(presentation, 'epoch')
      : experiment.epoch;
  }

  private keep(): void {
    const { experiment } = this;
    if (!experiment.atStart || this.keyframes.has(experiment.presentation)) return;
    this.keyframes.set(experiment.presentation, experiment.save());
    if (this.keyframes.size <= KEYFRAMES) return;
    // too many: keep every other one, and take new ones half as often
    this.spacing *= 2;
    for (const key of [...this.keyframes.keys()]) if (key % this.spacing !== 0) this.keyframes.delete(key);
  }
  private keyframeBefore(presentation: number): number {
    let best = 0;
    for (const key of this.keyframes.keys()) if (key <= presentation && key > best) best = key;
    return best;
  }
  private loadKeyframe(presentation: number): void {
    const key = this.keyframeBefore(presentation);
    this.experiment.load(this.keyframes.get(key)!);
    this.tick = 0;
    this.nextEvent = this.events.findIndex((e) => e.at.presentation >= key);
    if (this.nextEvent < 0) this.nextEvent = this.events.length;
    this.applyEvents();
  }
}

const same = (a: Moment, b: Moment): boolean =>
  a.presentation === b.presentation && a.phase === b.phase && a.tick === b.tick;
const isBefore = (a: Moment, b: Moment): boolean =>
  a.presentation !== b.presentation
    ? a.presentation < b.presentation
    : a.phase !== b.phase
      ? a.phase < b.phase
      : a.tick < b.tick;
const sameThing = (a: HandEvent['what'], b: HandEvent['what']): boolean =>
  a.kind === 'stimulus' || b.kind === 'stimulus' ? a.kind === b.kind : a.index === b.index;

/**
 * One presentation stream, two tracks. The hardware runs phase by phase; the ideal takes its step
 * when the presentation ends. Everything is a pure function of the spec and the log of what was
 * done by hand, so any moment can be reached again from a keyframe.
 */

import { uniform } from '../../sim/base/random.ts';
import type { Seconds } from '../../sim/base/units.ts';
import { Run } from '../../sim/clock.ts';
import { compile, type Program } from '../../sim/compile.ts';
import { Unsolvable } from '../../sim/unsolvable.ts';
import { InputError } from '../data/input-error.ts';
import { type PresentationOrder, presentationOrder } from '../data/order.ts';
import { type IdealTrack, ideals, idealTrack } from './ideal-track.ts';
import { settingValues } from './settings.ts';
import type { CheckedSpec } from './spec.ts';

/** What one track said to one presentation, before it adapted. */
export interface Reading {
  sums: Float64Array;
  q: 1 | -1;
  /** e = d - s of a single unit; d - q of a Madaline */
  e: number;
}
/** What both tracks said to a presentation. */
export interface Presented {
  /** counted from 1 */
  readonly presentation: number;
  readonly epoch: number;
  readonly row: number;
  readonly hardware: Reading;
  readonly ideal: Reading;
}

/** Where a presentation stands in the protocol. */
export interface Turn {
  readonly row: number;
  readonly learnHardware: boolean;
  readonly learnIdeal: boolean;
}

/** A round under a gate: which rows are shown, and who learns from them. */
interface Round {
  readonly rows: readonly Turn[];
  readonly from: number;
}

/** All that a keyframe needs, copied. */
export interface ExperimentState {
  readonly presentation: number;
  readonly epoch: number;
  readonly round: Round | null;
  readonly finished: boolean;
  readonly ideal: Float64Array;
  readonly hardware: ArrayBuffer;
  readonly divergedHardware: number | null;
  readonly divergedIdeal: number | null;
  readonly everSaturated: Uint8Array;
}

const INIT_SPAN = 0.1; // random initial weights: uniform within this share of full scale
const DIVERGED = 1e6;

/**
 * Both tracks side by side: shows a presentation to the hardware phase by phase, lets the ideal take
 * its step when the presentation ends, and notes divergence and saturation.
 */
export class Experiment {
  readonly spec: CheckedSpec;
  readonly program: Program;
  readonly run: Run;
  readonly ideal: IdealTrack;
  readonly fullScale: number;
  readonly lines: number;
  readonly weightNames: readonly string[];
  /** every row's pattern with its bias, and its desired value */
  readonly patterns: readonly {
    readonly name: string;
    readonly x: Float64Array;
    readonly inputs: Float64Array;
    readonly d: number;
  }[];
  /** presentations that have ended */
  presentation = 0;
  epoch = 0;
  /** true when a gate found nothing left to train */
  finished = false;
  divergedHardware: number | null = null;
  divergedIdeal: number | null = null;
  private readonly errorOf: 'sum' | 'decision';
  private readonly order: PresentationOrder;
  private readonly limit: number;
  private round: Round | null = null;
  private readonly everSaturated: Uint8Array;
  private readonly deciding: ReadonlySet<string>;
  /** its sum is the work of a clock, and not of Kirchhoff */
  private readonly isClocked: boolean;
  private turn: Turn | null = null;
  private stimulus: { x: Float64Array; d: number } | null = null;
  private hardwareReading: Reading | null = null;
  /** patterns and values changed by hand in the present presentation */
  private readonly shown: { inputs: Float64Array; d: number };

  constructor(spec: CheckedSpec) {
    this.spec = spec;
    const circuit = spec.definition.build(spec.shape);
    const options = { settingValue: settingValues(spec), seed: word(spec.seed) };
    try {
      this.program = compile(circuit, options);
    } catch (error) {
      throw asInput(error);
    }
    this.run = new Run(this.program);
    this.fullScale = this.program.settings.find((s) => s.path === 'fullScale')?.value ?? 1;
    this.lines = spec.shape.inputs + (spec.bias ? 1 : 0);
    const batch = this.program.settings.find((s) => s.path.endsWith('.adapter.batch'))?.value;
    this.ideal = idealTrack(spec, this.lines, this.fullScale, batch);
    this.errorOf = ideals[spec.definition.ideal].errorOf;
    const { units } = spec.definition;
    this.weightNames = Array.from({ length: units * this.lines }, (_, k) => {
      const line = (k % this.lines) + (spec.bias ? 0 : 1);
      return units === 1 ? `w${line}` : `u${Math.floor(k / this.lines)}.w${line}`;
    });
    this.everSaturated = new Uint8Array(units * this.lines);
    this.patterns = spec.data.rows.map((row) => ({
      name: row.name,
      x: Float64Array.from(spec.bias ? [1, ...row.x] : row.x),
      inputs: row.x,
      d: row.d![0]!,
    }));
    const largest = this.patterns.reduce((m, p) => Math.max(m, Math.abs(p.d)), 0);
    this.limit = DIVERGED * (largest || 1);
    this.order = presentationOrder(spec.order, this.patterns.length, spec.seed);
    this.shown = { inputs: new Float64Array(spec.shape.inputs), d: 0 };
    const { sequencer } = this.program;
    this.isClocked = this.program.elements.some((e) => e.kind === 'logic');
    this.deciding = new Set(sequencer.table.states.filter((_, k) => sequencer.phases[k]?.decides));
    this.initialise();
    if (spec.gate !== null) this.round = { rows: this.patterns.map((_, row) => bothLearn(row)), from: 0 };
  }

  /** Initial weights: set as conductances, read back through the definition of a weight, given to the ideal. */
  private initialise(): void {
    const { spec, run, program } = this;
    if (spec.init === 'random') {
      const readouts = program.elements.filter((e) => e.kind === 'readout');
      program.moded.forEach((bank, b) => {
        // the definition of these weights says what a weight is in siemens
        const { reference, unit } = readouts.find(
          (e) => program.placeOf(e.conductance[0]!) === bank.conductance,
        )!;
        for (let i = 0; i < bank.count; i++) {
          const draw = uniform(program.seed, 'initialWeight', b * 1024 + i, 0);
          run.setByHand(bank, i, reference + unit * INIT_SPAN * (2 * draw - 1));
        }
      });
    }
    this.ideal.weights.set(this.hardwareWeights());
  }

  hardwareWeights(): Float64Array {
    return this.run.read('weights');
  }

  /** The row that the next presentation shows; null when a gate has finished the run. */
  nextTurn(): Turn | null {
    if (this.finished) return null;
    if (this.round) return this.round.rows[this.presentation - this.round.from] ?? null;
    return bothLearn(this.order.rowAt(this.presentation));
  }
  /** The turn that is being presented, else the next one. */
  get currentTurn(): Turn | null {
    return this.turn ?? this.nextTurn();
  }
  /** The pattern on the switches, without bias, and the desired value. */
  get onPanel(): { readonly inputs: Float64Array; readonly d: number } {
    const row = this.currentTurn?.row;
    if (this.turn || row === undefined) return this.shown;
    const { inputs, d } = this.patterns[row]!;
    return { inputs, d };
  }
  /** Phases of the present presentation that have ended. */
  phasesDone = 0;
  /** True before the first phase of a presentation has run. */
  get atStart(): boolean {
    return this.turn === null;
  }
  /** What the ideal says to the pattern on the panel, before its step. */
  idealReading(): Reading {
    const { inputs, d } = this.onPanel;
    const x = this.spec.bias ? Float64Array.from([1, ...inputs]) : inputs;
    return this.judge(this.ideal.sums(x), null, d);
  }
  /** What the hardware said in the present presentation, once it has decided. */
  get decided(): Reading | null {
    return this.hardwareReading;
  }

  private judge(sums: Float64Array, q: 1 | -1 | null, d: number): Reading {
    const decision = q ?? this.ideal.decide(sums);
    return { sums, q: decision, e: this.errorOf === 'sum' ? d - sums[0]! : d - decision };
  }

  /** Puts the next pattern on the lines. @returns false when there is none */
  begin(): boolean {
    const turn = this.nextTurn();
    if (!turn) return false;
    const { inputs, d } = this.patterns[turn.row]!;
    this.turn = turn;
    this.phasesDone = 0;
    this.hardwareReading = null;
    this.shown.inputs.set(inputs);
    this.shown.d = d;
    this.stimulus = { x: this.patterns[turn.row]!.x, d };
    const learn = turn.learnHardware && this.divergedHardware === null;
    try {
      this.run.present({ x: inputs, d: [d], learn: [learn ? 1 : 0] });
    } catch (error) {
      throw asInput(error);
    }
    return true;
  }

  /**
   * Runs the rest of the present phase.
   * @returns what was presented, when the phase ended a presentation; `null` otherwise
   */
  stepPhase(): Presented | null {
    if (!this.turn && !this.begin()) return null;
    let ended: boolean;
    try {
      if (this.deciding.has(this.run.phase.name)) this.read();
      ended = this.run.stepPhase();
    } catch (error) {
      throw asInput(error);
    }
    this.phasesDone++;
    return ended ? this.end() : null;
  }

  /** How long the present phase will last if nobody touches anything. @throws InputError when that is for ever */
  phaseSeconds(): Seconds {
    try {
      return this.run.phaseSeconds();
    } catch (error) {
      throw asInput(error);
    }
  }

  /** When a watched comparator trips in the rest of the present phase, s. @throws InputError when it would never end */
  tripsAhead(): readonly Seconds[] {
    try {
      return this.run.tripsAhead();
    } catch (error) {
      throw asInput(error);
    }
  }

  /** One whole presentation of both tracks; null when there is nothing left to present. */
  present(): Presented | null {
    if (!this.turn && !this.begin()) return null;
    for (;;) {
      const presented = this.stepPhase();
      if (presented) return presented;
    }
  }

  /** A switch or the reference set by hand: both tracks see it from now on in this presentation. */
  setStimulus(inputs: ArrayLike<number>, d: number): void {
    if (!this.turn) this.begin();
    this.shown.inputs.set(Float64Array.from(inputs));
    this.shown.d = d;
    this.stimulus = {
      x: Float64Array.from(this.spec.bias ? [1, ...this.shown.inputs] : this.shown.inputs),
      d,
    };
    this.run.present({ x: this.shown.inputs, d: [d] });
  }

  private read(): void {
    const { run } = this;
    const sums = run.read('sum');
    const [high] = run.read('high');
    const reading = this.judge(sums, high === 1 ? 1 : -1, this.shown.d);
    this.hardwareReading = reading;
    if (this.divergedHardware === null && this.isBeyond(reading, this.shown.d)) {
      // both tracks stop learning before the step, so that the weights that remain can be compared
      this.divergedHardware = this.presentation + 1;
      run.present({ learn: [0] });
    }
  }

  /** True when a unit's d - s has grown past everything that a machine could show. */
  private isBeyond({ sums }: Reading, d: number): boolean {
    for (let k = 0; k < sums.length; k++) if (!(Math.abs(d - sums[k]!) <= this.limit)) return true;
    return false;
  }

  private end(): Presented {
    const { x, d } = this.stimulus!;
    const turn = this.turn!;
    const ideal = this.judge(this.ideal.sums(x), null, d);
    const hardware = this.hardwareReading ?? ideal;
    this.presentation++;
    if (this.divergedIdeal === null && this.isBeyond(ideal, d)) this.divergedIdeal = this.presentation;
    if (turn.learnIdeal && this.divergedIdeal === null) this.ideal.learn(x, d);
    this.noteSaturation();
    this.turn = null;
    this.phasesDone = 0;
    const presented = { presentation: this.presentation, epoch: this.epoch, row: turn.row, hardware, ideal };
    const { round } = this;
    if (round) {
      if (this.presentation - round.from === round.rows.length) this.nextRound();
    } else if (this.presentation % this.patterns.length === 0) this.epoch++;
    return presented;
  }

  /** At the end of a round all sums are taken; who has a row within the gate trains it again. */
  private nextRound(): void {
    this.epoch++;
    const gate = this.spec.gate!;
    const within = (sums: Float64Array): boolean => sums.some((s) => Math.abs(s) < gate);
    const rows = this.patterns.flatMap((p, row) => {
      const learnHardware = within(this.probe(row, 'sum'));
      const learnIdeal = within(this.ideal.sums(p.x));
      return learnHardware || learnIdeal ? [{ row, learnHardware, learnIdeal }] : [];
    });
    this.round = { rows, from: this.presentation };
    this.finished = rows.length === 0;
  }

  /** What the hardware would show for a row with its present weights: a look, no presentation. */
  probe(row: number, name: string): Float64Array {
    const p = this.patterns[row]!;
    try {
      return this.look({ x: p.inputs, d: [p.d] }, name);
    } catch (error) {
      throw asInput(error);
    }
  }

  /**
   * A look at another stimulus, between two presentations. A machine of logic answers only when its
   * clock has run, so it is shown the pattern without learning, up to its decision, and put back.
   */
  look(stimulus: { readonly x: Float64Array; readonly d: readonly [number] }, name: string): Float64Array {
    const { run } = this;
    if (!this.isClocked) return run.probe(stimulus, name);
    const before = run.snapshot();
    run.present({ ...stimulus, learn: [0] });
    while (!this.deciding.has(run.phase.name)) run.stepPhase();
    const seen = run.read(name).slice();
    run.restore(before);
    return seen;
  }

  /** Decisions on every row with the weights as they are, without presenting. */
  decisions(): { hardware: (1 | -1)[]; ideal: (1 | -1)[] } {
    return {
      hardware: this.patterns.map((_, row) => (this.probe(row, 'high')[0] === 1 ? 1 : -1)),
      ideal: this.patterns.map((p) => this.ideal.decide(this.ideal.sums(p.x))),
    };
  }

  /** Names of the weights whose device has been at an end of its range after some presentation. */
  saturated(): string[] {
    return this.weightNames.filter((_, k) => this.everSaturated[k] === 1);
  }
  private noteSaturation(): void {
    const { everSaturated, lines, run } = this;
    const { moded } = this.program;
    for (let b = 0; b < moded.length; b++) {
      const bank = moded[b]!;
      for (let i = 0; i < bank.count; i++) if (bank.saturated(run.f, i)) everSaturated[b * lines + i] = 1;
    }
  }

  /** Copies the state between two presentations. @throws Error inside a presentation */
  save(): ExperimentState {
    if (this.turn) throw new Error('experiment: a keyframe is taken between presentations.');
    return {
      presentation: this.presentation,
      epoch: this.epoch,
      round: this.round,
      finished: this.finished,
      ideal: this.ideal.state.slice(),
      hardware: this.run.snapshot(),
      divergedHardware: this.divergedHardware,
      divergedIdeal: this.divergedIdeal,
      everSaturated: this.everSaturated.slice(),
    };
  }
  load(state: ExperimentState): void {
    this.presentation = state.presentation;
    this.epoch = state.epoch;
    this.round = state.round;
    this.finished = state.finished;
    this.ideal.state.set(state.ideal);
    this.run.restore(state.hardware);
    this.divergedHardware = state.divergedHardware;
    this.divergedIdeal = state.divergedIdeal;
    this.everSaturated.set(state.everSaturated);
    this.turn = null;
    this.phasesDone = 0;
    this.hardwareReading = null;
  }
}

/** Settings that make a circuit unsolvable are wrong input. */
const asInput = (error: unknown): unknown =>
  error instanceof Unsolvable ? new InputError(error.message) : error;

/** 32 bits of a seed of up to 53: itself where it fits, and another word for each where it does not. */
const word = (seed: number): number => (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1)) | 0;
const bothLearn = (row: number): Turn => ({ row, learnHardware: true, learnIdeal: true });

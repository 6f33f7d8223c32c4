/**
 * The run of a circuit: phases solved to their events, commits, looks, snapshots.
 *
 * All state is in one Float64Array (`f`) and four counters. A phase flows to the earliest of its
 * duration and a watched comparator's crossing, which is solved and not polled; then registers,
 * hosts and machines all read what is now, and only after that all write what is next.
 */
import type { Joules, Seconds } from './base/units.ts';
import { type CompiledMachine, type DeviceBank, type Moded, type Place, PRESENTATION } from './builder.ts';
import type { Program } from './compile.ts';
import { nextState } from './machines/machine.ts';
import { Onlooker } from './onlooker.ts';
import { type Phase, type PhaseTrip, tablePhases } from './phases.ts';
import { run, type Steps } from './schedule.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { ABSOLUTE, levelOf, move, TripSolver } from './trip-solver.ts';
import { Unsolvable } from './unsolvable.ts';

/** What a presentation shows: one list of numbers for each group of the circuit's stimulus. */
export type Stimulus = Readonly<Record<string, ArrayLike<number>>>;

const EVENTS_PER_PHASE = 10_000;

/**
 * One program in time: holds its state, steps it by phase or presentation, splits a phase, looks
 * ahead without a trace, and takes and restores snapshots.
 */
export class Run {
  readonly program: Program;
  readonly phases: readonly Phase[];
  /** every place of the circuit; read it through `read` */
  readonly f: Float64Array;
  /** simulated time */
  time: Seconds = 0;
  /** energy that the sources delivered */
  joules: Joules = 0;
  /** time since the present phase began */
  elapsed: Seconds = 0;
  phasesRun = 0;
  /** phases that waited in vain until their limit */
  overruns = 0;
  private readonly stimulus: readonly {
    readonly key: string;
    readonly at: Place;
    readonly places: Int32Array;
    readonly flat: boolean;
  }[];
  private readonly onlooker: Onlooker;
  private readonly others: readonly CompiledMachine[];
  private readonly solver: TripSolver;
  private readonly scratch: Float64Array;
  /** per commit of a phase, whether it captures */
  private readonly captures: Uint8Array;
  /** what the step into the present phase left to be settled */
  private pending: Steps = NOTHING;
  private ended = false;
  /** where the instants of trips go while somebody asks for them */
  private noted: Seconds[] | null = null;

  constructor(program: Program) {
    this.program = program;
    const { phases, late } = tablePhases(program);
    this.phases = phases;
    this.onlooker = new Onlooker(program, late);
    this.others = program.machines.filter((m) => m !== program.sequencer);
    this.f = Float64Array.from(program.initial);
    this.scratch = new Float64Array(program.size);
    this.solver = new TripSolver(program.circuit.id, program.size);
    this.captures = new Uint8Array(program.commits.length);
    this.stimulus = Object.entries(program.stimulus).map(([key, places]) => {
      const [at = 0] = places;
      return { key, at, places: Int32Array.from(places), flat: places.every((p, i) => p === at + i) };
    });
    this.settleAll();
  }

  /** The number of the present phase in `phases`. */
  get state(): number {
    return this.f[this.program.sequencer.state]!;
  }
  get phase(): Phase {
    return this.phases[this.state]!;
  }
  /** Presentations that have ended. */
  get presentations(): number {
    return this.f[PRESENTATION]!;
  }

  /**
   * Sets the stimulus of the next presentation. Call it when a phase that begins one is about to run;
   * at any other time it is a hand on the switches, and the circuit sees it from now on.
   * @throws RangeError when a group has another number of lines than the circuit
   */
  present(stimulus: Stimulus): void {
    const { f, pending, phase } = this;
    this.setStimulus(f, stimulus);
    this.pending = NOTHING;
    if (phase.begins) run(pending.length > 0 ? pending : phase.settleStimulus, f);
    else this.settleAll();
  }

  /** One whole presentation: to the end of the phase that ends one. */
  presentation(stimulus: Stimulus): void {
    this.present(stimulus);
    while (!this.stepPhase());
  }

  /** The rest of the present phase, and the step to the next. @returns true when it ended a presentation */
  stepPhase(): boolean {
    const { f } = this;
    this.flush();
    const phase = this.phases[f[this.program.sequencer.state]!]!;
    if (phase.still && this.elapsed === 0) {
      this.joules += wattsIn(f, phase) * phase.seconds;
      this.time += phase.seconds;
    } else {
      const end = this.flowThrough(f, phase, this.elapsed, Number.POSITIVE_INFINITY);
      this.time += end - this.elapsed;
    }
    run(phase.settleEnd, f);
    this.commit(phase);
    return phase.ends;
  }

  /** Splits the present phase: lets it flow up to `elapsed` seconds since its beginning, and no further. */
  advanceTo(elapsed: Seconds): void {
    this.flush();
    const end = this.flowThrough(this.f, this.phase, this.elapsed, Math.max(elapsed, this.elapsed));
    this.time += end - this.elapsed;
    this.elapsed = end;
    this.settleAll();
  }

  /** A hand on the panel: sets lines of an input or a knob now, wherever in the phase that is. */
  setByHand(moded: Moded, index: number, siemens: number): void {
    this.flush();
    moded.setConductance(this.f, index, siemens);
    this.settleAll();
  }

  /**
   * How long the present phase will last if nobody touches anything.
   * Looking changes nothing.
   */
  phaseSeconds(): Seconds {
    return this.lookAt(Number.POSITIVE_INFINITY);
  }

  /**
   * Instants within the rest of the present phase at which a watched comparator trips, in seconds
   * since the phase began. Looking changes nothing.
   */
  tripsAhead(): readonly Seconds[] {
    const trips: Seconds[] = [];
    this.noted = trips;
    try {
      this.lookAt(Number.POSITIVE_INFINITY);
    } finally {
      this.noted = null;
    }
    return trips;
  }

  /** Evaluates the present phase `seconds` after its beginning on a copy, which `readLook` then reads. */
  look(seconds: Seconds): Seconds {
    return this.lookAt(seconds);
  }
  readLook(name: string): Float64Array {
    return this.onlooker.read(this.scratch, name);
  }
  /** The copy that the last look made, for devices' modes. */
  get looked(): Float64Array {
    return this.scratch;
  }
  private lookAt(seconds: Seconds): Seconds {
    this.flush();
    const { joules, ended, overruns } = this;
    this.scratch.set(this.f);
    const end = this.flowThrough(this.scratch, this.phase, this.elapsed, Math.max(seconds, this.elapsed));
    this.joules = joules;
    this.ended = ended;
    this.overruns = overruns;
    return end;
  }

  /** What the circuit would show for another stimulus, without time passing and without leaving a trace. */
  probe(stimulus: Stimulus, name: string): Float64Array {
    this.flush();
    this.scratch.set(this.f);
    this.setStimulus(this.scratch, stimulus);
    return this.onlooker.read(this.scratch, name, true);
  }

  /** The present numbers of an observation, or of any port. @throws Error when there is none of that name */
  read(name: string): Float64Array {
    this.flush();
    return this.onlooker.read(this.f, name);
  }

  /** A device's mode by its machine, from bits, when somebody looks. */
  modeOf(moded: DeviceBank, i: number, f: Float64Array = this.f): string {
    if (f === this.f) this.flush();
    return this.onlooker.modeOf(f, moded, i);
  }

  /** All state as one versioned buffer. */
  snapshot(): ArrayBuffer {
    this.flush();
    return writeSnapshot(this);
  }
  /** @throws Error when the snapshot was made by another version or another circuit */
  restore(buffer: ArrayBuffer): void {
    this.pending = NOTHING;
    readSnapshot(this, buffer);
    this.settleAll();
  }
  /** Takes over what another run of a like circuit holds, block by block where path and width agree. */
  carryFrom(other: Run): void {
    other.flush();
    const blocks = new Map(other.program.states.map((b) => [b.path, b]));
    for (const block of this.program.states) {
      const from = blocks.get(block.path);
      if (from?.width === block.width) this.f.set(other.f.subarray(from.at, from.at + from.width), block.at);
    }
    this.time = other.time;
    this.joules = other.joules;
    this.elapsed = other.elapsed;
    this.phasesRun = other.phasesRun;
    this.overruns = other.overruns;
    this.pending = NOTHING;
    this.settleAll();
  }

  private settleAll(): void {
    run(this.program.operations, this.f);
  }
  private flush(): void {
    const { pending } = this;
    if (pending.length === 0) return;
    this.pending = NOTHING;
    run(pending, this.f);
  }

  private setStimulus(f: Float64Array, stimulus: Stimulus): void {
    const groups = this.stimulus;
    for (let k = 0; k < groups.length; k++) {
      const { key, at, places, flat } = groups[k]!;
      const values = stimulus[key];
      if (values === undefined) continue;
      const n = places.length;
      if (values.length !== n) {
        throw new RangeError(
          `${this.program.circuit.id}: ${key} has ${n} lines, got ${values.length} numbers; give one for each line.`,
        );
      }
      if (flat && n > 1 && values instanceof Float64Array) for (let i = 0; i < n; i++) f[at + i] = values[i]!;
      else if (flat) for (let i = 0; i < n; i++) f[at + i] = values[i]!;
      else for (let i = 0; i < n; i++) f[places[i]!] = values[i]!;
    }
  }

  /** Flows from `from` to the phase's end, or to `until` if that comes first. @returns where it stopped */
  private flowThrough(f: Float64Array, phase: Phase, from: Seconds, until: Seconds): Seconds {
    const { seconds, waitFor, limit, flows, trips } = phase;
    let t = from;
    this.ended = false;
    for (let guard = 0; guard < EVENTS_PER_PHASE; guard++) {
      if (trips.length) this.tripAtOnce(f, phase);
      let end = seconds;
      if (t >= seconds) {
        if (waitFor < 0 || f[waitFor] === 1) {
          this.ended = true;
          return t;
        }
        if (t >= limit) {
          this.ended = true;
          this.overruns++;
          return t;
        }
        end = limit;
      }
      if (t >= until) return t;
      if (end === Number.POSITIVE_INFINITY && until === end && !this.comes(f, phase)) {
        throw new Unsolvable(
          `${this.program.circuit.id}: the phase ${phase.name} waits without a limit, and nothing is left that could end it; give it a limit.`,
        );
      }
      const dt = (end < until ? end : until) - t;
      let moves = false;
      for (let k = 0; k < flows.length && !moves; k++) {
        const { enable } = flows[k]!;
        moves = enable === null || f[enable] === 1;
      }
      const watts = wattsIn(f, phase);
      let passed = dt;
      if (moves) passed = trips.length ? this.advanceToTrip(f, phase, dt) : advance(f, phase, dt);
      this.joules += watts * passed;
      t = passed === dt ? (end < until ? end : until) : t + passed;
      if (this.noted !== null && passed !== dt) this.noted.push(t);
    }
    throw new Error(
      `${this.program.circuit.id}: more than ${EVENTS_PER_PHASE} events in one ${phase.name} phase; a trip seems to arm itself again.`,
    );
  }

  /** Whether a comparator still watches for something while currents flow. */
  private comes(f: Float64Array, { trips, flows }: Phase): boolean {
    return (
      trips.some((one) => isWatching(f, one)) &&
      flows.some(({ enable }) => enable === null || f[enable] === 1)
    );
  }

  /** Fires the trips whose level has fallen to nothing, and settles what hangs on them. */
  private tripAtOnce(f: Float64Array, phase: Phase): void {
    const { trips } = phase;
    for (let fired = true; fired; ) {
      fired = false;
      for (let k = 0; k < trips.length; k++) {
        const one = trips[k]!;
        if (!isWatching(f, one) || levelOf(f, one) > ABSOLUTE) continue;
        this.fire(f, one);
        fired = true;
      }
    }
  }

  /** Advances by dt, or to the first trip within it, which then fires. @returns the time that passed */
  private advanceToTrip(f: Float64Array, phase: Phase, dt: Seconds): Seconds {
    const { trips } = phase;
    const { solver } = this;
    let watching = 0;
    let which = -1;
    for (let k = 0; k < trips.length; k++) {
      if (!isWatching(f, trips[k]!)) continue;
      watching++;
      which = k;
    }
    if (watching === 0) return advance(f, phase, dt);
    if (watching === 1) {
      const only = trips[which]!;
      const t = solver.solve(f, only, dt, phase.seconds);
      const { otherFlows, otherOperations } = only;
      for (let k = 0; k < otherFlows.length; k++) move(f, otherFlows[k]!, t);
      run(otherOperations, f);
      if (solver.reached) this.fire(f, only);
      return t;
    }
    // several comparators watch: solve each alone, then go to the first
    let first = dt;
    let winner: PhaseTrip | null = null;
    for (let k = 0; k < trips.length; k++) {
      const one = trips[k]!;
      if (!isWatching(f, one)) continue;
      const t = solver.solve(f, one, dt, phase.seconds);
      if (solver.reached && (winner === null || t < first)) {
        first = t;
        winner = one;
      }
      solver.putBack(f, one);
    }
    advance(f, phase, first);
    if (winner) this.fire(f, winner);
    return first;
  }

  private fire(f: Float64Array, one: PhaseTrip): void {
    f[one.trip.done] = 1;
    run(one.settle, f);
  }

  /** The end of a phase: everything reads now, then everything writes next. */
  private commit(phase: Phase): void {
    const { f, program, others, captures } = this;
    const { commits, events, trips } = phase;
    for (let k = 0; k < commits.length; k++) {
      const c = commits[k]!;
      captures[k] = c.capture === null || f[c.capture] === 1 ? 1 : 0;
      if (captures[k] === 1) c.read(f);
    }
    let next = f[program.sequencer.state]!;
    for (let k = 0; k < events.length; k++) {
      const event = events[k]!;
      if (event[0] >= 0 && f[event[0]] !== 1) continue;
      next = event[1];
      break;
    }
    // the other machines choose their next state from the same bits
    const states =
      others.length === 0
        ? NO_STATES
        : others.map((m) => nextState(m.table, f[m.state]!, (event) => f[m.inputs[event]!] === 1));
    for (let k = 0; k < commits.length; k++) if (captures[k] === 1) commits[k]!.write(f);
    for (let k = 0; k < others.length; k++) {
      const m = others[k]!;
      const levels = m.table.moore[states[k]!]!;
      f[m.state] = states[k]!;
      for (let i = 0; i < m.outputs.length; i++) f[m.outputs[i]!] = levels[i]!;
    }
    for (let k = 0; k < trips.length; k++) f[trips[k]!.trip.done] = 0;
    const { outputs, levels } = this.phases[next]!;
    for (let k = 0; k < outputs.length; k++) f[outputs[k]!] = levels[k]!;
    f[program.sequencer.state] = next;
    if (phase.ends) f[PRESENTATION] = f[PRESENTATION]! + 1;
    this.elapsed = 0;
    this.phasesRun++;
    this.pending = phase.edges[next]!;
  }
}

const NOTHING: Steps = [];
const NO_STATES: readonly number[] = [];

function wattsIn(f: Float64Array, phase: Phase): number {
  const { powers } = phase;
  let watts = 0;
  for (let k = 0; k < powers.length; k++) {
    const { enable } = powers[k]!;
    if (enable === null || f[enable] === 1) watts += powers[k]!.watts(f);
  }
  return watts;
}
function advance(f: Float64Array, phase: Phase, t: Seconds): Seconds {
  const { flows } = phase;
  for (let k = 0; k < flows.length; k++) move(f, flows[k]!, t);
  run(phase.settleFlows, f);
  return t;
}
const isWatching = (f: Float64Array, { trip }: PhaseTrip): boolean =>
  f[trip.armed] === 1 && f[trip.done] !== 1;

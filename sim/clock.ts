/**
 * The run of a circuit: phases solved to their events, commits, looks, snapshots.
 *
 * All state is in one Float64Array (`f`) and four counters. A phase flows to the earliest of its
 * duration and a watched comparator's crossing, which is solved and not polled; then registers,
 * hosts and machines all read what is now, and only after that all write what is next.
 */
import type { Joules, Seconds } from './base/units.ts';
import { type Moded, type Operation, PRESENTATION, type Place } from './builder.ts';
import type { Program } from './compile.ts';
import { nextState, tabulate } from './machines/machine.ts';
import { downstream, type Phase, type PhaseTrip, tablePhases } from './phases.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';

/** What a presentation shows: one list of numbers for each group of the circuit's stimulus. */
export type Stimulus = Readonly<Record<string, ArrayLike<number>>>;

/** A crossing is found when the level is this small a part of what it was ... */
const RELATIVE = 1e-13;
/** ... or this small in volts or seconds: the rounding of a sum of some dozen terms of about one. */
const ABSOLUTE = 1e-14;
const EVENTS_PER_PHASE = 10_000;
/** A level that has not fallen in the age of the universe never will, s. */
const FOR_EVER = 4e17;

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
  private readonly probeOperations: readonly Operation[];
  private readonly readers = new Map<
    string,
    { readonly places: readonly Place[]; readonly first: readonly Operation[] }
  >();
  private readonly saved: Float64Array;
  private readonly scratch: Float64Array;
  private pending: readonly Operation[] = [];
  private ended = false;
  private watched = 0;

  constructor(program: Program) {
    this.program = program;
    this.phases = tablePhases(program);
    this.f = Float64Array.from(program.initial);
    this.scratch = new Float64Array(program.size);
    this.saved = new Float64Array(program.size);
    this.stimulus = Object.entries(program.stimulus).map(([key, places]) => {
      const [at = 0] = places;
      return { key, at, places: Int32Array.from(places), flat: places.every((p, i) => p === at + i) };
    });
    this.probeOperations = downstream(program, Object.values(program.stimulus).flat());
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
   * Sets the stimulus of the next presentation. Call it when a phase that begins one is about to run.
   * @throws RangeError when a group is missing or has another number of lines than the circuit
   */
  present(stimulus: Stimulus): void {
    this.setStimulus(this.f, stimulus);
    const operations = this.pending.length ? this.pending : this.probeOperations;
    this.pending = [];
    run(operations, this.f);
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
    const end = this.flowThrough(f, phase, this.elapsed, Number.POSITIVE_INFINITY);
    this.time += end - this.elapsed;
    this.commit(phase);
    return phase.ends;
  }

  /** Splits the present phase: lets it flow up to `elapsed` seconds since its beginning, and no further. */
  advanceTo(elapsed: Seconds): void {
    this.flush();
    const end = this.flowThrough(this.f, this.phase, this.elapsed, Math.max(elapsed, this.elapsed));
    this.time += end - this.elapsed;
    this.elapsed = end;
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

  /** Evaluates the present phase `seconds` after its beginning on a copy, which `readLook` then reads. */
  look(seconds: Seconds): Seconds {
    return this.lookAt(seconds);
  }
  readLook(name: string): Float64Array {
    return this.readFrom(this.scratch, name);
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
    run(this.probeOperations, this.scratch);
    return this.readFrom(this.scratch, name);
  }

  /** The present numbers of an observation, or of any port. @throws Error when there is none of that name */
  read(name: string): Float64Array {
    this.flush();
    return this.readFrom(this.f, name);
  }

  /** A device's mode by its machine, from bits, when somebody looks. */
  modeOf(moded: Moded, i: number, f: Float64Array = this.f): string {
    let table = modeTables.get(moded.modes);
    if (!table) {
      table = tabulate(moded.modes);
      modeTables.set(moded.modes, table);
    }
    const { events, states } = table;
    return states[nextState(table, table.initial, (event) => moded.bits[events[event]!]!(f, i))]!;
  }

  /** All state as one versioned buffer. */
  snapshot(): ArrayBuffer {
    this.flush();
    return writeSnapshot(this);
  }
  /** @throws Error when the snapshot was made by another version or another circuit */
  restore(buffer: ArrayBuffer): void {
    this.pending = [];
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
    this.pending = [];
    this.settleAll();
  }

  private settleAll(): void {
    run(this.program.operations, this.f);
  }
  private flush(): void {
    if (this.pending.length === 0) return;
    const { pending } = this;
    this.pending = [];
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
      if (flat) for (let i = 0; i < n; i++) f[at + i] = values[i]!;
      else for (let i = 0; i < n; i++) f[places[i]!] = values[i]!;
    }
  }

  private readFrom(f: Float64Array, name: string): Float64Array {
    let reader = this.readers.get(name);
    if (!reader) {
      const places =
        this.program.observe[name] ?? this.program.ports.get(name)?.map((net) => this.program.placeOf(net));
      if (!places)
        throw new Error(
          `${this.program.circuit.id}: nothing is called ${name}; it shows ${Object.keys(this.program.observe).join(', ')}.`,
        );
      reader = { places, first: this.onlookersFor(places) };
      this.readers.set(name, reader);
    }
    run(reader.first, f);
    const { places } = reader;
    const out = new Float64Array(places.length);
    for (let i = 0; i < out.length; i++) out[i] = f[places[i]!]!;
    return out;
  }
  /** The operations, skipped while running, that have to be made up for before these places are read. */
  private onlookersFor(places: readonly Place[]): Operation[] {
    const wanted = new Set(places);
    const first: Operation[] = [];
    const { operations, onlookers } = this.program;
    for (let k = operations.length - 1; k >= 0; k--) {
      const o = operations[k]!;
      if (!onlookers.has(o) || !o.writes.some((p) => wanted.has(p))) continue;
      first.unshift(o);
      for (const p of o.reads) wanted.add(p);
    }
    return first;
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
      const dt = (end < until ? end : until) - t;
      let moves = false;
      for (let k = 0; k < flows.length && !moves; k++) {
        const { enable } = flows[k]!;
        moves = enable === null || f[enable] === 1;
      }
      let watts = 0;
      const { powers } = phase;
      for (let k = 0; k < powers.length; k++) watts += powers[k]!.watts(f);
      let passed = dt;
      if (moves) passed = trips.length ? this.advanceToTrip(f, phase, dt) : advance(f, phase, dt);
      this.joules += watts * passed;
      t = passed === dt ? (end < until ? end : until) : t + passed;
    }
    throw new Error(
      `${this.program.circuit.id}: more than ${EVENTS_PER_PHASE} events in one ${phase.name} phase; a trip seems to arm itself again.`,
    );
  }

  /** Fires the trips whose level has fallen to nothing, and settles what hangs on them. */
  private tripAtOnce(f: Float64Array, phase: Phase): void {
    const { trips } = phase;
    for (let fired = true; fired; ) {
      fired = false;
      for (let k = 0; k < trips.length; k++) {
        const { trip } = trips[k]!;
        if (f[trip.armed] !== 1 || f[trip.done] === 1) continue;
        if (levelOf(f, trips[k]!) <= ABSOLUTE) {
          f[trip.done] = 1;
          fired = true;
        }
      }
      if (fired) run(phase.settleTrips, f);
    }
  }

  /** Advances by dt, or to the first trip within it, which then fires. @returns the time that passed */
  private advanceToTrip(f: Float64Array, phase: Phase, dt: Seconds): Seconds {
    const { trips } = phase;
    let armed = 0;
    let which = -1;
    for (let k = 0; k < trips.length; k++) {
      const { trip } = trips[k]!;
      if (f[trip.armed] === 1 && f[trip.done] !== 1) {
        armed++;
        which = k;
      }
    }
    if (armed === 0) return advance(f, phase, dt);
    if (armed === 1) {
      const only = trips[which]!;
      const t = this.solveTrip(f, only, dt, phase.seconds);
      const { otherFlows, otherOperations } = only;
      for (let k = 0; k < otherFlows.length; k++) move(f, otherFlows[k]!, t);
      run(otherOperations, f);
      if (t < dt || this.watched <= 0) this.fire(f, phase, only);
      return t;
    }
    // several comparators watch: solve each alone, then go to the first
    let first = dt;
    let winner: PhaseTrip | null = null;
    for (let k = 0; k < trips.length; k++) {
      const one = trips[k]!;
      if (f[one.trip.armed] !== 1 || f[one.trip.done] === 1) continue;
      const t = this.solveTrip(f, one, dt, phase.seconds);
      if ((t < dt || this.watched <= 0) && (winner === null || t < first)) {
        first = t;
        winner = one;
      }
      this.putBack(f, one);
    }
    advance(f, phase, first);
    if (winner) this.fire(f, phase, winner);
    return first;
  }

  private fire(f: Float64Array, phase: Phase, one: PhaseTrip): void {
    f[one.trip.done] = 1;
    run(phase.settleTrips, f);
  }

  /**
   * Solves for the instant at which the level falls to zero. The secant through the ends is exact
   * where the circuit is affine in time; Illinois' variant of the false position goes on where it is not.
   * Leaves the trip's part of the circuit at the instant found, and `watched` at the level there.
   * @returns the instant, or dt when there is none before
   * @see Dowell & Jarratt, BIT 11, 1971, for the order of convergence
   */
  private solveTrip(f: Float64Array, one: PhaseTrip, dt: Seconds, usual: Seconds): Seconds {
    const { states } = one;
    const { saved } = this;
    for (let k = 0; k < states.length; k++) saved[k] = f[states[k]!]!;
    const h0 = levelOf(f, one);
    const enough = RELATIVE * h0 + ABSOLUTE;
    let a = 0;
    let ha = h0;
    // a phase's usual length is the better first trial where its limit is far off
    let b = usual > 0 && usual < dt ? usual : dt;
    let hb = this.trial(f, one, b, false);
    // no crossing yet: go on to where a straight line falls to zero, at least twice as far, until dt;
    // a wait without a limit makes dt infinite, so the far end is never tried at once
    while (hb > 0 && b < dt && b < FOR_EVER) {
      const straight = hb < ha ? b + ((b - a) * hb) / (ha - hb) : 0;
      a = b;
      ha = hb;
      b = Math.min(dt, Math.max(2 * b, straight));
      hb = this.trial(f, one, b, true);
    }
    if (hb > 0) {
      if (b < dt)
        throw new Error(
          `${this.program.circuit.id}: ${one.trip.name} is waited for without a limit and never comes; give its phase a limit.`,
        );
      this.watched = hb;
      return dt;
    }
    if (hb >= -enough) {
      this.watched = 0;
      return b;
    }
    let side = 0;
    for (let k = 0; k < 200; k++) {
      const t = a + ((b - a) * ha) / (ha - hb);
      const h = this.trial(f, one, t, true);
      if ((h <= enough && h >= -enough) || t <= a || t >= b) {
        this.watched = 0;
        return t;
      }
      if (h > 0) {
        a = t;
        ha = h;
        if (side === 1) hb /= 2;
        side = 1;
      } else {
        b = t;
        hb = h;
        if (side === -1) ha /= 2;
        side = -1;
      }
    }
    this.watched = 0;
    return this.settleOn(f, one, b);
  }
  private settleOn(f: Float64Array, one: PhaseTrip, t: Seconds): Seconds {
    this.trial(f, one, t, true);
    return t;
  }
  /** The level t seconds on; `again` puts the state back first. */
  private trial(f: Float64Array, one: PhaseTrip, t: Seconds, again: boolean): number {
    const { flows, operations, states } = one;
    if (again) {
      const { saved } = this;
      for (let k = 0; k < states.length; k++) f[states[k]!] = saved[k]!;
    }
    for (let k = 0; k < flows.length; k++) move(f, flows[k]!, t);
    run(operations, f);
    return levelOf(f, one);
  }
  private putBack(f: Float64Array, one: PhaseTrip): void {
    this.trial(f, one, 0, true);
  }

  /** The end of a phase: everything reads now, then everything writes next. */
  private commit(phase: Phase): void {
    const { f, program } = this;
    const { sequencer, machines } = program;
    const { commits, events } = phase;
    for (let k = 0; k < commits.length; k++) {
      const c = commits[k]!;
      if (c.capture === null || f[c.capture] === 1) c.read(f);
    }
    let next = f[sequencer.state]!;
    for (let k = 0; k < events.length; k++) {
      const [bit, target] = events[k]!;
      if (bit < 0 || f[bit] === 1) {
        next = target;
        break;
      }
    }
    // the other machines choose their next state from the same bits
    let moves: { at: Place; state: number; outputs: readonly Place[]; levels: readonly number[] }[] | null =
      null;
    for (const m of machines) {
      if (m === sequencer) continue;
      const state = nextState(m.table, f[m.state]!, (event) => f[m.inputs[event]!] === 1);
      moves ??= [];
      moves.push({ at: m.state, state, outputs: m.outputs, levels: m.table.moore[state]! });
    }
    for (let k = 0; k < commits.length; k++) {
      const c = commits[k]!;
      if (c.capture === null || f[c.capture] === 1) c.write(f);
    }
    if (moves) {
      for (const m of moves) {
        f[m.at] = m.state;
        for (let k = 0; k < m.outputs.length; k++) f[m.outputs[k]!] = m.levels[k]!;
      }
    }
    const { trips } = phase;
    for (let k = 0; k < trips.length; k++) f[trips[k]!.trip.done] = 0;
    const to = this.phases[next]!;
    for (let k = 0; k < to.outputs.length; k++) {
      const [place, level] = to.outputs[k]!;
      f[place] = level;
    }
    f[sequencer.state] = next;
    if (phase.ends) f[PRESENTATION] = f[PRESENTATION]! + 1;
    this.elapsed = 0;
    this.phasesRun++;
    this.pending = phase.edges[next]!;
  }
}

const modeTables = new Map<Moded['modes'], ReturnType<typeof tabulate>>();

function run(operations: readonly Operation[], f: Float64Array): void {
  for (let k = 0; k < operations.length; k++) operations[k]!.run(f);
}
function move(f: Float64Array, flow: Phase['flows'][number], t: Seconds): void {
  if (flow.enable === null || f[flow.enable] === 1) flow.advance(f, t);
}
function advance(f: Float64Array, phase: Phase, t: Seconds): Seconds {
  const { flows } = phase;
  for (let k = 0; k < flows.length; k++) move(f, flows[k]!, t);
  run(phase.settleFlows, f);
  return t;
}
/** The level as its polarity sees it: positive until the trip, and nothing at once for a signal within the tie band. */
function levelOf(f: Float64Array, one: PhaseTrip): number {
  const { trip } = one;
  const level = f[trip.level]!;
  if (trip.polarity === null) return level;
  const p = f[trip.polarity]!;
  return p > trip.tie ? level : p < -trip.tie ? -level : 0;
}

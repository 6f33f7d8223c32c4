/**
 * What has to be settled when. An operation is a pure function of state, so it may be put off until
 * somebody needs what it writes: a flow, a trip, a power, a machine, or a commit at a phase's end.
 *
 * The schedule follows the sequencer from phase to phase and keeps book of the operations that may be
 * stale. On the way into a phase it settles what the phase needs from its beginning; at its end, what
 * the commits read. All else waits, for ever if nobody asks. `fuse: false` puts nothing off: there
 * everything is settled after every change, and a test holds the two to the same bits.
 */
import type { Commit, Flow, Operation, Place, Power, Trip } from './builder.ts';
import type { Program } from './compile.ts';

/** A phase before it is scheduled: what may happen in it, and the bits that it fixes. */
export interface Stage {
  /** a presentation begins with it, and its stimulus is set */
  readonly begins: boolean;
  readonly flows: readonly Flow[];
  readonly trips: readonly Trip[];
  readonly powers: readonly Power[];
  readonly commits: readonly Commit[];
  /** the bit that the phase waits for, or -1 */
  readonly waitFor: Place;
  /** bits that choose the next phase */
  readonly events: readonly Place[];
  /** places that change on the way to each phase: by commits, machines and stimulus; null where none leads */
  readonly changes: readonly (readonly Place[] | null)[];
  /** bits known while the phase lasts, and once each of its trips has fired */
  readonly known: ReadonlyMap<Place, number>;
  readonly knownAfter: readonly ReadonlyMap<Place, number>[];
}
/** Operations in the order in which they run. */
export type Steps = readonly Operation[];
export interface StageSchedule {
  /** after flows have moved within the phase, while it may go on */
  readonly settleFlows: Steps;
  /** per trip: after it has fired */
  readonly settleTrip: readonly Steps[];
  /** before the commits read */
  readonly settleEnd: Steps;
  /** per next phase: on the way into it */
  readonly edges: readonly Steps[];
  /** when a stimulus is set once the phase has begun */
  readonly settleStimulus: Steps;
}
export interface Schedule {
  readonly stages: readonly StageSchedule[];
  /** operations that may be stale when somebody looks */
  readonly late: ReadonlySet<Operation>;
}

/** Runs operations in their order. */
export function run(steps: Steps, f: Float64Array): void {
  for (let k = 0; k < steps.length; k++) steps[k]!.run(f);
}

/** Could this bit be 1? */
export const can = (bit: Place | null, known: ReadonlyMap<Place, number>): boolean =>
  bit === null || known.get(bit) !== 0;

/** The operations that have to run again after some places changed, in order. */
export function downstream(program: Program, changed: Iterable<Place>): Operation[] {
  const dirty = new Set(changed);
  return program.operations.filter((o) => {
    // what changed directly and is derived from its own state is up to date already
    if (!o.reads.some((p) => dirty.has(p)) || o.writes.every((p) => dirty.has(p))) return false;
    for (const p of o.writes) dirty.add(p);
    return true;
  });
}

/** The operations on which some places depend, in order. */
export function upstream(operations: Steps, places: Iterable<Place>): Operation[] {
  const wanted = new Set(places);
  const kept: Operation[] = [];
  for (let k = operations.length - 1; k >= 0; k--) {
    const o = operations[k]!;
    if (!o.writes.some((p) => wanted.has(p))) continue;
    kept.push(o);
    for (const p of o.reads) wanted.add(p);
  }
  return kept.reverse();
}

/** Schedules every stage of a program. */
export function schedule(program: Program, stages: readonly Stage[]): Schedule {
  return program.fuse ? scheduleLate(program, stages) : scheduleAtOnce(program, stages);
}

function scheduleAtOnce(program: Program, stages: readonly Stage[]): Schedule {
  const all = program.operations;
  return {
    stages: stages.map((s) => ({
      settleFlows: all,
      settleTrip: s.trips.map(() => all),
      settleEnd: all,
      edges: s.changes.map(() => all),
      settleStimulus: all,
    })),
    late: new Set(),
  };
}

function scheduleLate(program: Program, stages: readonly Stage[]): Schedule {
  const { operations } = program;
  const needs = stages.map((s) => new Set(upstream(operations, neededWithin(s, s.known))));
  const needsAtEnd = stages.map((s) => new Set(upstream(operations, neededAtEnd(program, s))));
  const inOrder = (set: ReadonlySet<Operation>, among: ReadonlySet<Operation>): Operation[] =>
    operations.filter((o) => set.has(o) && among.has(o));
  const without = (set: Iterable<Operation>, settled: ReadonlySet<Operation>): Operation[] =>
    [...set].filter((o) => !settled.has(o));

  const seen = new Set(downstream(program, Object.values(program.stimulus).flat()));
  // what may be stale once a phase has begun; grows until it no longer does
  const staleAtStart = stages.map((s, k) => new Set(s.begins ? without(seen, needs[k]!) : []));
  const late = new Set<Operation>();
  let scheduled: StageSchedule[] = [];
  for (let grown = true; grown; ) {
    grown = false;
    scheduled = stages.map((s, k) => {
      const goesOn = s.trips.length > 0 || s.waitFor >= 0;
      const moved = new Set(
        downstream(
          program,
          s.flows.flatMap((fl) => fl.updates),
        ),
      );
      const settleFlows = goesOn ? inOrder(moved, needs[k]!) : [];
      const stale = new Set([...staleAtStart[k]!, ...without(moved, new Set(settleFlows))]);
      const settleTrip = s.trips.map((trip, j) => {
        const changed = new Set(downstream(program, [trip.done]));
        const needed = new Set(upstream(operations, neededWithin(s, s.knownAfter[j]!)));
        for (const o of without(changed, needed)) stale.add(o);
        return inOrder(changed, needed);
      });
      for (const o of stale) late.add(o);
      const settleEnd = inOrder(stale, needsAtEnd[k]!);
      for (const o of settleEnd) stale.delete(o);
      const edges = s.changes.map((places, next) => {
        if (places === null) return [];
        const changed = new Set([...stale, ...downstream(program, places)]);
        for (const o of without(changed, needs[next]!)) {
          if (staleAtStart[next]!.has(o)) continue;
          staleAtStart[next]!.add(o);
          grown = true;
        }
        return inOrder(changed, needs[next]!);
      });
      return { settleFlows, settleTrip, settleEnd, edges, settleStimulus: inOrder(seen, needs[k]!) };
    });
  }
  return { stages: scheduled, late };
}

/** What a phase reads while it lasts. */
function neededWithin(s: Stage, known: ReadonlyMap<Place, number>): Set<Place> {
  const needed = new Set<Place>(s.waitFor < 0 ? [] : [s.waitFor]);
  const need = (...places: (Place | null)[]): void => {
    for (const p of places) if (p !== null) needed.add(p);
  };
  for (const fl of s.flows) {
    need(fl.enable, fl.gate);
    if (!can(fl.enable, known)) continue;
    need(...fl.reads);
    if (can(fl.gate, known)) need(...fl.gated);
  }
  for (const t of s.trips) {
    need(t.armed);
    if (can(t.armed, known) && known.get(t.done) !== 1) need(t.level, t.polarity);
  }
  for (const p of s.powers) if (can(p.enable, known)) need(...p.reads);
  return needed;
}

/** What is read when a phase ends. */
function neededAtEnd(program: Program, s: Stage): Set<Place> {
  const needed = new Set<Place>(s.events);
  for (const c of s.commits) {
    for (const p of c.reads) needed.add(p);
    if (c.capture !== null) needed.add(c.capture);
  }
  for (const m of program.machines) if (m !== program.sequencer) for (const p of m.inputs) needed.add(p);
  return needed;
}

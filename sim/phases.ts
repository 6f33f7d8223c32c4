/**
 * What each phase needs, found once: which flows can move, which trips can fire, what commits, and
 * (schedule.ts) what has to be settled after each of them and on the way to each next phase.
 */
import {
  type Commit,
  type CompiledMachine,
  type Flow,
  type Operation,
  type Place,
  type Power,
  PRESENTATION,
  type Trip,
} from './builder.ts';
import type { Program } from './compile.ts';
import type { GateSpec } from './elements/element.ts';
import { gateLevel } from './elements/gate.ts';
import { fuse } from './fuse.ts';
import { can, type Stage, type Steps, schedule, upstream } from './schedule.ts';

export interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** the bit that the phase waits for, or -1 */
  readonly waitFor: Place;
  readonly limit: number;
  readonly begins: boolean;
  readonly ends: boolean;
  /** nothing moves and nothing is waited for: it lasts its time, and that is all */
  readonly still: boolean;
  readonly flows: readonly Flow[];
  readonly trips: readonly PhaseTrip[];
  readonly settleFlows: Steps;
  readonly settleEnd: Steps;
  readonly settleStimulus: Steps;
  readonly commits: readonly Commit[];
  readonly powers: readonly Power[];
  /** [bit, next phase] in order of priority; bit -1 is always true */
  readonly events: readonly (readonly [Place, number])[];
  /** bits of the sequencer, and their levels in this phase */
  readonly outputs: Int32Array;
  readonly levels: Float64Array;
  /** per next phase: what to settle on the way */
  readonly edges: readonly Steps[];
}
/** A trip with the part of the circuit that its level depends on. */
export interface PhaseTrip {
  readonly trip: Trip;
  readonly flows: readonly Flow[];
  readonly operations: Steps;
  /** the level moves in steps alone: the trip comes at one of them */
  readonly isStepped: boolean;
  /** the rest of the phase, to finish once the instant is known */
  readonly otherFlows: readonly Flow[];
  readonly otherOperations: Steps;
  /** what to settle when it has fired */
  readonly settle: Steps;
  /** state that a trial puts back, in stretches of neighbouring places */
  readonly states: readonly Stretch[];
}
export interface Stretch {
  readonly at: Place;
  readonly end: Place;
}
export interface PhaseTable {
  readonly phases: readonly Phase[];
  /** operations that may be stale when somebody looks */
  readonly late: ReadonlySet<Operation>;
}

type Levels = readonly (readonly [Place, number])[];

/** Bits that a phase fixes: the sequencer's outputs, and what gates make of them alone. */
function knownBits(program: Program, outputs: Levels): Map<Place, number> {
  const known = new Map<Place, number>(outputs);
  const gates = program.elements.filter((e): e is GateSpec => e.kind === 'gate');
  for (let changed = true; changed; ) {
    changed = false;
    for (const g of gates) {
      const out = program.placeOf(g.out);
      if (known.has(out)) continue;
      const inputs = g.inputs.map((net) => known.get(program.placeOf(net)));
      const settled = inputs.every((b) => b !== undefined);
      const forced =
        (g.operation === 'and' && inputs.includes(0)) || (g.operation === 'or' && inputs.includes(1));
      if (!settled && !forced) continue;
      known.set(
        out,
        settled
          ? gateLevel(g.operation, inputs.filter((b) => b === 1).length, inputs.length)
          : g.operation === 'or'
            ? 1
            : 0,
      );
      changed = true;
    }
  }
  return known;
}

/** Tables every phase of the program's sequencer. */
export function tablePhases(program: Program): PhaseTable {
  const { sequencer } = program;
  const { table } = sequencer;
  const outputsOf: Levels[] = table.moore.map((levels) =>
    levels.map((level, k) => [sequencer.outputs[k]!, level] as const),
  );
  const timings = table.states.map((name, state) => {
    const timing = sequencer.phases[state];
    if (!timing)
      throw new Error(
        `${program.circuit.id}: ${sequencer.name} is the sequencer, but its state ${name} is no phase; give it a duration.`,
      );
    return timing;
  });
  const input = (event: number): Place => (event < 0 ? -1 : sequencer.inputs[event]!);
  const eventsOf = table.transitions.map((list) =>
    list.map(([event, target]) => [input(event), target] as const),
  );
  const stages = timings.map((timing, state): Stage => {
    const outputs = outputsOf[state]!;
    const known = knownBits(program, outputs);
    const flows = program.flows.filter((fl) => can(fl.enable, known));
    const trips = program.trips.filter((t) => can(t.armed, known));
    const moved = new Set(flows.flatMap((fl) => fl.updates));
    const commits = program.commits.filter((c) =>
      c.reads.length === 0 ? c.writes.some((p) => moved.has(p)) : can(c.capture, known),
    );
    const changed = [
      ...commits.flatMap((c) => c.writes),
      ...trips.map((t) => t.done),
      ...program.machines.flatMap((m: CompiledMachine) => (m === sequencer ? [] : m.outputs)),
      ...(timing.ends ? [PRESENTATION] : []),
    ];
    const targets = eventsOf[state]!.map(([, target]) => target);
    // a phase that no event ends is repeated
    if (eventsOf[state]!.every(([bit]) => bit >= 0)) targets.push(state);
    const changes = timings.map((to, next) => {
      if (!targets.includes(next)) return null;
      const switched = outputs.filter(([, level], k) => level !== outputsOf[next]![k]![1]);
      const stimulus = to.begins ? Object.values(program.stimulus).flat() : [];
      return [...changed, ...switched.map(([place]) => place), ...stimulus];
    });
    return {
      begins: timing.begins ?? false,
      flows,
      trips,
      commits,
      powers: program.powers.filter(
        (p) => can(p.enable, known) && (p.account === 'plating' || (timing.sensing ?? false)),
      ),
      waitFor: timing.waitFor === undefined ? -1 : input(table.events.indexOf(timing.waitFor)),
      events: eventsOf[state]!.map(([bit]) => bit).filter((bit) => bit >= 0),
      changes,
      known,
      knownAfter: trips.map((t) => knownBits(program, [...outputs, [t.done, 1]])),
    };
  });
  const { stages: settling, late } = schedule(program, stages);
  const join = (steps: Steps): Steps => (program.fuse ? fuse(steps) : steps);
  const phases = stages.map((s, state): Phase => {
    const timing = timings[state]!;
    const { settleFlows, settleTrip, settleEnd, edges, settleStimulus } = settling[state]!;
    return {
      name: table.states[state]!,
      seconds: timing.seconds,
      waitFor: s.waitFor,
      limit: Math.max(timing.limit ?? timing.seconds, timing.seconds),
      begins: s.begins,
      ends: timing.ends ?? false,
      still: s.flows.length === 0 && s.trips.length === 0 && s.waitFor < 0,
      flows: s.flows,
      trips: s.trips.map((trip, k) => tripIn(trip, s.flows, settleFlows, settleTrip[k]!, join)),
      settleFlows: join(settleFlows),
      settleEnd: join(settleEnd),
      settleStimulus: join(settleStimulus),
      commits: s.commits,
      powers: s.powers,
      events: eventsOf[state]!,
      outputs: Int32Array.from(outputsOf[state]!, ([place]) => place),
      levels: Float64Array.from(outputsOf[state]!, ([, level]) => level),
      edges: edges.map(join),
    };
  });
  return { phases, late };
}

function tripIn(
  trip: Trip,
  all: readonly Flow[],
  settleFlows: Steps,
  settle: Steps,
  join: (steps: Steps) => Steps,
): PhaseTrip {
  const operations = upstream(
    settleFlows,
    trip.polarity === null ? [trip.level] : [trip.level, trip.polarity],
  );
  const wanted = new Set([trip.level, ...operations.flatMap((o) => o.reads)]);
  if (trip.polarity !== null) wanted.add(trip.polarity);
  const flows = all.filter((fl) => fl.updates.some((p) => wanted.has(p)));
  return {
    trip,
    flows,
    operations: join(operations),
    isStepped: flows.length > 0 && flows.every((fl) => fl.next !== undefined),
    otherFlows: all.filter((fl) => !flows.includes(fl)),
    otherOperations: join(settleFlows.filter((o) => !operations.includes(o))),
    settle: join(settle),
    states: stretches(flows.flatMap((fl) => fl.states)),
  };
}

function stretches(places: readonly Place[]): Stretch[] {
  const out: Stretch[] = [];
  for (const at of places) {
    const last = out.at(-1);
    if (last?.end === at) out[out.length - 1] = { at: last.at, end: at + 1 };
    else out.push({ at, end: at + 1 });
  }
  return out;
}

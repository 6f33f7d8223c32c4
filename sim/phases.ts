/**
 * What each phase needs, found once: which flows can move, which trips can fire, what has to be
 * settled again after each of them, and what changes on the way to each next phase.
 */
import {
  type CompiledMachine,
  type Commit,
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

export interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** the bit that the phase waits for, or -1 */
  readonly waitFor: Place;
  readonly limit: number;
  readonly begins: boolean;
  readonly ends: boolean;
  readonly flows: readonly Flow[];
  readonly trips: readonly PhaseTrip[];
  readonly settleFlows: readonly Operation[];
  readonly settleTrips: readonly Operation[];
  readonly commits: readonly Commit[];
  readonly powers: readonly Power[];
  /** [bit, next phase] in order of priority; bit -1 is always true */
  readonly events: readonly (readonly [Place, number])[];
  /** bits of the sequencer in this phase */
  readonly outputs: readonly (readonly [Place, number])[];
  /** per next phase: what to settle on the way */
  readonly edges: readonly (readonly Operation[])[];
}
/** A trip with the part of the circuit that its level depends on. */
export interface PhaseTrip {
  readonly trip: Trip;
  readonly flows: readonly Flow[];
  readonly operations: readonly Operation[];
  /** the rest of the phase, to finish once the instant is known */
  readonly otherFlows: readonly Flow[];
  readonly otherOperations: readonly Operation[];
  /** state that a trial puts back */
  readonly states: Int32Array;
}

/** Finds the operations that have to run again after some places changed, in order. */
export function downstream(program: Program, changed: Iterable<Place>): Operation[] {
  const dirty = new Set(changed);
  return program.operations.filter((o) => {
    // what changed directly and is derived from its own state is up to date already
    if (program.onlookers.has(o) || !o.reads.some((p) => dirty.has(p)) || o.writes.every((p) => dirty.has(p)))
      return false;
    for (const p of o.writes) dirty.add(p);
    return true;
  });
}

/** The operations and flows on which some places depend. */
function cone(
  operations: readonly Operation[],
  flows: readonly Flow[],
  places: Iterable<Place>,
): { operations: Operation[]; flows: Flow[] } {
  const wanted = new Set(places);
  const kept: Operation[] = [];
  for (let k = operations.length - 1; k >= 0; k--) {
    const o = operations[k]!;
    if (!o.writes.some((p) => wanted.has(p))) continue;
    kept.unshift(o);
    for (const p of o.reads) wanted.add(p);
  }
  return { operations: kept, flows: flows.filter((fl) => fl.updates.some((p) => wanted.has(p))) };
}

/** Bits that a phase fixes: the sequencer's outputs, and what gates make of them alone. */
function knownBits(program: Program, outputs: readonly (readonly [Place, number])[]): Map<Place, number> {
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
export function tablePhases(program: Program): Phase[] {
  const { sequencer } = program;
  const { table } = sequencer;
  const outputsOf = table.moore.map((levels) =>
    levels.map((level, k) => [sequencer.outputs[k]!, level] as const),
  );
  const stimulus = Object.values(program.stimulus).flat();
  const others = program.machines.filter((m) => m !== sequencer);
  const partial = table.states.map((name, state) => {
    const timing = sequencer.phases[state];
    if (!timing)
      throw new Error(
        `${program.circuit.id}: ${sequencer.name} is the sequencer, but its state ${name} is no phase; give it a duration.`,
      );
    const known = knownBits(program, outputsOf[state]!);
    const can = (bit: Place | null): boolean => bit === null || known.get(bit) !== 0;
    const flows = program.flows.filter((fl) => can(fl.enable));
    const trips = program.trips.filter((t) => can(t.armed));
    const moved = new Set(flows.flatMap((fl) => fl.updates));
    const commits = program.commits.filter((c) =>
      c.reads.length === 0 ? c.writes.some((p) => moved.has(p)) : can(c.capture),
    );
    const settleFlows = downstream(program, moved);
    const plates = flows.some((fl) => fl.enable !== null);
    return {
      name,
      seconds: timing.seconds,
      waitFor: timing.waitFor === undefined ? -1 : sequencer.inputs[table.events.indexOf(timing.waitFor)]!,
      limit: Math.max(timing.limit ?? timing.seconds, timing.seconds),
      begins: timing.begins ?? false,
      ends: timing.ends ?? false,
      flows,
      trips: trips.map((trip) => tripIn(trip, flows, settleFlows)),
      settleFlows,
      settleTrips: downstream(
        program,
        trips.map((t) => t.done),
      ),
      commits,
      powers: program.powers.filter((p) => (p.account === 'sensing' ? (timing.sensing ?? false) : plates)),
      events: table.transitions[state]!.map(
        ([event, target]) => [event < 0 ? -1 : sequencer.inputs[event]!, target] as const,
      ),
      outputs: outputsOf[state]!,
    };
  });
  return partial.map((from) => {
    const base = [
      ...from.commits.flatMap((c) => c.writes),
      ...from.trips.map((t) => t.trip.done),
      ...others.flatMap((m: CompiledMachine) => m.outputs),
      ...(from.ends ? [PRESENTATION] : []),
    ];
    const edges = partial.map((to) => {
      const switched = to.outputs
        .filter(([, level], k) => level !== from.outputs[k]![1])
        .map(([place]) => place);
      return downstream(program, [...base, ...switched, ...(to.begins ? stimulus : [])]);
    });
    return { ...from, edges };
  });
}

function tripIn(trip: Trip, flows: readonly Flow[], settle: readonly Operation[]): PhaseTrip {
  const places = trip.polarity === null ? [trip.level] : [trip.level, trip.polarity];
  const part = cone(settle, flows, places);
  return {
    trip,
    flows: part.flows,
    operations: part.operations,
    otherFlows: flows.filter((fl) => !part.flows.includes(fl)),
    otherOperations: settle.filter((o) => !part.operations.includes(o)),
    states: Int32Array.from(part.flows.flatMap((fl) => fl.states)),
  };
}

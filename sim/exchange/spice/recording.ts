/**
 * A run of our kernel, phase by phase, as a deck and its comparison need it: when each phase ended,
 * what every line showed then, and when watched comparators tripped.
 */
import type { Seconds } from '../../base/units.ts';
import type { Trip } from '../../builder.ts';
import { Run, type Stimulus } from '../../clock.ts';
import type { Program } from '../../compile.ts';

export interface RecordedPhase {
  /** counted from 1 */
  readonly presentation: number;
  readonly name: string;
  /** its number in the sequencer's table */
  readonly state: number;
  readonly begins: boolean;
  /** when it began and ended by our kernel's clock */
  readonly start: Seconds;
  readonly end: Seconds;
  /** every place of the program at its end, before registers and machines took over */
  readonly values: Float64Array;
  /** true when a comparator was watched in it */
  readonly watched: boolean;
  /** true when all that was watched came */
  readonly tripped: boolean;
  /** true when something in it was watched in vain until the limit */
  readonly overran: boolean;
  /** when the watched comparators tripped, since the phase began */
  readonly trips: readonly Seconds[];
}
export interface Recording {
  readonly program: Program;
  readonly stimuli: readonly Stimulus[];
  /** every place when the first presentation began */
  readonly initial: Float64Array;
  readonly phases: readonly RecordedPhase[];
  /** by the name of each trip that fired: how its level moves, per second */
  readonly levels: ReadonlyMap<string, LevelSpeed>;
}
/** How the level of a watched comparator moves, in its unit per second. */
export interface LevelSpeed {
  /** how fast it fell before the trip, the slowest of all */
  readonly falls: number;
  /** how fast it moved by leaks once the current had stopped, the fastest of all */
  readonly drifts: number;
}

/**
 * Runs presentations and keeps what every line shows at the end of every phase.
 * @param program   compiled with `fuse: false`, so that every line is settled whenever it is looked at
 * @param stimuli   what each presentation shows
 * @param start     a snapshot to start from; the circuit's initial state when omitted
 */
export function recordRun(program: Program, stimuli: readonly Stimulus[], start?: ArrayBuffer): Recording {
  if (program.fuse) throw new Error(`${program.circuit.id}: a recording needs a program with fuse: false.`);
  const run = new Run(program);
  if (start) run.restore(start);
  const initial = Float64Array.from(run.f);
  const phases: RecordedPhase[] = [];
  const levels = new Map<string, LevelSpeed>();
  stimuli.forEach((stimulus, k) => {
    run.present(stimulus);
    for (let ended = false; !ended; ) {
      const { phase, state, time, overruns } = run;
      const found = findTrips(run, levels);
      run.phaseSeconds();
      const values = Float64Array.from(run.looked);
      ended = run.stepPhase();
      phases.push({
        presentation: k + 1,
        name: phase.name,
        state,
        begins: phase.begins,
        start: time,
        end: run.time,
        values,
        watched: found.armed,
        tripped: found.armed && found.all,
        overran: run.overruns > overruns || (found.armed && !found.all),
        trips: found.instants,
      });
    }
  });
  return { program, stimuli, initial, phases, levels };
}

/** What is watched in the present phase, whether it comes, and when: found by looking ahead. */
function findTrips(
  run: Run,
  levels: Map<string, LevelSpeed>,
): { armed: boolean; all: boolean; instants: readonly Seconds[] } {
  const { trips } = run.phase;
  if (trips.length === 0) return { armed: false, all: true, instants: [] };
  const instants = run.tripsAhead();
  const seconds = run.phaseSeconds();
  const end = Float64Array.from(run.looked);
  run.look(0);
  const begin = Float64Array.from(run.looked);
  let armed = false;
  let all = true;
  for (const { trip } of trips) {
    const fired = end[trip.done] === 1;
    if (begin[trip.armed] !== 1 && end[trip.armed] !== 1 && !fired) continue;
    armed = true;
    if (!fired) {
      // among several searchers the first ends the search of the others
      if (end[trip.armed] === 1) all = false;
      continue;
    }
    if (begin[trip.done] === 1) continue;
    for (const instant of instants) {
      run.look(instant);
      if (run.looked[trip.done] !== 1) continue;
      const before = levels.get(trip.name);
      const falls = speed(run, trip, 0.5 * instant, 0.9 * instant);
      const drifts = speed(run, trip, instant, seconds);
      levels.set(trip.name, {
        falls: Math.min(falls || Number.POSITIVE_INFINITY, before?.falls ?? Number.POSITIVE_INFINITY),
        drifts: Math.max(drifts, before?.drifts ?? 0),
      });
      break;
    }
  }
  return { armed, all, instants };
}

/** How fast a level moves between two instants of the present phase; 0 where they are one. */
function speed(run: Run, trip: Trip, from: Seconds, to: Seconds): number {
  const level = (at: Seconds): number => {
    run.look(at);
    return run.looked[trip.level]!;
  };
  return to > from ? Math.abs(level(from) - level(to)) / (to - from) : 0;
}

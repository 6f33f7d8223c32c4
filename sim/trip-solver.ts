/**
 * Finds the instant at which a watched comparator trips: solved, not polled. A trial moves the part
 * of the circuit that the level depends on, and puts its state back before the next one.
 */
import type { Seconds } from './base/units.ts';
import type { Flow } from './builder.ts';
import type { PhaseTrip, Stretch } from './phases.ts';
import { run } from './schedule.ts';
import { Unsolvable } from './unsolvable.ts';

/** A crossing is found when the level is this small a part of what it was ... */
const RELATIVE = 5e-13;
/** ... or this small in volts or seconds: the rounding of a sum of some dozen terms of about one. */
export const ABSOLUTE = 1e-14;
/** A level that has not fallen in the age of the universe never will, s. */
const FOR_EVER = 4e17;
/** The first trial, as a part of the phase: so short that amplifiers seldom saturate in it. */
const SHORT = 1 / 16;
/** A level that has not fallen after so many secants is looked for at twice the time, again and again. */
const EXTRAPOLATIONS = 4;
/** Steps of a state that moves in steps, while one comparator watches. */
const MOST_STEPS = 1e7;
/** What needs more trials than this is a level that bends badly, and halving takes over. */
const PATIENCE = 20;

/** The level as its polarity sees it: positive until the trip, and nothing at once for a signal within the tie band. */
export function levelOf(f: Float64Array, one: PhaseTrip): number {
  const { trip } = one;
  const level = f[trip.level]!;
  if (trip.polarity === null) return level;
  const p = f[trip.polarity]!;
  return p > trip.tie ? level : p < -trip.tie ? -level : 0;
}

/** Where the straight line through (p, hp) and (q, hq) is zero. */
const throughTwo = (p: Seconds, hp: number, q: Seconds, hq: number): Seconds =>
  p - (hp * (p - q)) / (hp - hq);

/** Where the parabola t(h) through three points is at h = 0; NaN where there is none. */
function throughThree(p: Seconds, hp: number, q: Seconds, hq: number, r: Seconds, hr: number): Seconds {
  const [pq, pr, qr] = [hp - hq, hp - hr, hq - hr];
  return p + ((q - p) * hp * hr) / (-pq * qr) + ((r - p) * hp * hq) / (pr * qr);
}

/** Lets a flow run for t seconds, unless it is idle. */
export function move(f: Float64Array, flow: Flow, t: Seconds): void {
  if (flow.enable === null || f[flow.enable] === 1) flow.advance(f, t);
}

/** A first trial within a phase that usually lasts so long and has dt left: finite even where both are not. */
function firstTrial(usual: Seconds, dt: Seconds): Seconds {
  const short = (usual > 0 ? usual : 1) * SHORT;
  return short < dt ? short : dt;
}

/** Solves for instants of one program; keeps the room that its trials need. */
export class TripSolver {
  /** whether the level had fallen to nothing where the last solution stopped */
  reached = false;
  private readonly circuit: string;
  private readonly saved: Float64Array;

  /** @param size  places of the program, so that every state is saved at its own */
  constructor(circuit: string, size: number) {
    this.circuit = circuit;
    this.saved = new Float64Array(size);
  }

  /**
   * Solves for the instant at which the level falls to zero. A short first trial and the secant
   * through it are exact where the circuit is affine in time; where it is not, parabolas through the
   * three best trials go on from there, kept between the ends. Leaves the trip's part of the circuit
   * at the instant found.
   * @param dt     time that is left, possibly infinite
   * @param usual  how long the phase usually lasts
   * @returns      the instant, or dt when there is none before
   * @throws       Unsolvable when dt is infinite and the level does not fall in the age of the universe
   * @see          Brent, Algorithms for Minimization without Derivatives, 1973, ch. 4, for the parabola
   */
  solve(f: Float64Array, one: PhaseTrip, dt: Seconds, usual: Seconds): Seconds {
    copy(f, this.saved, one.states);
    if (one.isStepped) return this.march(f, one, dt);
    this.reached = true;
    // the level is ha > 0 at a and hb < 0 at b, where that is known
    let a = 0;
    let ha = levelOf(f, one);
    let b = dt;
    let hb = 0;
    const enough = RELATIVE * ha + ABSOLUTE;
    // the best trial but one, and the one that it replaced
    let before = 0;
    let hBefore = ha;
    let older = Number.NaN;
    let hOlder = Number.NaN;
    let t = firstTrial(usual, dt);
    for (let k = 0; k < 300; k++) {
      const h = this.trial(f, one, t, k > 0);
      if (h <= enough && h >= -enough) return t;
      if (h > 0) {
        if (t >= dt) {
          this.reached = false;
          return dt;
        }
        if (t > FOR_EVER) this.failFor(one);
        a = t;
        ha = h;
        if (hb < 0 && -hb < Math.abs(hBefore)) {
          older = before;
          hOlder = hBefore;
          before = b;
          hBefore = hb;
        }
      } else {
        b = t;
        hb = h;
        if (ha < Math.abs(hBefore)) {
          older = before;
          hOlder = hBefore;
          before = a;
          hBefore = ha;
        }
      }
      let next: Seconds;
      if (hb < 0) {
        next = k > PATIENCE ? (a + b) / 2 : throughThree(t, h, before, hBefore, older, hOlder);
        if (!(next > a && next < b)) next = throughTwo(t, h, before, hBefore);
        if (!(next > a && next < b)) next = throughTwo(a, ha, b, hb);
        if (next <= a || next >= b) return this.settleAt(f, one, next);
      } else {
        // no crossing yet: the far end is never tried at once, for it may be infinite
        next = throughTwo(t, h, before, hBefore);
        if (!(next > a) || k > EXTRAPOLATIONS) next = 2 * a;
        if (next > dt) next = dt;
      }
      older = before;
      hOlder = hBefore;
      before = t;
      hBefore = h;
      t = next;
    }
    return this.settleAt(f, one, b);
  }
  /** Goes from step to step, for where nothing changes in between the trip is at one of them. */
  private march(f: Float64Array, one: PhaseTrip, dt: Seconds): Seconds {
    const { flows, operations } = one;
    let t = 0;
    for (let k = 0; k < MOST_STEPS; k++) {
      let step = dt - t;
      for (let j = 0; j < flows.length; j++) {
        const { enable, next } = flows[j]!;
        if (enable === null || f[enable] === 1) step = Math.min(step, next!(f));
      }
      if (step === Number.POSITIVE_INFINITY) this.failFor(one);
      const last = step >= dt - t;
      for (let j = 0; j < flows.length; j++) move(f, flows[j]!, step);
      run(operations, f);
      t = last ? dt : t + step;
      this.reached = levelOf(f, one) <= ABSOLUTE;
      if (this.reached || last) return t;
    }
    return this.failFor(one);
  }
  private settleAt(f: Float64Array, one: PhaseTrip, t: Seconds): Seconds {
    this.trial(f, one, t, true);
    return t;
  }
  private failFor(one: PhaseTrip): never {
    throw new Unsolvable(
      `${this.circuit}: ${one.trip.name} is waited for without a limit and never comes; give its phase a limit.`,
    );
  }

  /** Puts back the state that the last `solve` of this trip found. */
  putBack(f: Float64Array, one: PhaseTrip): void {
    this.trial(f, one, 0, true);
  }

  /** The level t seconds on; `again` puts the state back first. */
  private trial(f: Float64Array, one: PhaseTrip, t: Seconds, again: boolean): number {
    const { flows, operations } = one;
    if (again) copy(this.saved, f, one.states);
    for (let k = 0; k < flows.length; k++) move(f, flows[k]!, t);
    run(operations, f);
    return levelOf(f, one);
  }
}

/** Copies stretches from one array to the same places of another. */
function copy(from: Float64Array, to: Float64Array, states: readonly Stretch[]): void {
  for (let k = 0; k < states.length; k++) {
    const { at, end } = states[k]!;
    for (let i = at | 0; i < end; i = (i + 1) | 0) to[i] = from[i]!;
  }
}

/**
 * A network in time. Each step solves the whole network for the states at its end, by backward Euler
 * or by the trapezoidal rule; the step is as long as the estimated error of one step allows. Steps end
 * at the corners of sources and where a switch is thrown, and what follows begins anew.
 * @see Nagel, "SPICE2: a computer program to simulate semiconductor circuits", UCB/ERL M520, 1975, ch. 4-5
 */
import type { Seconds } from '../../base/units.ts';
import { Unsolvable } from '../../unsolvable.ts';
import { newton, solveStatic, at as touching } from './newton.ts';
import { System, type SystemOptions } from './system.ts';
import type { Network, Node } from './types.ts';
import { nextCorner, nextThrow } from './waves.ts';

export type Method = 'backward-euler' | 'trapezoidal';
export interface StepOptions {
  /** trapezoidal when left out */
  readonly method?: Method;
  /** error of one step, per the size of each state; 1e-6 when left out */
  readonly relative?: number;
  /** the same in volts (of other states: in shares of their range); 1e-9 when left out */
  readonly absolute?: number;
  /** longest step, s; a fiftieth of the whole when left out */
  readonly longest?: Seconds;
  /** steps of this length and no estimate of their error: for studies of the methods, s */
  readonly fixed?: Seconds;
}
export interface TransientOptions extends SystemOptions, StepOptions {
  readonly until: Seconds;
  /** 'states': begin with the voltages, charges and states given; 'operating point' (when left out): at rest */
  readonly begin?: 'operating point' | 'states';
  /** nodes to record, all when left out */
  readonly nodes?: readonly Node[];
  /** components whose current to record */
  readonly currents?: readonly string[];
}
export interface Transient {
  readonly times: Float64Array;
  volts(node: Node): Float64Array;
  amperes(component: string): Float64Array;
  /** a memristor's x, a memistor's charge, a capacitor's voltage */
  state(component: string): Float64Array;
  /** steps that were taken back because their error was too large or Newton did not converge */
  readonly rejected: number;
  readonly system: System;
}

/** The factor by which the next step may differ from the last. */
const GROW = 2;
const SHRINK = 0.2;
/** Aims at somewhat less error than is allowed, so that few steps are taken back. */
const SAFETY = 0.9;
/** The first step of a network that stands still, or has jumped, as a part of the longest one. */
const FIRST = 1e-4;
/** A step shorter than this part of the time at hand can no longer be told from none. */
const SHORTEST = 1e-14;
/** A loop of capacitors is given so much of the longest step to follow a jump. */
const VANISHING = 1e-9;
const NEWTON_PATIENCE = 40;
/** A throw of a switch is found to this part of a step's length. */
const THROW_FOUND = 1e-9;

/**
 * Advances a system in time. The state is in the system's dynamics and in its frame; nothing else is
 * remembered from one call to the next, so that equal states go equal ways.
 */
export class Stepper {
  rejected = 0;
  steps = 0;
  private readonly system: System;
  private readonly method: Method;
  private readonly relative: number;
  private readonly absolute: number;
  private readonly fixed: Seconds | null;
  private readonly kept: Float64Array;
  private readonly y: Float64Array;
  private readonly rate: Float64Array;
  /** rates one step ago, and the step's length; 0 when there is none */
  private readonly before: Float64Array;
  private past: Seconds = 0;
  /** the rates at hand are those of a jump: the first step is backward Euler, short and unquestioned */
  private starting = false;
  private readonly largest: Float64Array;

  constructor(system: System, options: StepOptions) {
    this.system = system;
    this.method = options.method ?? 'trapezoidal';
    this.relative = options.relative ?? 1e-6;
    this.absolute = options.absolute ?? 1e-9;
    this.fixed = options.fixed ?? null;
    const n = system.dynamics.length;
    this.kept = new Float64Array(system.frame.x.length);
    this.y = new Float64Array(n);
    this.rate = new Float64Array(n);
    this.before = new Float64Array(n);
    this.largest = new Float64Array(n);
  }

  /**
   * Solves the present instant with every state as it stands, so that currents and rates are right
   * from here on: at the beginning, after a corner of a source, after a switch was thrown.
   * @param longest longest step to come
   */
  begin(longest: Seconds): void {
    const { system, largest } = this;
    const { frame, dynamics } = system;
    // in a loop with a source a capacitor has to follow at once: it is let through a vanishing resistance
    frame.reach = system.capacitorLoops ? longest * VANISHING : 0;
    frame.past = 0;
    frame.side = 1;
    frame.open = false;
    solveStatic(system);
    this.starting = system.capacitorLoops;
    for (let k = 0; k < dynamics.length; k++) {
      const d = dynamics[k]!;
      if (system.capacitorLoops) d.now = d.newState(frame);
      d.rate = d.newRate(frame);
      largest[k] = Math.max(largest[k]!, Math.abs(d.now));
    }
    this.past = 0;
  }

  /**
   * Lets the network run from `frame.time` to an instant before which no source bends.
   * @param longest longest step
   * @param taken   called after every step
   * @returns the instant reached: `until`, or earlier when a switch was thrown
   * @throws Unsolvable that says where, when and what, when the step has become too small
   */
  run(until: Seconds, longest: Seconds, taken?: () => void): Seconds {
    const { system, fixed } = this;
    const { frame } = system;
    let h = fixed ?? this.firstStep(Math.min(longest, until - frame.time));
    for (;;) {
      const left = until - frame.time;
      if (left <= SHORTEST * until) return until;
      // the last two steps share what is left, so that none is a splinter
      let step = h;
      if (fixed === null && step < left && step > left / 2) step = left / 2;
      if (step >= left * (1 - 1e-9)) step = left;
      const start = frame.time;
      const last = step === left;
      const { taken: done, next, thrown } = this.attempt(start, last ? until : start + step, step);
      if (!done) {
        this.rejected++;
        h = next;
        if (h < SHORTEST * Math.max(until, 1e-300) || this.rejected > MOST_REJECTED) this.fail(start, h);
        continue;
      }
      taken?.();
      if (thrown) return frame.time;
      h = fixed ?? Math.min(next, longest);
    }
  }

  /**
   * Short enough that the first error, which is known only afterwards, is hardly more than what is
   * allowed. It follows from the states and their rates alone, so that a way shared by two runs of
   * unequal length is gone in equal steps; only a network that stands still takes a part of the whole.
   */
  private firstStep(most: Seconds): Seconds {
    const { system, relative, absolute, largest, starting } = this;
    if (system.dynamics.length === 0) return most;
    let first = Number.POSITIVE_INFINITY;
    for (let k = 0; k < system.dynamics.length; k++) {
      const d = system.dynamics[k]!;
      const rate = Math.abs(d.rate);
      if (rate === 0) continue;
      const size = Math.max(Math.abs(d.now), largest[k]!, d.unit * 1e-3);
      const allowed = relative * Math.max(Math.abs(d.now), largest[k]!) + absolute * d.unit;
      // a state may move by the root of what it may be wrong by
      first = Math.min(first, Math.sqrt((allowed / size) * 2) * (size / rate));
    }
    if (starting || first === Number.POSITIVE_INFINITY) first = most * FIRST;
    return Math.min(most, Math.max(first, most * 1e-12));
  }

  private attempt(
    start: Seconds,
    end: Seconds,
    h: Seconds,
  ): { readonly taken: boolean; readonly next: Seconds; readonly thrown: boolean } {
    const { system, kept, y, rate, before, largest, method, fixed } = this;
    const { frame, dynamics, switches } = system;
    const { starting } = this;
    const trapezoidal = method === 'trapezoidal' && !starting;
    const order = trapezoidal && this.past > 0 ? 3 : 2;
    kept.set(frame.x);
    frame.time = end;
    frame.reach = trapezoidal ? h / 2 : h;
    frame.past = trapezoidal ? 1 : 0;
    frame.side = -1;
    const result = newton(system, {
      iterations: NEWTON_PATIENCE,
      modes: 'switches frozen',
      polish: false,
    });
    if (!result.converged) {
      this.last = { unknown: result.unknown, why: 'Newton does not converge' };
      this.back(start);
      return { taken: false, next: h / 8, thrown: false };
    }
    let worst = 0;
    let which = -1;
    for (let k = 0; k < dynamics.length; k++) {
      const d = dynamics[k]!;
      y[k] = d.newState(frame);
      rate[k] = d.newRate(frame);
      if (fixed !== null || starting) continue;
      const size = Math.max(largest[k]!, Math.abs(y[k]!));
      const allowed = this.relative * size + this.absolute * d.unit;
      const error = trapezoidal
        ? trapezoidalError(h, this.past, before[k]!, d.rate, rate[k]!)
        : (h / 2) * Math.abs(rate[k]! - d.rate);
      const share = error / allowed;
      if (!(share <= worst)) {
        worst = share;
        which = k;
      }
    }
    if (worst > 1 || !(worst - worst === 0)) {
      this.last = { unknown: -1, why: `the error of ${dynamics[which]?.name} stays too large` };
      this.back(start);
      return { taken: false, next: h * Math.max(SHRINK, SAFETY * rootOf(worst, order)), thrown: false };
    }
    // a switch that was thrown within the step: go to that instant, and no further
    for (let k = 0; k < switches.length; k++) {
      const s = switches[k]!;
      if (s.e.control.by !== 'voltage' || s.wanted(frame) === s.mode) continue;
      const after = s.level(frame);
      const settled =
        h <= THROW_FOUND * end || Math.abs(after) <= THROW_FOUND * (1 + Math.abs(s.e.control.threshold));
      if (settled) continue;
      const now = frame.x.slice();
      frame.x.set(kept);
      frame.time = start;
      const level = s.level(frame);
      frame.x.set(now);
      this.back(start);
      // straight through both ends, a little beyond the crossing, so that the switch is seen to be thrown
      const share = level === after ? 0.5 : level / (level - after);
      this.last = { unknown: -1, why: `${s.name} is thrown again and again` };
      return { taken: false, next: h * Math.min(0.9, Math.max(share * (1 + 1e-10), 1e-3)), thrown: false };
    }
    let thrown = false;
    for (let k = 0; k < dynamics.length; k++) {
      const d = dynamics[k]!;
      before[k] = d.rate;
      d.now = y[k]!;
      d.rate = rate[k]!;
      largest[k] = Math.max(largest[k]!, Math.abs(y[k]!));
    }
    this.past = starting ? 0 : h;
    this.starting = false;
    this.steps++;
    for (let k = 0; k < switches.length; k++) {
      const s = switches[k]!;
      if (s.e.control.by !== 'voltage' || s.wanted(frame) === s.mode) continue;
      s.mode = s.wanted(frame);
      thrown = true;
    }
    const next = h * Math.min(GROW, Math.max(SHRINK, worst === 0 ? GROW : SAFETY * rootOf(worst, order)));
    return { taken: true, next, thrown };
  }

  private last: { readonly unknown: number; readonly why: string } = { unknown: -1, why: '' };
  private back(start: Seconds): void {
    const { frame } = this.system;
    frame.x.set(this.kept);
    frame.time = start;
  }
  private fail(time: Seconds, h: Seconds): never {
    const { system, last } = this;
    const where =
      last.unknown >= 0 ? `; ${system.nameOf(last.unknown)} moved most${touching(system, last.unknown)}` : '';
    throw new Unsolvable(
      `${system.network.name}: at ${time} s the step would become ${h} s, and time stands still: ${last.why}${where}. Give jumps a rise time, feedback a capacitor, or allow a larger error.`,
    );
  }
}
const MOST_REJECTED = 1_000_000;

/**
 * Error of a trapezoidal step, h^3 y''' / 12 with y''' from the rates at three instants; without an
 * earlier one, the difference to backward Euler, which is larger.
 */
function trapezoidalError(h: Seconds, past: Seconds, before: number, from: number, to: number): number {
  if (past === 0) return (h / 2) * Math.abs(to - from);
  const bend = ((to - from) / h - (from - before) / past) / (h + past);
  return ((h * h * h) / 6) * Math.abs(bend);
}

/** worst^(-1/order): by how much a step may change that made `worst` times the error allowed. */
function rootOf(worst: number, order: 2 | 3): number {
  const target = 1 / worst;
  if (!(target - target === 0)) return 0;
  if (order === 2) return Math.sqrt(target);
  // cube root by Newton from a start within a factor of two: no engine's own pow or cbrt
  let scale = 1;
  let m = target;
  while (m > 8) {
    m /= 8;
    scale *= 2;
  }
  while (m < 1 && scale > 1e-6) {
    m *= 8;
    scale /= 2;
  }
  let r = 1.5;
  for (let k = 0; k < 6; k++) r = (2 * r + m / (r * r)) / 3;
  return r * scale;
}

/**
 * Simulates a network from 0 to `until`.
 * @throws Error or Unsolvable, in one line: what is wrong with the network, what does not converge,
 *         or where and when the step became too small
 */
export function transient(network: Network, options: TransientOptions): Transient {
  const { until } = options;
  if (!(until > 0 && Number.isFinite(until)))
    throw new Error(`${network.name}: a transient until ${until} s was asked for, expected a time above 0.`);
  const fromStates = options.begin === 'states';
  const system = new System(network, { ...options, capacitorsHold: fromStates });
  const { frame, dynamics, switches } = system;
  const stepper = new Stepper(system, options);
  if (!fromStates) {
    frame.open = true;
    system.throwTimed();
    solveStatic(system);
    for (const d of dynamics) d.now = d.newState(frame);
    frame.open = false;
  }
  const recorded = options.nodes ?? system.nodes;
  const times: number[] = [];
  const voltages = new Map<Node, number[]>(recorded.map((n) => [n, []]));
  const currents = new Map<string, number[]>((options.currents ?? []).map((name) => [name, []]));
  const states = dynamics.map((): number[] => []);
  const record = (): void => {
    // an instant at which something jumps is recorded once, as it is afterwards
    if (times.at(-1) === frame.time) {
      times.pop();
      for (const list of voltages.values()) list.pop();
      for (const list of currents.values()) list.pop();
      for (const list of states) list.pop();
    }
    times.push(frame.time);
    for (const [node, list] of voltages) list.push(system.voltage(node));
    for (const [name, list] of currents) list.push(system.current(name));
    dynamics.forEach((d, k) => {
      states[k]!.push(d.now);
    });
  };
  const waves = network.components.flatMap((c) =>
    c.kind === 'voltage-source' ? [c.volts] : c.kind === 'current-source' ? [c.amperes] : [],
  );
  const levels = switches.flatMap((s) => (s.e.control.by === 'time' ? [s.e.control.level] : []));
  const longest = options.longest ?? until / 50;
  while (frame.time < until) {
    system.throwTimed();
    stepper.begin(longest);
    record();
    let corner = until;
    for (const wave of waves) corner = Math.min(corner, nextCorner(wave, frame.time));
    for (const level of levels) corner = Math.min(corner, nextThrow(level, frame.time));
    stepper.run(corner, longest, record);
  }
  const list = (of: ReadonlyMap<string, number[]>, name: string, what: string): Float64Array => {
    const found = of.get(name);
    if (!found)
      throw new Error(
        `${network.name}: ${what} ${name} was not recorded; recorded ${of.size === 0 ? 'is none' : `are ${[...of.keys()].join(', ')}`}.`,
      );
    return Float64Array.from(found);
  };
  const stateLists = new Map(dynamics.map((d, k) => [d.name, states[k]!]));
  return {
    times: Float64Array.from(times),
    volts: (node) => list(voltages, node, 'node'),
    amperes: (name) => list(currents, name, 'the current of'),
    state: (name) => list(stateLists, name, 'the state of'),
    rejected: stepper.rejected,
    system,
  };
}

/**
 * Pulsed devices as the weights of a circuit, over time. `control` carries pulses a second, signed;
 * what it is that a pulse does stands in sim/devices/pulsed. With p the pulses that a line has had
 * since the phase began:
 *
 *   stepwise        a step for each whole number that p + phase passes
 *   not stepwise    the step of the pulse that is going on, in proportion to the part of it that is over
 *   G = G_ref + scale w
 *
 * The phase of a line's generator is chance where it runs all the time: then the mean number of
 * pulses is p to any fraction. Where the gate starts it, the first pulse comes after half a period,
 * and p is rounded.
 */
import { normals, uniform } from '../base/random.ts';
import { type Builder, type Place, PRESENTATION, range } from '../builder.ts';
import type { StoredConductanceSpec } from '../elements/element.ts';
import type { Machine } from '../machines/machine.ts';
import { Unsolvable } from '../unsolvable.ts';
import { sense } from './memistor.ts';
import { type CellLaw, cellLaw, type PulsedCells } from './pulsed-cells.ts';

const moves = {
  failed: 'stuck',
  rises: 'potentiating',
  falls: 'depressing',
  atTop: 'at the top',
  atBottom: 'at the bottom',
  done: 'resting',
};
const mode = { on: moves, meta: { outputs: {} } };
export const pulsedModes: Machine = {
  id: 'pulsed device',
  initial: 'resting',
  states: {
    resting: mode,
    potentiating: mode,
    depressing: mode,
    'at the top': mode,
    'at the bottom': mode,
    stuck: { on: {}, meta: { outputs: {} } },
  },
};

/** A pulse counts as over when so small a part of it is left: far above the rounding of a sum of times. */
const NEARLY = 1e-9;
/** More pulses than this in one phase are a mistake. */
const MOST_PULSES = 1e7;
/** Share of the range within which a weight counts as at its end. */
const END = 1e-12;

/** Compiles a bank of pulsed cells: law, flow, the end of a pulse train, decay, modes and energy. */
export function pulsedWeights(e: StoredConductanceSpec, cells: PulsedCells, build: Builder): void {
  const n = e.conductance.length;
  const { reference, scale, stuckCell, parameters: p } = cells;
  const { seed } = build;
  const device = build.deviceNumber(e.name);
  const law = cellLaw(cells, n, { seed, device });
  const zeros = new Array<number>(n).fill(0);
  const weight = build.state(`${e.name}.weight`, [...law.start]);
  const pulses = build.state(`${e.name}.pulses`, zeros);
  // which way the pulse that is going on leads; what was written beside the weight
  const heading = cells.stepwise ? -1 : build.state(`${e.name}.heading`, zeros);
  const written = p.writeNoise > 0 ? build.state(`${e.name}.written`, zeros) : -1;
  const g = build.bus(e.conductance);
  const rate = build.bus(e.control);
  const enable = build.at(e.enable);
  const phase = generatorPhases(e, cells, build, device);
  const isFixed = Uint8Array.from(law.isStuck, (stuck, i) => (stuck || i === stuckCell ? 1 : 0));
  const motion = cells.stepwise
    ? stepping(law, { n, device, seed, weight, pulses, phase, rate, isFixed })
    : gliding(law, { n, device, seed, weight, pulses, heading, rate, isFixed });
  const { hidden } = motion;

  const show = (f: Float64Array): void => {
    for (let i = 0; i < n; i++) {
      const w = written >= 0 ? hidden(f, i) + f[written + i]! : hidden(f, i);
      f[g + i] = reference + scale * w;
    }
  };
  const moving = [...range(weight, n), ...range(pulses, n), ...(heading < 0 ? [] : range(heading, n))];
  build.operation({
    name: `${e.name} law`,
    reads: [...moving, PRESENTATION, ...(written < 0 ? [] : range(written, n))],
    writes: range(g, n),
    run: show,
  });
  sense(e, cells, build, device, g);
  build.flow({
    name: e.name,
    reads: [...range(rate, n), PRESENTATION, ...(phase < 0 ? [] : range(phase, n))],
    gated: [],
    gate: null,
    states: moving,
    updates: [...moving, ...range(g, n)],
    enable,
    advance: (f, t) => {
      motion.advance(f, t);
      show(f);
    },
    ...(motion.next ? { next: motion.next } : {}),
  });
  build.commit({
    name: `${e.name} end of the pulses`,
    capture: null,
    reads: [],
    writes: [...moving, ...(written < 0 ? [] : range(written, n))],
    read: () => {},
    write: (f) => {
      for (let i = 0; i < n; i++) {
        if (written >= 0 && motion.isTouched(f, i)) {
          normals(f, written + i, 1, seed, 'pulsedWrite', device + i, f[PRESENTATION]!);
          f[written + i] = p.writeNoise * p.dwMin * f[written + i]!;
        }
        f[weight + i] = hidden(f, i);
        f[pulses + i] = 0;
        if (heading >= 0) f[heading + i] = 0;
      }
    },
  });
  if (p.decay > 0) decay(e, law, build, { n, weight, isFixed });

  const { pulseJoules } = cells;
  const watts = (f: Float64Array): number => {
    let perSecond = 0;
    for (let i = 0; i < n; i++) perSecond += Math.abs(f[rate + i]!);
    return perSecond * pulseJoules;
  };
  build.power({ name: e.name, account: 'plating', enable, reads: range(rate, n), watts });
  face(e, cells, law, build, { n, g, rate, enable, weight, pulses, heading, written, isFixed, hidden });
}

interface Motion {
  readonly advance: (f: Float64Array, t: number) => void;
  /** the weight now, without what was written beside it */
  readonly hidden: (f: Float64Array, i: number) => number;
  /** time to the next step of any cell, where there are steps */
  readonly next?: (f: Float64Array) => number;
  /** whether a cell has had a pulse in this phase */
  readonly isTouched: (f: Float64Array, i: number) => boolean;
}
interface Places {
  readonly n: number;
  readonly device: number;
  readonly seed: number;
  readonly weight: Place;
  readonly pulses: Place;
  readonly rate: Place;
  readonly isFixed: Uint8Array;
}

/** Whole pulses: nothing changes between them. */
function stepping(law: CellLaw, at: Places & { readonly phase: Place }): Motion {
  const { n, weight, pulses, phase, rate, isFixed } = at;
  const train = pulseTrain(law, at);
  const count = (f: Float64Array, i: number): number => Math.floor(f[pulses + i]! + f[phase + i]! + NEARLY);
  return {
    hidden: (f, i) => f[weight + i]!,
    isTouched: (f, i) => count(f, i) > 0,
    advance: (f, t) => {
      for (let i = 0; i < n; i++) {
        const perSecond = f[rate + i]!;
        if (perSecond === 0) continue;
        const before = count(f, i);
        f[pulses + i] = f[pulses + i]! + Math.abs(perSecond) * t;
        const after = count(f, i);
        if (after > before && isFixed[i] === 0)
          f[weight + i] = train(f, i, f[weight + i]!, perSecond > 0 ? 1 : -1, before, after);
      }
    },
    next: (f) => {
      let soonest = Number.POSITIVE_INFINITY;
      for (let i = 0; i < n; i++) {
        const perSecond = Math.abs(f[rate + i]!);
        if (perSecond === 0 || isFixed[i] === 1) continue;
        const t = (count(f, i) + 1 - (f[pulses + i]! + f[phase + i]!)) / perSecond;
        if (t < soonest) soonest = t;
      }
      return soonest;
    },
  };
}

/** A pulse does its share while it is going on. */
function gliding(law: CellLaw, at: Places & { readonly heading: Place }): Motion {
  const { n, weight, pulses, heading, rate, isFixed } = at;
  const { straight, low, high } = law;
  const train = pulseTrain(law, at);
  const hidden = (f: Float64Array, i: number): number => {
    const direction = f[heading + i]!;
    const w = f[weight + i]!;
    if (direction === 0) return w;
    const way = f[pulses + i]!;
    if (straight) return held(w + (direction > 0 ? straight.up : straight.down)[i]! * way, low[i]!, high[i]!);
    const whole = Math.floor(way + NEARLY);
    const part = way - whole;
    // the weight is that of the pulses that are over
    return part > 0 ? w + part * (train(f, i, w, direction > 0 ? 1 : -1, whole, whole + 1) - w) : w;
  };
  return {
    hidden,
    isTouched: (f, i) => f[pulses + i]! > 0,
    advance: (f, t) => {
      for (let i = 0; i < n; i++) {
        const perSecond = f[rate + i]!;
        if (perSecond === 0 || isFixed[i] === 1) continue;
        const direction = perSecond > 0 ? 1 : -1;
        if (f[heading + i] !== direction) {
          // a hand has turned the pulses round: what is done is done, and a new pulse begins
          f[weight + i] = hidden(f, i);
          f[pulses + i] = straight ? 0 : Math.ceil(f[pulses + i]! - NEARLY);
          f[heading + i] = direction;
        }
        const before = f[pulses + i]!;
        const after = before + Math.abs(perSecond) * t;
        if (!straight) {
          const from = Math.floor(before + NEARLY);
          const to = Math.floor(after + NEARLY);
          f[weight + i] = train(f, i, f[weight + i]!, direction, from, to);
        }
        f[pulses + i] = after;
      }
    },
  };
}

/** The weight of cell i after its pulses number `from` to `to` - 1 of this presentation. */
function pulseTrain(
  law: CellLaw,
  { seed, device }: Places,
): (f: Float64Array, i: number, w: number, direction: 1 | -1, from: number, to: number) => number {
  const { straight, low, high, step, isNoisy } = law;
  if (straight) {
    return (_f, i, w, direction, from, to) =>
      held(w + (to - from) * (direction > 0 ? straight.up : straight.down)[i]!, low[i]!, high[i]!);
  }
  const z = new Float64Array(1);
  return (f, i, start, direction, from, to) => {
    if (to - from > MOST_PULSES)
      throw new Unsolvable(
        `weights: more than ${MOST_PULSES} pulses in one phase; make the step of the rule smaller, or the device's larger.`,
      );
    let w = start;
    for (let k = from; k < to; k++) {
      if (isNoisy) normals(z, 0, 1, seed, 'pulsedCycle', device + i, f[PRESENTATION]!, k);
      const next = step(i, w, direction, z[0]!);
      if (next === w && !isNoisy) break;
      w = next;
    }
    return w;
  };
}

const held = (w: number, low: number, high: number): number => (w < low ? low : w > high ? high : w);

/** Where each line's generator stands when the gate opens, in periods. */
function generatorPhases(
  e: StoredConductanceSpec,
  { stepwise, freeRunning }: PulsedCells,
  build: Builder,
  device: number,
): Place {
  if (!stepwise) return -1;
  const n = e.conductance.length;
  const phase = build.scratch(`${e.name}.phase`, new Array<number>(n).fill(0.5));
  if (!freeRunning) return phase;
  const { seed } = build;
  build.operation({
    name: `${e.name} phases`,
    reads: [PRESENTATION],
    writes: range(phase, n),
    run: (f) => {
      for (let i = 0; i < n; i++) {
        // a whole number of pulses is that number, whatever the phase
        f[phase + i] = (1 - 4 * NEARLY) * uniform(seed, 'pulsePhase', device + i, f[PRESENTATION]!);
      }
    },
  });
  return phase;
}

/** What a weight loses from one presentation to the next. */
function decay(
  e: StoredConductanceSpec,
  law: CellLaw,
  build: Builder,
  { n, weight, isFixed }: { readonly n: number; readonly weight: Place; readonly isFixed: Uint8Array },
): void {
  const seen = build.state(`${e.name}.decayed`, [0]);
  build.commit({
    name: `${e.name} decay`,
    capture: null,
    reads: [PRESENTATION],
    writes: [seen, ...range(weight, n)],
    read: () => {},
    write: (f) => {
      // the first phase of every presentation but the first
      if (f[seen] === f[PRESENTATION]) return;
      f[seen] = f[PRESENTATION]!;
      for (let i = 0; i < n; i++) if (isFixed[i] === 0) f[weight + i] = law.rested(i, f[weight + i]!);
    },
  });
}

/** What is shown of the cells, and how a hand sets one. */
function face(
  e: StoredConductanceSpec,
  cells: PulsedCells,
  law: CellLaw,
  build: Builder,
  at: {
    readonly n: number;
    readonly g: Place;
    readonly rate: Place;
    readonly enable: Place;
    readonly weight: Place;
    readonly pulses: Place;
    readonly heading: Place;
    readonly written: Place;
    readonly isFixed: Uint8Array;
    readonly hidden: (f: Float64Array, i: number) => number;
  },
): void {
  const { n, g, rate, enable, weight, pulses, heading, written, isFixed, hidden } = at;
  const { low, high } = law;
  const { reference, scale, openCell, parameters: p } = cells;
  // a cell that nothing ends is shown on the range of its kind
  const bottom = low.map((w) => (Number.isFinite(w) ? w : p.wMin));
  const top = high.map((w) => (Number.isFinite(w) ? w : p.wMax));
  const margin = (i: number): number => END * (top[i]! - bottom[i]!);
  const atTop = (f: Float64Array, i: number): boolean => hidden(f, i) >= high[i]! - margin(i);
  const atBottom = (f: Float64Array, i: number): boolean => hidden(f, i) <= low[i]! + margin(i);
  const isOut = (i: number): boolean => isFixed[i] === 1 || i === openCell;
  build.moded({
    path: e.name,
    count: n,
    modes: pulsedModes,
    reads: [enable, ...range(rate, n)],
    conductance: g,
    control: rate,
    bits: {
      failed: (_f, i) => isOut(i),
      rises: (f, i) => f[enable] === 1 && f[rate + i]! > 0,
      falls: (f, i) => f[enable] === 1 && f[rate + i]! < 0,
      atTop,
      atBottom,
    },
    saturated: (f, i) => !isOut(i) && (atTop(f, i) || atBottom(f, i)),
    fullness: (f, i) => {
      const span = top[i]! - bottom[i]!;
      return span > 0 ? Math.min(1, Math.max(0, (hidden(f, i) - bottom[i]!) / span)) : 0.5;
    },
    setConductance: (f, i, siemens) => {
      if (law.isStuck[i] === 1) return;
      f[weight + i] = held((siemens - reference) / scale, low[i]!, high[i]!);
      if (written >= 0) f[written + i] = 0;
      if (heading < 0) return;
      f[pulses + i] = 0;
      f[heading + i] = 0;
    },
  });
}

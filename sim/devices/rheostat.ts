/**
 * A rheostat with a knob: the gain control of the knobby ADALINE. One hand turns the knobs one
 * after another: it needs a moment to reach each knob that has to move, then turns it at a steady
 * rate until the pointer stands where it shall. G = G_ref + span * p, p the pointer's position.
 *
 * @see Widrow & Hoff, "Adaptive switching circuits", WESCON 1960 (gains set by rheostats); the times
 *      are chosen, no measurement is known
 */
import type { Ohms, Seconds, Siemens } from '../base/units.ts';
import { type Builder, range } from '../builder.ts';
import type { StoredConductanceSpec } from '../elements/element.ts';
import type { Machine } from '../machines/machine.ts';

export interface RheostatParameters {
  readonly device: 'rheostat';
  readonly reference: Siemens;
  /** conductances at the two end stops */
  readonly low: Siemens;
  readonly high: Siemens;
  /** true: the stops hold; false: the knob turns on for ever */
  readonly stops: boolean;
  /** smallest step of the winding, S; 0 = continuous */
  readonly resolution: Siemens;
  /** time to reach and grip a knob */
  readonly reach: Seconds;
  /** S/s while it turns */
  readonly rate: number;
  readonly leadOhms: Ohms;
}

const moves = { atStop: 'end stop', turns: 'turning', done: 'resting' };
const mode = { on: moves, meta: { outputs: {} } };
export const rheostatModes: Machine = {
  id: 'rheostat',
  initial: 'resting',
  states: { resting: mode, turning: mode, 'end stop': mode },
};

/** Compiles a bank of knobs. `control` is the conductance that the hand aims at. */
export function rheostat(e: StoredConductanceSpec, p: RheostatParameters, build: Builder): void {
  const n = e.conductance.length;
  // the position is kept as the difference to the reference, so that a weight of zero is exactly zero
  const position = build.state(`${e.name}.position`, new Array<number>(n).fill(0));
  const reaching = build.state(`${e.name}.reaching`, [0]);
  const g = build.bus(e.conductance);
  const target = build.bus(e.control);
  const enable = build.at(e.enable);
  const { reference, resolution, reach, rate } = p;
  const low = p.stops ? p.low - reference : -Infinity;
  const high = p.stops ? p.high - reference : Infinity;
  /** where the pointer shall stand for a conductance, from the reference */
  const aim = (siemens: number): number => {
    const v = siemens - reference;
    const stepped = resolution > 0 ? Math.round(v / resolution) * resolution : v;
    return stepped < low ? low : stepped > high ? high : stepped;
  };
  const law = (f: Float64Array): void => {
    for (let i = 0; i < n; i++) f[g + i] = reference + f[position + i]!;
  };
  build.operation({ name: `${e.name} law`, reads: range(position, n), writes: range(g, n), run: law });

  const left = build.bus(e.remaining);
  const timeLeft = (f: Float64Array): void => {
    let seconds = -f[reaching]!;
    for (let i = 0; i < n; i++) {
      const way = Math.abs(aim(f[target + i]!) - f[position + i]!);
      if (way > 0) seconds += reach + way / rate;
    }
    f[left] = seconds;
  };
  const all = [...range(position, n), ...range(target, n), reaching];
  build.operation({ name: `${e.name} time left`, reads: all, writes: [left], run: timeLeft });

  const advance = (f: Float64Array, t: number): void => {
    let budget = t + f[reaching]!;
    for (let i = 0; i < n; i++) {
      const to = aim(f[target + i]!);
      const way = to - f[position + i]!;
      if (way === 0) continue;
      const turning = Math.abs(way) / rate;
      // a hand that is there to within rounding is there
      if (budget >= (reach + turning) * (1 - 1e-14)) {
        f[position + i] = to;
        budget -= reach + turning;
        continue;
      }
      if (budget > reach) {
        f[position + i] = f[position + i]! + (way > 0 ? rate : -rate) * (budget - reach);
        budget = reach;
      }
      break;
    }
    f[reaching] = budget > 0 ? Math.min(budget, reach) : 0;
    law(f);
  };
  const states = [...range(position, n), reaching];
  const updates = [...states, ...range(g, n)];
  build.flow({
    name: e.name,
    reads: range(target, n),
    gated: [],
    gate: null,
    states,
    updates,
    enable,
    advance,
  });
  // the hand leaves the panel at the end of every phase
  build.commit({
    name: `${e.name} hand`,
    capture: null,
    reads: [],
    writes: [reaching],
    read: () => {},
    write: (f) => {
      f[reaching] = 0;
    },
  });

  if (p.leadOhms > 0) {
    const lead = p.leadOhms;
    const seen = build.scratch(`${e.name}.withLeads`, new Array<number>(n).fill(0));
    const run = (f: Float64Array): void => {
      for (let i = 0; i < n; i++) f[seen + i] = f[g + i]! / (1 + f[g + i]! * lead);
    };
    build.operation({ name: `${e.name} leads`, reads: range(g, n), writes: range(seen, n), run });
    build.conductor({ name: e.name, a: e.a, b: e.b, g: seen, step: 1, metered: true });
  } else build.conductor({ name: e.name, a: e.a, b: e.b, g, step: 1, metered: true });

  const atStop = (f: Float64Array, i: number): boolean =>
    p.stops && (f[position + i] === low || f[position + i] === high);
  build.moded({
    path: e.name,
    count: n,
    modes: rheostatModes,
    reads: [enable, ...range(target, n)],
    conductance: g,
    control: target,
    bits: {
      atStop,
      turns: (f, i) => f[enable] === 1 && aim(f[target + i]!) !== f[position + i],
    },
    saturated: atStop,
    fullness: (f, i) => Math.min(1, Math.max(0, (f[position + i]! + reference - p.low) / (p.high - p.low))),
    setConductance: (f, i, siemens) => {
      f[position + i] = aim(siemens);
      f[target + i] = siemens;
    },
  });
}

/**
 * What each component adds to the equations: its currents to the nodes' sums, its own equations, and
 * the slopes of both. Residuals are written with the very voltages at hand, so that one Newton step
 * from anywhere solves a linear network, and a second one only polishes.
 */
import type { Amperes, Seconds, Siemens, Volts } from '../../base/units.ts';
import {
  allInversion,
  criticalVolts,
  found,
  junctionCurrent,
  limitJunction,
  tanh,
  weakInversion,
} from './laws.ts';
import {
  type Capacitor,
  type CompactModel,
  type Diode,
  type Memistor,
  type Memristor,
  type OpAmp,
  type Switch,
  THERMAL_VOLTS,
  type Transistor,
  type VoltageControlledCurrent,
  type Wave,
} from './types.ts';
import { levelAt } from './waves.ts';

/** What stampers read and fill. Index `ground` of `x` and `f` takes what nobody asks for; so does slot 0. */
export interface Frame {
  /** voltages, branch currents and states, then ground and the nodes that are held */
  readonly x: Float64Array;
  /** sums of the currents that leave each node, and what is left of every other equation */
  readonly f: Float64Array;
  /** slopes of f, by slot */
  readonly values: Float64Array;
  /** all independent sources are multiplied by this, and the offsets of amplifiers */
  scale: number;
  time: Seconds;
  /** which side of a jump at that time sources are taken on: -1 where a step ends, 1 where one begins */
  side: 1 | -1;
  /** h for backward Euler, h / 2 for the trapezoidal rule, 0 while states stand still */
  reach: Seconds;
  /** 1 for the trapezoidal rule, which counts the rate at the step's beginning, too */
  past: 0 | 1;
  /** capacitors carry no current: the operating point */
  open: boolean;
  /** an exponential was not taken where Newton wanted it */
  limited: boolean;
}
/** Where things stand: `node` gives an index into x, `slot` an index into values. */
export interface Places {
  node: (name: string) => number;
  /** index of a fresh unknown with an equation of its own */
  unknown: (name: string, kind: 'branch' | 'state') => number;
  slot: (row: number, column: number) => number;
  /** the unknown that is the current of a component */
  currentOf: (component: string) => number;
}
export interface Stamper {
  readonly name: string;
  load(frame: Frame): void;
  /** current from the first node through the component to the second, once x is solved */
  current(frame: Frame): Amperes;
}
/** A component that remembers: y is its state, held at `now` when a step begins. */
export interface Dynamic {
  readonly name: string;
  /** where an error is counted against: the absolute part of its tolerance, in units of the state, per unit tolerance */
  readonly unit: number;
  now: number;
  /** dy/dt at the beginning of the step */
  rate: number;
  newState(frame: Frame): number;
  newRate(frame: Frame): number;
}
/** A component that is one of several linear ones at a time, as the voltages say. */
export interface Moded {
  readonly name: string;
  mode: number;
  /** the mode that the solution asks for */
  wanted(frame: Frame): number;
}

/** Slots of a conductance-like entry: rows a and b, columns c and d. */
export const fourSlots = (p: Places, a: number, b: number, c: number, d: number): readonly number[] => [
  p.slot(a, c),
  p.slot(a, d),
  p.slot(b, c),
  p.slot(b, d),
];
function addFour(values: Float64Array, slots: readonly number[], g: Siemens): void {
  values[slots[0]!] = values[slots[0]!]! + g;
  values[slots[1]!] = values[slots[1]!]! - g;
  values[slots[2]!] = values[slots[2]!]! - g;
  values[slots[3]!] = values[slots[3]!]! + g;
}
function add(values: Float64Array, slot: number, x: number): void {
  values[slot] = values[slot]! + x;
}

/** All conductances of a network, in arrays: by far the most of what most networks are made of. */
export class Conductances {
  readonly siemens: Float64Array;
  private readonly a: Int32Array;
  private readonly b: Int32Array;
  private readonly slots: Int32Array;

  constructor(
    list: readonly { readonly a: string; readonly b: string; readonly siemens: number }[],
    p: Places,
  ) {
    this.siemens = Float64Array.from(list, (c) => c.siemens);
    this.a = Int32Array.from(list, (c) => p.node(c.a));
    this.b = Int32Array.from(list, (c) => p.node(c.b));
    this.slots = Int32Array.from(
      list.flatMap((_, k) => fourSlots(p, this.a[k]!, this.b[k]!, this.a[k]!, this.b[k]!)),
    );
  }
  load({ x, f, values }: Frame): void {
    const { siemens, a, b, slots } = this;
    for (let k = 0, s = 0; k < siemens.length; k++, s += 4) {
      const g = siemens[k]!;
      const i = a[k]!;
      const j = b[k]!;
      const current = g * (x[i]! - x[j]!);
      f[i] = f[i]! + current;
      f[j] = f[j]! - current;
      add(values, slots[s]!, g);
      add(values, slots[s + 1]!, -g);
      add(values, slots[s + 2]!, -g);
      add(values, slots[s + 3]!, g);
    }
  }
  current(k: number, { x }: Frame): Amperes {
    return this.siemens[k]! * (x[this.a[k]!]! - x[this.b[k]!]!);
  }
}

/** An equation of a voltage between two nodes, and the current that it takes to hold it. */
abstract class Branch implements Stamper {
  readonly name: string;
  protected readonly a: number;
  protected readonly b: number;
  readonly branch: number;
  private readonly incidence: readonly number[];

  constructor(name: string, a: string, b: string, p: Places) {
    this.name = name;
    this.a = p.node(a);
    this.b = p.node(b);
    this.branch = p.unknown(name, 'branch');
    const { branch } = this;
    this.incidence = [
      p.slot(this.a, branch),
      p.slot(this.b, branch),
      p.slot(branch, this.a),
      p.slot(branch, this.b),
    ];
  }
  /** i leaves a and enters b; the equation begins with V(a) - V(b). */
  protected loadVoltage({ x, f, values }: Frame): void {
    const { a, b, branch, incidence } = this;
    const i = x[branch]!;
    f[a] = f[a]! + i;
    f[b] = f[b]! - i;
    f[branch] = f[branch]! + x[a]! - x[b]!;
    add(values, incidence[0]!, 1);
    add(values, incidence[1]!, -1);
    add(values, incidence[2]!, 1);
    add(values, incidence[3]!, -1);
  }
  abstract load(frame: Frame): void;
  current({ x }: Frame): Amperes {
    return x[this.branch]!;
  }
}

export class VoltageSourceStamper extends Branch {
  wave: Wave;
  constructor(name: string, a: string, b: string, wave: Wave, p: Places) {
    super(name, a, b, p);
    this.wave = wave;
  }
  load(frame: Frame): void {
    this.loadVoltage(frame);
    const { f, scale, time, side } = frame;
    f[this.branch] = f[this.branch]! - scale * levelAt(this.wave, time, side);
  }
}

/** V(a) - V(b) = gain times another voltage, or times another current. */
export class ControlledVoltageStamper extends Branch {
  private readonly controls: readonly { readonly at: number; readonly gain: number; readonly slot: number }[];
  constructor(
    name: string,
    a: string,
    b: string,
    controls: readonly { readonly at: number; readonly gain: number }[],
    p: Places,
  ) {
    super(name, a, b, p);
    this.controls = controls.map((c) => ({ ...c, slot: p.slot(this.branch, c.at) }));
  }
  load(frame: Frame): void {
    this.loadVoltage(frame);
    const { x, f, values } = frame;
    for (const { at, gain, slot } of this.controls) {
      f[this.branch] = f[this.branch]! - gain * x[at]!;
      add(values, slot, -gain);
    }
  }
}

export class CurrentSourceStamper implements Stamper {
  readonly name: string;
  wave: Wave;
  private readonly a: number;
  private readonly b: number;
  constructor(name: string, a: string, b: string, wave: Wave, p: Places) {
    this.name = name;
    this.wave = wave;
    this.a = p.node(a);
    this.b = p.node(b);
  }
  load(frame: Frame): void {
    const { f } = frame;
    const i = this.current(frame);
    f[this.a] = f[this.a]! + i;
    f[this.b] = f[this.b]! - i;
  }
  current({ scale, time, side }: Frame): Amperes {
    return scale * levelAt(this.wave, time, side);
  }
}

export class ControlledCurrentStamper implements Stamper {
  readonly name: string;
  private readonly a: number;
  private readonly b: number;
  private readonly c: number;
  private readonly d: number;
  private readonly siemens: Siemens;
  private readonly limit: Amperes;
  private readonly slots: readonly number[];
  constructor(e: VoltageControlledCurrent, p: Places) {
    this.name = e.name;
    this.a = p.node(e.a);
    this.b = p.node(e.b);
    this.c = p.node(e.controlA);
    this.d = p.node(e.controlB);
    this.siemens = e.siemens;
    this.limit = e.limit ?? Number.POSITIVE_INFINITY;
    this.slots = fourSlots(p, this.a, this.b, this.c, this.d);
  }
  load(frame: Frame): void {
    const { f, values } = frame;
    const i = this.current(frame);
    const share = i / this.limit;
    f[this.a] = f[this.a]! + i;
    f[this.b] = f[this.b]! - i;
    addFour(values, this.slots, this.siemens * (1 - share * share));
  }
  current({ x }: Frame): Amperes {
    const i = this.siemens * (x[this.c]! - x[this.d]!);
    return this.limit === Number.POSITIVE_INFINITY ? i : this.limit * tanh(i / this.limit);
  }
}

/** i from a to b = gain times the current of another component. */
export class CurrentMirrorStamper implements Stamper {
  readonly name: string;
  private readonly a: number;
  private readonly b: number;
  private readonly control: number;
  private readonly gain: number;
  private readonly slots: readonly [number, number];
  constructor(name: string, a: string, b: string, control: string, gain: number, p: Places) {
    this.name = name;
    this.a = p.node(a);
    this.b = p.node(b);
    this.control = p.currentOf(control);
    this.gain = gain;
    this.slots = [p.slot(this.a, this.control), p.slot(this.b, this.control)];
  }
  load(frame: Frame): void {
    const { f, values } = frame;
    const i = this.current(frame);
    f[this.a] = f[this.a]! + i;
    f[this.b] = f[this.b]! - i;
    add(values, this.slots[0], this.gain);
    add(values, this.slots[1], -this.gain);
  }
  current({ x }: Frame): Amperes {
    return this.gain * x[this.control]!;
  }
}

/** Linear (mode 0), or held at its limit (mode 1 or -1). The current is what flows into its output from the node. */
export class OpAmpStamper implements Stamper, Moded {
  readonly name: string;
  mode = 0;
  readonly branch: number;
  private readonly plus: number;
  private readonly minus: number;
  private readonly out: number;
  private readonly e: OpAmp;
  private readonly slots: readonly [number, number, number, number];
  constructor(e: OpAmp, p: Places) {
    this.name = e.name;
    this.e = e;
    this.plus = p.node(e.plus);
    this.minus = p.node(e.minus);
    this.out = p.node(e.out);
    this.branch = p.unknown(e.name, 'branch');
    const { branch } = this;
    this.slots = [
      p.slot(this.out, branch),
      p.slot(branch, this.out),
      p.slot(branch, this.plus),
      p.slot(branch, this.minus),
    ];
  }
  load({ x, f, values, scale }: Frame): void {
    const { plus, minus, out, branch, slots, e, mode } = this;
    f[out] = f[out]! + x[branch]!;
    add(values, slots[0], 1);
    if (mode !== 0) {
      f[branch] = x[out]! - mode * e.limit;
      add(values, slots[1], 1);
      return;
    }
    // out / A = plus + offset - minus stays well scaled at infinite gain
    f[branch] = x[out]! / e.gain + x[minus]! - x[plus]! - scale * e.offset;
    add(values, slots[1], 1 / e.gain);
    add(values, slots[2], -1);
    add(values, slots[3], 1);
  }
  get limit(): Volts {
    return this.e.limit;
  }
  wanted({ x }: Frame): number {
    const { e, mode } = this;
    const out = x[this.out]!;
    if (mode === 0) return out > e.limit ? 1 : out < -e.limit ? -1 : 0;
    // held, until the inputs ask for less than the limit, by more than rounding
    const drive = mode * (x[this.plus]! + e.offset - x[this.minus]!);
    const rounding = 1e-12 * (Math.abs(x[this.plus]!) + Math.abs(x[this.minus]!));
    return drive < e.limit / e.gain - rounding ? 0 : mode;
  }
  current({ x }: Frame): Amperes {
    return x[this.branch]!;
  }
}

/** Mode 1 conducts `on`, mode 0 `off`. Who runs the analysis says when a mode may change. */
export class SwitchStamper implements Stamper, Moded {
  readonly name: string;
  mode = 0;
  readonly e: Switch;
  private readonly a: number;
  private readonly b: number;
  private readonly c: number;
  private readonly d: number;
  private readonly slots: readonly number[];
  constructor(e: Switch, p: Places) {
    this.name = e.name;
    this.e = e;
    this.a = p.node(e.a);
    this.b = p.node(e.b);
    this.c = e.control.by === 'voltage' ? p.node(e.control.a) : 0;
    this.d = e.control.by === 'voltage' ? p.node(e.control.b) : 0;
    this.slots = fourSlots(p, this.a, this.b, this.a, this.b);
  }
  get siemens(): Siemens {
    return this.mode === 1 ? this.e.on : this.e.off;
  }
  load(frame: Frame): void {
    const { f, values } = frame;
    const i = this.current(frame);
    f[this.a] = f[this.a]! + i;
    f[this.b] = f[this.b]! - i;
    addFour(values, this.slots, this.siemens);
  }
  /** Above 0 where the switch is on, at the voltages at hand. */
  level({ x, time }: Frame): number {
    const { control } = this.e;
    return control.by === 'time'
      ? levelAt(control.level, time) - 0.5
      : x[this.c]! - x[this.d]! - control.threshold;
  }
  wanted(frame: Frame): number {
    return this.level(frame) > 0 ? 1 : 0;
  }
  current({ x }: Frame): Amperes {
    return this.siemens * (x[this.a]! - x[this.b]!);
  }
}

/** v = now + reach (i / C + past rate): a source of its voltage while states stand still. */
export class CapacitorStamper extends Branch implements Dynamic {
  readonly unit = 1;
  now = 0;
  rate = 0;
  private readonly farads: number;
  private readonly own: number;
  private readonly across: readonly [number, number, number, number];
  constructor(e: Capacitor, p: Places) {
    super(e.name, e.a, e.b, p);
    this.farads = e.farads;
    this.now = e.volts ?? 0;
    const { branch } = this;
    this.own = p.slot(branch, branch);
    this.across = [
      p.slot(this.a, branch),
      p.slot(this.b, branch),
      p.slot(branch, this.a),
      p.slot(branch, this.b),
    ];
  }
  load(frame: Frame): void {
    const { x, f, values, reach, past, open } = frame;
    const { branch, own } = this;
    if (open) {
      const i = x[branch]!;
      f[this.a] = f[this.a]! + i;
      f[this.b] = f[this.b]! - i;
      f[branch] = i;
      add(values, this.across[0], 1);
      add(values, this.across[1], -1);
      add(values, own, 1);
      return;
    }
    this.loadVoltage(frame);
    f[branch] = f[branch]! - this.now - reach * (x[branch]! / this.farads + past * this.rate);
    add(values, own, -reach / this.farads);
  }
  newState({ x }: Frame): Volts {
    return x[this.a]! - x[this.b]!;
  }
  newRate({ x, open }: Frame): number {
    return open ? 0 : x[this.branch]! / this.farads;
  }
}

/** Behind its series resistance the diode has a node of its own. */
export class DiodeStamper implements Stamper {
  readonly name: string;
  private readonly a: number;
  private readonly b: number;
  private readonly saturation: Amperes;
  private readonly scale: Volts;
  private readonly critical: Volts;
  private readonly slots: readonly number[];
  private last = 0;
  constructor(e: Diode, anode: string, p: Places) {
    this.name = e.name;
    this.a = p.node(anode);
    this.b = p.node(e.cathode);
    this.saturation = e.saturation;
    this.scale = (e.emission ?? 1) * (e.thermalVolts ?? THERMAL_VOLTS);
    this.critical = criticalVolts(e.saturation, this.scale);
    this.slots = fourSlots(p, this.a, this.b, this.a, this.b);
  }
  load(frame: Frame): void {
    const { x, f, values } = frame;
    const { a, b, saturation, scale } = this;
    const v = x[a]! - x[b]!;
    const at = limitJunction(v, this.last, scale, this.critical);
    if (at !== v) frame.limited = true;
    this.last = at;
    junctionCurrent(at, saturation, scale);
    const g = found.siemens;
    const i = found.amperes + g * (v - at);
    f[a] = f[a]! + i;
    f[b] = f[b]! - i;
    // the slope alone keeps a floor, so that the way to a solution never ends on a plain; the solution does not know it
    addFour(values, this.slots, g + FLOOR);
  }
  current({ x }: Frame): Amperes {
    junctionCurrent(x[this.a]! - x[this.b]!, this.saturation, this.scale);
    return found.amperes;
  }
  /** Forgets where Newton was. */
  reset(): void {
    this.last = 0;
  }
}
const FLOOR: Siemens = 1e-18;

/** A channel: forward part, which the source sees, less reverse part, which the drain sees. */
export class TransistorStamper implements Stamper {
  readonly name: string;
  private readonly g: number;
  private readonly d: number;
  private readonly s: number;
  private readonly b: number;
  private readonly sign: 1 | -1;
  private readonly thermal: Volts;
  private readonly e: Transistor;
  /** the exponent at which a channel carries as much as a junction at its critical voltage */
  private readonly critical: number;
  private readonly slots: { readonly row: number; readonly column: number; readonly slot: number }[];
  private readonly last = [0, 0];
  constructor(e: Transistor, p: Places) {
    this.name = e.name;
    this.e = e;
    this.g = p.node(e.gate);
    this.d = p.node(e.drain);
    this.s = p.node(e.source);
    this.b = p.node(e.bulk);
    this.sign = e.channel === 'n' ? 1 : -1;
    this.thermal = e.thermalVolts ?? THERMAL_VOLTS;
    this.critical =
      e.law.region === 'subthreshold' ? criticalVolts(e.law.i0, this.thermal) / this.thermal : 0;
    this.slots = [this.d, this.s].flatMap((row) =>
      [this.g, this.d, this.s, this.b].map((column) => ({ row, column, slot: p.slot(row, column) })),
    );
  }
  load(frame: Frame): void {
    const { x, f, values } = frame;
    const { e, sign, thermal } = this;
    const bulk = x[this.b]!;
    const gate = (e.kappa * sign * (x[this.g]! - bulk)) / thermal;
    const forward = this.side(gate - (sign * (x[this.s]! - bulk)) / thermal, 0, frame);
    const forwardSlope = found.siemens / thermal;
    const reverse = this.side(gate - (sign * (x[this.d]! - bulk)) / thermal, 1, frame);
    const reverseSlope = found.siemens / thermal;
    const i = sign * (forward - reverse);
    f[this.d] = f[this.d]! + i;
    f[this.s] = f[this.s]! - i;
    // signs of the channel's kind cancel in the slopes
    const byGate = e.kappa * (forwardSlope - reverseSlope);
    const bySource = -forwardSlope - FLOOR;
    const byDrain = reverseSlope + FLOOR;
    const byBulk = -(byGate + bySource + byDrain);
    const slopes = [byGate, byDrain, bySource, byBulk];
    for (let k = 0; k < 4; k++) {
      add(values, this.slots[k]!.slot, slopes[k]!);
      add(values, this.slots[k + 4]!.slot, -slopes[k]!);
    }
  }
  /** One side's current, its exponent limited; leaves the slope per unit of exponent in `found`. */
  private side(u: number, which: 0 | 1, frame: Frame): Amperes {
    const { law } = this.e;
    if (law.region === 'all') {
      allInversion(u - (this.e.kappa * law.threshold) / this.thermal);
      found.siemens *= law.specific;
      return law.specific * found.amperes;
    }
    const at = limitJunction(u, this.last[which]!, 1, this.critical);
    if (at !== u) frame.limited = true;
    this.last[which] = at;
    weakInversion(at);
    found.siemens *= law.i0;
    return law.i0 * found.amperes + found.siemens * (u - at);
  }
  /** From drain to source. */
  current({ x }: Frame): Amperes {
    const { e, sign, thermal } = this;
    const bulk = x[this.b]!;
    const gate = (e.kappa * sign * (x[this.g]! - bulk)) / thermal;
    const part = (node: number): Amperes => {
      const u = gate - (sign * (x[node]! - bulk)) / thermal;
      if (e.law.region === 'all') {
        allInversion(u - (e.kappa * e.law.threshold) / thermal);
        return e.law.specific * found.amperes;
      }
      weakInversion(u);
      return e.law.i0 * found.amperes;
    };
    return sign * (part(this.s) - part(this.d));
  }
  reset(): void {
    this.last.fill(0);
  }
}

/** q = now + reach (dq/dt + past rate), and a conductance that follows q. */
export class MemistorStamper implements Stamper, Dynamic {
  readonly name: string;
  readonly unit: number;
  now: number;
  rate = 0;
  private readonly a: number;
  private readonly b: number;
  private readonly plate: number;
  private readonly q: number;
  private readonly e: Memistor;
  private readonly bath: Siemens;
  private readonly leak: number;
  private readonly own: readonly number[];
  private readonly bathSlots: readonly number[];
  private readonly byCharge: readonly [number, number];
  private readonly charging: readonly [number, number, number];
  constructor(e: Memistor, p: Places) {
    this.name = e.name;
    this.e = e;
    this.a = p.node(e.a);
    this.b = p.node(e.b);
    this.plate = p.node(e.plate);
    this.q = p.unknown(e.name, 'state');
    this.bath = 1 / e.bathOhms;
    this.leak = 1 / (e.retention ?? Number.POSITIVE_INFINITY);
    this.now = e.charge ?? 0;
    // charge is counted in what makes a conductance as large as the bare one
    this.unit = e.slope !== 0 && e.siemens !== 0 ? Math.abs(e.siemens / e.slope) : 1;
    const { a, b, plate, q } = this;
    this.own = fourSlots(p, a, b, a, b);
    this.bathSlots = fourSlots(p, plate, b, plate, b);
    this.byCharge = [p.slot(a, q), p.slot(b, q)];
    this.charging = [p.slot(q, q), p.slot(q, plate), p.slot(q, b)];
  }
  load(frame: Frame): void {
    const { x, f, values, reach, past } = frame;
    const { a, b, plate, q, e, bath, leak } = this;
    const v = x[a]! - x[b]!;
    const g = e.siemens + e.slope * x[q]!;
    const plating = bath * (x[plate]! - x[b]!);
    f[a] = f[a]! + g * v;
    f[b] = f[b]! - g * v - plating;
    f[plate] = f[plate]! + plating;
    f[q] = x[q]! - this.now - reach * (plating - leak * x[q]! + past * this.rate);
    addFour(values, this.own, g);
    addFour(values, this.bathSlots, bath);
    add(values, this.byCharge[0], e.slope * v);
    add(values, this.byCharge[1], -e.slope * v);
    add(values, this.charging[0], 1 + reach * leak);
    add(values, this.charging[1], -reach * bath);
    add(values, this.charging[2], reach * bath);
  }
  newState({ x }: Frame): number {
    return x[this.q]!;
  }
  newRate({ x }: Frame): number {
    return this.bath * (x[this.plate]! - x[this.b]!) - this.leak * x[this.q]!;
  }
  current({ x }: Frame): Amperes {
    return (this.e.siemens + this.e.slope * x[this.q]!) * (x[this.a]! - x[this.b]!);
  }
  /** The current that plates. */
  platingCurrent({ x }: Frame): Amperes {
    return this.bath * (x[this.plate]! - x[this.b]!);
  }
}

/** A compact model's current and state; the state keeps within its bounds. */
export class MemristorStamper implements Stamper, Dynamic {
  readonly name: string;
  readonly unit: number;
  now: number;
  rate = 0;
  private readonly a: number;
  private readonly b: number;
  private readonly y: number;
  private readonly model: CompactModel;
  private readonly own: readonly number[];
  private readonly byState: readonly [number, number];
  private readonly moving: readonly [number, number, number];
  constructor(e: Memristor, p: Places) {
    this.name = e.name;
    this.model = e.model;
    this.a = p.node(e.a);
    this.b = p.node(e.b);
    this.y = p.unknown(e.name, 'state');
    this.now = e.state ?? e.model.initial;
    const [low, high] = e.model.bounds;
    this.unit = Number.isFinite(high - low) ? high - low : 1;
    const { a, b, y } = this;
    this.own = fourSlots(p, a, b, a, b);
    this.byState = [p.slot(a, y), p.slot(b, y)];
    this.moving = [p.slot(y, y), p.slot(y, a), p.slot(y, b)];
  }
  load(frame: Frame): void {
    const { x, f, values, reach, past } = frame;
    const { a, b, y, model } = this;
    const v = x[a]! - x[b]!;
    const at = this.within(x[y]!);
    const i = model.current(v, at);
    const iv = model.conductance
      ? model.conductance(v, at)
      : difference((u) => model.current(u, at), v, VOLTS_APART * (1 + Math.abs(v)));
    const iy = model.currentByState
      ? model.currentByState(v, at)
      : difference((u) => model.current(v, this.within(u)), at, APART * this.unit);
    f[a] = f[a]! + i;
    f[b] = f[b]! - i;
    addFour(values, this.own, iv);
    add(values, this.byState[0], iy);
    add(values, this.byState[1], -iy);
    if (reach === 0) {
      f[y] = x[y]! - this.now;
      add(values, this.moving[0], 1);
      return;
    }
    const target = this.now + reach * (model.rate(v, at) + past * this.rate);
    const held = this.within(target);
    f[y] = x[y]! - held;
    if (held !== target) {
      add(values, this.moving[0], 1);
      return;
    }
    const rv = model.rateByVolts
      ? model.rateByVolts(v, at)
      : difference((u) => model.rate(u, at), v, VOLTS_APART * (1 + Math.abs(v)));
    const ry = model.rateByState
      ? model.rateByState(v, at)
      : difference((u) => model.rate(v, this.within(u)), at, APART * this.unit);
    add(values, this.moving[0], 1 - reach * ry);
    add(values, this.moving[1], -reach * rv);
    add(values, this.moving[2], reach * rv);
  }
  private within(x: number): number {
    const [low, high] = this.model.bounds;
    return x < low ? low : x > high ? high : x;
  }
  newState({ x }: Frame): number {
    return this.within(x[this.y]!);
  }
  newRate({ x }: Frame): number {
    const { model, unit } = this;
    const [low, high] = model.bounds;
    const at = this.within(x[this.y]!);
    const rate = model.rate(x[this.a]! - x[this.b]!, at);
    // at an end the state stands, whatever pushes
    if ((at >= high - 1e-15 * unit && rate > 0) || (at <= low + 1e-15 * unit && rate < 0)) return 0;
    return rate;
  }
  current({ x }: Frame): Amperes {
    return this.model.current(x[this.a]! - x[this.b]!, this.within(x[this.y]!));
  }
}
/** Differences that stand in for slopes: the cube root of rounding, where central differences are best. */
const APART = 6e-6;
const VOLTS_APART = 6e-6;
const difference = (law: (u: number) => number, u: number, apart: number): number =>
  (law(u + apart) - law(u - apart)) / (2 * apart);

/**
 * A network as data: components between nodes that are named by words. Nothing here computes.
 *
 * Signs, everywhere: a current is positive from the first node that a component names, through the
 * component, to the second; the voltage of a component is that of its first node over its second.
 */
import type { Amperes, Coulombs, Farads, Ohms, Seconds, Siemens, Volts } from '../../base/units.ts';

/** A node's name. `GROUND_NODE` is the reference, 0 V. */
export type Node = string;
export const GROUND_NODE: Node = '0';

/** What an independent source does in time, or the level that works a switch. A number is DC. */
export type Wave = number | SineWave | PiecewiseLinearWave | PulseWave;
/** offset until `delay`; then offset + amplitude sin(2 pi hertz (t - delay) + phase) */
export interface SineWave {
  readonly shape: 'sine';
  readonly offset?: number;
  readonly amplitude: number;
  readonly hertz: number;
  readonly delay?: Seconds;
  /** rad */
  readonly phase?: number;
}
/** Straight lines through [time, level]; the first level before the first time, the last after the last. */
export interface PiecewiseLinearWave {
  readonly shape: 'piecewise-linear';
  /** times rise; two points at one time are a jump, the later one counts from that time on */
  readonly points: readonly (readonly [Seconds, number])[];
}
/** low, and from `delay` on high for `width` of every `period`, with straight edges of `rise` and `fall` outside the width. */
export interface PulseWave {
  readonly shape: 'pulse';
  readonly low: number;
  readonly high: number;
  readonly delay: Seconds;
  readonly rise: Seconds;
  readonly fall: Seconds;
  readonly width: Seconds;
  readonly period: Seconds;
}

/**
 * A two-terminal device with one state x: what a compact memristor model is to the solver.
 *   i = current(v, x),  dx/dt = rate(v, x),  x held within `bounds`
 * Both are smooth enough in v and x for Newton; kinks are fine, jumps in `current` are not.
 */
export interface CompactModel {
  readonly name: string;
  /** smallest and largest x; where the rate points outward at a bound, x stays there */
  readonly bounds: readonly [number, number];
  /** x before anything has happened, unless the component says otherwise */
  readonly initial: number;
  /** A, from the first terminal to the second, at v volts */
  current(v: Volts, x: number): Amperes;
  /** dx/dt, 1/s in units of x */
  rate(v: Volts, x: number): number;
  /** d current / dv, S; found by differences when left out, as are the next three */
  conductance?(v: Volts, x: number): Siemens;
  /** d current / dx */
  currentByState?(v: Volts, x: number): number;
  /** d rate / dv */
  rateByVolts?(v: Volts, x: number): number;
  /** d rate / dx */
  rateByState?(v: Volts, x: number): number;
}

interface Named {
  /** what errors and results call it; no two components share a name */
  readonly name: string;
}
interface TwoNodes extends Named {
  readonly a: Node;
  readonly b: Node;
}
export interface Resistor extends TwoNodes {
  readonly kind: 'resistor';
  /** above 0 */
  readonly ohms: Ohms;
}
export interface Conductance extends TwoNodes {
  readonly kind: 'conductance';
  /** 0 is an open end; below 0 is what a device's law may come to where nothing holds it at its ends */
  readonly siemens: Siemens;
}
/** Holds V(a) - V(b). */
export interface VoltageSource extends TwoNodes {
  readonly kind: 'voltage-source';
  readonly volts: Wave;
}
/** Sends a current from a through itself to b: it leaves node a and arrives at node b. */
export interface CurrentSource extends TwoNodes {
  readonly kind: 'current-source';
  readonly amperes: Wave;
}
/** V(a) - V(b) = gain (V(controlA) - V(controlB)) */
export interface VoltageControlledVoltage extends TwoNodes {
  readonly kind: 'vcvs';
  readonly controlA: Node;
  readonly controlB: Node;
  readonly gain: number;
}
/**
 * i from a to b = siemens u, u = V(controlA) - V(controlB); with a limit, limit tanh(siemens u / limit),
 * which is what a differential pair does.
 */
export interface VoltageControlledCurrent extends TwoNodes {
  readonly kind: 'vccs';
  readonly controlA: Node;
  readonly controlB: Node;
  readonly siemens: Siemens;
  /** Infinity when left out */
  readonly limit?: Amperes;
}
/** V(a) - V(b) = ohms times the current of the component `control`, which must be a kind of voltage source or an op-amp */
export interface CurrentControlledVoltage extends TwoNodes {
  readonly kind: 'ccvs';
  readonly control: string;
  readonly ohms: Ohms;
}
/** i from a to b = gain times the current of the component `control` */
export interface CurrentControlledCurrent extends TwoNodes {
  readonly kind: 'cccs';
  readonly control: string;
  readonly gain: number;
}
/**
 * out = gain (plus + offset - minus), held within +/- limit; no current into the inputs. An infinite
 * gain is the nullor. The limit is a corner, not a bend: out is exactly +/- limit beyond it.
 */
export interface OpAmp extends Named {
  readonly kind: 'op-amp';
  readonly plus: Node;
  readonly minus: Node;
  readonly out: Node;
  readonly gain: number;
  readonly offset: Volts;
  /** Infinity = none */
  readonly limit: Volts;
}
/** Conducts `on` or `off`, as its control says. */
export interface Switch extends TwoNodes {
  readonly kind: 'switch';
  readonly on: Siemens;
  readonly off: Siemens;
  readonly control:
    | { readonly by: 'time' /** on while above 1/2 */; readonly level: Wave }
    | {
        readonly by: 'voltage';
        readonly a: Node;
        readonly b: Node;
        /** on while V(a) - V(b) is above it */
        readonly threshold: Volts;
      };
}
export interface Capacitor extends TwoNodes {
  readonly kind: 'capacitor';
  readonly farads: Farads;
  /** what a transient begins with; the operating point's voltage when left out */
  readonly volts?: Volts;
}
/** i = saturation (exp(v / (emission Ut)) - 1), v what is left behind the series resistance. */
export interface Diode extends Named {
  readonly kind: 'diode';
  readonly anode: Node;
  readonly cathode: Node;
  readonly saturation: Amperes;
  /** 1 when left out */
  readonly emission?: number;
  /** 0 when left out */
  readonly seriesOhms?: Ohms;
  /** Ut, `THERMAL_VOLTS` when left out */
  readonly thermalVolts?: Volts;
}
/**
 * A MOS transistor, bulk-referred, n channel (p channel: every voltage and current with its sign turned):
 *   subthreshold  I = i0 exp(kappa Vg / Ut) (exp(-Vs / Ut) - exp(-Vd / Ut))
 *   EKV           I = specific (F(u_s) - F(u_d)),  F(u) = ln(1 + exp(u / 2))^2,  u = (kappa (Vg - threshold) - V) / Ut
 * EKV passes into the first at low currents, with i0 = specific exp(-kappa threshold / Ut).
 */
export interface Transistor extends Named {
  readonly kind: 'transistor';
  readonly channel: 'n' | 'p';
  readonly gate: Node;
  readonly drain: Node;
  readonly source: Node;
  readonly bulk: Node;
  readonly kappa: number;
  readonly law:
    | { readonly region: 'subthreshold'; readonly i0: Amperes }
    | { readonly region: 'all'; readonly specific: Amperes; readonly threshold: Volts };
  readonly thermalVolts?: Volts;
}
/**
 * A memistor: a conductance from a to b that the charge plated through the third terminal has made,
 *   G = siemens + slope q,  dq/dt = i(plate) - q / retention,  i(plate) = (V(plate) - V(b)) / bathOhms
 */
export interface Memistor extends TwoNodes {
  readonly kind: 'memistor';
  readonly plate: Node;
  /** conductance at no charge, S */
  readonly siemens: Siemens;
  /** S/C */
  readonly slope: number;
  readonly bathOhms: Ohms;
  /** q at the start, C; 0 when left out */
  readonly charge?: Coulombs;
  /** s; Infinity when left out */
  readonly retention?: Seconds;
}
export interface Memristor extends TwoNodes {
  readonly kind: 'memristor';
  readonly model: CompactModel;
  /** x at the start; the model's own when left out */
  readonly state?: number;
}

export type Component =
  | Resistor
  | Conductance
  | VoltageSource
  | CurrentSource
  | VoltageControlledVoltage
  | VoltageControlledCurrent
  | CurrentControlledVoltage
  | CurrentControlledCurrent
  | OpAmp
  | Switch
  | Capacitor
  | Diode
  | Transistor
  | Memistor
  | Memristor;

export interface Network {
  /** what errors begin with */
  readonly name: string;
  readonly components: readonly Component[];
  /** how a node is called in errors; its own name when left out */
  readonly nameOf?: (node: Node) => string;
}

/** k T / q at 300.15 K (27 degrees Celsius, the default of SPICE), V; exact constants of the SI of 2019 */
export const THERMAL_VOLTS: Volts = (1.380649e-23 * 300.15) / 1.602176634e-19;

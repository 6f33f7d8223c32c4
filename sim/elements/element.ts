/**
 * The closed list of behaviours. A part is made of these; a new machine of a known kind adds none.
 * An element is plain data until it is compiled; `definitions` in index.ts holds what each kind does.
 */
import type { Net } from '../circuit.ts';
import type { MemistorParameters } from '../devices/memistor.ts';
import type { MotorPotentiometerParameters } from '../devices/motor-potentiometer.ts';
import type { PulsedCells } from '../devices/pulsed-cells.ts';
import type { RheostatParameters } from '../devices/rheostat.ts';
import type { HostProgram } from '../hosts/program.ts';
import type { LogicNetlist } from '../logic/netlist.ts';
import type { Machine } from '../machines/machine.ts';

type Nets = readonly Net[];

/** Lines set from outside when a presentation begins; `fixed` ones keep their number. */
export interface InputSpec {
  readonly kind: 'input';
  readonly name: string;
  readonly out: Nets;
  readonly initial: readonly number[];
}
/**
 * Two random pulse trains of some slots: one for each line, one for the signal. out = full times the
 * share of slots in which both pulse, signed; 0 while `on` is 0. The draws are those of the presentation.
 *   A = B = sqrt(gain factor / slots);   line i pulses with A abs(x_i), the signal with B abs(signal)
 * Managed: no more slots pulse than the largest product needs, and both sides get equal chances,
 *   A = sqrt(gain factor / slots) m,  B the same / m,  m = sqrt(abs(signal) / max abs(x))
 */
export interface CoincidenceSpec {
  readonly kind: 'coincidence';
  readonly name: string;
  readonly pattern: Nets;
  readonly signal: Net;
  readonly factor: Net | null;
  readonly on: Net;
  /** pulses that are wanted per unit of x, of the signal and of the factor */
  readonly gain: number;
  readonly slots: number;
  readonly managed: boolean;
  readonly full: number;
  /** only the sign of the signal, or of x, counts */
  readonly signalSignOnly: boolean;
  readonly signOnly: boolean;
  readonly tie: number;
  readonly out: Nets;
}
/** A number that never changes. */
export interface ConstantSpec {
  readonly kind: 'constant';
  readonly name: string;
  readonly out: Nets;
  readonly values: readonly number[];
}
/** Voltage sources to ground, V = volts * value. */
export interface SourceSpec {
  readonly kind: 'source';
  readonly name: string;
  readonly from: Nets;
  readonly out: Nets;
  readonly volts: number;
}
/** Fixed conductances from a to b, each in series with its leads. */
export interface ConductanceSpec {
  readonly kind: 'conductance';
  readonly name: string;
  readonly a: Nets;
  readonly b: Nets;
  readonly siemens: number;
  readonly leadOhms: number;
}
/** Conductances that remember: memistors, or rheostats turned by a hand. */
export interface StoredConductanceSpec {
  readonly kind: 'stored-conductance';
  readonly name: string;
  readonly a: Nets;
  readonly b: Nets;
  /** memistors: plating current of each cell, A. Rheostats: where each knob shall go, S. Pulsed devices: pulses a second, signed. Motors: share of full voltage, signed */
  readonly control: Nets;
  /** while this bit is 1 the control acts */
  readonly enable: Net;
  /** the drive's amplitude per unit of `pattern`, for reading that writes; memistors only */
  readonly pattern: Nets;
  readonly conductance: Nets;
  /** the conductance as it is sensed, with read noise and open cells; the very same terminals where there are none */
  readonly sensed: Nets;
  /** time that a hand still needs, s; rheostats only */
  readonly remaining: Nets;
  readonly law: MemistorParameters | RheostatParameters | PulsedCells | MotorPotentiometerParameters;
}
/** out = A (plus + offset - minus), held within +/- limit. */
export interface OpAmpSpec {
  readonly kind: 'op-amp';
  readonly name: string;
  readonly plus: Net | null;
  readonly minus: Net;
  readonly out: Net;
  readonly gain: number;
  readonly offset: number;
  readonly limit: number;
}
/** A linear amplifier with ideal inputs: out = offset + sum of gain * input. Reads nodes and values. */
export interface AmplifierSpec {
  readonly kind: 'amplifier';
  readonly name: string;
  readonly inputs: readonly { readonly net: Net; readonly gain: number }[];
  readonly out: Net;
  readonly offset: number;
}
/** out = gain * |input| * factor, the factor 1 when there is none. */
export interface RectifierSpec {
  readonly kind: 'rectifier';
  readonly name: string;
  readonly input: Net;
  readonly factor: Net | null;
  readonly gain: number;
  readonly out: Net;
}
/** An analog switch: out = high while `select` is 1, low while it is 0. */
export interface SelectorSpec {
  readonly kind: 'selector';
  readonly name: string;
  readonly select: Net;
  readonly high: Net;
  readonly low: Net;
  readonly out: Net;
}
/** Sample and hold, or a register: out takes over the input at the end of a phase in which `capture` is 1. */
export interface SamplerSpec {
  readonly kind: 'sampler';
  readonly name: string;
  readonly input: Nets;
  readonly capture: Net;
  readonly out: Nets;
}
/**
 * out = 1 when input + offset + noise >= threshold (less the tie band). With hysteresis the
 * threshold moves by half of it, away from the level that `previous` shows.
 */
export interface ComparatorSpec {
  readonly kind: 'comparator';
  readonly name: string;
  readonly input: Net;
  readonly threshold: number;
  /** compares |input| instead */
  readonly absolute: boolean;
  readonly offset: number;
  readonly noise: number;
  readonly hysteresis: number;
  /** the latched decision that the hysteresis looks back at */
  readonly previous: Net | null;
  readonly tie: number;
  readonly out: Net;
}
/** A comparator watched by the clock: done becomes 1, and stays while armed, when level * sgn(polarity) falls to 0. */
export interface TripSpec {
  readonly kind: 'trip';
  readonly name: string;
  readonly armed: Net;
  readonly level: Net;
  readonly polarity: Net | null;
  readonly tie: number;
  readonly done: Net;
}
/** An integrator of time: rises by slope per second while enabled, drops to 0 otherwise. */
export interface RampSpec {
  readonly kind: 'ramp';
  readonly name: string;
  readonly enable: Net;
  readonly slope: number;
  readonly out: Net;
}
/** Current commands: i = amperes * sgn(polarity) * x, or * sgn(x); zero while `on` is 0. */
export interface CurrentSpec {
  readonly kind: 'current';
  readonly name: string;
  readonly pattern: Nets;
  readonly polarity: Net;
  readonly on: Net;
  readonly amperes: number;
  readonly signOnly: boolean;
  /** sgn(polarity) is 0 within this band; sgn(x) is exact, for x is given and not computed */
  readonly tie: number;
  readonly out: Nets;
}
export interface GateSpec {
  readonly kind: 'gate';
  readonly name: string;
  readonly operation: 'and' | 'or' | 'nand' | 'nor' | 'xor' | 'xnor' | 'not';
  readonly inputs: Nets;
  readonly out: Net;
}
export interface FsmSpec {
  readonly kind: 'fsm';
  readonly name: string;
  readonly machine: Machine;
  readonly inputs: Readonly<Record<string, Net>>;
  readonly outputs: Readonly<Record<string, Net>>;
  /** durations that differ from the machine's own, s */
  readonly seconds: Readonly<Record<string, number>>;
  /** limits that differ from the machine's own, s */
  readonly limits: Readonly<Record<string, number>>;
}
/** A pointer instrument: out = the reading, rounded to its resolution (0 = exact), held at its end stops. */
export interface MeterSpec {
  readonly kind: 'meter';
  readonly name: string;
  readonly input: Net;
  readonly scale: number;
  readonly resolution: number;
  /** the pointer goes no further, either way; Infinity = no stop */
  readonly endStop: number;
  readonly out: Net;
}
/** A person or a computer at the bench, who reads and sets between phases: computed, not built. */
export interface HostSpec {
  readonly kind: 'host';
  readonly name: string;
  readonly program: HostProgram;
  readonly reads: Readonly<Record<string, Nets>>;
  readonly writes: Readonly<Record<string, Nets>>;
  /** acts at the end of a phase in which this bit is 1 */
  readonly capture: Net;
}
/** The definition of a weight: w = fullScale (G - reference) / unit, times S0/S where the node is loaded. */
export interface ReadoutSpec {
  readonly kind: 'readout';
  readonly name: string;
  readonly conductance: Nets;
  readonly reference: number;
  readonly unit: number;
  readonly fullScale: number;
  /** load conductance of a passive node, S; null at a virtual ground */
  readonly load: number | null;
  readonly out: Nets;
}

/** Capacitors from a to b. What they remember is the voltage over each. */
export interface CapacitorSpec {
  readonly kind: 'capacitor';
  readonly name: string;
  readonly a: Nets;
  readonly b: Nets;
  readonly farads: number;
  /** V(a) - V(b) of each before anything has happened, V */
  readonly initial: number;
  /** shows V(a) - V(b) of each: the state itself */
  readonly volts: Nets;
}
/** Analog switches from a to b, all worked by one bit. */
export interface SwitchSpec {
  readonly kind: 'switch';
  readonly name: string;
  readonly a: Nets;
  readonly b: Nets;
  /** conducts `on` while this bit is 1, `off` while it is 0 */
  readonly control: Net;
  /** S */
  readonly on: number;
  /** S, 0 = open */
  readonly off: number;
}
/** A junction diode, i = saturation (exp(v / (emission Ut)) - 1) behind its series resistance. */
export interface JunctionSpec {
  readonly kind: 'junction';
  readonly name: string;
  readonly anode: Net;
  readonly cathode: Net;
  /** A */
  readonly saturation: number;
  readonly emission: number;
  readonly seriesOhms: number;
}
/**
 * A MOS transistor in weak inversion, voltages against its bulk, for the n channel:
 *   I(drain to source) = i0 exp(kappa Vg / Ut) (exp(-Vs / Ut) - exp(-Vd / Ut))
 * The p channel is the same with every voltage and current turned.
 */
export interface TransistorSpec {
  readonly kind: 'transistor';
  readonly name: string;
  readonly channel: 'n' | 'p';
  readonly gate: Net;
  readonly drain: Net;
  readonly source: Net;
  readonly bulk: Net;
  readonly kappa: number;
  /** A */
  readonly i0: number;
}
/**
 * Sends i = limit tanh(siemens (V(plus) - V(minus)) / limit) into `out` (from ground); linear where
 * the limit is infinite. No current flows into its inputs.
 */
export interface TransconductorSpec {
  readonly kind: 'transconductor';
  readonly name: string;
  readonly plus: Net;
  readonly minus: Net;
  readonly out: Net;
  readonly siemens: number;
  /** A; Infinity = none */
  readonly limit: number;
}

/** Where a word of a block of logic stands outside: number = word * lsb, the word unsigned or two's complement. */
export interface LogicPort {
  readonly net: Net;
  /** 1 for a bit */
  readonly lsb: number;
  readonly signed: boolean;
  /** error of a converter: added to the number before it becomes a word */
  readonly offset?: number;
}
/**
 * A block of logic with a clock of its own, which ticks `edges` times at the end of every phase in
 * which `capture` is 1. Like a host it acts between phases, but it is built. Numbers come in through
 * converters: code = round((value + offset) / lsb), held within the word.
 */
export interface LogicSpec {
  readonly kind: 'logic';
  readonly name: string;
  readonly netlist: LogicNetlist;
  /** input cell -> where its word comes from */
  readonly inputs: Readonly<Record<string, LogicPort>>;
  /** output cell -> where its word goes */
  readonly outputs: Readonly<Record<string, LogicPort>>;
  /** words of its state that are weights: shown as signed numbers, and set by hand as such */
  readonly weights: {
    /** names in the kernel's state, in order of the lines */
    readonly states: readonly string[];
    readonly bits: number;
    readonly codes: Nets;
  } | null;
  /** a word of its state that begins with a number drawn from the run's seed */
  readonly seeded: string | null;
  readonly edges: number;
  readonly capture: Net;
}

export type ElementSpec =
  | InputSpec
  | ConstantSpec
  | CoincidenceSpec
  | SourceSpec
  | ConductanceSpec
  | CapacitorSpec
  | SwitchSpec
  | JunctionSpec
  | TransistorSpec
  | TransconductorSpec
  | StoredConductanceSpec
  | OpAmpSpec
  | AmplifierSpec
  | RectifierSpec
  | SelectorSpec
  | SamplerSpec
  | ComparatorSpec
  | TripSpec
  | RampSpec
  | CurrentSpec
  | GateSpec
  | FsmSpec
  | MeterSpec
  | HostSpec
  | LogicSpec
  | ReadoutSpec;

/** What an element does to the elaborated circuit's terminals, and what it compiles to. */
export interface ElementDefinition<E extends ElementSpec> {
  /** terminals that it drives (one driver each), and those that it reads */
  readonly drives: (e: E) => readonly Net[][];
  readonly reads: (e: E) => readonly Net[];
  readonly compile: (e: E, build: import('../builder.ts').Builder) => void;
  /** the nodes that it touches and does not drive; electrical elements only */
  readonly nodes?: (e: E) => readonly Net[];
  /** what it adds to a network that stands still in the present state; electrical elements only */
  readonly stamp?: (
    e: E,
    f: Float64Array,
    at: (net: Net) => number,
    stamping: import('../electrical/stamping.ts').Stamping,
  ) => void;
}

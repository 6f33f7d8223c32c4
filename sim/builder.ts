/**
 * What elements compile to. Everything lives in one Float64Array; a place is an index into it.
 */
import type { Net } from './circuit.ts';
import type { Component, Node } from './electrical/network/types.ts';
import type { Machine, MachineTable, PhaseTiming } from './machines/machine.ts';

export type Place = number;

/**
 * A computation on single numbers, as data: out from a and b with up to three constants.
 *
 * | kind | out = |
 * |---|---|
 * | one | c0 + c1 a |
 * | two | c0 + c1 a + c2 b |
 * | threshold | 1 when a + c0 >= 0, else 0 |
 * | threshold of size | 1 when abs(a) + c0 >= 0, else 0 |
 * | gate of one | c0 or c1, as a is 0 or 1 |
 * | gate of two | c0, c1 or c2, as none, one or both of a and b are 1 |
 * | size | c0 abs(a) |
 * | scaled size | c0 abs(a) b |
 */
export interface Form {
  readonly kind: FormKind;
  readonly a: Place;
  readonly b?: Place;
  readonly constants: readonly number[];
}
export type FormKind =
  | 'one'
  | 'two'
  | 'threshold'
  | 'threshold of size'
  | 'gate of one'
  | 'gate of two'
  | 'size'
  | 'scaled size';
/** A computation without memory: reads some places, writes others. */
export interface Operation {
  readonly name: string;
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
  readonly run: (f: Float64Array) => void;
  /** the same again as data, where it is simple enough for fuse.ts to join it with its neighbours */
  readonly form?: Form;
}
/** Continuous state: `advance` is its exact solution over t seconds with everything that it reads held. */
export interface Flow {
  readonly name: string;
  /** what it always reads while it is not idle */
  readonly reads: readonly Place[];
  /** what it reads only while `gate` is 1: the currents that may flow, say, of a cell that always leaks */
  readonly gated: readonly Place[];
  readonly gate: Place | null;
  /** the state proper, which a trial restores */
  readonly states: readonly Place[];
  /** all that `advance` leaves up to date: the states and what it derives from them on the way */
  readonly updates: readonly Place[];
  /** idle while this bit is 0; never idle when null */
  readonly enable: Place | null;
  readonly advance: (f: Float64Array, t: number) => void;
  /** of a state that moves in steps: how long nothing changes from now on, s; Infinity = no step will come */
  readonly next?: (f: Float64Array) => number;
}
/** See TripSpec. */
export interface Trip {
  readonly name: string;
  readonly armed: Place;
  readonly level: Place;
  readonly polarity: Place | null;
  readonly tie: number;
  readonly done: Place;
}
/** State that changes at the end of a phase: first all read, then all write. */
export interface Commit {
  readonly name: string;
  /** acts only in phases in which this bit is 1; always when null */
  readonly capture: Place | null;
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
  readonly read: (f: Float64Array) => void;
  readonly write: (f: Float64Array) => void;
}
/** Power that the sources deliver, constant between events. */
export interface Power {
  readonly name: string;
  /** sensing power counts in phases that sense, plating power while currents flow */
  readonly account: 'sensing' | 'plating';
  /** nothing is delivered while this bit is 0; null = always counts */
  readonly enable: Place | null;
  readonly reads: readonly Place[];
  readonly watts: (f: Float64Array) => number;
}
export interface CompiledMachine {
  readonly name: string;
  readonly table: MachineTable;
  /** where the state's number is kept */
  readonly state: Place;
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
  readonly phases: readonly (PhaseTiming | undefined)[];
}
/** Conductances between nodes: the i-th from a[i] to b[i], read at g + i * step. */
export interface Conductor {
  readonly name: string;
  readonly a: readonly Net[];
  readonly b: readonly Net[];
  readonly g: Place;
  readonly step: 0 | 1;
  /** counts toward the energy of sensing */
  readonly metered: boolean;
}
export interface Drive {
  readonly name: string;
  readonly from: Place;
  readonly out: readonly Net[];
  readonly volts: number;
}
export interface Amplified {
  readonly name: string;
  readonly plus: Net | null;
  readonly minus: Net;
  readonly out: Net;
  readonly gain: number;
  readonly offset: number;
  readonly limit: number;
}
/** A component that no closed form knows: the nodes around it are left to the network solver. */
export interface Wired {
  readonly name: string;
  /** terminals that it joins or senses */
  readonly nets: readonly Net[];
  /** a capacitor's voltage: state, which the flow of its network moves */
  readonly state: Place | null;
  readonly component: (node: (net: Net) => Node) => Component;
}
/** How the modes of a bank of devices are told from bits, when somebody looks. */
export interface DeviceBank {
  readonly path: string;
  readonly count: number;
  readonly modes: Machine;
  /** what the bits are made of */
  readonly reads: readonly Place[];
  /** the bits that are the machine's events */
  readonly bits: Readonly<Record<string, (f: Float64Array, i: number) => boolean>>;
}
/** A bank of weights: devices with a conductance that can be set and has ends. */
export interface Moded extends DeviceBank {
  /** true for a device at an end of its range */
  readonly saturated: (f: Float64Array, i: number) => boolean;
  /** charge or angle as a share of the span, 0 to 1 */
  readonly fullness: (f: Float64Array, i: number) => number;
  /** sets the device so that its conductance is G, S */
  readonly setConductance: (f: Float64Array, i: number, siemens: number) => void;
  readonly conductance: Place;
  /** the present control: plating current, A, or knob speed; for display */
  readonly control: Place;
}

/** The places that every program has. */
export const GROUND: Place = 0;
export const PRESENTATION: Place = 1;

export interface Builder {
  readonly seed: number;
  /** the place of a terminal */
  at: (net: Net) => Place;
  /** the first of consecutive places that show these terminals; copies them together when they lie apart */
  bus: (nets: readonly Net[]) => Place;
  /** places for state, kept by snapshots under the element's path */
  state: (name: string, initial: readonly number[]) => Place;
  /** the state of terminals that an element itself keeps */
  stateAt: (nets: readonly Net[], initial: readonly number[]) => Place;
  /** places that never change, or that an operation recomputes */
  scratch: (name: string, initial: readonly number[]) => Place;
  operation: (operation: Operation) => void;
  flow: (flow: Flow) => void;
  trip: (trip: Trip) => void;
  commit: (commit: Commit) => void;
  power: (power: Power) => void;
  machine: (machine: CompiledMachine) => void;
  conductor: (conductor: Conductor) => void;
  drive: (drive: Drive) => void;
  amplified: (amplified: Amplified) => void;
  wired: (component: Wired) => void;
  /** devices whose mode can be looked at; weights go to `moded` */
  devices: (bank: DeviceBank) => void;
  moded: (moded: Moded) => void;
  /** a number for each device, so that draws of one never depend on another */
  deviceNumber: (path: string) => number;
}

/** from, from + 1, ... */
export const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i);

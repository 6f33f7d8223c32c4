/**
 * Devices and update schemes that are not there from the start: library.ts adds them when somebody
 * asks for one, so that a page that shows copper alone fetches no more.
 */
import { Later } from '../base/later.ts';
import type { Seconds } from '../base/units.ts';
import type { Builder } from '../builder.ts';
import type { Get, Internal, Net, Part, Port, Settings, Shape } from '../circuit.ts';
import type { ElementSpec, StoredConductanceSpec } from '../elements/element.ts';
import type { Adaptation } from '../parts/adaptation.ts';
import type { WeightDevice } from './weight-device.ts';

/** Ports of n cells, whatever they are made of. */
export type CellPorts = {
  readonly line: Port<'node'>;
  readonly bus: Port<'node'>;
  readonly pattern: Port<'value'>;
  readonly control: Port<'value'>;
  readonly enable: Port<'bit'>;
  readonly conductance: Port<'value'>;
};

/** How the cells of a circuit are driven: what the adapt logic has to know of them. */
export interface Drive {
  /** what `control` carries for a full input: amperes, pulses a second, or a share of full speed */
  readonly full: number;
  /** weights of full scale that it then moves in a second */
  readonly perSecond: number;
  /** from one pulse to the next, of devices that move by pulses, s */
  readonly period?: Seconds;
}

/** A kind of device, ready to be the weights of a neuron. */
export interface WeightKind<D extends WeightDevice = WeightDevice> {
  readonly kind: D['kind'];
  /** true where `control` counts pulses, so that schemes of single pulses work */
  readonly byPulses?: true;
  /** what the neuron's parts share, beside the leads */
  readonly shared: (device: D) => Settings;
  readonly cells: (n: number, device: D) => Part<CellPorts>;
  /** settings that `drive` reads, each inherited from the neuron */
  readonly driveSettings: Settings;
  readonly drive: (get: Get) => Drive;
  /** a usual limit for the wait for a null, s */
  readonly longest: (device: D) => Seconds;
  /** compiles the cells' law */
  readonly compile: (e: StoredConductanceSpec, build: Builder) => void;
  /** sentences that take the place of the circuit's own */
  readonly say: Readonly<Record<string, string>>;
}

/** What the adapt logic hands to a scheme. */
export interface SchemeTerminals {
  readonly pattern: readonly Net[];
  /** the signal that steers, live and held */
  readonly signal: Net;
  readonly held: Net;
  readonly hold: Net;
  /** 1 while current may flow */
  readonly flowing: Net;
  /** what the comparator watches: the scheme drives it, and it falls to zero when the pulse shall end */
  readonly level: Net;
  readonly plating: readonly Net[];
}
/** How weights are updated, where that is neither nulling nor one timed pulse. */
export interface UpdateScheme {
  readonly settings: Settings;
  readonly elements: (
    at: SchemeTerminals,
    rule: Adaptation,
    shape: Pick<Shape, 'step' | 'eps'>,
    drive: Drive,
    fullScale: number,
    get: Get,
    internal: Internal,
  ) => readonly ElementSpec[];
}

const remedy = 'call loadDeviceLibrary() of sim/devices/library.ts first';
const kinds = new Later<WeightKind>('the device', remedy);
const schemes = new Later<UpdateScheme>('the update scheme', remedy);

/** Makes a kind of device known. Doing it again changes nothing. */
export const addWeightKind = <D extends WeightDevice>(kind: WeightKind<D>): void =>
  kinds.add(kind.kind, kind as unknown as WeightKind);
export const addUpdateScheme = (name: string, scheme: UpdateScheme): void => schemes.add(name, scheme);

/** @throws Error when the device library has not been loaded */
export const weightKind = (name: string): WeightKind => kinds.get(name, 'this circuit');
/** @throws Error when the device library has not been loaded */
export const updateScheme = (name: string): UpdateScheme => schemes.get(name, 'this circuit');
/** Whether a device moves by pulses, so that schemes of single pulses work with it. */
export const isPulsed = (device: WeightDevice | undefined): boolean =>
  device !== undefined && weightKind(device.kind).byPulses === true;
/** Whether a scheme has come with the library. */
export const hasUpdateScheme = (name: string): boolean => schemes.has(name);

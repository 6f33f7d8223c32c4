/**
 * DigitalJS's own engine in Node, without a page: the reference that the logic kernel is held to.
 * The library's modules load in Node as CommonJS only, and bundlers must not see this file.
 */
import { createRequire } from 'node:module';
import { inputsOf, layOutState } from './cells.ts';
import { CLOCK, type DigitaljsOptions, toDigitaljs } from './digitaljs.ts';
import type { LogicNetlist, NetName } from './netlist.ts';

/** A three-valued word of the library. */
interface Vector {
  toBin(): string;
}
interface VectorClass {
  fromBin(bits: string, width: number): Vector;
}
interface Cell {
  get(name: 'outputSignals'): Readonly<Record<string, Vector>>;
  get(name: 'current_state'): number;
}
/** The library's headless circuit, as far as this file knows it. */
interface Circuit {
  readonly tick: number;
  readonly hasPendingEvents: boolean;
  findDeviceByLabel(label: string): Cell;
  setInput(id: string, word: Vector): void;
  updateGatesNext(): Promise<number>;
  shutdown(): void;
}
export interface DigitaljsLibrary {
  readonly HeadlessCircuit: new (data: unknown) => Circuit;
  readonly Vector3vl: VectorClass;
}

/** Loads the library; Node only. */
export function loadDigitaljs(): DigitaljsLibrary {
  const require = createRequire(import.meta.url);
  const { HeadlessCircuit } = require('digitaljs') as Pick<DigitaljsLibrary, 'HeadlessCircuit'>;
  // its own copy of its words
  const inside = createRequire(require.resolve('digitaljs'));
  const { Vector3vl } = inside('3vl') as Pick<DigitaljsLibrary, 'Vector3vl'>;
  return { HeadlessCircuit, Vector3vl };
}

/** Instants at which something may happen before a circuit counts as one that never settles. */
const MOST_INSTANTS = 100_000;

/** A netlist in the library's engine, its clock driven from here. */
export class DigitaljsRun {
  private readonly circuit: Circuit;
  private readonly library: DigitaljsLibrary;
  private readonly netlist: LogicNetlist;
  private readonly drivers: ReadonlyMap<NetName, { readonly id: string; readonly port: string }>;
  private readonly widths: ReadonlyMap<string, number>;
  private readonly clocked: boolean;

  /** @throws Error from `toDigitaljs` */
  constructor(
    library: DigitaljsLibrary,
    netlist: LogicNetlist,
    { unknownStart = false }: Pick<DigitaljsOptions, 'unknownStart'> = {},
  ) {
    const json = toDigitaljs(netlist, { clock: 'input', unknownStart });
    this.library = library;
    this.netlist = netlist;
    this.drivers = new Map(json.connectors.map(({ name, from }) => [name, from]));
    this.widths = new Map(inputsOf(netlist).map(({ name, out }) => [name, netlist.nets[out]!]));
    this.clocked = CLOCK in json.devices;
    this.circuit = new library.HeadlessCircuit(structuredClone(json));
    for (const input of this.widths.keys()) this.set(input, 0);
    this.settle();
  }

  /** The library's delay ticks since the start. */
  get tick(): number {
    return this.circuit.tick;
  }
  /** True while an event waits. */
  get restless(): boolean {
    return this.circuit.hasPendingEvents;
  }
  set(input: string, word: number): void {
    const width = this.widths.get(input)!;
    const bits = word.toString(2).padStart(width, '0');
    this.circuit.setInput(input, this.library.Vector3vl.fromBin(bits, width));
  }
  /** Goes to the next instant at which something happens. The library's steps are done when they return. */
  nextEvent(): void {
    void this.circuit.updateGatesNext();
  }
  /** @throws Error when something still happens after very many instants */
  settle(): void {
    for (let k = 0; this.restless; k++) {
      if (k === MOST_INSTANTS)
        throw new Error(
          `${this.netlist.name}: DigitalJS still finds events after ${k} instants; it never settles.`,
        );
      this.nextEvent();
    }
  }
  /** One rising edge of the clock, everything settled before and after, and the clock low again. */
  edge(): void {
    this.settle();
    if (!this.clocked) return;
    for (const level of ['1', '0']) {
      this.circuit.setInput(CLOCK, this.library.Vector3vl.fromBin(level, 1));
      this.settle();
    }
  }
  /** The bits on a net, the highest first, x where they are unknown; null for a net that nothing reads. */
  bits(net: NetName): string | null {
    const driver = this.drivers.get(net);
    if (!driver) return null;
    return this.circuit.findDeviceByLabel(driver.id).get('outputSignals')[driver.port]!.toBin();
  }
  /** Number of the state that a machine is in. */
  state(machine: string): number {
    return this.circuit.findDeviceByLabel(machine).get('current_state');
  }
  /** Bits of every register and the state of every machine, by the names of their cells. */
  capture(): Record<string, string> {
    const { registers, machines } = layOutState(this.netlist);
    return Object.fromEntries([
      ...registers.map(({ cell }) => [cell.name, this.outputOf(cell.name)]),
      ...machines.map(({ cell, table }) => [cell.name, table.states[this.state(cell.name)]!]),
    ]);
  }
  shutdown(): void {
    this.circuit.shutdown();
  }
  private outputOf(id: string): string {
    return this.circuit.findDeviceByLabel(id).get('outputSignals')['out']!.toBin();
  }
}

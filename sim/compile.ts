/**
 * Elements -> a program: operations over one Float64Array, ordered by what they read and write,
 * and what the clock needs to run them. Which closed form solves a node is found from topology
 * alone (electrical/closed-forms.ts), never from a part's name.
 */
import {
  type Amplified,
  type Builder,
  type Commit,
  type CompiledMachine,
  type Conductor,
  type DeviceBank,
  type Drive,
  type Flow,
  GROUND,
  type Moded,
  type Operation,
  type Place,
  type Power,
  PRESENTATION,
  range,
  type Trip,
  type Wired,
} from './builder.ts';
import type { Circuit, Net } from './circuit.ts';
import { type Elaborated, type ElaboratedSetting, elaborate, type SettingValue, SLICE } from './elaborate.ts';
import { electricalOperations } from './electrical/closed-forms.ts';
import type { ElementSpec } from './elements/element.ts';
import { definitionOf } from './elements/index.ts';

/** A stretch of state that snapshots keep. */
export interface StateBlock {
  readonly path: string;
  readonly at: Place;
  readonly width: number;
}
export interface Program {
  readonly circuit: Circuit;
  readonly elements: readonly ElementSpec[];
  readonly settings: readonly ElaboratedSetting[];
  readonly seed: number;
  readonly size: number;
  readonly initial: Float64Array;
  readonly states: readonly StateBlock[];
  /** every operation, in an order in which each finds its inputs ready */
  readonly operations: readonly Operation[];
  /** false puts nothing off and joins nothing */
  readonly fuse: boolean;
  readonly flows: readonly Flow[];
  readonly trips: readonly Trip[];
  readonly commits: readonly Commit[];
  readonly powers: readonly Power[];
  readonly machines: readonly CompiledMachine[];
  readonly sequencer: CompiledMachine;
  /** every device with modes, the weights among them */
  readonly devices: readonly DeviceBank[];
  readonly moded: readonly Moded[];
  /** how each node's voltage is found: source, millman, virtual ground, dense block */
  readonly forms: Readonly<Record<string, number>>;
  readonly stimulus: Readonly<Record<string, readonly Place[]>>;
  readonly observe: Readonly<Record<string, readonly Place[]>>;
  readonly ports: ReadonlyMap<string, readonly Net[]>;
  placeOf: (net: Net) => Place;
  nameOf: (net: Net) => string;
}

export interface CompileOptions {
  /** the number of each setting; the ideal ones when omitted */
  readonly settingValue?: SettingValue;
  readonly seed?: number;
  /** false settles everything after every change and joins nothing; the results are the same bits, only slower */
  readonly fuse?: boolean;
}

/**
 * Elaborates and compiles a circuit.
 * @throws Error from `elaborate`; or when there is not exactly one sequencer, or operations form a
 *         loop without a state, whose members it names
 */
export function compile(circuit: Circuit, options: CompileOptions = {}): Program {
  const flat = elaborate(circuit, options.settingValue);
  return new Compiler(flat, options.seed ?? 1, options.fuse ?? true).program();
}

class Compiler {
  private readonly flat: Elaborated;
  private readonly seed: number;
  private readonly fuse: boolean;
  private readonly places = new Map<Net, Place>([[0, GROUND]]);
  private size = 2; // ground and the number of the presentation
  private readonly initial: number[] = [0, 0];
  private readonly states: StateBlock[] = [{ path: 'clock.presentation', at: PRESENTATION, width: 1 }];
  private readonly stateSet = new Set<Place>([PRESENTATION]);
  private readonly operations: Operation[] = [];
  private readonly flows: Flow[] = [];
  private readonly trips: Trip[] = [];
  private readonly commits: Commit[] = [];
  private readonly powers: Power[] = [];
  private readonly machines: CompiledMachine[] = [];
  private readonly conductors: Conductor[] = [];
  private readonly drives: Drive[] = [];
  private readonly amplifiers: Amplified[] = [];
  private readonly wired: Wired[] = [];
  private readonly banks: DeviceBank[] = [];
  private readonly modedBanks: Moded[] = [];
  private readonly gathered = new Map<string, Place>();

  constructor(flat: Elaborated, seed: number, fuse: boolean) {
    this.flat = flat;
    this.seed = seed;
    this.fuse = fuse;
  }

  program(): Program {
    const { flat } = this;
    this.placeTerminals();
    const builder = this.builder();
    for (const e of flat.elements) definitionOf(e).compile(e, builder);
    const electrical = electricalOperations({
      conductors: this.conductors,
      drives: this.drives,
      amplifiers: this.amplifiers,
      wired: this.wired,
      circuit: flat.circuit.id,
      at: (net) => this.at(net),
      nameOf: (net) => this.nameOf(net),
      fuse: this.fuse,
    });
    this.operations.push(...electrical.operations);
    this.flows.push(...electrical.flows);
    this.powers.push(...electrical.powers);
    const sequencers = this.machines.filter((m) => m.phases.some((p) => p !== undefined));
    const [sequencer] = sequencers;
    if (!sequencer || sequencers.length > 1) {
      throw new Error(
        `${flat.circuit.id}: exactly one machine must be the sequencer, found ${sequencers.length}.`,
      );
    }
    const operations = this.ordered();
    const resolve = (refs: Readonly<Record<string, string>>): Record<string, readonly Place[]> =>
      Object.fromEntries(
        Object.entries(refs).map(([k, ref]) => [k, this.resolve(ref).map((net) => this.at(net))]),
      );
    const observe = resolve(flat.circuit.observe);
    return {
      circuit: flat.circuit,
      elements: flat.elements,
      settings: flat.settings,
      seed: this.seed,
      size: this.size,
      initial: Float64Array.from(this.initial),
      states: this.states,
      operations,
      fuse: this.fuse,
      flows: this.flows,
      trips: this.trips,
      commits: this.commits,
      powers: this.powers,
      machines: this.machines,
      sequencer,
      devices: [...this.banks, ...this.modedBanks],
      moded: this.modedBanks,
      forms: electrical.forms,
      stimulus: resolve(flat.circuit.stimulus),
      observe,
      ports: flat.ports,
      placeOf: (net) => this.at(net),
      nameOf: (net) => this.nameOf(net),
    };
  }

  /** Terminals that one element drives lie side by side; nodes that nothing drives come last. */
  private placeTerminals(): void {
    const put = (net: Net): void => {
      if (this.places.has(net)) return;
      this.places.set(net, this.allot([0]));
    };
    for (const e of this.flat.elements) for (const list of definitionOf(e).drives(e)) list.forEach(put);
    for (const e of this.flat.elements) {
      definitionOf(e).nodes?.(e).forEach(put);
    }
    for (const nets of this.flat.ports.values()) nets.forEach(put);
  }

  private allot(initial: readonly number[]): Place {
    const at = this.size;
    this.size += initial.length;
    this.initial.push(...initial);
    return at;
  }
  private at(net: Net): Place {
    const place = this.places.get(net);
    if (place === undefined)
      throw new Error(`${this.flat.circuit.id}: ${this.nameOf(net)} is used by nothing.`);
    return place;
  }
  private nameOf(net: Net): string {
    return this.flat.names.get(net) ?? `terminal ${net}`;
  }
  private resolve(ref: string): readonly Net[] {
    const [, name = '', from, to] = SLICE.exec(ref)!;
    const nets = this.flat.ports.get(name);
    if (!nets)
      throw new Error(`${this.flat.circuit.id}: stimulus or observation names ${ref}, which is no port.`);
    return from === undefined || to === undefined ? nets : nets.slice(Number(from), Number(to) + 1);
  }

  private bus(nets: readonly Net[]): Place {
    const at = nets.map((net) => this.at(net));
    const [first = 0] = at;
    if (at.every((p, i) => p === first + i)) return first;
    // they lie apart: keep a copy of them side by side
    const key = at.join();
    const known = this.gathered.get(key);
    if (known !== undefined) return known;
    const copy = this.allot(new Array<number>(at.length).fill(0));
    const from = Int32Array.from(at);
    const run = (f: Float64Array): void => {
      for (let i = 0; i < from.length; i++) f[copy + i] = f[from[i]!]!;
    };
    this.operations.push({
      name: `gather ${this.nameOf(nets[0]!)}`,
      reads: at,
      writes: range(copy, at.length),
      run,
    });
    this.gathered.set(key, copy);
    return copy;
  }

  private builder(): Builder {
    const keep = (path: string, at: Place, width: number): void => {
      this.states.push({ path, at, width });
      for (const p of range(at, width)) this.stateSet.add(p);
    };
    return {
      seed: this.seed,
      at: (net) => this.at(net),
      bus: (nets) => this.bus(nets),
      state: (name, initial) => {
        const at = this.allot(initial);
        keep(name, at, initial.length);
        return at;
      },
      stateAt: (nets, initial) => {
        const at = this.bus(nets);
        for (let i = 0; i < nets.length; i++) this.initial[at + i] = initial[i] ?? 0;
        keep(this.nameOf(nets[0]!), at, nets.length);
        return at;
      },
      scratch: (_name, initial) => this.allot(initial),
      operation: (o) => this.operations.push(o),
      flow: (o) => this.flows.push(o),
      trip: (o) => this.trips.push(o),
      commit: (o) => this.commits.push(o),
      power: (o) => this.powers.push(o),
      machine: (o) => this.machines.push(o),
      conductor: (o) => this.conductors.push(o),
      drive: (o) => this.drives.push(o),
      amplified: (o) => this.amplifiers.push(o),
      wired: (o) => this.wired.push(o),
      devices: (o) => this.banks.push(o),
      moded: (o) => this.modedBanks.push(o),
      deviceNumber: (path) => numberOf(path),
    };
  }

  /** Orders operations so that each runs after those that write what it reads. */
  private ordered(): Operation[] {
    const writer = new Map<Place, Operation>();
    for (const o of this.operations) {
      for (const p of o.writes) {
        const other = writer.get(p);
        if (other) throw new Error(`${this.flat.circuit.id}: ${o.name} and ${other.name} both set one line.`);
        writer.set(p, o);
      }
    }
    const order: Operation[] = [];
    const mark = new Map<Operation, 'open' | 'done'>();
    const trail: Operation[] = [];
    const visit = (o: Operation): void => {
      if (mark.get(o) === 'done') return;
      if (mark.get(o) === 'open') {
        const loop = [...trail.slice(trail.indexOf(o)), o].map((x) => x.name).join(' -> ');
        throw new Error(
          `${this.flat.circuit.id}: a loop without a state in it: ${loop}; break it with a sampler or a register.`,
        );
      }
      mark.set(o, 'open');
      trail.push(o);
      for (const p of o.reads) {
        const w = writer.get(p);
        if (w) visit(w);
      }
      trail.pop();
      mark.set(o, 'done');
      order.push(o);
    };
    [...this.operations].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).forEach(visit);
    return order;
  }
}

/** A stable number for a device's path (FNV-1a, 24 bits, room for 256 cells), so that a new part changes no other draw. */
export function numberOf(path: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) h = Math.imul(h ^ path.charCodeAt(i), 0x01000193);
  return (h >>> 0) & 0xffffff00;
}

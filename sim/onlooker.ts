/**
 * Reading a run. The schedule puts off whatever the run itself does not need; whoever looks has the
 * operations before what he reads made up for first. They are pure functions of state, so that looking
 * changes nothing that counts.
 */
import type { DeviceBank, Operation, Place } from './builder.ts';
import type { Program } from './compile.ts';
import { nextState, tabulate } from './machines/machine.ts';
import { downstream, run, type Steps, upstream } from './schedule.ts';

interface Reader {
  readonly places: readonly Place[];
  /** to run before the places are read, in the run itself and after a probing stimulus */
  readonly first: Steps;
  readonly probed: Steps;
}

/** Reads observations and modes of a run whose settling may be put off: what is stale is settled first. */
export class Onlooker {
  private readonly program: Program;
  /** operations that may be stale, and those that may be once another stimulus is tried */
  private readonly late: ReadonlySet<Operation>;
  private readonly lateOrProbed: ReadonlySet<Operation>;
  private readonly readers = new Map<string, Reader>();

  constructor(program: Program, late: ReadonlySet<Operation>) {
    this.program = program;
    this.late = late;
    this.lateOrProbed = new Set([...late, ...downstream(program, Object.values(program.stimulus).flat())]);
  }

  /**
   * The numbers of an observation, or of any port.
   * @param probed true when the stimulus in f has just been changed
   * @throws Error when there is none of that name
   */
  read(f: Float64Array, name: string, probed = false): Float64Array {
    const { places, first, probed: all } = this.readers.get(name) ?? this.find(name);
    run(probed ? all : first, f);
    const out = new Float64Array(places.length);
    for (let i = 0; i < out.length; i++) out[i] = f[places[i]!]!;
    return out;
  }

  /** A device's mode by its machine, from bits. */
  modeOf(f: Float64Array, bank: DeviceBank, i: number): string {
    let table = modeTables.get(bank.modes);
    if (!table) {
      table = tabulate(bank.modes);
      modeTables.set(bank.modes, table);
    }
    const key = `modes of ${bank.path}`;
    run((this.readers.get(key) ?? this.keep(key, bank.reads)).first, f);
    const { events, states } = table;
    return states[nextState(table, table.initial, (event) => bank.bits[events[event]!]!(f, i))]!;
  }

  private find(name: string): Reader {
    const { program } = this;
    const places = program.observe[name] ?? program.ports.get(name)?.map((net) => program.placeOf(net));
    if (places) return this.keep(name, places);
    throw new Error(
      `${program.circuit.id}: nothing is called ${name}; it shows ${Object.keys(program.observe).join(', ')}.`,
    );
  }

  private keep(key: string, places: readonly Place[]): Reader {
    const cone = upstream(this.program.operations, places);
    const reader = {
      places,
      first: cone.filter((o) => this.late.has(o)),
      probed: cone.filter((o) => this.lateOrProbed.has(o)),
    };
    this.readers.set(key, reader);
    return reader;
  }
}

const modeTables = new Map<DeviceBank['modes'], ReturnType<typeof tabulate>>();

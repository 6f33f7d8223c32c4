/**
 * A netlist in the format of DigitalJS: devices with ports, and wires between them. What DigitalJS
 * has no cell for is first written with cells that it has (threshold gates, shifts and choices by
 * wide words); the rest goes over one to one.
 * @see https://github.com/tilk/digitaljs, version 0.14
 */
import { addressBits } from '../base/bits.ts';
import { tabulate } from '../machines/machine.ts';
import { settlingOrder } from './cells.ts';
import { checkLogic } from './check.ts';
import type {
  FsmCell,
  GateCell,
  LogicCell,
  LogicNetlist,
  MuxCell,
  NetName,
  ShiftCell,
  ThresholdCell,
} from './netlist.ts';

interface End {
  readonly id: string;
  readonly port: string;
}
interface Device {
  readonly type: string;
  readonly label: string;
  readonly [property: string]: unknown;
}
/** What DigitalJS takes as a circuit; a device's id is the name of its cell. */
export interface DigitaljsJson {
  readonly devices: Readonly<Record<string, Device>>;
  /** `name` is the net's */
  readonly connectors: readonly { readonly from: End; readonly to: End; readonly name: NetName }[];
  readonly subcircuits: Readonly<Record<string, never>>;
}
export interface DigitaljsOptions {
  /** `running` (default): a clock that ticks by itself; `input`: an input that somebody drives */
  readonly clock?: 'running' | 'input';
  /**
   * Registers and memories begin with unknown words (x) and not with their initial values, as real
   * ones do, until a reset or a known word reaches them. Machines always begin in their first state.
   */
  readonly unknownStart?: boolean;
}

/** Id of the clock's device. */
export const CLOCK = 'clk';

/**
 * @throws Error that names the netlist and the cell when it is wrong (check.ts), or when a cell has
 *         the clock's name
 */
export function toDigitaljs(
  netlist: LogicNetlist,
  { clock = 'running', unknownStart = false }: DigitaljsOptions = {},
): DigitaljsJson {
  checkLogic(netlist);
  const written = simplify(netlist);
  const { nets, cells } = written;
  const devices: Record<string, Device> = {};
  const drivers = new Map<NetName, End>();
  const readers: { readonly net: NetName; readonly to: End }[] = [];
  const clocked: End[] = [];
  const width = (net: NetName): number => nets[net]!;
  const device = (id: string, type: string, properties: object): void => {
    if (id === CLOCK || Object.hasOwn(devices, id))
      throw new Error(
        `${netlist.name}: the clock's device is named ${CLOCK} as well as a cell; rename the cell.`,
      );
    devices[id] = { type, label: id, ...properties };
  };
  const reads = (id: string, ports: Readonly<Record<string, NetName>>): void => {
    for (const [port, net] of Object.entries(ports)) readers.push({ net, to: { id, port } });
  };
  const drives = (net: NetName, id: string, port = 'out'): void => {
    drivers.set(net, { id, port });
  };
  const numbered = (words: readonly NetName[], first: number): Record<string, NetName> =>
    Object.fromEntries(words.map((net, k) => [`in${k + first}`, net]));
  const unknown = (bits: number, word: number): string =>
    unknownStart ? 'x'.repeat(bits) : binary(word, bits);

  let order = 0;
  for (const cell of cells) {
    const id = cell.name;
    switch (cell.kind) {
      case 'input':
        device(id, 'Input', { net: id, bits: width(cell.out), order: order++ });
        drives(cell.out, id);
        break;
      case 'output':
        device(id, 'Output', { net: id, bits: width(cell.in), order: order++ });
        reads(id, { in: cell.in });
        break;
      case 'constant':
        device(id, 'Constant', { constant: binary(cell.value, width(cell.out)) });
        drives(cell.out, id);
        break;
      case 'gate':
        device(id, gateTypes[cell.operation], {
          bits: width(cell.out),
          ...(cell.operation === 'not' ? {} : { inputs: cell.in.length }),
        });
        reads(id, cell.operation === 'not' ? { in: cell.in[0]! } : numbered(cell.in, 1));
        drives(cell.out, id);
        break;
      case 'reduce':
        device(id, { and: 'AndReduce', or: 'OrReduce', xor: 'XorReduce' }[cell.operation], {
          bits: width(cell.in),
        });
        reads(id, { in: cell.in });
        drives(cell.out, id);
        break;
      case 'arithmetic':
        device(id, { add: 'Addition', subtract: 'Subtraction', multiply: 'Multiplication' }[cell.operation], {
          bits: { in1: width(cell.a), in2: width(cell.b), out: width(cell.out) },
          signed: { in1: cell.signed, in2: cell.signed },
        });
        reads(id, { in1: cell.a, in2: cell.b });
        drives(cell.out, id);
        break;
      case 'negate':
        device(id, 'Negation', { bits: { in: width(cell.in), out: width(cell.out) }, signed: false });
        reads(id, { in: cell.in });
        drives(cell.out, id);
        break;
      case 'shift': {
        const type = cell.direction === 'left' ? 'ShiftLeft' : 'ShiftRight';
        const bits = width(cell.out);
        const keepsSign = cell.signed && cell.direction === 'right';
        if (typeof cell.by === 'number') {
          device(id, `${type}Const`, {
            bits: { in: bits, out: bits },
            signed: { in: keepsSign, out: keepsSign },
            constant: Math.min(cell.by, bits),
          });
          reads(id, { in: cell.in });
        } else {
          device(id, type, {
            bits: { in1: bits, in2: width(cell.by), out: bits },
            signed: { in1: keepsSign, in2: false, out: keepsSign },
          });
          reads(id, { in1: cell.in, in2: cell.by });
        }
        drives(cell.out, id);
        break;
      }
      case 'compare':
        device(id, compareTypes[cell.operation], {
          bits: { in1: width(cell.a), in2: width(cell.b) },
          signed: { in1: cell.signed, in2: cell.signed },
        });
        reads(id, { in1: cell.a, in2: cell.b });
        drives(cell.out, id);
        break;
      case 'mux': {
        const places = 2 ** width(cell.select);
        const last = cell.in.at(-1)!;
        device(id, 'Mux', { bits: { in: width(cell.out), sel: width(cell.select) } });
        reads(id, {
          sel: cell.select,
          ...numbered(
            Array.from({ length: places }, (_, k) => cell.in[k] ?? last),
            0,
          ),
        });
        drives(cell.out, id);
        break;
      }
      case 'slice':
        device(id, 'BusSlice', {
          slice: { first: cell.low, count: width(cell.out), total: width(cell.in) },
        });
        reads(id, { in: cell.in });
        drives(cell.out, id);
        break;
      case 'concat':
        device(id, 'BusGroup', { groups: cell.in.map(width) });
        reads(id, numbered(cell.in, 0));
        drives(cell.out, id);
        break;
      case 'extend':
        device(id, cell.signed ? 'SignExtend' : 'ZeroExtend', {
          extend: { input: width(cell.in), output: width(cell.out) },
        });
        reads(id, { in: cell.in });
        drives(cell.out, id);
        break;
      case 'register':
        device(id, 'Dff', {
          bits: width(cell.out),
          initial: unknown(width(cell.out), cell.initial),
          polarity: {
            clock: true,
            ...(cell.enable === undefined ? {} : { enable: true }),
            ...(cell.reset === undefined ? {} : { srst: true }),
          },
          ...(cell.reset === undefined ? {} : { srst_value: binary(cell.initial, width(cell.out)) }),
        });
        reads(id, {
          in: cell.in,
          ...(cell.enable === undefined ? {} : { en: cell.enable }),
          ...(cell.reset === undefined ? {} : { srst: cell.reset }),
        });
        clocked.push({ id, port: 'clk' });
        drives(cell.out, id);
        break;
      case 'memory': {
        const { words, width: bits } = cell;
        device(id, 'Memory', {
          bits,
          abits: addressBits(words),
          words,
          rdports: cell.reads.map(() => ({})),
          wrports: cell.writes.map(() => ({
            enable_polarity: true,
            no_bit_enable: true,
            clock_polarity: true,
          })),
          memdata: Array.from({ length: words }, (_, k) => unknown(bits, cell.initial[k] ?? 0)),
        });
        for (const [k, { address, out }] of cell.reads.entries()) {
          reads(id, { [`rd${k}addr`]: address });
          drives(out, id, `rd${k}data`);
        }
        for (const [k, { address, data, enable }] of cell.writes.entries()) {
          reads(id, { [`wr${k}addr`]: address, [`wr${k}data`]: data, [`wr${k}en`]: enable });
          clocked.push({ id, port: `wr${k}clk` });
        }
        break;
      }
      case 'fsm': {
        const { events, properties } = machineOf(cell);
        device(id, 'FSM', properties);
        clocked.push({ id, port: 'clk' });
        const outputs = Object.entries(cell.outputs);
        const [group, ungroup] = [`${id}.events`, `${id}.outputs`];
        if (events.length > 0) {
          device(group, 'BusGroup', { groups: events.map(() => 1) });
          reads(group, numbered(events, 0));
        } else device(group, 'Constant', { constant: '0' });
        drives(group, group);
        readers.push({ net: group, to: { id, port: 'in' } });
        if (outputs.length > 0) {
          device(ungroup, 'BusUngroup', { groups: outputs.map(() => 1) });
          drives(ungroup, id);
          readers.push({ net: ungroup, to: { id: ungroup, port: 'in' } });
        }
        for (const [k, [, net]] of outputs.entries()) drives(net, ungroup, `out${k}`);
        break;
      }
      case 'threshold':
        throw new Error(`${netlist.name}: threshold gate ${id} was not written with other cells.`);
    }
  }
  if (clocked.length > 0) {
    devices[CLOCK] =
      clock === 'input'
        ? { type: 'Input', label: CLOCK, net: CLOCK, bits: 1, order: -1 }
        : { type: 'Clock', label: CLOCK, propagation: halfPeriod(written) };
    drivers.set(CLOCK, { id: CLOCK, port: 'out' });
    for (const to of clocked) readers.push({ net: CLOCK, to });
  }
  return {
    devices,
    connectors: readers.map(({ net, to }) => ({ from: drivers.get(net)!, to, name: net })),
    subcircuits: {},
  };
}

const gateTypes: Readonly<Record<GateCell['operation'], string>> = {
  and: 'And',
  or: 'Or',
  nand: 'Nand',
  nor: 'Nor',
  xor: 'Xor',
  xnor: 'Xnor',
  not: 'Not',
};
const compareTypes = { eq: 'Eq', ne: 'Ne', lt: 'Lt', le: 'Le', gt: 'Gt', ge: 'Ge' } as const;

/** The highest bit first. */
const binary = (word: number, bits: number): string => word.toString(2).padStart(bits, '0');

/** Delay ticks from one edge of the clock to the next: everything has settled long before. */
function halfPeriod(netlist: LogicNetlist): number {
  const depths = new Map<NetName, number>();
  let deepest = 0;
  for (const { reads, out } of settlingOrder(netlist)) {
    const depth = 1 + reads.reduce((most, net) => Math.max(most, depths.get(net) ?? 0), 0);
    depths.set(out, depth);
    deepest = Math.max(deepest, depth);
  }
  return Math.max(100, 2 * (deepest + 2));
}

/**
 * DigitalJS machines are of Mealy's kind: `out` follows `in` at once. Ours give each state's outputs
 * whatever the events are, so every row of a state carries the same outputs. Rows are searched from
 * the first on: an event that has priority stands above those that it overrules, and leaves them
 * open (x); the last row keeps the state.
 */
function machineOf(cell: FsmCell): { readonly events: readonly NetName[]; readonly properties: object } {
  const table = tabulate(cell.machine);
  const nameOf = (event: number): string => (event < 0 ? 'done' : table.events[event]!);
  const wired = [
    ...new Set(table.transitions.flatMap((list) => list.map(([event]) => nameOf(event)))),
  ].filter((event) => Object.hasOwn(cell.inputs, event));
  const bitsIn = Math.max(1, wired.length);
  const outputs = Object.keys(cell.outputs).map((output) => table.outputs.indexOf(output));
  const rows = table.transitions.flatMap((list, state) => {
    const ctrl_out =
      outputs
        .map((k) => table.moore[state]![k]!)
        .reverse()
        .join('') || '0';
    const row = (event: string | null, target: number): object => ({
      state_in: state,
      // the first event is the lowest bit, which stands last
      ctrl_in: Array.from({ length: bitsIn }, (_, k) => (wired[k] === event ? '1' : 'x'))
        .reverse()
        .join(''),
      state_out: target,
      ctrl_out,
    });
    return [
      ...list.map(([event, target]) => {
        const name = nameOf(event);
        // `done` without a wire is always true
        return row(wired.includes(name) ? name : null, target);
      }),
      row(null, state),
    ];
  });
  return {
    events: wired.map((event) => cell.inputs[event]!),
    properties: {
      bits: { in: bitsIn, out: Math.max(1, outputs.length) },
      polarity: { clock: true, arst: true },
      states: table.states.length,
      init_state: table.initial,
      trans_table: rows,
    },
  };
}

/** Widest word by which DigitalJS shifts or chooses here; wider ones would make it build huge words or cells. */
const WIDEST_CHOICE = 6;

/** The same netlist without what DigitalJS has no cell for; new cells are named after the old one, with a dot. */
function simplify(netlist: LogicNetlist): LogicNetlist {
  const nets: Record<NetName, number> = { ...netlist.nets };
  const taken = new Set([...Object.keys(nets), ...netlist.cells.map((cell) => cell.name)]);
  const cells: LogicCell[] = [];
  /** adds a cell with a net of its own */
  const add = (
    name: string,
    width: number,
    make: (named: { readonly name: string; readonly out: NetName }) => LogicCell,
  ): NetName => {
    let free = name;
    for (let k = 2; taken.has(free); k++) free = `${name}_${k}`;
    taken.add(free);
    nets[free] = width;
    cells.push(make({ name: free, out: free }));
    return free;
  };
  const constant = (name: string, width: number, value: number): NetName =>
    add(name, width, (o) => ({ kind: 'constant', value: value < 0 ? value + 2 ** width : value, ...o }));
  const slice = (name: string, word: NetName, low: number, width: number): NetName =>
    add(name, width, (o) => ({ kind: 'slice', in: word, low, ...o }));
  const anyAbove = (name: string, word: NetName, low: number): NetName => {
    const above = slice(`${name}.above`, word, low, nets[word]! - low);
    return add(`${name}.beyond`, 1, (o) => ({ kind: 'reduce', operation: 'or', in: above, ...o }));
  };

  const thresholdGate = (cell: ThresholdCell): void => {
    const { name, weights, threshold } = cell;
    const largest = weights.reduce((sum, w) => sum + Math.abs(w), Math.abs(threshold));
    const width = 34 - Math.clz32(largest);
    const terms = cell.in.map((bit, k) => {
      const weight = weights[k]!;
      // one bit with its sign is 0 or -1
      if (weight === 1 || weight === -1)
        return add(`${name}.term${k}`, width, (o) => ({ kind: 'extend', in: bit, signed: weight < 0, ...o }));
      const words = [constant(`${name}.zero${k}`, width, 0), constant(`${name}.weight${k}`, width, weight)];
      return add(`${name}.term${k}`, width, (o) => ({ kind: 'mux', select: bit, in: words, ...o }));
    });
    const sum = terms.reduce((a, b, k) =>
      add(`${name}.sum${k}`, width, (o) => ({
        kind: 'arithmetic',
        operation: 'add',
        a,
        b,
        signed: true,
        ...o,
      })),
    );
    const least = constant(`${name}.threshold`, width, threshold);
    cells.push({ kind: 'compare', operation: 'ge', a: sum, b: least, signed: true, name, out: cell.out });
  };
  const shift = (cell: ShiftCell): void => {
    const { by, name } = cell;
    if (typeof by === 'number' || nets[by]! <= WIDEST_CHOICE) {
      cells.push(cell);
      return;
    }
    const low = slice(`${name}.low`, by, 0, WIDEST_CHOICE);
    const most = constant(`${name}.most`, WIDEST_CHOICE, 2 ** WIDEST_CHOICE - 1);
    const select = anyAbove(name, by, WIDEST_CHOICE);
    const amount = add(`${name}.by`, WIDEST_CHOICE, (o) => ({ kind: 'mux', select, in: [low, most], ...o }));
    cells.push({ ...cell, by: amount });
  };
  const mux = (cell: MuxCell): void => {
    const { name, select } = cell;
    const needed = Math.max(1, 32 - Math.clz32(cell.in.length - 1));
    if (nets[select]! <= Math.max(needed, WIDEST_CHOICE)) {
      cells.push(cell);
      return;
    }
    const low = slice(`${name}.low`, select, 0, needed);
    const beyond = anyAbove(name, select, needed);
    const chosen = add(`${name}.chosen`, nets[cell.out]!, (o) => ({
      kind: 'mux',
      select: low,
      in: cell.in,
      ...o,
    }));
    cells.push({ kind: 'mux', select: beyond, in: [chosen, cell.in.at(-1)!], name, out: cell.out });
  };

  for (const cell of netlist.cells) {
    if (cell.kind === 'threshold') thresholdGate(cell);
    else if (cell.kind === 'shift') shift(cell);
    else if (cell.kind === 'mux') mux(cell);
    else cells.push(cell);
  }
  return { name: netlist.name, nets, cells };
}

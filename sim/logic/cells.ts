/** What every kind of cell reads and drives, and in which order cells settle; everything that walks a netlist starts here. */
import { type MachineTable, tabulate } from '../machines/machine.ts';
import type {
  FsmCell,
  InputCell,
  LogicCell,
  LogicNetlist,
  MemoryCell,
  NetName,
  RegisterCell,
  SettlingCell,
} from './netlist.ts';

/** The nets that a cell reads, at once or at the clock edge, in the order of `readPort`. */
export function readsOf(cell: LogicCell): readonly NetName[] {
  switch (cell.kind) {
    case 'input':
    case 'constant':
      return [];
    case 'gate':
    case 'threshold':
    case 'concat':
      return cell.in;
    case 'output':
    case 'reduce':
    case 'negate':
    case 'slice':
    case 'extend':
      return [cell.in];
    case 'arithmetic':
    case 'compare':
      return [cell.a, cell.b];
    case 'shift':
      return typeof cell.by === 'string' ? [cell.in, cell.by] : [cell.in];
    case 'mux':
      return [cell.select, ...cell.in];
    case 'register':
      return registerReads(cell).map(([, net]) => net);
    case 'memory':
      return memoryReads(cell).map(([, net]) => net);
    case 'fsm':
      return Object.values(cell.inputs);
  }
}
/** The name of a port that a cell reads, by its place in `readsOf`. */
export function readPort(cell: LogicCell, k: number): string {
  switch (cell.kind) {
    case 'gate':
    case 'threshold':
    case 'concat':
      return `in[${k}]`;
    case 'arithmetic':
    case 'compare':
      return k === 0 ? 'a' : 'b';
    case 'shift':
      return k === 0 ? 'in' : 'by';
    case 'mux':
      return k === 0 ? 'select' : `in[${k - 1}]`;
    case 'register':
      return registerReads(cell)[k]![0];
    case 'memory':
      return memoryReads(cell)[k]![0];
    case 'fsm':
      return Object.keys(cell.inputs)[k]!;
    case 'input':
    case 'output':
    case 'constant':
    case 'reduce':
    case 'negate':
    case 'slice':
    case 'extend':
      return 'in';
  }
}
type Ports = (readonly [port: string, net: NetName])[];
const registerReads = (cell: RegisterCell): Ports => [
  ['in', cell.in],
  ...(cell.enable === undefined ? [] : [['enable', cell.enable] as const]),
  ...(cell.reset === undefined ? [] : [['reset', cell.reset] as const]),
];
const memoryReads = (cell: MemoryCell): Ports => [
  ...cell.reads.map(({ address }, k) => [`reads[${k}].address`, address] as const),
  ...cell.writes.flatMap(({ address, data, enable }, k) => [
    [`writes[${k}].address`, address] as const,
    [`writes[${k}].data`, data] as const,
    [`writes[${k}].enable`, enable] as const,
  ]),
];

/** The nets that a cell drives, in the order of `drivePort`. */
export function drivesOf(cell: LogicCell): readonly NetName[] {
  if (cell.kind === 'output') return [];
  if (cell.kind === 'memory') return cell.reads.map(({ out }) => out);
  if (cell.kind === 'fsm') return Object.values(cell.outputs);
  return [cell.out];
}
/** The name of a port that a cell drives, by its place in `drivesOf`. */
export function drivePort(cell: LogicCell, k: number): string {
  if (cell.kind === 'memory') return `reads[${k}]`;
  return cell.kind === 'fsm' ? Object.keys(cell.outputs)[k]! : 'out';
}

/** One net that settles between clock edges: a cell's, or a read port's of a memory. */
export type Step =
  | { readonly cell: SettlingCell; readonly reads: readonly NetName[]; readonly out: NetName }
  | {
      readonly cell: MemoryCell;
      readonly reads: readonly [address: NetName];
      readonly out: NetName;
    };

/**
 * The settling cells in an order in which each finds what it reads.
 * @throws Error that names the cells of a loop without a register
 */
export function settlingOrder(netlist: LogicNetlist): Step[] {
  const steps = new Map<NetName, Step & { state: 'new' | 'open' | 'done' }>();
  for (const cell of netlist.cells) {
    if (cell.kind === 'memory')
      for (const { address, out } of cell.reads)
        steps.set(out, { cell, reads: [address], out, state: 'new' });
    else if (
      cell.kind !== 'input' &&
      cell.kind !== 'output' &&
      cell.kind !== 'register' &&
      cell.kind !== 'fsm'
    )
      steps.set(cell.out, { cell, reads: readsOf(cell), out: cell.out, state: 'new' });
  }
  const order: Step[] = [];
  const path: { readonly step: Step & { state: 'new' | 'open' | 'done' }; next: number }[] = [];
  for (const start of steps.values()) {
    if (start.state !== 'new') continue;
    start.state = 'open';
    path.push({ step: start, next: 0 });
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const net = top.step.reads[top.next++];
      if (net === undefined) {
        path.pop();
        top.step.state = 'done';
        order.push(top.step);
        continue;
      }
      const before = steps.get(net);
      if (!before || before.state === 'done') continue;
      if (before.state === 'open') throw loopError(netlist, [...path.map(({ step }) => step), before]);
      before.state = 'open';
      path.push({ step: before, next: 0 });
    }
  }
  return order;
}

function loopError(netlist: LogicNetlist, path: readonly Step[]): Error {
  const again = path.at(-1)!;
  // the path runs from readers to what they read; signals run the other way
  const loop = path
    .slice(path.indexOf(again))
    .map(({ cell }) => cell.name)
    .reverse();
  const shown = loop.length > 9 ? [...loop.slice(0, 5), '...', ...loop.slice(-3)] : loop;
  return new Error(
    `${netlist.name}: ${again.cell.name} reads its own output through ${shown.join(' -> ')}, a loop without delay; put a register into it.`,
  );
}

export const inputsOf = (netlist: LogicNetlist): InputCell[] =>
  netlist.cells.filter((cell): cell is InputCell => cell.kind === 'input');
export const outputsOf = (netlist: LogicNetlist): Extract<LogicCell, { kind: 'output' }>[] =>
  netlist.cells.filter((cell) => cell.kind === 'output');

/** A cell that remembers, with the place of its first word in the kernel's state. */
export interface StateCell<Cell> {
  readonly cell: Cell;
  readonly at: number;
}
/** Where every register, machine and memory keeps its words. */
export interface StateLayout {
  readonly registers: readonly StateCell<RegisterCell>[];
  readonly machines: readonly (StateCell<FsmCell> & { readonly table: MachineTable })[];
  readonly memories: readonly StateCell<MemoryCell>[];
  /** one a word: the cell's name, and for a memory the address in brackets */
  readonly names: readonly string[];
  /** number of values that each word can take */
  readonly limits: readonly number[];
  readonly initial: Uint32Array;
}

/** Gives every register, machine and memory word its place, in the order of the cells. */
export function layOutState(netlist: LogicNetlist): StateLayout {
  const registers: StateCell<RegisterCell>[] = [];
  const machines: (StateCell<FsmCell> & { table: MachineTable })[] = [];
  const memories: StateCell<MemoryCell>[] = [];
  const names: string[] = [];
  const limits: number[] = [];
  const initial: number[] = [];
  const word = (name: string, limit: number, value: number): void => {
    names.push(name);
    limits.push(limit);
    initial.push(value);
  };
  for (const cell of netlist.cells) {
    const at = names.length;
    if (cell.kind === 'register') {
      registers.push({ cell, at });
      word(cell.name, 2 ** netlist.nets[cell.out]!, cell.initial);
    } else if (cell.kind === 'fsm') {
      const table = tabulate(cell.machine);
      machines.push({ cell, at, table });
      word(cell.name, table.states.length, table.initial);
    } else if (cell.kind === 'memory') {
      memories.push({ cell, at });
      for (let k = 0; k < cell.words; k++) word(`${cell.name}[${k}]`, 2 ** cell.width, cell.initial[k] ?? 0);
    }
  }
  return { registers, machines, memories, names, limits, initial: Uint32Array.from(initial) };
}

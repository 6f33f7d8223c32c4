/**
 * Logic as data: cells between named nets, one clock. A net is a word of 1 to 32 bits, kept as an
 * unsigned number; `signed` on a cell says that it reads its words as two's complement. This one
 * description is checked (check.ts), compiled to a two-valued kernel, and written as DigitalJS JSON
 * and as Verilog; nothing else knows what a circuit's logic is.
 */
import type { Machine } from '../machines/machine.ts';

/** Name of a net: a word of so many bits as `LogicNetlist.nets` says. */
export type NetName = string;

interface Named {
  /** unique in its netlist; shown in errors, drawings and traces */
  readonly name: string;
  readonly out: NetName;
}

/** A word from outside. It changes between clock edges only. */
export interface InputCell extends Named {
  readonly kind: 'input';
}
/** A word for somebody outside; it has no net of its own. */
export interface OutputCell {
  readonly kind: 'output';
  readonly name: string;
  readonly in: NetName;
}
export interface ConstantCell extends Named {
  readonly kind: 'constant';
  readonly value: number;
}
/** Bit by bit, on two or more words of one width, which is that of out too; `not` takes one. */
export interface GateCell extends Named {
  readonly kind: 'gate';
  readonly operation: 'and' | 'or' | 'nand' | 'nor' | 'xor' | 'xnor' | 'not';
  readonly in: readonly NetName[];
}
/** All bits of one word into one bit. */
export interface ReduceCell extends Named {
  readonly kind: 'reduce';
  readonly operation: 'and' | 'or' | 'xor';
  readonly in: NetName;
}
/** 1 when the sum of weight * bit is at least the threshold; whole numbers, whose sum stays below 2^31. */
export interface ThresholdCell extends Named {
  readonly kind: 'threshold';
  readonly in: readonly NetName[];
  readonly weights: readonly number[];
  readonly threshold: number;
}
/** out = a op b, cut to the width of out; operands are extended to it first, with their sign when `signed`. */
export interface ArithmeticCell extends Named {
  readonly kind: 'arithmetic';
  readonly operation: 'add' | 'subtract' | 'multiply';
  readonly a: NetName;
  readonly b: NetName;
  readonly signed: boolean;
}
/** out = -in, two's complement. */
export interface NegateCell extends Named {
  readonly kind: 'negate';
  readonly in: NetName;
}
/**
 * Shift by a word (unsigned) or by a fixed number of bits; out is as wide as in. `right` with
 * `signed` fills with the sign, everything else with zeros; shifts past the width leave the filling.
 */
export interface ShiftCell extends Named {
  readonly kind: 'shift';
  readonly direction: 'left' | 'right';
  readonly in: NetName;
  readonly by: NetName | number;
  readonly signed: boolean;
}
/** Two words of one width into one bit. */
export interface CompareCell extends Named {
  readonly kind: 'compare';
  readonly operation: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
  readonly a: NetName;
  readonly b: NetName;
  readonly signed: boolean;
}
/** out = in[select], words of one width; there are 2^width(select) inputs, or fewer, and then the last one stands for the rest. */
export interface MuxCell extends Named {
  readonly kind: 'mux';
  readonly select: NetName;
  readonly in: readonly NetName[];
}
/** Bits `low` and up, as many as out is wide. */
export interface SliceCell extends Named {
  readonly kind: 'slice';
  readonly in: NetName;
  readonly low: number;
}
/** Words side by side; the first is the lowest. */
export interface ConcatCell extends Named {
  readonly kind: 'concat';
  readonly in: readonly NetName[];
}
/** Widened to the width of out, with zeros or with the sign. */
export interface ExtendCell extends Named {
  readonly kind: 'extend';
  readonly in: NetName;
  readonly signed: boolean;
}
/** Takes over `in` at the clock edge; `enable` and `reset` (synchronous, to `initial`, stronger than enable) are bits. */
export interface RegisterCell extends Named {
  readonly kind: 'register';
  readonly in: NetName;
  readonly initial: number;
  readonly enable?: NetName;
  readonly reset?: NetName;
}
/**
 * Words at addresses, as many as the addresses can name. A read port shows its word at once; a write
 * port writes at the clock edge, and where two write to one address the later one in the list wins.
 */
export interface MemoryCell {
  readonly kind: 'memory';
  readonly name: string;
  readonly width: number;
  readonly words: number;
  readonly initial: readonly number[];
  readonly reads: readonly { readonly address: NetName; readonly out: NetName }[];
  readonly writes: readonly {
    readonly address: NetName;
    readonly data: NetName;
    readonly enable: NetName;
  }[];
}
/**
 * A machine of sim/machines at gate level: at each clock edge it goes where `nextState` goes. `done`
 * is one more input; without it, `done` is always true. Outputs follow the state alone (Moore).
 */
export interface FsmCell {
  readonly kind: 'fsm';
  readonly name: string;
  readonly machine: Machine;
  /** event of the machine -> bit; `done` too */
  readonly inputs: Readonly<Record<string, NetName>>;
  /** output of the machine -> bit; those that nobody needs may be left out */
  readonly outputs: Readonly<Record<string, NetName>>;
}

/** Cells whose word follows the words that they read, between clock edges. */
export type SettlingCell =
  | ConstantCell
  | GateCell
  | ReduceCell
  | ThresholdCell
  | ArithmeticCell
  | NegateCell
  | ShiftCell
  | CompareCell
  | MuxCell
  | SliceCell
  | ConcatCell
  | ExtendCell;
export type LogicCell = InputCell | OutputCell | SettlingCell | RegisterCell | MemoryCell | FsmCell;

/** A whole block of logic with one clock. */
export interface LogicNetlist {
  readonly name: string;
  /** width of every net, bits */
  readonly nets: Readonly<Record<NetName, number>>;
  readonly cells: readonly LogicCell[];
}

/**
 * A compiled block. `evaluate` settles everything from inputs and registers; `edge` lets every
 * register, memory and machine take over what it reads now, and settles again; `run` does n edges.
 * All state lies in `words`: a snapshot is a copy of them.
 */
export interface LogicKernel {
  readonly netlist: LogicNetlist;
  /** @throws Error when there is no such input or the value does not fit it */
  readonly set: (input: string, value: number) => void;
  /** the word on a net, or at an output by its name; unsigned. Settled since the last evaluate, edge or run. */
  readonly get: (net: NetName) => number;
  readonly evaluate: () => void;
  readonly edge: () => void;
  readonly run: (edges: number) => void;
  /** registers, machine states (by number) and memory words, in the order of `stateNames` */
  readonly readState: () => Uint32Array;
  readonly writeState: (words: Uint32Array) => void;
  readonly stateNames: readonly string[];
}

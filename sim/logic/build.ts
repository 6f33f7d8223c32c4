/**
 * Writes a logic netlist without naming every net. Each method adds one cell and returns the word
 * that it drives, which the next cells take:
 *
 *   const counter = defineLogic('counter', (b) => {
 *     const enable = b.input('enable', 1);
 *     const count = b.register('count', 8, { enable });
 *     count.next(b.add(count, 1));
 *     b.output('value', count);
 *   });
 */
import type { Machine } from '../machines/machine.ts';
import { checkLogic } from './check.ts';
import type {
  ArithmeticCell,
  CompareCell,
  GateCell,
  LogicCell,
  LogicNetlist,
  MemoryCell,
} from './netlist.ts';

/** What a cell drives: a net and its width in bits. */
export interface Word {
  readonly net: string;
  readonly width: number;
}
/** A word, or a number that becomes a constant of the width that its place asks for. */
export type Operand = Word | number;

/** A register: a word that is read at once, and what it takes over at the next clock edge. */
export interface Register extends Word {
  /** Says what it takes over; once. */
  readonly next: (word: Operand) => void;
}
export interface Memory {
  /** A read port: the word at this address, at once. */
  readonly read: (address: Word) => Word;
  /** A write port: takes `data` over at the clock edge while `enable` is 1. */
  readonly write: (address: Word, data: Word, enable: Word) => void;
}

interface Signed {
  /** reads the words as two's complement */
  readonly signed?: boolean;
}
interface Sized extends Signed {
  /** width of the result, bits; the wider operand's width by default */
  readonly width?: number;
}
interface RegisterOptions {
  /** value before the first edge and after a reset; 0 by default, negative values as two's complement */
  readonly initial?: number;
  readonly enable?: Word;
  /** synchronous, to `initial`, stronger than `enable` */
  readonly reset?: Word;
}
interface MemoryOptions {
  /** width of a word, bits */
  readonly width: number;
  /** a power of two */
  readonly words: number;
  /** zeros where it is shorter than the memory */
  readonly initial?: readonly number[];
}

/**
 * Builds and checks a netlist.
 * @throws Error that names the cell and says what was found and what was expected (check.ts)
 */
export function defineLogic(name: string, describe: (b: LogicBuilder) => void): LogicNetlist {
  const builder = new LogicBuilder(name);
  describe(builder);
  const netlist = builder.finish();
  checkLogic(netlist);
  return netlist;
}

/** v as an unsigned word of so many bits; a value that does not fit is left for the check to report. */
export function asWord(value: number, width: number): number {
  return value < 0 && value >= -(2 ** (width - 1)) ? value + 2 ** width : value;
}

interface Cells {
  readonly nets: Record<string, number>;
  readonly cells: LogicCell[];
  readonly taken: Set<string>;
  readonly constants: Map<string, Word>;
  readonly unfinished: Map<string, string>;
  readonly counts: Map<string, number>;
}

/** The cells of one netlist as they are added; see `defineLogic`. */
export class LogicBuilder {
  readonly #name: string;
  readonly #prefix: string;
  readonly #made: Cells;
  #wanted: string | null = null;

  constructor(name: string, prefix = '', made?: Cells) {
    this.#name = name;
    this.#prefix = prefix;
    this.#made = made ?? {
      nets: {},
      cells: [],
      taken: new Set(),
      constants: new Map(),
      unfinished: new Map(),
      counts: new Map(),
    };
  }

  /**
   * Names the next cell: `b.as('sum').add(x, y)`. A name that is taken gets a number. It returns a
   * builder of its own, so that cells made among the arguments do not take the name.
   */
  as(name: string): LogicBuilder {
    const named = new LogicBuilder(this.#name, this.#prefix, this.#made);
    named.#wanted = name;
    return named;
  }
  /** Puts a name and a dot before the names of all cells made in `describe`. */
  scope<T>(name: string, describe: (b: LogicBuilder) => T): T {
    return describe(new LogicBuilder(this.#name, `${this.#prefix}${name}.`, this.#made));
  }

  /** A word from outside. */
  input(name: string, width: number): Word {
    const out = this.#net(this.#own(name), width);
    this.#add({ kind: 'input', name: out.net, out: out.net });
    return out;
  }
  /** A word for somebody outside. */
  output(name: string, word: Word): void {
    this.#add({ kind: 'output', name: this.#own(name), in: word.net });
  }
  /** Equal constants of one width share a cell; negative values stand for their two's complement. */
  constant(value: number, width: number): Word {
    const unsigned = asWord(value, width);
    const known = this.#made.constants.get(`${unsigned}/${width}`);
    if (known) return known;
    const label = `constant_${value < 0 ? 'minus_' : ''}${Math.abs(value)}`;
    // no scope's name before it: other scopes may read it too
    const out = this.#net(
      this.#free(this.#wanted ?? label, this.#wanted === null ? '' : this.#prefix),
      width,
    );
    this.#wanted = null;
    this.#add({ kind: 'constant', name: out.net, out: out.net, value: unsigned });
    this.#made.constants.set(`${unsigned}/${width}`, out);
    return out;
  }

  and(...words: Word[]): Word {
    return this.#gate('and', words);
  }
  or(...words: Word[]): Word {
    return this.#gate('or', words);
  }
  nand(...words: Word[]): Word {
    return this.#gate('nand', words);
  }
  nor(...words: Word[]): Word {
    return this.#gate('nor', words);
  }
  xor(...words: Word[]): Word {
    return this.#gate('xor', words);
  }
  xnor(...words: Word[]): Word {
    return this.#gate('xnor', words);
  }
  not(word: Word): Word {
    return this.#gate('not', [word]);
  }

  /** 1 when every bit of the word is 1. */
  all(word: Word): Word {
    return this.#cell('all', 1, (o) => ({ kind: 'reduce', operation: 'and', in: word.net, ...o }));
  }
  /** 1 when some bit of the word is 1. */
  any(word: Word): Word {
    return this.#cell('any', 1, (o) => ({ kind: 'reduce', operation: 'or', in: word.net, ...o }));
  }
  /** 1 when the number of ones in the word is odd. */
  parity(word: Word): Word {
    return this.#cell('parity', 1, (o) => ({ kind: 'reduce', operation: 'xor', in: word.net, ...o }));
  }
  /** 1 when the sum of weights[i] * bits[i] is at least the threshold. */
  threshold(bits: readonly Word[], weights: readonly number[], threshold: number): Word {
    const nets = bits.map((bit) => bit.net);
    return this.#cell('threshold', 1, (o) => ({ kind: 'threshold', in: nets, weights, threshold, ...o }));
  }

  /** a + b, cut to the width of the result. */
  add(a: Word, b: Operand, options: Sized = {}): Word {
    return this.#arithmetic('add', a, b, options);
  }
  /** a - b, cut to the width of the result. */
  subtract(a: Word, b: Operand, options: Sized = {}): Word {
    return this.#arithmetic('subtract', a, b, options);
  }
  /** a * b, cut to the width of the result; say `width` where the whole product is wanted. */
  multiply(a: Word, b: Operand, options: Sized = {}): Word {
    return this.#arithmetic('multiply', a, b, options);
  }
  /** -word, two's complement. */
  negate(word: Word): Word {
    return this.#cell('negate', word.width, (o) => ({ kind: 'negate', in: word.net, ...o }));
  }
  shiftLeft(word: Word, by: Operand): Word {
    return this.#shift('left', word, by, false);
  }
  /** With `signed` the sign comes in from the left, otherwise zeros. */
  shiftRight(word: Word, by: Operand, { signed = false }: Signed = {}): Word {
    return this.#shift('right', word, by, signed);
  }

  equal(a: Word, b: Operand): Word {
    return this.#compare('eq', a, b, {});
  }
  notEqual(a: Word, b: Operand): Word {
    return this.#compare('ne', a, b, {});
  }
  less(a: Word, b: Operand, options: Signed = {}): Word {
    return this.#compare('lt', a, b, options);
  }
  atMost(a: Word, b: Operand, options: Signed = {}): Word {
    return this.#compare('le', a, b, options);
  }
  greater(a: Word, b: Operand, options: Signed = {}): Word {
    return this.#compare('gt', a, b, options);
  }
  atLeast(a: Word, b: Operand, options: Signed = {}): Word {
    return this.#compare('ge', a, b, options);
  }

  /** words[select]; where there are fewer words than `select` can name, the last one stands for the rest. */
  mux(select: Word, words: readonly Word[]): Word {
    const nets = words.map((word) => word.net);
    const width = words[0]?.width ?? 1;
    return this.#cell('mux', width, (o) => ({ kind: 'mux', select: select.net, in: nets, ...o }));
  }
  /** `yes` while the bit is 1, `no` while it is 0. */
  choose(bit: Word, yes: Operand, no: Operand): Word {
    const width = typeof yes !== 'number' ? yes.width : typeof no !== 'number' ? no.width : undefined;
    if (width === undefined)
      throw new Error(
        `${this.#name}: choose between ${yes} and ${no} has no width; make one of them a constant.`,
      );
    return this.mux(bit, [this.#word(no, width), this.#word(yes, width)]);
  }

  /** `width` bits from bit `low` up. */
  slice(word: Word, low: number, width: number): Word {
    return this.#cell('slice', width, (o) => ({ kind: 'slice', in: word.net, low, ...o }));
  }
  bit(word: Word, k: number): Word {
    return this.slice(word, k, 1);
  }
  /** All bits of a word, the lowest first. */
  bits(word: Word): Word[] {
    return Array.from({ length: word.width }, (_, k) => this.bit(word, k));
  }
  /** Words side by side; the first is the lowest. */
  concat(...words: Word[]): Word {
    const nets = words.map((word) => word.net);
    const width = words.reduce((sum, word) => sum + word.width, 0);
    return this.#cell('concat', width, (o) => ({ kind: 'concat', in: nets, ...o }));
  }
  /** Widened with zeros, or with the sign. */
  extend(word: Word, width: number, { signed = false }: Signed = {}): Word {
    return this.#cell('extend', width, (o) => ({ kind: 'extend', in: word.net, signed, ...o }));
  }

  /** A register; call `next` on it once. */
  register(name: string, width: number, { initial = 0, enable, reset }: RegisterOptions = {}): Register {
    const out = this.#net(this.#own(name), width);
    const at = this.#made.cells.length;
    this.#made.unfinished.set(out.net, `register ${out.net} takes nothing over; call next on it`);
    const make = (word: string): LogicCell => ({
      kind: 'register',
      name: out.net,
      in: word,
      out: out.net,
      initial: asWord(initial, width),
      ...(enable ? { enable: enable.net } : {}),
      ...(reset ? { reset: reset.net } : {}),
    });
    this.#add(make(out.net));
    return {
      ...out,
      next: (word) => {
        if (!this.#made.unfinished.delete(out.net))
          throw new Error(`${this.#name}: next of register ${out.net} is called twice; call it once.`);
        this.#made.cells[at] = make(this.#word(word, width).net);
      },
    };
  }
  memory(name: string, { width, words, initial = [] }: MemoryOptions): Memory {
    const own = this.#own(name);
    const reads: { address: string; out: string }[] = [];
    const writes: { address: string; data: string; enable: string }[] = [];
    const contents = Array.from({ length: Math.max(words, initial.length) }, (_, k) =>
      asWord(initial[k] ?? 0, width),
    );
    const cell: MemoryCell = { kind: 'memory', name: own, width, words, initial: contents, reads, writes };
    this.#add(cell);
    return {
      read: (address) => {
        const out = this.#net(this.#free(this.#wanted ?? `${name}.read`), width);
        this.#wanted = null;
        reads.push({ address: address.net, out: out.net });
        return out;
      },
      write: (address, data, enable) => {
        writes.push({ address: address.net, data: data.net, enable: enable.net });
      },
    };
  }
  /**
   * A machine: its events by name, `done` too (without it, every clock edge ends a phase).
   * @returns its outputs by name
   */
  fsm(
    name: string,
    machine: Machine,
    inputs: Readonly<Record<string, Word>>,
  ): Readonly<Record<string, Word>> {
    const own = this.#own(name);
    const names = new Set(Object.values(machine.states).flatMap((s) => Object.keys(s.meta.outputs)));
    const outputs = Object.fromEntries([...names].map((o) => [o, this.#net(this.#free(`${name}.${o}`), 1)]));
    this.#add({
      kind: 'fsm',
      name: own,
      machine,
      inputs: Object.fromEntries(Object.entries(inputs).map(([event, word]) => [event, word.net])),
      outputs: Object.fromEntries(Object.entries(outputs).map(([output, word]) => [output, word.net])),
    });
    return outputs;
  }

  /** The netlist as it stands; `defineLogic` calls this. */
  finish(): LogicNetlist {
    for (const complaint of this.#made.unfinished.values()) throw new Error(`${this.#name}: ${complaint}.`);
    return { name: this.#name, nets: this.#made.nets, cells: this.#made.cells };
  }

  #gate(operation: GateCell['operation'], words: readonly Word[]): Word {
    const nets = words.map((word) => word.net);
    return this.#cell(operation, words[0]?.width ?? 1, (o) => ({ kind: 'gate', operation, in: nets, ...o }));
  }
  #arithmetic(operation: ArithmeticCell['operation'], a: Word, b: Operand, options: Sized): Word {
    const word = this.#word(b, a.width);
    const { signed = false, width = Math.max(a.width, word.width) } = options;
    return this.#cell(operation, width, (o) => ({
      kind: 'arithmetic',
      operation,
      a: a.net,
      b: word.net,
      signed,
      ...o,
    }));
  }
  #shift(direction: 'left' | 'right', word: Word, by: Operand, signed: boolean): Word {
    const amount = typeof by === 'number' ? by : by.net;
    return this.#cell(`shift_${direction}`, word.width, (o) => ({
      kind: 'shift',
      direction,
      in: word.net,
      by: amount,
      signed,
      ...o,
    }));
  }
  #compare(operation: CompareCell['operation'], a: Word, b: Operand, { signed = false }: Signed): Word {
    const word = this.#word(b, a.width);
    return this.#cell(operation, 1, (o) => ({
      kind: 'compare',
      operation,
      a: a.net,
      b: word.net,
      signed,
      ...o,
    }));
  }
  #cell(
    kind: string,
    width: number,
    make: (named: { readonly name: string; readonly out: string }) => LogicCell,
  ): Word {
    const name = this.#wanted === null ? this.#numbered(kind) : this.#free(this.#wanted);
    this.#wanted = null;
    const out = this.#net(name, width);
    this.#add(make({ name, out: name }));
    return out;
  }
  /** A number in a place that asks for a word; the name that waits is for the cell that reads it. */
  #word(operand: Operand, width: number): Word {
    if (typeof operand !== 'number') return operand;
    const waiting = this.#wanted;
    this.#wanted = null;
    const word = this.constant(operand, width);
    this.#wanted = waiting;
    return word;
  }
  #add(cell: LogicCell): void {
    this.#made.cells.push(cell);
  }
  #net(name: string, width: number): Word {
    this.#made.nets[name] = width;
    return { net: name, width };
  }
  /** A name that must be its owner's alone. */
  #own(name: string): string {
    const whole = this.#prefix + name;
    if (this.#made.taken.has(whole))
      throw new Error(`${this.#name}: two cells are named ${whole}; rename one of them.`);
    this.#made.taken.add(whole);
    return whole;
  }
  /** and_1, and_2, ...: the plain word stays free for whoever asks for it by name. */
  #numbered(kind: string): string {
    const whole = this.#prefix + kind;
    const k = (this.#made.counts.get(whole) ?? 0) + 1;
    this.#made.counts.set(whole, k);
    return this.#free(`${kind}_${k}`);
  }
  #free(name: string, prefix = this.#prefix): string {
    const whole = prefix + name;
    let free = whole;
    for (let k = 2; this.#made.taken.has(free); k++) free = `${whole}_${k}`;
    this.#made.taken.add(free);
    return free;
  }
}

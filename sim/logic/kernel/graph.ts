/**
 * A netlist as operations on 32-bit words, each made once: constants are folded, equal operations
 * shared, and what nobody asks for is never emitted.
 *
 * The word of a net lies in the low bits of a value; what stands above them is either known to be
 * zero (`bits` of the value says how many bits can be 1) or left as it falls, until somebody needs
 * it clean. Sums and differences chained over many cells are so cut once and not in every cell.
 */

/** Each with a number of its own, for the hash. */
const operations = {
  constant: 0,
  input: 1,
  state: 2,
  load: 3,
  and: 4,
  or: 5,
  xor: 6,
  add: 7,
  sub: 8,
  mul: 9,
  shl: 10,
  shr_u: 11,
  shr_s: 12,
  eq: 13,
  ne: 14,
  lt_s: 15,
  lt_u: 16,
  le_s: 17,
  le_u: 18,
  ge_s: 19,
  popcnt: 20,
  select: 21,
} as const;
export type Operation = keyof typeof operations;

export interface Value {
  readonly id: number;
  readonly operation: Operation;
  /** select: what is taken when the last one is not 0, what otherwise, the condition */
  readonly of: readonly Value[];
  /** constant: its word; input, state, load: the place of its (first) word */
  readonly at: number;
  /** number of low bits that can be 1 */
  readonly bits: number;
  /** longest way from a leaf */
  readonly depth: number;
  /** depends on inputs and constants alone */
  readonly steady: boolean;
}

const mask = (bits: number): number => (bits >= 32 ? -1 : (1 << bits) - 1);
const bitLength = (word: number): number => 32 - Math.clz32(word);

/** Makes values; asking twice for the same one gives the same one. */
export class Graph {
  readonly values: Value[] = [];
  /** numbers of values + 1 by hash, 0 where nothing stands; never more than half full */
  #known = new Int32Array(1024);

  constant(word: number): Value {
    return this.#make('constant', [], word | 0, bitLength(word | 0));
  }
  input(place: number, bits: number): Value {
    return this.#make('input', [], place, bits);
  }
  state(place: number, bits: number): Value {
    return this.#make('state', [], place, bits);
  }
  /** The memory word number `address` of those that begin at `place`. */
  load(place: number, address: Value, bits: number): Value {
    return this.#make('load', [address], place, bits);
  }

  /** The value with nothing above so many bits. */
  clean(value: Value, bits: number): Value {
    return value.bits <= bits ? value : this.and(value, this.constant(mask(bits)));
  }

  and(a: Value, b: Value): Value {
    const [x, y] = ordered(a, b);
    if (y.operation === 'constant') {
      if (x.operation === 'constant') return this.constant(x.at & y.at);
      if (y.at === 0 || (x.bits < 32 && (y.at & mask(x.bits)) === 0)) return this.constant(0);
      // a mask that covers all bits that can be 1 does nothing
      if ((y.at | ~mask(x.bits)) === -1) return x;
      if (x.operation === 'and' && x.of[1]!.operation === 'constant')
        return this.and(x.of[0]!, this.constant(x.of[1]!.at & y.at));
    }
    if (x === y) return x;
    return this.#make('and', [x, y], 0, Math.min(x.bits, y.bits));
  }
  or(a: Value, b: Value): Value {
    const [x, y] = ordered(a, b);
    if (y.operation === 'constant') {
      if (x.operation === 'constant') return this.constant(x.at | y.at);
      if (y.at === 0) return x;
      if ((y.at | ~mask(x.bits)) === -1) return y;
    }
    if (x === y) return x;
    return this.#make('or', [x, y], 0, Math.max(x.bits, y.bits));
  }
  xor(a: Value, b: Value): Value {
    const [x, y] = ordered(a, b);
    if (x === y) return this.constant(0);
    if (y.operation === 'constant') {
      if (x.operation === 'constant') return this.constant(x.at ^ y.at);
      if (y.at === 0) return x;
      if (x.operation === 'xor' && x.of[1]!.operation === 'constant')
        return this.xor(x.of[0]!, this.constant(x.of[1]!.at ^ y.at));
      if (y.at === 1 && x.bits === 1) {
        const opposite = this.#opposite(x);
        if (opposite) return opposite;
      }
    }
    return this.#make('xor', [x, y], 0, Math.max(x.bits, y.bits));
  }
  add(a: Value, b: Value): Value {
    const [x, y] = ordered(a, b);
    if (y.operation === 'constant') {
      if (x.operation === 'constant') return this.constant(x.at + y.at);
      if (y.at === 0) return x;
    }
    return this.#make('add', [x, y], 0, Math.min(32, Math.max(x.bits, y.bits) + 1));
  }
  sub(a: Value, b: Value): Value {
    if (a === b) return this.constant(0);
    if (b.operation === 'constant') {
      if (a.operation === 'constant') return this.constant(a.at - b.at);
      if (b.at === 0) return a;
    }
    return this.#make('sub', [a, b], 0, 32);
  }
  mul(a: Value, b: Value): Value {
    const [x, y] = ordered(a, b);
    if (y.operation === 'constant') {
      if (x.operation === 'constant') return this.constant(Math.imul(x.at, y.at));
      if (y.at === 0) return y;
      if ((y.at & (y.at - 1)) === 0) return this.shl(x, 31 - Math.clz32(y.at));
    }
    return this.#make('mul', [x, y], 0, Math.min(32, x.bits + y.bits));
  }

  /** By 0 to 31 bits. */
  shl(a: Value, by: number): Value {
    if (by === 0) return a;
    if (a.operation === 'constant') return this.constant(a.at << by);
    return this.#make('shl', [a, this.constant(by)], 0, Math.min(32, a.bits + by));
  }
  shiftRight(a: Value, by: number): Value {
    if (by === 0) return a;
    if (a.bits <= by) return this.constant(0);
    if (a.operation === 'constant') return this.constant(a.at >>> by);
    if (a.operation === 'shr_u' && a.of[1]!.operation === 'constant' && a.of[1]!.at + by < 32)
      return this.shiftRight(a.of[0]!, a.of[1]!.at + by);
    if (a.operation === 'and' && a.of[1]!.operation === 'constant')
      return this.and(this.shiftRight(a.of[0]!, by), this.constant(a.of[1]!.at >>> by));
    return this.#make('shr_u', [a, this.constant(by)], 0, a.bits - by);
  }
  /** By 0 to 31 bits, the sign (bit 31) comes in. */
  shiftRightSigned(a: Value, by: number): Value {
    if (by === 0) return a;
    if (a.operation === 'constant') return this.constant(a.at >> by);
    if (a.bits < 32) return this.shiftRight(a, by);
    return this.#make('shr_s', [a, this.constant(by)], 0, 32);
  }
  /** By a value that is known to lie between 0 and 31. */
  shiftBy(operation: 'shl' | 'shr_u' | 'shr_s', a: Value, by: Value): Value {
    if (by.operation === 'constant')
      return operation === 'shl'
        ? this.shl(a, by.at)
        : operation === 'shr_u'
          ? this.shiftRight(a, by.at)
          : this.shiftRightSigned(a, by.at);
    return this.#make(operation, [a, by], 0, operation === 'shr_u' ? a.bits : 32);
  }

  equal(a: Value, b: Value): Value {
    const [x, y] = ordered(a, b);
    if (x === y) return this.constant(1);
    if (y.operation === 'constant') {
      if (x.operation === 'constant') return this.constant(Number(x.at === y.at));
      if (bitLength(y.at) > x.bits) return this.constant(0);
      if (x.bits === 1) return y.at === 1 ? x : this.xor(x, this.constant(1));
    }
    return this.#make('eq', [x, y], 0, 1);
  }
  notEqual(a: Value, b: Value): Value {
    return this.xor(this.equal(a, b), this.constant(1));
  }
  /** a < b or a <= b. */
  less(operation: 'lt_s' | 'lt_u' | 'le_s' | 'le_u', a: Value, b: Value): Value {
    const orEqual = operation.startsWith('le');
    if (a === b) return this.constant(Number(orEqual));
    if (a.operation === 'constant' && b.operation === 'constant') {
      const [x, y] = operation.endsWith('s') ? [a.at, b.at] : [a.at >>> 0, b.at >>> 0];
      return this.constant(Number(orEqual ? x <= y : x < y));
    }
    return this.#make(operation, [a, b], 0, 1);
  }
  /** a >= b with their signs. */
  atLeast(a: Value, b: Value): Value {
    if (a.operation === 'constant' && b.operation === 'constant') return this.constant(Number(a.at >= b.at));
    return this.#make('ge_s', [a, b], 0, 1);
  }
  ones(a: Value): Value {
    if (a.bits <= 1) return a;
    if (a.operation === 'constant') {
      let count = 0;
      for (let rest = a.at; rest !== 0; rest &= rest - 1) count++;
      return this.constant(count);
    }
    return this.#make('popcnt', [a], 0, bitLength(a.bits));
  }

  /** `yes` when the condition is not 0. */
  select(condition: Value, yes: Value, no: Value): Value {
    if (condition.operation === 'constant') return condition.at !== 0 ? yes : no;
    if (yes === no) return yes;
    const [test, zero] = condition.of;
    if (condition.operation === 'xor' && condition.bits === 1 && zero!.operation === 'constant')
      return this.select(test!, no, yes);
    if (condition.operation === 'eq' && zero!.operation === 'constant' && zero!.at === 0)
      return this.select(test!, no, yes);
    if (condition.operation === 'ne' && zero!.operation === 'constant' && zero!.at === 0)
      return this.select(test!, yes, no);
    // a bit anywhere is as good as in the lowest place
    if (condition.operation === 'and' && zero!.operation === 'constant' && test!.operation === 'shr_u') {
      const by = test!.of[1]!;
      if (by.operation === 'constant' && (zero!.at << by.at) >>> by.at === zero!.at)
        return this.select(this.and(test!.of[0]!, this.constant(zero!.at << by.at)), yes, no);
    }
    if (condition.bits === 1 && yes.operation === 'constant' && no.operation === 'constant') {
      if (yes.at === 1 && no.at === 0) return condition;
      if (yes.at === 0 && no.at === 1) return this.xor(condition, this.constant(1));
    }
    if (condition.bits === 1 && yes.bits <= 1 && no.bits <= 1) {
      if (no.operation === 'constant' && no.at === 0) return this.and(condition, yes);
      if (yes.operation === 'constant' && yes.at === 1) return this.or(condition, no);
    }
    return this.#make('select', [yes, no, condition], 0, Math.max(yes.bits, no.bits));
  }

  #opposite(bit: Value): Value | null {
    const [a, b] = bit.of;
    switch (bit.operation) {
      case 'eq':
        return this.#make('ne', [a!, b!], 0, 1);
      case 'ne':
        return this.#make('eq', [a!, b!], 0, 1);
      case 'lt_s':
        return this.less('le_s', b!, a!);
      case 'lt_u':
        return this.less('le_u', b!, a!);
      case 'le_s':
        return this.less('lt_s', b!, a!);
      case 'le_u':
        return this.less('lt_u', b!, a!);
      default:
        return null;
    }
  }
  #make(operation: Operation, of: readonly Value[], at: number, bits: number): Value {
    const a = of[0];
    const b = of[1];
    const c = of[2];
    const known = this.#known;
    let slot = this.#slot(operations[operation], a?.id ?? -1, b?.id ?? -1, c?.id ?? -1, at);
    for (; known[slot] !== 0; slot = (slot + 1) & (known.length - 1)) {
      const value = this.values[known[slot]! - 1]!;
      const { of: parts } = value;
      if (
        value.operation === operation &&
        value.at === at &&
        parts[0] === a &&
        parts[1] === b &&
        parts[2] === c
      )
        return value;
    }
    let depth = 0;
    // memory words change with the clock
    let steady = operation !== 'state' && operation !== 'load';
    for (let k = 0; k < of.length; k++) {
      const part = of[k]!;
      if (part.depth >= depth) depth = part.depth + 1;
      steady &&= part.steady;
    }
    const value: Value = { id: this.values.length, operation, of, at, bits, depth, steady };
    this.values.push(value);
    known[slot] = value.id + 1;
    if (2 * this.values.length > known.length) this.#grow();
    return value;
  }
  #slot(operation: number, a: number, b: number, c: number, at: number): number {
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
    hash = Math.imul(hash ^ (hash >>> 15) ^ at, 0x27d4eb2f) + operation;
    return (hash ^ (hash >>> 13)) & (this.#known.length - 1);
  }
  #grow(): void {
    const known = new Int32Array(4 * this.#known.length);
    this.#known = known;
    for (const { id, operation, of, at } of this.values) {
      const [a, b, c] = of;
      let slot = this.#slot(operations[operation], a?.id ?? -1, b?.id ?? -1, c?.id ?? -1, at);
      while (known[slot] !== 0) slot = (slot + 1) & (known.length - 1);
      known[slot] = id + 1;
    }
  }
}

/** Constants second, older values first: so that a + b and b + a are one. */
function ordered(a: Value, b: Value): readonly [Value, Value] {
  if (a.operation === 'constant') return b.operation === 'constant' && b.id > a.id ? [a, b] : [b, a];
  if (b.operation === 'constant') return [a, b];
  return a.id <= b.id ? [a, b] : [b, a];
}

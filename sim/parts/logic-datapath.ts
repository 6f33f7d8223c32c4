/**
 * A fixed-point LMS neuron as a sequential machine: one multiplier and adder that take the lines in
 * turn, a memory of weights, an error register, a shift for the step, and a small machine that
 * counts the lines. Everything but the inputs is two's complement.
 *
 * | word | bits | lsb, in full scales |
 * |---|---|---|
 * | weight w, error e, desired d | B | 2^-F, F = B - 1 - R |
 * | input x | A | 2^-(A - 2), in units of x: -2 to almost 2 |
 * | product w x, rounded to the weight's lsb | B + 2 | 2^-F |
 * | sum s | B + 2 + log2 of the lines, rounded up | 2^-F |
 * | product g x, before the shift | B + A + 1 | 2^-(F + A - 2) |
 *
 *   s = sum of round(w x),  e = hold(d - s),  w <- hold(w + round(g x 2^-k))
 *
 * g is the held error, its sign, or the decision error, as the rule asks; x its sign where the rule
 * does. `hold` keeps a result within B bits: at the end of the range, or by dropping what is above.
 */
import { addressBits } from '../base/bits.ts';
import { defineLogic, type LogicBuilder, type Word } from '../logic/build.ts';
import type { LogicNetlist } from '../logic/netlist.ts';
import type { Machine } from '../machines/machine.ts';
import { Unsolvable } from '../unsolvable.ts';

/** How the update is cut to the weight's lsb. */
export type Rounding = 'truncate' | 'nearest' | 'stochastic';

export interface DatapathOptions {
  readonly lines: number;
  /** B: bits of weights, desired value and error */
  readonly wordBits: number;
  /** R: weights reach from -2^R to 2^R full scales; at least 1 */
  readonly rangeBits: number;
  /** A: bits of an input */
  readonly inputBits: number;
  readonly signal: 'error' | 'sign of error' | 'decision error';
  /** the update takes the sign of x */
  readonly signOfInput: boolean;
  /** k: the step is 2^-k; null = no step at all */
  readonly shift: number | null;
  readonly rounding: Rounding;
  /** false: a sum that is too large comes round */
  readonly saturates: boolean;
  /** the size of a decision error, in lsb: one unit of d */
  readonly unit: number;
}

/** Words are at most 32 bits wide: what that leaves for the wishes of a user. */
export const WIDEST = 32;

const phase = (on: Readonly<Record<string, string>>, bits: Partial<Record<string, 0 | 1>>) => ({
  on,
  meta: { outputs: { ready: 0, accumulate: 0, update: 0, ...bits } as Record<string, 0 | 1> },
});
/** Takes the lines one by one, for the sum and then for the update. `quiet`: neither is asked for. */
export const datapathMachine: Machine = {
  id: 'line counter',
  initial: 'ready',
  states: {
    ready: phase({ sense: 'summing', adapt: 'updating' }, { ready: 1 }),
    summing: phase({ last: 'summed' }, { accumulate: 1 }),
    summed: phase({ adapt: 'updating', quiet: 'ready' }, {}),
    updating: phase({ last: 'updated' }, { update: 1 }),
    updated: phase({ sense: 'summing', quiet: 'ready' }, { ready: 1 }),
  },
};

/** Clock edges that the sum, and the update, need: one to start, and one a line. */
export const edgesOf = (lines: number): number => lines + 1;

const bitsOfLines = (lines: number): number => Math.max(1, addressBits(lines));
/** Bits of the sum. */
export const sumBits = ({ wordBits, lines }: Pick<DatapathOptions, 'wordBits' | 'lines'>): number =>
  wordBits + 2 + addressBits(lines);
/** The longest shift: beyond it nothing is left of any product. */
export const longestCut = ({
  wordBits,
  inputBits,
}: Pick<DatapathOptions, 'wordBits' | 'inputBits'>): number => wordBits + inputBits - 1;
/** How many bits a product g x loses on its way to the weight. */
export const cutOf = (o: Pick<DatapathOptions, 'wordBits' | 'inputBits' | 'shift'>): number =>
  Math.min(longestCut(o), Math.max(0, (o.shift ?? 0) + o.inputBits - 2));

/**
 * The neuron as a netlist. Inputs: sense, hold, adapt, desired, x0, x1, ...; outputs: sum, error,
 * held_error, high, decided. The weights are the words of the memory `weights`.
 * @throws RangeError when a word would be wider than 32 bits
 */
export function datapath(o: DatapathOptions): LogicNetlist {
  checkWidths(o);
  const { lines, wordBits, inputBits } = o;
  return defineLogic('fixed_point_neuron', (b) => {
    const sense = b.input('sense', 1);
    const hold = b.input('hold', 1);
    const adapt = b.input('adapt', 1);
    const desired = b.input('desired', wordBits);
    const inputs = Array.from({ length: lines }, (_, i) => b.input(`x${i}`, inputBits));

    const control = (name: string): Word => ({ net: `control.${name}`, width: 1 });
    const [ready, accumulate, update] = [control('ready'), control('accumulate'), control('update')];
    const active = b.as('active').or(accumulate, update);
    const line = b.register('line', bitsOfLines(lines), { enable: active });
    const isLast = b.as('is_last').equal(line, lines - 1);
    const after = b.as('line_after').add(line, 1);
    line.next(b.as('next_line').choose(isLast, 0, after));

    const x = lines === 1 ? inputs[0]! : b.as('x').mux(line, inputs);
    const memory = b.memory('weights', { width: wordBits, words: 2 ** line.width });
    const w = memory.read(line);

    const sum = b.scope('sum', (s) => summing(s, o, w, x, { sense, ready, accumulate }));
    const isNegative = b.as('sum_is_negative').bit(sum, sum.width - 1);
    const high = b.as('is_high').not(isNegative);
    const decision = b.register('decision', 1, { enable: hold });
    decision.next(high);
    const error = b.scope('error', (s) => {
      const wide = sum.width + 1;
      const wanted = s.as('desired').extend(desired, wide, { signed: true });
      const found = s.as('sum').extend(sum, wide, { signed: true });
      return within(s, s.as('difference').subtract(wanted, found), wordBits, o.saturates);
    });
    const held = b.register('held', wordBits, { enable: hold });
    held.next(error);

    const changed = b.scope('update', (s) => {
      const g = steering(s, o, { held, decision, desired });
      return updating(s, o, w, g, o.signOfInput ? signOf(s, x, 2 ** (inputBits - 2)) : x, update);
    });
    memory.write(line, changed, update);

    const quiet = b.as('quiet').nor(sense, adapt);
    b.fsm('control', datapathMachine, { sense, adapt, quiet, last: isLast });
    b.output('sum', sum);
    b.output('error', error);
    b.output('held_error', held);
    b.output('high', high);
    b.output('decided', decision);
  });
}

function checkWidths(o: DatapathOptions): void {
  const product = o.wordBits + o.inputBits + 1;
  const difference = sumBits(o) + 1;
  if (product > WIDEST)
    throw new Unsolvable(
      `fixed-point neuron: words of ${o.wordBits} and inputs of ${o.inputBits} bits make products of ${product} bits, expected at most ${WIDEST}; shorten one of them.`,
    );
  if (difference > WIDEST)
    throw new Unsolvable(
      `fixed-point neuron: ${o.lines} words of ${o.wordBits} bits make an error of ${difference} bits, expected at most ${WIDEST}; shorten the words.`,
    );
  if (o.rangeBits < 1 || o.rangeBits >= o.wordBits)
    throw new Unsolvable(
      `fixed-point neuron: found ${o.rangeBits} bits before the point in words of ${o.wordBits}, expected 1 to ${o.wordBits - 1}; change one of them.`,
    );
}

/** Adds up round(w x), line by line; cleared when a new sum is asked for. */
function summing(
  s: LogicBuilder,
  { wordBits, inputBits, lines }: DatapathOptions,
  w: Word,
  x: Word,
  { sense, ready, accumulate }: { sense: Word; ready: Word; accumulate: Word },
): Word {
  const product = s.as('product').multiply(w, x, { signed: true, width: wordBits + inputBits });
  const cut = inputBits - 2;
  const term =
    cut === 0
      ? product
      : s
          .as('term')
          .slice(
            s.as('shifted').shiftRight(s.as('rounded').add(product, 2 ** (cut - 1)), cut, { signed: true }),
            0,
            wordBits + 2,
          );
  const width = sumBits({ wordBits, lines });
  const clear = s.as('clear').and(sense, ready);
  const accumulator = s.register('accumulator', width, { enable: accumulate, reset: clear });
  const wide = widened(s, 'wide_term', term, width);
  accumulator.next(s.as('next').add(accumulator, wide));
  return accumulator;
}

/** What the rule follows: the held error, its sign, or half the decision error. */
function steering(
  s: LogicBuilder,
  { signal, wordBits, rangeBits, unit }: DatapathOptions,
  { held, decision, desired }: { held: Word; decision: Word; desired: Word },
): Word {
  if (signal === 'error') return held;
  if (signal === 'sign of error') return signOf(s, held, 2 ** (wordBits - 1 - rangeBits));
  const shallBeLow = s.as('shall_be_low').bit(desired, wordBits - 1);
  const isRight = s.as('is_right').xor(shallBeLow, decision);
  const one = Math.min(unit, 2 ** (wordBits - 1) - 1);
  const [down, up] = [s.constant(-one, wordBits), s.constant(one, wordBits)];
  const way = s.as('way').choose(shallBeLow, down, up);
  return s.as('decision_error').choose(isRight, 0, way);
}

/** -one, 0 or one. */
function signOf(s: LogicBuilder, word: Word, one: number): Word {
  const sign = s.as('sign').bit(word, word.width - 1);
  const [down, up] = [s.constant(-one, word.width), s.constant(one, word.width)];
  const way = s.as('direction').choose(sign, down, up);
  const isNotZero = s.as('is_not_zero').any(word);
  return s.as('signum').choose(isNotZero, way, 0);
}

/** w + round(g x 2^-k), held within the word. */
function updating(s: LogicBuilder, o: DatapathOptions, w: Word, g: Word, x: Word, update: Word): Word {
  const { wordBits, inputBits, rounding, saturates } = o;
  if (o.shift === null) return w;
  const cut = cutOf(o);
  const product = s.as('product').multiply(g, x, { signed: true, width: wordBits + inputBits + 1 });
  let prepared = product;
  if (cut > 0 && rounding === 'nearest') prepared = s.as('rounded').add(product, 2 ** (cut - 1));
  if (cut > 0 && rounding === 'stochastic') {
    const word = random(s, update);
    const below = s.as('random_below').slice(word, 0, cut);
    const fraction = s.as('random_wide').extend(below, product.width);
    prepared = s.as('rounded').add(product, fraction);
  }
  const shifted = cut === 0 ? prepared : s.as('shifted').shiftRight(prepared, cut, { signed: true });
  const change = within(s, shifted, wordBits, saturates);
  const wide = wordBits + 1;
  const [wideW, wideChange] = [widened(s, 'wide_w', w, wide), widened(s, 'wide_change', change, wide)];
  const total = s.as('total').add(wideW, wideChange);
  return within(s, total, wordBits, saturates);
}

/**
 * A generator of 32-bit words, a new one for every weight that is changed.
 * @see Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003: shifts 13, 17, 5
 */
function random(s: LogicBuilder, enable: Word): Word {
  const word = s.register('random', 32, { initial: 1, enable });
  const a = s.xor(word, s.shiftLeft(word, 13));
  const b = s.xor(a, s.shiftRight(a, 17));
  word.next(s.xor(b, s.shiftLeft(b, 5)));
  return word;
}
/** Name of the generator among the states of the netlist. */
export const RANDOM = 'update.random';

const widened = (s: LogicBuilder, name: string, word: Word, width: number): Word =>
  word.width === width ? word : s.as(name).extend(word, width, { signed: true });

/** The lower bits of a signed word; with saturation, the end of their range where it does not fit. */
function within(s: LogicBuilder, word: Word, bits: number, saturates: boolean): Word {
  const low = s.as('low').slice(word, 0, bits);
  if (!saturates) return low;
  const top = s.as('top').slice(word, bits - 1, word.width - bits + 1);
  const [allOnes, someOnes] = [s.all(top), s.any(top)];
  const noOnes = s.as('no_ones').not(someOnes);
  const fits = s.as('fits').or(allOnes, noOnes);
  const sign = s.as('below').bit(word, word.width - 1);
  const [lowest, highest] = [s.constant(-(2 ** (bits - 1)), bits), s.constant(2 ** (bits - 1) - 1, bits)];
  const end = s.as('end').choose(sign, lowest, highest);
  return s.as('held').choose(fits, low, end);
}

/** Netlists for the tests of the logic kernel: one with every kind of cell, and random ones. */
import { defineLogic, type LogicBuilder, type Word } from '../../../sim/logic/build.ts';
import type { LogicNetlist } from '../../../sim/logic/netlist.ts';
import type { Machine } from '../../../sim/machines/machine.ts';

/** Whole numbers below n, from a seed. */
export function drawings(seed: number): (n: number) => number {
  let state = seed | 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    let word = state;
    word ^= word >>> 16;
    word = Math.imul(word, 0x85ebca6b);
    word ^= word >>> 13;
    return (word >>> 0) % n;
  };
}

const machineState = (on: Record<string, string>, outputs: Record<string, 0 | 1>) => ({
  on,
  meta: { outputs },
});

/** A door with a lock: two events compete, `done` leads on, and one state waits for nothing else. */
export const lock: Machine = {
  id: 'lock',
  initial: 'closed',
  states: {
    closed: machineState({ bolt: 'locked', push: 'open' }, { light: 0, bell: 0 }),
    open: machineState({ done: 'closing' }, { light: 1, bell: 0 }),
    closing: machineState({ push: 'open', done: 'closed' }, { light: 1, bell: 1 }),
    locked: machineState({ push: 'closed' }, { light: 0, bell: 1 }),
  },
};

/** Every kind of cell, and every operation, with and without sign. */
export const zoo = defineLogic('zoo', (b) => {
  const a = b.input('a', 8);
  const c = b.input('c', 8);
  const bit = b.input('bit', 1);
  const wide = b.input('wide', 32);
  const reset = b.input('reset', 1);
  b.output('and', b.and(a, c));
  b.output('or3', b.or(a, c, b.constant(0x11, 8)));
  b.output('nand', b.nand(a, c));
  b.output('nor', b.nor(a, c));
  b.output('xor3', b.xor(a, c, b.not(a), c));
  b.output('xnor', b.xnor(a, c));
  b.output('not_wide', b.not(wide));
  for (const [name, word] of [
    ['a', a],
    ['wide', wide],
    ['bit', bit],
  ] as const) {
    b.output(`all_${name}`, b.all(word));
    b.output(`any_${name}`, b.any(word));
    b.output(`parity_${name}`, b.parity(word));
  }
  const bits = b.bits(a);
  b.output('majority', b.threshold(bits, [1, 1, 1, 1, 1, 1, 1, 1], 5));
  b.output('weighted', b.threshold([...bits.slice(0, 4), bit], [3, -2, 1, -5, 4], -1));
  for (const signed of [false, true]) {
    const s = signed ? 'signed' : 'unsigned';
    b.output(`add_${s}`, b.add(a, c, { signed, width: 12 }));
    b.output(`add_narrow_${s}`, b.add(a, c, { signed, width: 5 }));
    b.output(`subtract_${s}`, b.subtract(a, c, { signed, width: 10 }));
    b.output(`multiply_${s}`, b.multiply(a, c, { signed, width: 16 }));
    b.output(`multiply_mixed_${s}`, b.multiply(a, b.slice(c, 2, 3), { signed, width: 20 }));
    b.output(`multiply_wide_${s}`, b.multiply(wide, wide, { signed }));
    b.output(`shift_by_word_${s}`, b.shiftRight(a, c, { signed }));
    b.output(`shift_wide_by_word_${s}`, b.shiftRight(wide, b.slice(c, 0, 5), { signed }));
    b.output(`shift_by_3_${s}`, b.shiftRight(a, 3, { signed }));
    b.output(`shift_by_40_${s}`, b.shiftRight(wide, 40, { signed }));
    b.output(`extend_${s}`, b.extend(a, 19, { signed }));
    b.output(`less_${s}`, b.less(a, c, { signed }));
    b.output(`at_most_${s}`, b.atMost(a, c, { signed }));
    b.output(`greater_${s}`, b.greater(wide, 1000, { signed }));
    b.output(`at_least_${s}`, b.atLeast(a, c, { signed }));
  }
  b.output('add_wide', b.add(wide, wide));
  b.output('negate', b.negate(a));
  b.output('left_by_word', b.shiftLeft(a, c));
  b.output('left_by_small_word', b.shiftLeft(wide, b.slice(a, 1, 5)));
  b.output('left_by_2', b.shiftLeft(a, 2));
  b.output('equal', b.equal(a, c));
  b.output('not_equal', b.notEqual(a, 77));
  b.output('mux4', b.mux(b.slice(a, 3, 2), [a, c, b.not(a), b.constant(-3, 8)]));
  b.output('mux5_of_8', b.mux(b.slice(c, 5, 3), [a, c, b.not(a), b.constant(9, 8), b.negate(c)]));
  b.output('slice', b.slice(wide, 13, 9));
  const joined = b.as('joined').concat(a, bit, c, b.constant(5, 3));
  b.output('concat', joined);
  b.output('part_of_concat', b.slice(joined, 9, 8));
  b.output('across_concat', b.slice(joined, 5, 7));
  const plain = b.register('plain', 8, { initial: 200 });
  plain.next(b.add(plain, a));
  const enabled = b.register('enabled', 8, { initial: -7, enable: bit });
  enabled.next(b.subtract(enabled, c));
  const resettable = b.register('resettable', 16, { initial: 513, reset });
  resettable.next(b.add(resettable, b.extend(a, 16)));
  const both = b.register('both', 5, { initial: 3, reset, enable: bit });
  both.next(b.slice(b.add(plain, enabled), 2, 5));
  const flag = b.register('flag', 1, { enable: bit });
  flag.next(b.not(flag));
  b.output('plain_large', b.greater(plain, 128));
  b.output('registers', b.concat(plain, enabled, both, flag));
  b.output('resettable_is', b.equal(resettable, 600));
  const memory = b.memory('memory', { width: 8, words: 16, initial: [3, 1, 4, 1, 5, 9, 2, 6] });
  const address = b.slice(a, 0, 4);
  const read = memory.read(address);
  memory.write(b.slice(c, 2, 4), b.add(read, c), bit);
  memory.write(b.slice(wide, 0, 4), plain, flag);
  b.output('read', read);
  b.output('read_through', memory.read(b.slice(read, 0, 4)));
  const door = b.fsm('door', lock, { bolt: bit, push: b.bit(c, 1), done: b.bit(c, 0) });
  b.output('light', door['light']!);
  b.output('bell', door['bell']!);
  const hasty = b.fsm('hasty', lock, { bolt: flag, push: b.bit(a, 4) });
  b.output('hasty_bell', hasty['bell']!);
});

const widths = [1, 1, 1, 2, 3, 4, 7, 8, 12, 16, 17, 31, 32];

/** So many cells and some registers, memories and machines among them; all inputs read. */
export function randomNetlist(seed: number, cells: number): LogicNetlist {
  const draw = drawings(seed);
  return defineLogic(`random_${seed}`, (b) => {
    const pool: Word[] = [];
    const pick = (): Word => pool[draw(pool.length)];
    /** some word, brought to this width */
    const fitted = (width: number): Word => {
      const exact = pool.filter((word) => word.width === width);
      if (exact.length > 0 && draw(4) > 0) return exact[draw(exact.length)];
      const word = pick();
      if (word.width === width) return word;
      return word.width > width
        ? b.slice(word, draw(word.width - width + 1), width)
        : b.extend(word, width, { signed: draw(2) === 1 });
    };
    const aWidth = (): number => widths[draw(widths.length)];
    const inputs = Array.from({ length: 1 + draw(4) }, (_, k) => b.input(`in${k}`, aWidth()));
    pool.push(...inputs);
    const registers = Array.from({ length: 1 + draw(5) }, (_, k) => {
      const width = aWidth();
      const controls = {
        ...(draw(2) === 1 ? { enable: fitted(1) } : {}),
        ...(draw(2) === 1 ? { reset: fitted(1) } : {}),
      };
      const register = b.register(`r${k}`, width, { initial: draw(2 ** Math.min(width, 30)), ...controls });
      pool.push(register);
      return register;
    });
    const memories = Array.from({ length: draw(3) }, (_, k) => {
      const bits = 1 + draw(4);
      const memory = b.memory(`m${k}`, { width: aWidth(), words: 2 ** bits });
      for (let reads = 1 + draw(2); reads > 0; reads--) pool.push(memory.read(fitted(bits)));
      return { memory, bits, width: pool[pool.length - 1].width };
    });
    for (let k = 0; k < cells; k++) pool.push(randomCell(b, draw, pick, fitted, aWidth));
    for (const register of registers) register.next(fitted(register.width));
    for (const { memory, bits, width } of memories)
      for (let writes = draw(3); writes > 0; writes--) memory.write(fitted(bits), fitted(width), fitted(1));
    for (let k = draw(2); k > 0; k--) {
      const outputs = b.fsm(`door${k}`, lock, { bolt: fitted(1), push: fitted(1), done: fitted(1) });
      pool.push(...Object.values(outputs));
    }
    for (const input of inputs) b.output(`echo_${input.net}`, input);
    for (let k = 0; k < 8; k++) b.output(`out${k}`, pool[pool.length - 1 - k] ?? pick());
  });
}

function randomCell(
  b: LogicBuilder,
  draw: (n: number) => number,
  pick: () => Word,
  fitted: (width: number) => Word,
  aWidth: () => number,
): Word {
  const signed = draw(2) === 1;
  const word = pick();
  const same = (): Word => fitted(word.width);
  const many = (): Word[] => Array.from({ length: draw(3) }, same);
  switch (draw(20)) {
    case 0:
      return b.and(word, same(), ...many());
    case 1:
      return b.or(word, same(), ...many());
    case 2:
      return b.xor(word, same(), ...many());
    case 3:
      return b.nand(word, same(), ...many());
    case 4:
      return b.nor(word, same());
    case 5:
      return b.xnor(word, same(), ...many());
    case 6:
      return b.not(word);
    case 7:
      return [b.all, b.any, b.parity][draw(3)].call(b, word);
    case 8: {
      const bits = Array.from({ length: 1 + draw(6) }, () => fitted(1));
      return b.threshold(
        bits,
        bits.map(() => draw(9) - 4),
        draw(9) - 4,
      );
    }
    case 9:
      return b.add(word, pick(), { signed, width: aWidth() });
    case 10:
      return b.subtract(word, pick(), { signed, width: aWidth() });
    case 11:
      return b.multiply(word, pick(), { signed, width: aWidth() });
    case 12:
      return b.negate(word);
    case 13:
      return draw(2) === 1 ? b.shiftLeft(word, pick()) : b.shiftLeft(word, draw(40));
    case 14:
      return draw(2) === 1
        ? b.shiftRight(word, pick(), { signed })
        : b.shiftRight(word, draw(40), { signed });
    case 15: {
      const compare = [b.equal, b.notEqual, b.less, b.atMost, b.greater, b.atLeast][draw(6)];
      return compare.call(
        b,
        word,
        draw(3) === 0 ? b.constant(draw(2 ** Math.min(word.width, 30)), word.width) : same(),
        {
          signed,
        },
      );
    }
    case 16: {
      const select = fitted(1 + draw(3));
      return b.mux(select, [word, ...Array.from({ length: draw(2 ** select.width) }, same)]);
    }
    case 17: {
      const low = draw(word.width);
      return b.slice(word, low, 1 + draw(word.width - low));
    }
    case 18: {
      const other = pick();
      return word.width + other.width <= 32 ? b.concat(word, other) : b.constant(draw(1000), 10);
    }
    default:
      return b.extend(word, word.width + draw(33 - word.width), { signed });
  }
}

/** Eight bits that count up from 5 while enabled. */
export const counter = defineLogic('counter', (b) => {
  const count = b.register('count', 8, {
    initial: 5,
    enable: b.input('enable', 1),
    reset: b.input('reset', 1),
  });
  count.next(b.add(count, 1));
  b.output('value', count);
  b.output('full', b.all(count));
});

/** 32 bits that go through all states but zero; taps 32, 22, 2 and 1. */
export const lfsr = defineLogic('lfsr', (b) => {
  const word = b.register('word', 32, { initial: 1 });
  const taps = [31, 21, 1, 0].map((k) => b.bit(word, k));
  word.next(b.concat(b.xor(...taps), b.slice(word, 0, 31)));
  b.output('bit', b.bit(word, 31));
});

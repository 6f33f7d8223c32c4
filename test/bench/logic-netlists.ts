/**
 * Two datapaths that are measured, with their stimuli inside, so that nobody pays for calls: a
 * word-level LMS neuron of 112 cells and a gate-level multiply-accumulate of 541, outputs not counted.
 */
import { defineLogic, type LogicBuilder, type Register, type Word } from '../../sim/logic/build.ts';
import type { LogicNetlist } from '../../sim/logic/netlist.ts';

/** Bits of a shift register that counts through all states but zero; taps from the tables of Xilinx XAPP 052. */
function lfsr(b: LogicBuilder, name: string, taps: readonly number[], seed: number): Register[] {
  const length = Math.max(...taps);
  const bits = Array.from({ length }, (_, k) => b.register(`${name}${k}`, 1, { initial: (seed >> k) & 1 }));
  const feedback = b.as(`${name}.feedback`).xor(...taps.map((tap) => bits[tap - 1]));
  for (const [k, bit] of bits.entries()) bit.next(k === 0 ? feedback : bits[k - 1]);
  return bits;
}

/** Words two by two, level by level. */
function total(b: LogicBuilder, words: readonly Word[]): Word {
  if (words.length === 1) return words[0];
  const half = words.length >> 1;
  return b.as('sum').add(total(b, words.slice(0, half)), total(b, words.slice(half)));
}

/**
 * LMS with 16 lines of +/-1, line 0 the bias: s = sum of x_i w_i, e = d - s, w_i <- w_i + x_i (e >> 5).
 * The desired word is made of the very lines, so that the weights come to rest near powers of two.
 */
export const lmsDatapath = defineLogic('lms_datapath', (b) => {
  const lines = lfsr(b, 'x', [15, 14], 0x2d5b);
  const weights = Array.from({ length: 16 }, (_, k) => b.register(`w${k}`, 16));
  const terms = lines.map((x, k) => {
    const weight = weights[k + 1];
    return b.as(`term${k + 1}`).choose(x, weight, b.as(`minus${k + 1}`).negate(weight));
  });
  const sum = total(b, [weights[0], ...terms]);
  const desired = b.as('desired').concat(...lines, lines[14]);
  const error = b.as('error').subtract(desired, sum);
  const step = b.as('step').shiftRight(error, 5, { signed: true });
  const back = b.as('back').negate(step);
  for (const [k, weight] of weights.entries()) {
    const change = k === 0 ? step : b.as(`change${k}`).choose(lines[k - 1], step, back);
    weight.next(b.as(`next${k}`).add(weight, change));
  }
  b.output('e', error);
});

/** acc <- acc + a b, or a b alone now and then; every adder of the array in gates. */
export const macGates = defineLogic('mac_gates', (b) => {
  const a = lfsr(b, 'a', [16, 15, 13, 4], 0xace1);
  const c = lfsr(b, 'b', [14, 13, 12, 2], 0x1b3d);
  const half = (x: Word, y: Word): readonly [Word, Word] => [b.xor(x, y), b.and(x, y)];
  const full = (x: Word, y: Word, carry: Word): readonly [Word, Word] => {
    const either = b.xor(x, y);
    return [b.xor(either, carry), b.or(b.and(x, y), b.and(either, carry))];
  };
  /** two words of bits, the shorter one without its upper bits */
  const ripple = (x: readonly Word[], y: readonly Word[]): Word[] => {
    let carry: Word | null = null;
    const sum = x.map((bit, k) => {
      const other = y[k];
      let out: Word;
      if (other === undefined && k === x.length - 1) return b.xor(bit, carry!);
      if (other !== undefined && carry !== null) [out, carry] = full(bit, other, carry);
      else [out, carry] = half(bit, other ?? carry!);
      return out;
    });
    return x.length === y.length ? [...sum, carry!] : sum;
  };
  const partial = Array.from({ length: 8 }, (_, j) =>
    Array.from({ length: 8 }, (_, i) => b.as(`pp${j}_${i}`).and(a[i], c[j])),
  );
  const product: Word[] = [];
  let row: Word[] = partial[0];
  for (let j = 1; j < 8; j++) {
    product.push(row[0]);
    const above = row.slice(1);
    // row 0 has no carry above it
    let carry: Word | null = null;
    const next: Word[] = [];
    for (let i = 0; i < 8; i++) {
      const other: Word | undefined = above[i];
      let out: Word;
      if (other !== undefined && carry !== null) [out, carry] = full(partial[j][i], other, carry);
      else [out, carry] = half(partial[j][i], other ?? carry!);
      next.push(out);
    }
    row = [...next, carry!];
  }
  product.push(...row);
  const held = product.map((bit, k) => {
    const register = b.register(`p${k}`, 1);
    register.next(bit);
    return register;
  });
  const keep = b.as('keep').nand(a[12], a[13], a[14], a[15]);
  const accumulator = Array.from({ length: 32 }, (_, k) => b.register(`acc${k}`, 1));
  const kept = accumulator.map((bit, k) => b.as(`kept${k}`).and(bit, keep));
  for (const [k, bit] of ripple(kept, held).entries()) accumulator[k].next(bit);
  b.output('acc', b.as('accumulator').concat(...accumulator));
});

/** So many gates of random kinds on earlier ones, with a register behind every tenth: how long a start takes. */
export function gateCloud(gates: number): LogicNetlist {
  return defineLogic(`gates_${gates}`, (b) => {
    let state = gates;
    const draw = (n: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const registers = Array.from({ length: Math.ceil(gates / 10) }, (_, k) =>
      b.register(`r${k}`, 1, { initial: draw(2) }),
    );
    const words: Word[] = [...registers];
    const recent = (): Word => words[words.length - 1 - draw(Math.min(words.length, 400))];
    for (let k = registers.length; k < gates; k++) {
      const [x, y] = [recent(), recent()];
      words.push([() => b.and(x, y), () => b.or(x, y), () => b.xor(x, y), () => b.nand(x, y)][draw(4)]());
    }
    for (const [k, register] of registers.entries()) register.next(words[words.length - 1 - k]);
    b.output('out', words[words.length - 1]);
  });
}

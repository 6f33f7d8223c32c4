/**
 * A block of logic as an element of a circuit: numbers and bits go in as words, the netlist's own
 * kernel runs, and words come out as numbers. All that the block remembers lies in the program's
 * Float64Array (a word of 32 bits is exact there), so that snapshots, rewinds and replay hold; the
 * kernel is a function that is lent the state.
 */
import { uniform } from '../base/random.ts';
import { type Builder, type Place, range } from '../builder.ts';
import type { LogicSpec } from '../elements/element.ts';
import { wordModes } from '../machines/device-modes.ts';
import { compileLogic } from './kernel/kernel.ts';

interface InputPlace {
  readonly name: string;
  readonly at: Place;
  readonly lsb: number;
  readonly offset: number;
  readonly low: number;
  readonly high: number;
  readonly modulus: number;
}
interface OutputPlace {
  readonly net: string;
  readonly at: Place;
  readonly lsb: number;
  /** words from here on are negative; the modulus where none is */
  readonly negative: number;
  readonly modulus: number;
}

/**
 * code = round(value / lsb), a half upwards, held within the word: an analog-to-digital converter.
 * A value that is no number counts as 0.
 */
export function encode(value: number, lsb: number, low: number, high: number): number {
  const code = Math.floor(value / lsb + 0.5);
  return code > low ? (code < high ? code : high) : code <= low ? low : 0;
}

/** Compiles a block: an operation that shows its outputs, and a commit that gives it its clock edges. */
export function compileLogicElement(e: LogicSpec, build: Builder): void {
  const kernel = compileLogic(e.netlist);
  const first = kernel.readState();
  const words = new Uint32Array(first.length);
  const next = new Float64Array(first.length);
  const nameless = (what: string): never => {
    throw new Error(`${e.name}: the netlist ${e.netlist.name} has no ${what}.`);
  };
  if (e.seeded !== null) {
    const k = kernel.stateNames.indexOf(e.seeded);
    if (k < 0) nameless(`state ${e.seeded}`);
    // never zero, which a shift register could not leave
    first[k] = (uniform(build.seed, 'logicWord', build.deviceNumber(e.name), 0) * 2 ** 32) | 1;
  }
  const state = build.state(`${e.name}.state`, [...first]);
  const width = (net: string): number => e.netlist.nets[net] ?? nameless(`net ${net}`);

  const cells = new Map(e.netlist.cells.map((cell) => [cell.name, cell]));
  const inputs = Object.entries(e.inputs).map(([name, { net, lsb, signed, offset = 0 }]): InputPlace => {
    const cell = cells.get(name);
    const modulus = 2 ** width(cell?.kind === 'input' ? cell.out : nameless(`input ${name}`));
    const high = (signed ? modulus / 2 : modulus) - 1;
    return { name, at: build.at(net), lsb, offset, low: signed ? -modulus / 2 : 0, high, modulus };
  });
  const outputs = Object.entries(e.outputs).map(([name, { net, lsb, signed }]): OutputPlace => {
    const cell = cells.get(name);
    const from = cell?.kind === 'output' ? cell.in : nameless(`output ${name}`);
    const modulus = 2 ** width(from);
    return { net: from, at: build.at(net), lsb, negative: signed ? modulus / 2 : modulus, modulus };
  });

  const load = (f: Float64Array): void => {
    for (let k = 0; k < words.length; k++) words[k] = f[state + k]!;
    kernel.writeState(words);
    for (let k = 0; k < inputs.length; k++) {
      const { name, at, lsb, offset, low, high, modulus } = inputs[k]!;
      const code = encode(f[at]! + offset, lsb, low, high);
      kernel.set(name, code < 0 ? code + modulus : code);
    }
  };
  const reads = [...range(state, first.length), ...inputs.map(({ at }) => at)];
  build.operation({
    name: e.name,
    reads,
    writes: outputs.map(({ at }) => at),
    run: (f) => {
      load(f);
      kernel.evaluate();
      for (let k = 0; k < outputs.length; k++) {
        const { net, at, lsb, negative, modulus } = outputs[k]!;
        const word = kernel.get(net);
        f[at] = (word >= negative ? word - modulus : word) * lsb;
      }
    },
  });
  build.commit({
    name: e.name,
    capture: build.at(e.capture),
    reads,
    writes: range(state, first.length),
    read: (f) => {
      load(f);
      kernel.run(e.edges);
      next.set(kernel.readState());
    },
    write: (f) => {
      f.set(next, state);
    },
  });
  if (e.weights) showWeights(e.name, e.weights, kernel.stateNames, state, build);
}

/** The words of the weights as signed numbers, and as a bank that a hand can set. */
function showWeights(
  name: string,
  weights: NonNullable<LogicSpec['weights']>,
  stateNames: readonly string[],
  state: Place,
  build: Builder,
): void {
  const at = weights.states.map((word) => {
    const k = stateNames.indexOf(word);
    if (k < 0)
      throw new Error(`${name}: no state of its netlist is called ${word}; it has ${stateNames.join(', ')}.`);
    return state + k;
  });
  const modulus = 2 ** weights.bits;
  const top = modulus / 2 - 1;
  const bottom = -modulus / 2;
  const codes = build.bus(weights.codes);
  const n = at.length;
  // what the bank tells is read from the words themselves: the numbers may wait until somebody asks
  const codeOf = (f: Float64Array, i: number): number => {
    const word = f[at[i]!]!;
    return word > top ? word - modulus : word;
  };
  build.operation({
    name: `${name} weights`,
    reads: at,
    writes: range(codes, n),
    run: (f) => {
      for (let i = 0; i < n; i++) f[codes + i] = codeOf(f, i);
    },
  });
  build.moded({
    path: name,
    count: n,
    modes: wordModes,
    reads: at,
    bits: { top: (f, i) => codeOf(f, i) === top, bottom: (f, i) => codeOf(f, i) === bottom },
    saturated: (f, i) => codeOf(f, i) === top || codeOf(f, i) === bottom,
    fullness: (f, i) => (codeOf(f, i) - bottom) / (top - bottom),
    setConductance: (f, i, code) => {
      const held = encode(code, 1, bottom, top);
      f[at[i]!] = held < 0 ? held + modulus : held;
    },
    conductance: codes,
    control: codes,
  });
}

/** The fixed-point neuron against a model of it in whole numbers of any size, and against the mathematics. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitalAdaline } from '../../circuits/digital-adaline/circuit.ts';
import type { HardwareRule } from '../../sim/circuit.ts';
import { statesVisited } from '../../sim/machines/xstate.ts';
import { datapath, datapathMachine } from '../../sim/parts/logic-datapath.ts';
import { patternSet } from '../../src/compare/patterns.ts';
import { idealRules } from '../../src/ideal/index.ts';
import { distance, runOf, seeded, stateOf } from '../sim/benches.ts';
import { beside, follow } from './logic-helpers.ts';

interface Words {
  readonly bits: number;
  readonly range: number;
  readonly inputBits: number;
  readonly rounding: 0 | 1 | 2;
  readonly saturates: boolean;
}

const settingsOf = (w: Words, fullScale = 1) => ({
  fullScale,
  'neuron.wordLength': w.bits,
  'neuron.range': w.range,
  'neuron.inputBits': w.inputBits,
  'neuron.rounding': w.rounding,
  'neuron.saturation': w.saturates ? 1 : 0,
});

/** Fixed-point LMS in whole numbers without limits, written from about.md alone. */
class Model {
  readonly weights: bigint[];
  private readonly words: Words;
  private readonly rule: HardwareRule;
  private readonly shift: number;
  private random: bigint;

  constructor(lines: number, words: Words, rule: HardwareRule, shift: number, random = 1) {
    this.weights = new Array<bigint>(lines).fill(0n);
    this.words = words;
    this.rule = rule;
    this.shift = shift;
    this.random = BigInt(random);
  }
  private hold(value: bigint): bigint {
    const { bits, saturates } = this.words;
    if (!saturates) return BigInt.asIntN(bits, value);
    const top = 2n ** BigInt(bits - 1) - 1n;
    return value > top ? top : value < -top - 1n ? -top - 1n : value;
  }
  private code(value: number, lsbPower: number, bits: number): bigint {
    const top = 2 ** (bits - 1) - 1;
    return BigInt(Math.max(-top - 1, Math.min(top, Math.floor(value * 2 ** lsbPower + 0.5))));
  }
  present(x: readonly number[], d: number): { sum: bigint; error: bigint } {
    const { bits, range, inputBits, rounding } = this.words;
    const cutOfInput = BigInt(inputBits - 2);
    const inputs = x.map((v) => this.code(v, inputBits - 2, inputBits));
    const desired = this.code(d, bits - 1 - range, bits);
    const half = cutOfInput > 0n ? 2n ** (cutOfInput - 1n) : 0n;
    const sum = this.weights.reduce((s, w, i) => s + ((w * inputs[i] + half) >> cutOfInput), 0n);
    const error = this.hold(desired - sum);
    const one = 2n ** BigInt(bits - 1 - range);
    const sign = (z: bigint): bigint => (z > 0n ? 1n : z < 0n ? -1n : 0n);
    let g = error;
    if (this.rule === 'sign-error' || this.rule === 'sign-sign') g = sign(error) * one;
    if (this.rule === 'perceptron') {
      const wanted = desired >= 0n ? 1n : -1n;
      g = (sum >= 0n ? 1n : -1n) === wanted ? 0n : wanted * one;
    }
    const cut = BigInt(this.shift) + cutOfInput;
    this.weights.forEach((w, i) => {
      const steered = this.rule.startsWith('sign-') && this.rule !== 'sign-error';
      const by = steered ? sign(inputs[i]) * 2n ** cutOfInput : inputs[i];
      let product = g * by;
      if (rounding === 1 && cut > 0n) product += 2n ** (cut - 1n);
      if (rounding === 2 && cut > 0n) product += BigInt.asUintN(Number(cut), this.random);
      this.random = xorshift(this.random);
      this.weights[i] = this.hold(w + this.hold(product >> cut));
    });
    return { sum, error };
  }
}
/** Marsaglia's xorshift of 32 bits with shifts 13, 17, 5. */
function xorshift(word: bigint): bigint {
  let z = word;
  z ^= BigInt.asUintN(32, z << 13n);
  z ^= z >> 17n;
  return z ^ BigInt.asUintN(32, z << 5n);
}

const rules = ['mu-lms', 'sign-error', 'sign-data', 'sign-sign', 'perceptron'] as const;
const words = fc
  .record({
    bits: fc.integer({ min: 4, max: 20 }),
    range: fc.integer({ min: 1, max: 3 }),
    inputBits: fc.integer({ min: 2, max: 8 }),
    rounding: fc.constantFrom(0, 1, 2) as fc.Arbitrary<0 | 1 | 2>,
    saturates: fc.boolean(),
  })
  .filter(({ bits, range }) => range < bits);

describe('the fixed-point neuron', () => {
  test('equals its model in whole numbers bit for bit, for words, rules and roundings of every kind', () => {
    fc.assert(
      fc.property(
        words,
        fc.constantFrom(...rules),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.double({ min: -2.5, max: 2.5, noNaN: true })),
        (w, rule, power, inputs, stream) => {
          // 2 mu, mu or alpha, whichever the rule puts before g x
          const step = 2 ** -power / (rule === 'mu-lms' ? 2 : 1);
          const run = runOf(digitalAdaline, { inputs, rule, step }, { settings: settingsOf(w), seed: 3 });
          const states = run.program.states.find(({ path }) => path === 'neuron.words.state')!;
          const element = run.program.elements.find((e) => e.kind === 'logic')!;
          const seed =
            element.seeded === null ? 1 : Math.max(...run.f.subarray(states.at, states.at + states.width));
          const longest = w.bits + w.inputBits - 1;
          const shift = Math.min(power, longest - (w.inputBits - 2));
          const model = new Model(inputs + 1, w, rule, shift, seed);
          for (let k = 0; k < 12; k++) {
            const x = Array.from({ length: inputs }, () => stream.next().value);
            const d = rule === 'perceptron' ? (stream.next().value > 0 ? 1 : -1) : stream.next().value;
            run.presentation({ x, d: [d], learn: [1] });
            const { sum, error } = model.present([1, ...x], d);
            const lsb = 2 ** -(w.bits - 1 - w.range);
            expect([...run.read('codes')].map(BigInt)).toEqual(model.weights);
            expect(run.read('sum')[0] / lsb).toBe(Number(sum));
            expect(run.read('held')[0] / lsb).toBe(Number(error));
          }
        },
      ),
      { ...seeded, numRuns: 150 },
    );
  });

  test.each([
    ['mu-lms', 2 ** -5],
    ['alpha-lms', 17 * 2 ** -5],
    ['sign-error', 2 ** -6],
    ['sign-data', 2 ** -5],
    ['sign-sign', 2 ** -6],
    ['perceptron', 2 ** -3],
  ] as const)('with long words is %s to some last bits, for a step that is a power of two', (rule, step) => {
    const set = patternSet('tj', 1);
    const run = runOf(digitalAdaline, { inputs: set.inputs, rule, step });
    const w = new Float64Array(set.inputs + 1);
    for (let k = 0; k < 60; k++) {
      const row = set.rows[k % set.rows.length];
      run.presentation({ x: row.x, d: row.d!, learn: [1] });
      idealRules[rule].adapt(w, Float64Array.from([1, ...row.x]), row.d![0], step, {
        gamma: 0.5,
        eps: 0,
        tie: 1e-9,
      });
    }
    // each update is at most half a bit off, and a contraction adds few of them up; signs leave none
    expect(distance(run.read('weights'), w) / 2 ** -20).toBeLessThanOrEqual(32);
    expect(Math.max(...w.map(Math.abs))).toBeGreaterThan(0.05);
  });

  test('is restored and goes on as if nothing had happened, and so does its generator', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom(0, 1, 2),
        (presentations, phases, rounding) => {
          const set = patternSet('majority3', 1);
          const make = () =>
            runOf(
              digitalAdaline,
              { inputs: set.inputs, rule: 'mu-lms', step: 0.03 },
              { settings: { 'neuron.wordLength': 10, 'neuron.rounding': rounding } },
            );
          const show = (run: ReturnType<typeof make>, k: number): void => {
            const row = set.rows[k % set.rows.length];
            run.presentation({ x: row.x, d: row.d!, learn: [1] });
          };
          const whole = make();
          for (let k = 0; k < presentations; k++) show(whole, k);
          whole.present({ x: set.rows[0].x, d: set.rows[0].d! });
          for (let k = 0; k < phases; k++) whole.stepPhase();
          const kept = whole.snapshot();
          const other = make();
          other.restore(kept);
          expect(stateOf(other)).toEqual(stateOf(whole));
          for (const run of [whole, other]) {
            while (!run.stepPhase());
            for (let k = 0; k < 5; k++) show(run, k);
          }
          expect(stateOf(other)).toEqual(stateOf(whole));
        },
      ),
      { ...seeded, numRuns: 40 },
    );
  });

  test('as a block beside the run shows the same words at every first edge', async () => {
    const set = patternSet('tgf', 1);
    const given = { inputs: set.inputs, rule: 'mu-lms', step: 2 ** -6 } as const;
    const { run, blocks } = await beside(digitalAdaline, given, { settings: { fullScale: 60 } });
    const present = (k: number): void =>
      run.present({ x: set.rows[k % 6].x, d: set.rows[k % 6].d!, learn: [1] });
    const { edges, compared, parted } = follow(run, blocks[0], present, 60);
    expect(parted.slice(0, 5)).toEqual([]);
    // sum, compare and adapt, each 17 lines and one edge to start; five outputs at the first edge
    expect([edges, compared]).toEqual([60 * 3 * 18, 60 * 3 * 5]);
  });

  test('adds words up one line a clock edge, counted by a machine that xstate runs as well', () => {
    const bit = (...names: string[]): ReadonlySet<string> => new Set(names);
    expect(
      statesVisited(datapathMachine, [
        bit('sense'),
        bit('sense'),
        bit('sense', 'last'),
        bit('quiet'),
        bit('adapt'),
      ]),
    ).toEqual(['ready', 'summing', 'summing', 'summed', 'ready', 'updating']);
  });

  test.each([
    [
      { wordBits: 24, inputBits: 12 },
      /words of 24 and inputs of 12 bits make products of 37 bits, expected at most 32; shorten/,
    ],
    [
      { lines: 256, wordBits: 23 },
      /256 words of 23 bits make an error of 34 bits, expected at most 32; shorten/,
    ],
    [{ rangeBits: 8, wordBits: 8 }, /found 8 bits before the point in words of 8, expected 1 to 7/],
  ])('refuses words that do not fit: %o', (options, message) => {
    const usual = { lines: 4, wordBits: 8, rangeBits: 1, inputBits: 4, shift: 3, unit: 64 } as const;
    const kinds = { signal: 'error', signOfInput: false, rounding: 'nearest', saturates: true } as const;
    expect(() => datapath({ ...usual, ...kinds, ...options })).toThrow(message);
  });

  test.each([
    ['a step of none', 0, 8, 0],
    ['a shift by nothing', 0.5, 2, 1],
  ] as const)(
    'has no generator to seed where nothing is cut off by chance: %s',
    (_, step, inputBits, weight) => {
      const settings = { 'neuron.rounding': 2, 'neuron.inputBits': inputBits };
      const run = runOf(digitalAdaline, { inputs: 2, rule: 'mu-lms', step }, { settings });
      run.presentation({ x: [1, 1], d: [1], learn: [1] });
      expect([...run.read('weights')]).toEqual([weight, weight, weight]);
    },
  );

  test('moves by the offset of its converters: a whole bit of the input, half the range of the error', () => {
    const settings = { 'neuron.converterOffset': 2 ** -6 };
    const run = runOf(digitalAdaline, { inputs: 2, rule: 'mu-lms', step: 0.25 }, { settings });
    run.presentation({ x: [1, -1], d: [1], learn: [1] });
    // e = 1 + 2^-6, x = 1 + 2^-6 and -1 + 2^-6, w = e x / 2; every number is whole in words of 20 bits
    const e = 1 + 2 ** -6;
    expect([...run.read('weights')]).toEqual([(e * e) / 2, (e * e) / 2, (-e * (1 - 2 ** -6)) / 2]);
  });
});

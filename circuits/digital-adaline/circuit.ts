import { defineCircuit } from '../../sim/circuit.ts';
import { effectiveStep } from '../../sim/parts/logic-neuron.ts';
import { build, linesOf } from './build.ts';
import { digitalAdalineCard } from './card.ts';

/** See about.md. */
export const digitalAdaline = defineCircuit({
  ...digitalAdalineCard,
  build,
  logic: () => import('./logic.ts'),
  remarks: (shape, setting) => {
    const words = { wordBits: setting('neuron.wordLength'), inputBits: setting('neuron.inputBits') };
    const step = effectiveStep(linesOf(shape), shape, setting('fullScale'), words);
    return step === shape.step
      ? []
      : [`The step is a shift of words: it acts as ${step.toPrecision(4)} instead of ${shape.step}.`];
  },
  face: {
    switches: { stimulus: 'x', rows: 4, columns: 4 },
    meter: { observe: 'error', label: 'error', unit: 'divisions', fullScale: 60 },
    cells: { kind: 'register', port: 'neuron.words' },
    lamp: { observe: 'high', label: 'decision' },
  },
  say: {
    present: 'The switches take the next pattern; the words of the last one still stand.',
    sum: 'Line by line, a weight times its input is added to the sum.',
    compare: "The sum's sign is the decision; the error is taken over into its register.",
    adapt:
      'Line by line, the error times the input is shifted, cut to the last bit, and added to the weight.',
    rest: 'The clock stands. The registers keep the weights.',
  },
  assumptions: [
    'Every cell of the logic works: no delay, no fault, no unknown state after switching on.',
    'The converters at inputs and desired value round to the nearest code, stay within their range, and make no other error.',
    'The step is a power of two, the nearest in ratio: a shift in place of a second multiplier.',
    'A product of weight and input is rounded to the last bit of a weight before it is added.',
    'No energy is reported: none was modelled.',
  ],
  facts: [
    {
      text: 'with words of finite length an adaptive filter ends with a larger error, and may stop adapting',
      source: 'recalled: Caraiscos & Liu, IEEE Trans. ASSP 32(1), 1984',
    },
    {
      text: 'an update that is rounded to the nearest stops where its size falls below half the last bit',
      source: 'computed: the rule of rounding itself; held by a test',
    },
  ],
  checks: [
    {
      says: 'AND, 40 presentations of mu-LMS with 2 mu = 2^-3, in words of 23 bits: the mathematics to a bit or two',
      patterns: 'and',
      shape: { rule: 'mu-lms', step: 0.0625 },
      presentations: 40,
      expect: {
        observe: 'weights',
        values: [-0.498656653, 0.537417568, 0.576242612],
        tolerance: 2e-6,
        why: 'the last bit is 2^-20, and an update is cut by at most half of it',
      },
      source: 'computed: LMS in floating point from zero, rows in order',
    },
    {
      says: 'in words of 8 bits, whose last bit is 2^-5, a step of 2 mu = 2^-6 stalls at once: AND is not learned',
      patterns: 'and',
      shape: { rule: 'mu-lms', step: 0.0078125 },
      settings: { 'neuron.wordLength': 8 },
      presentations: 4000,
      expect: { observe: 'weights', values: [-1 / 32, 2 / 32, 2 / 32], tolerance: 0, why: 'whole words' },
      source: 'computed: fixed-point LMS in whole numbers; it would end at -1/2, 1/2, 1/2',
    },
  ],
});

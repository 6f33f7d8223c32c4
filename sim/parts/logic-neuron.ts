import { bit, definePart, inherit, type Setting, type Shape, value } from '../circuit.ts';
import { compileLogicElement } from '../logic/element.ts';
import { provideLogicElement } from '../logic/seam.ts';
import { adaptations } from './adaptation.ts';
import { cutOf, type DatapathOptions, datapath, edgesOf, RANDOM, type Rounding } from './logic-datapath.ts';
import { below, design, fault, whole } from './setting.ts';

provideLogicElement(compileLogicElement);

const CHOSEN = 'chosen; no machine of that kind is known to us by its numbers';
const roundings: readonly Rounding[] = ['truncate', 'nearest', 'stochastic'];

/** How a number of the rule becomes words: settings of the part. */
const wordSettings: Readonly<Record<string, Setting>> = {
  wordLength: whole(
    fault(23, 12, 'bit', 'bits of a weight, of the error and of the desired value', CHOSEN, [4, 23]),
  ),
  range: whole(
    below(
      'wordLength',
      design(
        2,
        'bit',
        'bits before the point: weights reach from -2^range to 2^range full scales',
        CHOSEN,
        [1, 8],
      ),
    ),
  ),
  inputBits: whole(
    fault(8, 6, 'bit', 'bits of the converters at the inputs, which reach from -2 to 2', CHOSEN, [2, 8]),
  ),
  rounding: whole(
    fault(
      1,
      0,
      '',
      'how an update is cut to the last bit of a weight: 0 downwards, 1 to the nearest, 2 by chance, fair on average',
      CHOSEN,
      [0, 2],
    ),
  ),
  saturation: whole(
    fault(
      1,
      0,
      '',
      '1: a word that would be too large stays at the end of its range; 0: it comes round',
      CHOSEN,
      [0, 1],
    ),
  ),
  converterOffset: fault(
    0,
    0.002,
    '',
    'offset of the converters of inputs and desired value, as a share of an input of 1 and of a full scale',
    CHOSEN,
    [-2, 2],
  ),
};

export type LogicNeuronShape = Pick<Shape, 'rule' | 'step'>;

/** The factor that a rule puts before g x, and the power of two that stands for it. */
export function shiftOf(lines: number, { rule, step }: LogicNeuronShape, fullScale: number): number | null {
  const factor = factorOf(lines, { rule, step }, fullScale);
  if (factor === 0) return null;
  let shift = 0;
  let scaled = factor;
  // nearest in ratio: within sqrt(1/2) and sqrt(2)
  for (; scaled < Math.SQRT1_2; scaled *= 2) shift++;
  for (; scaled >= Math.SQRT2; scaled /= 2) shift--;
  return shift;
}

/** What the rule asks for: w += factor g x, in full scales. */
function factorOf(lines: number, { rule, step }: LogicNeuronShape, fullScale: number): number {
  const { gain, width, divided } = adaptations[rule];
  if (rule === 'perceptron') return step;
  // every line at +1 or -1: the squared length of a pattern is the number of lines
  const length = divided === 'no' ? 1 : lines;
  return (gain * step) / length / (width === 'fixed' ? fullScale : 1);
}

/** The step that the shift makes, in the rule's own measure. */
export function effectiveStep(
  lines: number,
  shape: LogicNeuronShape,
  fullScale: number,
  words: Pick<DatapathOptions, 'wordBits' | 'inputBits'>,
): number {
  const shift = shiftOf(lines, shape, fullScale);
  if (shift === null) return 0;
  const cut = cutOf({ ...words, shift });
  return (shape.step * 2 ** -(cut - words.inputBits + 2)) / factorOf(lines, shape, fullScale);
}

/** A neuron of n lines whose weights are words, and whose sum, error and update are arithmetic on words. */
export const logicNeuron = (n: number, shape: LogicNeuronShape) =>
  definePart({
    type: 'fixed-point neuron',
    ports: {
      pattern: value(n),
      desired: value(),
      sense: bit(),
      hold: bit(),
      adapt: bit(),
      sum: value(),
      error: value(),
      held: value(),
      high: bit(),
      decision: bit(),
      code: value(n),
      weight: value(n),
    },
    settings: { fullScale: inherit('fullScale'), ...wordSettings },
    elements: (at, get, internal) => {
      const fullScale = get('fullScale');
      const [wordBits, rangeBits, inputBits] = [get('wordLength'), get('range'), get('inputBits')];
      const fraction = 2 ** (wordBits - 1 - rangeBits);
      const rule = adaptations[shape.rule];
      const lsb = fullScale / fraction;
      const [clock] = internal('clock', 1, 'bit');
      const netlist = datapath({
        lines: n,
        wordBits,
        rangeBits,
        inputBits,
        signal:
          rule.signal === 'decision error'
            ? 'decision error'
            : rule.width === 'fixed'
              ? 'sign of error'
              : 'error',
        signOfInput: rule.lines === 'sign',
        shift: shiftOf(n, shape, fullScale),
        rounding: roundings[get('rounding')]!,
        saturates: get('saturation') === 1,
        unit: Math.round(fraction / fullScale),
      });
      const bits = { lsb: 1, signed: false } as const;
      const words = { lsb, signed: true } as const;
      const offset = get('converterOffset');
      return [
        {
          kind: 'gate',
          name: 'clock gate',
          operation: 'or',
          inputs: [at.sense[0]!, at.hold[0]!, at.adapt[0]!],
          out: clock!,
        },
        {
          kind: 'logic',
          name: 'words',
          netlist,
          inputs: {
            sense: { net: at.sense[0]!, ...bits },
            hold: { net: at.hold[0]!, ...bits },
            adapt: { net: at.adapt[0]!, ...bits },
            desired: { net: at.desired[0]!, ...words, offset: offset * fullScale },
            ...Object.fromEntries(
              at.pattern.map((net, i) => [`x${i}`, { net, lsb: 2 ** (2 - inputBits), signed: true, offset }]),
            ),
          },
          outputs: {
            sum: { net: at.sum[0]!, ...words },
            error: { net: at.error[0]!, ...words },
            held_error: { net: at.held[0]!, ...words },
            high: { net: at.high[0]!, ...bits },
            decided: { net: at.decision[0]!, ...bits },
          },
          weights: {
            states: Array.from({ length: n }, (_, i) => `weights[${i}]`),
            bits: wordBits,
            codes: at.code,
          },
          // there is a generator only where something is cut off by chance
          seeded: netlist.cells.some(({ name }) => name === RANDOM) ? RANDOM : null,
          edges: edgesOf(n),
          capture: clock!,
        },
        // the definition of a weight; it only reports
        {
          kind: 'readout',
          name: 'weights',
          conductance: at.code,
          reference: 0,
          unit: fraction,
          fullScale,
          load: null,
          out: at.weight,
        },
      ];
    },
  });

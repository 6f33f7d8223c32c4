/** The mathematics beside a circuit, behind one face for single units and Madalines. */
import type { CircuitDefinition } from '../../sim/circuit.ts';
import {
  adaptMadalineRuleOne,
  adaptManhattan,
  decide,
  dot,
  type IdealRule,
  idealRules,
  madalineOutput,
  tieBand,
} from '../ideal/index.ts';
import type { CheckedSpec } from './spec.ts';

/** What there is to know of an ideal before it runs. */
interface IdealKind {
  /** what e is taken from: d - s, or d - q where several units stand behind one decision */
  readonly errorOf: 'sum' | 'decision';
  /** true where every d must be +1 or -1, whatever the rule */
  readonly binaryDesired: boolean;
}
/** Every ideal that a circuit may name. */
export const ideals = {
  rule: { errorOf: 'sum', binaryDesired: false },
  'madaline-rule-one': { errorOf: 'decision', binaryDesired: true },
} as const satisfies Readonly<Record<CircuitDefinition['ideal'], IdealKind>>;

export interface IdealTrack {
  /** weights of all units, one after another, w0 first */
  readonly weights: Float64Array;
  /** all that it remembers from one presentation to the next: the weights, and what a rule sums up */
  readonly state: Float64Array;
  /** sums of the units for a pattern (bias included) */
  sums: (x: Float64Array) => Float64Array;
  /** the decision that follows from sums */
  decide: (sums: Float64Array) => 1 | -1;
  /** adapts by one step */
  learn: (x: Float64Array, d: number) => void;
}

/**
 * Makes the ideal track that the circuit names.
 * @param batch presentations that the Manhattan scheme sums; other schemes do not ask
 */
export function idealTrack(spec: CheckedSpec, lines: number, fullScale: number, batch = 1): IdealTrack {
  const tie = tieBand(fullScale);
  if (spec.shape.adaptation === 'manhattan') return manhattan(spec, lines, batch, tie);
  return spec.definition.ideal === 'rule'
    ? singleUnit(idealRules[spec.rule], spec, lines, tie)
    : madaline(spec, lines, tie);
}

function singleUnit(rule: IdealRule, spec: CheckedSpec, lines: number, tie: number): IdealTrack {
  const weights = new Float64Array(lines);
  const options = { gamma: spec.shape.gamma, eps: spec.shape.eps, tie };
  const { adapt } = rule;
  const { step } = spec;
  return {
    weights,
    state: weights,
    sums: (x) => Float64Array.of(dot(weights, x)),
    decide: ([s = 0]) => decide(s, tie),
    learn: (x, d) => {
      adapt(weights, x, d, step, options);
    },
  };
}

/** Weights, and behind them the gradient that is being summed and its count. */
function manhattan({ step }: CheckedSpec, lines: number, batch: number, tie: number): IdealTrack {
  const state = new Float64Array(2 * lines + 1);
  const weights = state.subarray(0, lines);
  const memory = state.subarray(lines);
  return {
    weights,
    state,
    sums: (x) => Float64Array.of(dot(weights, x)),
    decide: ([s = 0]) => decide(s, tie),
    learn: (x, d) => {
      adaptManhattan(weights, memory, x, d, step, batch, tie);
    },
  };
}

function madaline(spec: CheckedSpec, lines: number, tie: number): IdealTrack {
  const { units } = spec.definition;
  const weights = new Float64Array(units * lines);
  const rows = Array.from({ length: units }, (_, k) => weights.subarray(k * lines, (k + 1) * lines));
  return {
    weights,
    state: weights,
    sums: (x) => Float64Array.from(rows, (w) => dot(w, x)),
    decide: (sums) => madalineOutput(sums, 'or', tie),
    learn: (x, d) => {
      adaptMadalineRuleOne(rows, x, d, { alpha: spec.step, logic: 'or', tie });
    },
  };
}

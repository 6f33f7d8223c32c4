/**
 * How each learning rule is done by hardware, as data. An adapt phase changes every weight by
 * a c_i: the table says which signal the pulse follows, how long it lasts, and what steers it.
 *
 * | field | meaning |
 * |---|---|
 * | signal | what is held at the end of sensing and steers the pulse's polarity |
 * | width | proportional to the held signal, or fixed |
 * | divided | the width is divided by x.x, which a host computes |
 * | lines | current in proportion to x_i, or by the sign of x_i alone |
 * | gain | pulse per unit of signal and of step |
 *
 * @see Widrow & Lehr, Proc. IEEE 78(9), 1990, equations 10-20, for the rules themselves
 */
import type { HardwareRule } from '../circuit.ts';

export interface Adaptation {
  readonly rule: HardwareRule;
  readonly signal: 'error' | 'decision error' | 'mays-increment' | 'mays-relaxation';
  readonly width: 'proportional' | 'fixed';
  readonly divided: 'no' | 'by x.x' | 'by eps + x.x';
  readonly lines: 'proportional' | 'sign';
  readonly gain: number;
}

const row = (
  rule: HardwareRule,
  signal: Adaptation['signal'],
  width: Adaptation['width'],
  divided: Adaptation['divided'],
  lines: Adaptation['lines'],
  gain: number,
): Adaptation => ({ rule, signal, width, divided, lines, gain });

/** The table: how each rule is done. */
export const adaptations: Readonly<Record<HardwareRule, Adaptation>> = {
  'mu-lms': row('mu-lms', 'error', 'proportional', 'no', 'proportional', 2),
  'alpha-lms': row('alpha-lms', 'error', 'proportional', 'by x.x', 'proportional', 1),
  nlms: row('nlms', 'error', 'proportional', 'by eps + x.x', 'proportional', 1),
  'sign-error': row('sign-error', 'error', 'fixed', 'no', 'proportional', 1),
  'sign-data': row('sign-data', 'error', 'proportional', 'no', 'sign', 1),
  'sign-sign': row('sign-sign', 'error', 'fixed', 'no', 'sign', 1),
  perceptron: row('perceptron', 'decision error', 'proportional', 'no', 'proportional', 0.5),
  'mays-increment': row('mays-increment', 'mays-increment', 'proportional', 'by x.x', 'proportional', 1),
  'mays-relaxation': row('mays-relaxation', 'mays-relaxation', 'proportional', 'by x.x', 'proportional', 1),
};

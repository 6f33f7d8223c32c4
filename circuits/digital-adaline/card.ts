import type { CircuitCard } from '../../sim/circuit.ts';

/** What the catalogue tells of the machine before anybody asks for it. */
export const digitalAdalineCard: CircuitCard = {
  id: 'digital-adaline',
  title: 'Digital ADALINE',
  summary: 'weights are words in a memory: one multiplier, one adder, a shift for the step',
  year: 1973,
  maxInputs: 31,
  units: 1,
  ideal: 'rule',
  adaptations: ['clocked'],
  summers: ['adder'],
  rules: ['mu-lms', 'alpha-lms', 'sign-error', 'sign-data', 'sign-sign', 'perceptron'],
  unitInputs: ['alpha-lms'],
  protocol: { patterns: 'tgf', rule: 'mu-lms', step: 0.015625, order: 'cyclic', init: 'zero' },
};

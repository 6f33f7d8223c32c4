import type { CircuitCard } from '../../sim/circuit.ts';

/** What the catalogue tells of the machine before anybody asks for it. */
export const knobbyAdalineCard: CircuitCard = {
  id: 'knobby-adaline',
  title: 'Knobby ADALINE',
  summary: 'sixteen switches, seventeen knobs, a meter, and an operator who needs no thought',
  year: 1960,
  maxInputs: 16,
  units: 1,
  ideal: 'rule',
  adaptations: ['by hand'],
  summers: ['op-amp'],
  rules: [
    'alpha-lms',
    'mu-lms',
    'nlms',
    'sign-error',
    'sign-data',
    'sign-sign',
    'perceptron',
    'mays-increment',
    'mays-relaxation',
  ],
  protocol: { patterns: 'tgf', rule: 'alpha-lms', step: 1, order: 'cyclic', init: 'zero' },
};

import type { CircuitCard } from '../../sim/circuit.ts';

/** What the catalogue tells of the machine before anybody asks for it. */
export const madalineXorCard: CircuitCard = {
  id: 'madaline-xor',
  title: 'MADALINE for XOR',
  summary: 'two memistor ADALINEs, a fixed OR, and the job assigner of rule I',
  year: 1962,
  maxInputs: 16,
  units: 2,
  ideal: 'madaline-rule-one',
  adaptations: ['nulling', 'timed'],
  schemes: ['stochastic'],
  takesDevices: true,
  summers: ['op-amp', 'passive'],
  rules: ['alpha-lms'],
  protocol: { patterns: 'xor', rule: 'alpha-lms', step: 1, order: 'random', init: 'random' },
};

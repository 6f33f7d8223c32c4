import { design } from '../sim/parts/setting.ts';

/** Settings that every circuit with pattern lines shares at its top. */
export const lineSettings = {
  fullScale: design(
    1,
    'units of d',
    'units of d per volt of the sum',
    'found: 60 divisions for the patterns of 1960; 1 otherwise',
    [1e-9, 1e9],
  ),
  drive: design(
    0.1,
    'V',
    'sensing amplitude of a full input',
    'chosen; no published value found',
    [1e-9, 100],
  ),
} as const;

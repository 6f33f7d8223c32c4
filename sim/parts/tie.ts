import type { Volts } from '../base/units.ts';

/** Sums closer to a threshold than this count as on it: one billionth of full scale, which is 1 V. */
export const TIE: Volts = 1e-9;

/**
 * What a person or a computer at the bench does between phases. Programs are a closed list too,
 * and everything they do is marked "computed, not built".
 */
import type { Adaptation } from '../parts/adaptation.ts';

/** The computer that divides by the pattern's length: gain = 1 / (eps + x.x), and 0 for x = 0. */
export interface NormalizerProgram {
  readonly id: 'normalizer';
  readonly eps: number;
}
/**
 * The operator of 1960: reads the meter, and decides how far every knob shall be turned. Turns
 * every knob by a c_i, in conductance, with a and c_i from the rule's table.
 */
export interface OperatorProgram {
  readonly id: 'operator';
  readonly adaptation: Adaptation;
  readonly step: number;
  readonly eps: number;
  readonly gamma: number;
  /** units of d per volt */
  readonly fullScale: number;
  /** siemens per unit of weight and volt of full scale */
  readonly unit: number;
  readonly tie: number;
}
/**
 * The computer that sums signal x_i over an epoch, and at its end tells each weight the sign of the
 * sum. Between two ends every line is 0. It comes with the device library.
 */
export interface AccumulatorProgram {
  readonly id: 'accumulator';
  /** presentations that are summed */
  readonly batch: number;
  /** sums within this count as zero */
  readonly tie: number;
}
export type HostProgram = NormalizerProgram | OperatorProgram | AccumulatorProgram;

/**
 * What the weights of a circuit are, as data: a shape names a device, and the circuit stays the same.
 * Its numbers become settings of the cells, so that each can be set, swept and switched off alone.
 */
import type { Joules, Seconds, Siemens } from '../base/units.ts';
import type { PulsedParameters } from './pulsed/law.ts';

/** Where a device's weight of -1, 0 or +1 stands in siemens, and what a user should know of the numbers. */
export interface WeightFace {
  /** conductance of a weight of zero */
  readonly reference: Siemens;
  /** conductance per unit of weight */
  readonly unit: Siemens;
  /** where the conductances come from: found, computed, recalled or chosen */
  readonly conductanceSource: string;
}

/** A device that moves by pulses. */
export interface PulsedDevice extends WeightFace {
  readonly kind: 'pulsed';
  readonly title: string;
  readonly parameters: PulsedParameters;
  /** where the parameters come from */
  readonly source: string;
  /** from one pulse to the next */
  readonly period: Seconds;
  /** what one pulse takes */
  readonly pulseJoules: Joules;
  /** where period and energy come from */
  readonly pulseSource: string;
}

/** A potentiometer that a motor turns. */
export interface MotorPotentiometerDevice extends WeightFace {
  readonly kind: 'motor-potentiometer';
  readonly title: string;
}

/** Every device that a circuit's weights can be besides its own memistors. */
export type WeightDevice = PulsedDevice | MotorPotentiometerDevice;

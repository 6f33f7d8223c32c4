/**
 * An array of pulsed devices, rows by columns, that all take one noisy step at once. Models whose
 * step is a straight line of the weight run as WebAssembly on vectors, sixteen devices a turn (see
 * array-kernel.ts); the others, and engines without it, run the bank's own law. Both give the same
 * bits: the same draws, and the same operations in the same order.
 */
import { affineSteps, isAffine } from './affine.ts';
import { type ArrayKernel, arrayKernel } from './array-kernel.ts';
import { pulsedBank } from './bank.ts';
import type { PulsedBank, PulsedParameters } from './law.ts';
import { type Making, makeDevices } from './made.ts';
import { arrayNormal } from './quantiles.ts';

export interface PulsedArray {
  readonly rows: number;
  readonly columns: number;
  /** the devices one by one: device (row, column) is number row * columns + column */
  readonly bank: PulsedBank;
  /** hidden weights, row after row; write here to set them */
  readonly weights: Float64Array;
  /** where the next step goes: above 0 up, below 0 down, 0 for no pulse */
  readonly directions: Float64Array;
  /** whether the vector kernel is at work */
  readonly isVectorized: boolean;
  /**
   * One step of every device in its direction.
   * @param pulse the number of the pulse, 0 ... 2^32 - 1, which chooses the cycle noise
   */
  readonly pulse: (pulse: number) => void;
}

/**
 * Makes an array at its start.
 * @param vectors false runs the bank's law even where vectors would do
 */
export function pulsedArray(
  p: PulsedParameters,
  rows: number,
  columns: number,
  making: Making,
  vectors = true,
): PulsedArray {
  const n = rows * columns;
  const bank = pulsedBank(p, n, making);
  const kernel = vectors && isAffine(p.model) ? kernelOf(p, n, making) : null;
  const weights = kernel?.weights ?? new Float64Array(n);
  const directions = kernel?.directions ?? new Float64Array(n);
  weights.set(bank.start);
  const { seed } = making;
  const oneByOne = (pulse: number): void => {
    for (let i = 0; i < n; i++) {
      const d = directions[i]!;
      if (d === 0) continue;
      const z = arrayNormal(seed, 'arrayCycle', i, pulse);
      weights[i] = bank.step(i, weights[i]!, d > 0 ? 1 : -1, z);
    }
  };
  return {
    rows,
    columns,
    bank,
    weights,
    directions,
    isVectorized: kernel !== null,
    pulse: kernel ? (pulse) => kernel.pulse(seed, pulse) : oneByOne,
  };
}

function kernelOf(p: PulsedParameters, n: number, making: Making): ArrayKernel | null {
  const made = makeDevices(p, n, making);
  return arrayKernel(affineSteps(p, made), made.low, made.high, p.dwMinStd);
}

import type { DataSet } from './data-set.ts';
import type { GeneratedName } from './generated-name.ts';
import { iid } from './iid.ts';
import { randomSeparable } from './random-separable.ts';

/**
 * Makes the set that a name asks for, with the defaults of its kind.
 * @param seed  whole number, 0 to 2^53 - 1
 */
export function generatedSet({ kind, inputs, rows }: GeneratedName, seed: number): DataSet {
  switch (kind) {
    case 'separable':
      return randomSeparable({ inputs, rows, seed });
    case 'iid':
      return iid({ inputs, rows, seed });
  }
}

import { range } from '../builder.ts';
import type { ElementDefinition, ReadoutSpec } from './element.ts';

/**
 * A definition, not a device: w = fullScale (G - G_ref) / G_unit at a virtual ground. At a loaded
 * node every conductance scales the sum, and the weight that acts is that times S0 / S, with
 * S = sum of (G + G_ref) + load and S0 its value when every G is G_ref.
 */
export const readout: ElementDefinition<ReadoutSpec> = {
  drives: (e) => [[...e.out]],
  reads: (e) => e.conductance,
  compile: (e, build) => {
    const n = e.out.length;
    const g = build.bus(e.conductance);
    const out = build.bus(e.out);
    const { reference, unit, fullScale, load } = e;
    const run = (f: Float64Array): void => {
      let factor = 1;
      if (load !== null) {
        let total = load;
        for (let i = 0; i < n; i++) total += f[g + i]! + reference;
        // cells taken far below zero may leave no conductance at all: then no weight acts
        factor = total === 0 ? 0 : (2 * n * reference + load) / total;
      }
      for (let i = 0; i < n; i++) f[out + i] = ((fullScale * (f[g + i]! - reference)) / unit) * factor;
    };
    build.operation({ name: e.name, reads: range(g, n), writes: range(out, n), run });
  },
};

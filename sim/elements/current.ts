import { range } from '../builder.ts';
import type { CurrentSpec, ElementDefinition } from './element.ts';

/** Plating current: constant, in proportion to the pattern, its direction gated by the held signal's sign. */
export const current: ElementDefinition<CurrentSpec> = {
  drives: (e) => [[...e.out]],
  reads: (e) => [...e.pattern, e.polarity, e.on],
  compile: (e, build) => {
    const n = e.out.length;
    const x = build.bus(e.pattern);
    const out = build.bus(e.out);
    const polarity = build.at(e.polarity);
    const on = build.at(e.on);
    const { amperes, signOnly, tie } = e;
    const run = (f: Float64Array): void => {
      const p = f[polarity]!;
      if (f[on] !== 1 || (p <= tie && p >= -tie)) {
        for (let i = 0; i < n; i = (i + 1) | 0) f[(out + i) | 0] = 0;
        return;
      }
      const a = p > 0 ? amperes : -amperes;
      if (signOnly) {
        for (let i = 0; i < n; i++) {
          const v = f[x + i]!;
          f[out + i] = v > 0 ? a : v < 0 ? -a : 0;
        }
      } else for (let i = 0; i < n; i = (i + 1) | 0) f[(out + i) | 0] = a * f[(x + i) | 0]!;
    };
    build.operation({ name: e.name, reads: [...range(x, n), polarity, on], writes: range(out, n), run });
  },
};

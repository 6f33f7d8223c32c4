import { range } from '../builder.ts';
import type { ElementDefinition, SamplerSpec } from './element.ts';

/** Follows nothing between captures: what it holds is state. */
export const sampler: ElementDefinition<SamplerSpec> = {
  drives: (e) => [[...e.out]],
  reads: (e) => [...e.input, e.capture],
  compile: (e, build) => {
    const n = e.out.length;
    const input = build.bus(e.input);
    const out = build.stateAt(e.out, new Array<number>(n).fill(0));
    const taken = new Float64Array(n);
    const single = n === 1;
    build.commit({
      name: e.name,
      capture: build.at(e.capture),
      reads: range(input, n),
      writes: range(out, n),
      read: single
        ? (f) => {
            taken[0] = f[input]!;
          }
        : (f) => {
            for (let i = 0; i < n; i++) taken[i] = f[input + i]!;
          },
      write: single
        ? (f) => {
            f[out] = taken[0]!;
          }
        : (f) => {
            for (let i = 0; i < n; i++) f[out + i] = taken[i]!;
          },
    });
  },
};

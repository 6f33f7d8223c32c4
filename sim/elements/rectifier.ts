import type { ElementDefinition, RectifierSpec } from './element.ts';

export const rectifier: ElementDefinition<RectifierSpec> = {
  drives: (e) => [[e.out]],
  reads: (e) => (e.factor === null ? [e.input] : [e.input, e.factor]),
  compile: (e, build) => {
    const input = build.at(e.input);
    const out = build.at(e.out);
    const { gain } = e;
    if (e.factor === null) {
      const run = (f: Float64Array): void => {
        f[out] = gain * Math.abs(f[input]!);
      };
      const form = { kind: 'size', a: input, constants: [gain] } as const;
      build.operation({ name: e.name, reads: [input], writes: [out], run, form });
      return;
    }
    const factor = build.at(e.factor);
    const run = (f: Float64Array): void => {
      f[out] = gain * Math.abs(f[input]!) * f[factor]!;
    };
    const form = { kind: 'scaled size', a: input, b: factor, constants: [gain] } as const;
    build.operation({ name: e.name, reads: [input, factor], writes: [out], run, form });
  },
};

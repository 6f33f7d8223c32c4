import type { ElementDefinition, MeterSpec } from './element.ts';

export const meter: ElementDefinition<MeterSpec> = {
  drives: (e) => [[e.out]],
  reads: (e) => [e.input],
  compile: (e, build) => {
    const input = build.at(e.input);
    const out = build.at(e.out);
    const { scale, resolution } = e;
    const run =
      resolution > 0
        ? (f: Float64Array): void => {
            f[out] = Math.round((scale * f[input]!) / resolution) * resolution;
          }
        : (f: Float64Array): void => {
            f[out] = scale * f[input]!;
          };
    build.operation({ name: e.name, reads: [input], writes: [out], run });
  },
};

import { meterModes } from '../machines/device-modes.ts';
import type { ElementDefinition, MeterSpec } from './element.ts';

export const meter: ElementDefinition<MeterSpec> = {
  drives: (e) => [[e.out]],
  reads: (e) => [e.input],
  compile: (e, build) => {
    const input = build.at(e.input);
    const out = build.at(e.out);
    const { scale, resolution, endStop } = e;
    const run = (f: Float64Array): void => {
      const exact = scale * f[input]!;
      const read = resolution > 0 ? Math.round(exact / resolution) * resolution : exact;
      f[out] = read > endStop ? endStop : read < -endStop ? -endStop : read;
    };
    build.operation({ name: e.name, reads: [input], writes: [out], run });
    build.devices({
      path: e.name,
      count: 1,
      modes: meterModes,
      reads: [out],
      bits: { aboveScale: (f) => f[out]! >= endStop, belowScale: (f) => f[out]! <= -endStop },
    });
  },
};

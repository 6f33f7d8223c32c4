import { normals } from '../base/random.ts';
import { PRESENTATION } from '../builder.ts';
import { comparatorModes } from '../machines/device-modes.ts';
import type { ComparatorSpec, ElementDefinition } from './element.ts';

/**
 * out = 1 when input + offset + noise >= threshold - tie. The noise is one draw a presentation;
 * with hysteresis the threshold lies half of it below a latched 1 and half above a latched 0.
 */
export const comparator: ElementDefinition<ComparatorSpec> = {
  drives: (e) => [[e.out]],
  reads: (e) => (e.previous === null ? [e.input] : [e.input, e.previous]),
  compile: (e, build) => {
    const input = build.at(e.input);
    const out = build.at(e.out);
    const { absolute } = e;
    const shift = e.offset - e.threshold + e.tie;
    const half = e.hysteresis / 2;
    const previous = half > 0 && e.previous !== null ? build.at(e.previous) : -1;
    const noise = e.noise > 0 ? build.scratch(`${e.name}.noise`, [0]) : -1;
    if (noise >= 0) {
      const { noise: deviation } = e;
      const device = build.deviceNumber(e.name);
      const { seed } = build;
      const draw = (f: Float64Array): void => {
        normals(f, noise, 1, seed, 'comparator', device, f[PRESENTATION]!);
        f[noise] = deviation * f[noise]!;
      };
      build.operation({ name: `${e.name} noise`, reads: [PRESENTATION], writes: [noise], run: draw });
    }
    const reads = [input, previous, noise].filter((p) => p >= 0);
    const alone = reads.length === 1;
    const run = alone
      ? (f: Float64Array): void => {
          const v = f[input]!;
          f[out] = (absolute ? Math.abs(v) : v) + shift >= 0 ? 1 : 0;
        }
      : (f: Float64Array): void => {
          let v = f[input]!;
          if (absolute) v = Math.abs(v);
          if (noise >= 0) v += f[noise]!;
          if (previous >= 0) v += f[previous] === 1 ? half : -half;
          f[out] = v + shift >= 0 ? 1 : 0;
        };
    const kind = absolute ? 'threshold of size' : 'threshold';
    const form = alone ? { form: { kind, a: input, constants: [shift] } as const } : {};
    build.operation({ name: e.name, reads, writes: [out], run, ...form });
    build.devices({
      path: e.name,
      count: 1,
      modes: comparatorModes,
      reads: [out],
      bits: { rises: (f) => f[out] === 1, falls: (f) => f[out] === 0 },
    });
  },
};

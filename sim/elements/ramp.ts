import type { ElementDefinition, RampSpec } from './element.ts';

/** An integrator that a phase starts from zero: it is reset at the end of every phase. */
export const ramp: ElementDefinition<RampSpec> = {
  drives: (e) => [[e.out]],
  reads: (e) => [e.enable],
  compile: (e, build) => {
    const out = build.stateAt([e.out], [0]);
    const enable = build.at(e.enable);
    const { slope } = e;
    const advance = (f: Float64Array, t: number): void => {
      f[out] = f[out]! + slope * t;
    };
    build.flow({
      name: e.name,
      reads: [],
      gated: [],
      gate: null,
      states: [out],
      updates: [out],
      enable,
      advance,
    });
    build.commit({
      name: `${e.name} reset`,
      capture: null,
      reads: [],
      writes: [out],
      read: () => {},
      write: (f) => {
        f[out] = 0;
      },
    });
  },
};

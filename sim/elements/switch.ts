import { stampConductance } from '../electrical/stamping.ts';
import type { ElementDefinition, SwitchSpec } from './element.ts';

/** A conductance that a bit chooses: to the solver a conductance like any other. */
export const analogSwitch: ElementDefinition<SwitchSpec> = {
  drives: () => [],
  reads: (e) => [e.control],
  nodes: (e) => [...e.a, ...e.b],
  compile: (e, build) => {
    const g = build.scratch(`${e.name}.siemens`, [e.off]);
    const control = build.at(e.control);
    const { on, off } = e;
    build.operation({
      name: `${e.name} conducts`,
      reads: [control],
      writes: [g],
      run: (f) => {
        f[g] = f[control] === 1 ? on : off;
      },
    });
    build.conductor({ name: e.name, a: e.a, b: e.b, g, step: 0, metered: true });
  },
  stamp: (e, f, at, stamping) => {
    const siemens = f[at(e.control)] === 1 ? e.on : e.off;
    e.a.forEach((a, i) => {
      stampConductance(stamping, `${e.name}[${i}]`, a, e.b[i]!, siemens, 0);
    });
  },
};

import { stampConductance } from '../electrical/stamping.ts';
import type { ConductanceSpec, ElementDefinition } from './element.ts';

/** A conductance in series with the resistance of its leads: G / (1 + G R). */
export const withLeads = (siemens: number, leadOhms: number): number => siemens / (1 + siemens * leadOhms);

export const conductance: ElementDefinition<ConductanceSpec> = {
  drives: () => [],
  reads: () => [],
  nodes: (e) => [...e.a, ...e.b],
  compile: (e, build) => {
    const g = build.scratch(`${e.name}.siemens`, [withLeads(e.siemens, e.leadOhms)]);
    build.conductor({ name: e.name, a: e.a, b: e.b, g, step: 0, metered: true });
  },
  stamp: (e, _f, _at, stamping) => {
    e.a.forEach((a, i) => {
      stampConductance(stamping, `${e.name}[${i}]`, a, e.b[i]!, e.siemens, e.leadOhms);
    });
  },
};

import { range } from '../builder.ts';
import type { CapacitorSpec, ElementDefinition } from './element.ts';

/** Remembers its voltage. Between events the network solver lets it charge; see electrical/network/block.ts. */
export const capacitor: ElementDefinition<CapacitorSpec> = {
  drives: (e) => [[...e.volts]],
  reads: () => [],
  nodes: (e) => [...e.a, ...e.b],
  compile: (e, build) => {
    const at = build.stateAt(e.volts, new Array<number>(e.a.length).fill(e.initial));
    for (const i of range(0, e.a.length)) {
      const a = e.a[i]!;
      const b = e.b[i]!;
      const name = `${e.name}[${i}]`;
      build.wired({
        name,
        nets: [a, b],
        state: at + i,
        component: (node) => ({ kind: 'capacitor', name, a: node(a), b: node(b), farads: e.farads }),
      });
    }
  },
  stamp: (e, f, at, { node, add }) => {
    e.a.forEach((a, i) => {
      const volts = f[at(e.volts[i]!)]!;
      add({ kind: 'voltage-source', name: `${e.name}[${i}]`, a: node(a), b: node(e.b[i]!), volts });
    });
  },
};

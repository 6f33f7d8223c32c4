import { GROUND_NODE } from '../electrical/network/types.ts';
import type { ElementDefinition, SourceSpec } from './element.ts';

/** Ideal voltage sources to ground. AC is carried by its in-phase amplitude; antiphase is a negative `volts`. */
export const source: ElementDefinition<SourceSpec> = {
  drives: (e) => [[...e.out]],
  reads: (e) => e.from,
  compile: (e, build) => {
    build.drive({ name: e.name, from: build.bus(e.from), out: e.out, volts: e.volts });
  },
  stamp: (e, f, at, { node, add }) => {
    e.out.forEach((net, i) => {
      const volts = e.volts * f[at(e.from[i]!)]!;
      add({ kind: 'voltage-source', name: `${e.name}[${i}]`, a: node(net), b: GROUND_NODE, volts });
    });
  },
};

import type { Net } from '../circuit.ts';
import type { Component, Node } from '../electrical/network/types.ts';
import type { ElementDefinition, JunctionSpec } from './element.ts';

const asDiode = (e: JunctionSpec, node: (net: Net) => Node): Component => ({
  kind: 'diode',
  name: e.name,
  anode: node(e.anode),
  cathode: node(e.cathode),
  saturation: e.saturation,
  emission: e.emission,
  seriesOhms: e.seriesOhms,
});

/** A junction diode; the law is electrical/network/laws.ts. */
export const junction: ElementDefinition<JunctionSpec> = {
  drives: () => [],
  reads: () => [],
  nodes: (e) => [e.anode, e.cathode],
  compile: (e, build) => {
    build.wired({
      name: e.name,
      nets: [e.anode, e.cathode],
      state: null,
      component: (node) => asDiode(e, node),
    });
  },
  stamp: (e, _f, _at, { node, add }) => {
    add(asDiode(e, node));
  },
};

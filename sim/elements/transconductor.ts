import type { Net } from '../circuit.ts';
import { type Component, GROUND_NODE, type Node } from '../electrical/network/types.ts';
import type { ElementDefinition, TransconductorSpec } from './element.ts';

const asControlledCurrent = (e: TransconductorSpec, node: (net: Net) => Node): Component => ({
  kind: 'vccs',
  name: e.name,
  a: GROUND_NODE,
  b: node(e.out),
  controlA: node(e.plus),
  controlB: node(e.minus),
  siemens: e.siemens,
  limit: e.limit,
});

/** A current in proportion to a voltage, which may run into a limit as that of a differential pair does. */
export const transconductor: ElementDefinition<TransconductorSpec> = {
  drives: () => [],
  reads: () => [],
  nodes: (e) => [e.plus, e.minus, e.out],
  compile: (e, build) => {
    build.wired({
      name: e.name,
      nets: [e.plus, e.minus, e.out],
      state: null,
      component: (node) => asControlledCurrent(e, node),
    });
  },
  stamp: (e, _f, _at, { node, add }) => {
    add(asControlledCurrent(e, node));
  },
};

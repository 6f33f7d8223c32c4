import type { Net } from '../circuit.ts';
import type { Component, Node } from '../electrical/network/types.ts';
import type { ElementDefinition, TransistorSpec } from './element.ts';

const asTransistor = (e: TransistorSpec, node: (net: Net) => Node): Component => ({
  kind: 'transistor',
  name: e.name,
  channel: e.channel,
  gate: node(e.gate),
  drain: node(e.drain),
  source: node(e.source),
  bulk: node(e.bulk),
  kappa: e.kappa,
  law: { region: 'subthreshold', i0: e.i0 },
});

/** A MOS transistor in weak inversion; the law is electrical/network/laws.ts. */
export const transistor: ElementDefinition<TransistorSpec> = {
  drives: () => [],
  reads: () => [],
  nodes: (e) => [e.gate, e.drain, e.source, e.bulk],
  compile: (e, build) => {
    build.wired({
      name: e.name,
      nets: [e.gate, e.drain, e.source, e.bulk],
      state: null,
      component: (node) => asTransistor(e, node),
    });
  },
  stamp: (e, _f, _at, { node, add }) => {
    add(asTransistor(e, node));
  },
};

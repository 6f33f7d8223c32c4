import type { Component, Node } from './types.ts';

/** The nodes that a component joins or senses. */
export function terminals(c: Component): readonly Node[] {
  switch (c.kind) {
    case 'op-amp':
      return [c.plus, c.minus, c.out];
    case 'vcvs':
    case 'vccs':
      return [c.a, c.b, c.controlA, c.controlB];
    case 'switch':
      return c.control.by === 'voltage' ? [c.a, c.b, c.control.a, c.control.b] : [c.a, c.b];
    case 'diode':
      return [c.anode, c.cathode];
    case 'transistor':
      return [c.gate, c.drain, c.source, c.bulk];
    case 'memistor':
      return [c.a, c.b, c.plate];
    default:
      return [c.a, c.b];
  }
}

import type { Net } from '../circuit.ts';
import type { Component, Node } from './network/types.ts';

/** How elements describe themselves as a network: components between the nodes of their terminals. */
export interface Stamping {
  readonly node: (net: Net) => Node;
  /** a node that only the element itself knows; `name` is what errors call it */
  readonly inner: (name: string) => Node;
  readonly add: (component: Component) => void;
}

/** Adds a conductance in series with its leads. */
export function stampConductance(
  { node, inner, add }: Stamping,
  name: string,
  a: Net,
  b: Net,
  siemens: number,
  leadOhms: number,
): void {
  if (leadOhms === 0) {
    add({ kind: 'conductance', name, a: node(a), b: node(b), siemens });
    return;
  }
  const end = inner(`${name} inside its lead`);
  add({ kind: 'resistor', name: `${name} lead`, a: node(a), b: end, ohms: leadOhms });
  add({ kind: 'conductance', name, a: end, b: node(b), siemens });
}

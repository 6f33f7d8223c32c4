/**
 * The reference: modified nodal analysis of the whole circuit, from the elements alone, without
 * any of the compiler's knowledge. Every element describes itself as components of a network; the
 * closed forms of the kernel are held to what comes out here. Capacitors stand at the voltages that
 * they remember.
 * @see Ho, Ruehli & Brennan, "The modified nodal approach to network analysis", IEEE Trans. CAS 22(6), 1975
 */
import type { Net } from '../circuit.ts';
import type { Program } from '../compile.ts';
import { definitionOf } from '../elements/index.ts';
import { operatingPoint } from './network/operating-point.ts';
import { type Component, GROUND_NODE, type Network, type Node } from './network/types.ts';

const nodeOf = (net: Net): Node => String(net);

/** The circuit as it stands, as a network; terminals are nodes of the same number. */
export function networkOf(program: Program, f: Float64Array): Network {
  const components: Component[] = [];
  const inside = new Set<Node>();
  const at = (net: Net): number => program.placeOf(net);
  const stamping = {
    node: nodeOf,
    inner: (name: string): Node => {
      inside.add(name);
      return name;
    },
    add: (component: Component): void => {
      components.push(component);
    },
  };
  for (const e of program.elements) definitionOf(e).stamp?.(e, f, at, stamping);
  return {
    name: program.circuit.id,
    components,
    nameOf: (node) => (inside.has(node) ? node : program.nameOf(Number(node))),
  };
}

/**
 * Solves every node of the circuit in its present state.
 * @returns voltage by terminal; ground is the terminal 0
 * @throws Unsolvable that names the node which nothing fixes, the sources that form a loop, or what
 *         does not converge
 */
export function solveNodal(program: Program, f: Float64Array): Map<Net, number> {
  const network = networkOf(program, f);
  const voltage = new Map<Net, number>([[0, 0]]);
  if (network.components.length === 0) return voltage;
  const point = operatingPoint(network);
  for (const node of point.nodes) {
    const net = Number(node);
    if (node !== GROUND_NODE && Number.isInteger(net)) voltage.set(net, point.volts(node));
  }
  return voltage;
}

/** The largest difference between the compiled circuit's node voltages and the nodal solution, per the largest |voltage|. */
export function deviationFromNodal(program: Program, state: Float64Array): number {
  const f = state.slice();
  // voltages that only an onlooker needs are not kept up while running
  for (const o of program.operations) o.run(f);
  let deviation = 0;
  let scale = 0;
  for (const [net, volts] of solveNodal(program, f)) {
    scale = Math.max(scale, Math.abs(volts));
    deviation = Math.max(deviation, Math.abs(volts - f[program.placeOf(net)]!));
  }
  return scale === 0 ? deviation : deviation / scale;
}

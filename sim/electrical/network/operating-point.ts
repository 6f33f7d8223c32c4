import type { Amperes, Seconds, Volts } from '../../base/units.ts';
import { type Found, solveStatic } from './newton.ts';
import { System, type SystemOptions } from './system.ts';
import type { Network, Node } from './types.ts';

export interface OperatingPoint extends Found {
  volts(node: Node): Volts;
  /** from the component's first node to its second; of an op-amp: into its output */
  amperes(component: string): Amperes;
  readonly nodes: readonly Node[];
}

/**
 * The direct-current operating point: capacitors carry no current, states stand where they are. Of
 * several solutions it is the one that Newton reaches from nothing; an amplifier that feeds its plus
 * input may so be found on its balance, where a real one would not stay.
 * @param options.time the instant at which sources and timed switches are taken, s
 * @throws Error or Unsolvable, in one line: what is wrong with the network, or what does not converge
 */
export function operatingPoint(
  network: Network,
  options: SystemOptions & { readonly time?: Seconds } = {},
): OperatingPoint {
  const system = new System(network, options);
  system.frame.time = options.time ?? 0;
  system.frame.open = true;
  system.throwTimed();
  const found = solveStatic(system);
  return {
    ...found,
    nodes: system.nodes,
    volts: (node) => system.voltage(node),
    amperes: (component) => system.current(component),
  };
}

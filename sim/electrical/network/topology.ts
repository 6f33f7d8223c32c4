/**
 * What can be seen to be wrong with a network before anything is solved, each in one line: names that
 * stand for two, nodes that nothing fixes, loops of ideal voltage sources, currents without a way back,
 * ideal amplifiers without feedback. What single numbers have to be stands in values.ts.
 */
import { Unsolvable } from '../../unsolvable.ts';
import { terminals } from './terminals.ts';
import { type Component, GROUND_NODE, type Network, type Node } from './types.ts';
import { checkValues } from './values.ts';

export interface TopologyOptions {
  /** nodes that are held from outside, as ground is */
  readonly held: readonly Node[];
  /** capacitors fix the voltage between their ends */
  readonly capacitorsHold: boolean;
}

/** Sets of nodes that are joined, by the name of one of them. */
class Joined {
  private readonly parent = new Map<Node, Node>();
  find(node: Node): Node {
    let root = node;
    for (let up = this.parent.get(root); up !== undefined; up = this.parent.get(root)) root = up;
    for (let n = node; n !== root; ) {
      const up = this.parent.get(n)!;
      this.parent.set(n, root);
      n = up;
    }
    return root;
  }
  /** @returns false when they were joined already */
  join(a: Node, b: Node): boolean {
    const [p, q] = [this.find(a), this.find(b)];
    if (p === q) return false;
    this.parent.set(p, q);
    return true;
  }
}

/**
 * Checks a network.
 * @throws Error for a value that no component can have, or a name that stands for two or for none
 * @throws Unsolvable for a topology that no solution fits: the message names the nodes and components
 */
export function checkNetwork(network: Network, options: TopologyOptions): void {
  checkNames(network);
  for (const c of network.components) checkValues(network, c);
  checkVoltageLoops(network, options.held);
  checkFloating(network, options);
  checkFeedback(network, options.held);
}

const called = (network: Network, node: Node): string =>
  node === GROUND_NODE ? 'ground' : network.nameOf ? network.nameOf(node) : node;

function checkNames(network: Network): void {
  const kinds = new Map<string, Component>();
  for (const c of network.components) {
    if (kinds.has(c.name))
      throw new Error(`${network.name}: two components are called ${c.name}; give each a name of its own.`);
    kinds.set(c.name, c);
  }
  for (const c of network.components) {
    if (c.kind !== 'ccvs' && c.kind !== 'cccs') continue;
    const control = kinds.get(c.control);
    if (!control)
      throw new Error(
        `${network.name}: ${c.name} is controlled by the current of ${c.control}, which is no component; name a voltage source.`,
      );
    if (control.kind !== 'voltage-source' && control.kind !== 'vcvs' && control.kind !== 'op-amp')
      throw new Error(
        `${network.name}: ${c.name} is controlled by the current of ${c.control}, a ${control.kind}; put a voltage source of 0 V in its place and name that.`,
      );
  }
}

/** The ends between which a component alone decides the voltage, whatever the current. */
function fixedBetween(c: Component): readonly [Node, Node] | null {
  switch (c.kind) {
    case 'voltage-source':
    case 'vcvs':
    case 'ccvs':
      return [c.a, c.b];
    case 'op-amp':
      return [c.out, GROUND_NODE];
    default:
      return null;
  }
}

function checkVoltageLoops(network: Network, held: readonly Node[]): void {
  const joined = new Joined();
  for (const n of held) joined.join(n, GROUND_NODE);
  const edges: { readonly name: string; readonly a: Node; readonly b: Node }[] = [];
  for (const c of network.components) {
    const ends = fixedBetween(c);
    if (!ends) continue;
    const [a, b] = ends;
    if (!joined.join(a, b)) {
      const around = pathBetween(edges, held, a, b);
      const members = [...around, c.name];
      throw new Unsolvable(
        `${network.name}: ${members.join(', ')} hold${members.length === 1 ? 's' : ''} the voltage between ${called(network, a)} and ${called(network, b)} ${members.length === 1 ? 'against itself' : 'all around a loop'}; put a resistor in series with one of them.`,
      );
    }
    edges.push({ name: c.name, a, b });
  }
}

/** True when capacitors, alone or with sources of voltage, close a loop. */
export function capacitorsInLoops(network: Network, held: readonly Node[]): boolean {
  const joined = new Joined();
  for (const n of held) joined.join(n, GROUND_NODE);
  return network.components.some((c) => {
    const ends = c.kind === 'capacitor' ? ([c.a, c.b] as const) : fixedBetween(c);
    return ends !== null && !joined.join(ends[0], ends[1]);
  });
}

/** The names of the edges that lead from one node to another. */
function pathBetween(
  edges: readonly { readonly name: string; readonly a: Node; readonly b: Node }[],
  held: readonly Node[],
  from: Node,
  to: Node,
): string[] {
  const same = (n: Node): Node => (held.includes(n) ? GROUND_NODE : n);
  const came = new Map<Node, { readonly node: Node; readonly name: string }>();
  const queue = [same(from)];
  for (let k = 0; k < queue.length; k++) {
    const node = queue[k]!;
    for (const e of edges) {
      const [a, b] = [same(e.a), same(e.b)];
      const other = a === node ? b : b === node ? a : null;
      if (other === null || other === same(from) || came.has(other)) continue;
      came.set(other, { node, name: e.name });
      queue.push(other);
    }
  }
  const names: string[] = [];
  for (let n = same(to); came.has(n); n = came.get(n)!.node) names.push(came.get(n)!.name);
  return names.reverse();
}

/** The ends between which direct current can flow. */
function paths(c: Component, capacitorsHold: boolean): readonly (readonly [Node, Node])[] {
  switch (c.kind) {
    case 'conductance':
      return c.siemens !== 0 ? [[c.a, c.b]] : [];
    case 'switch':
      return c.on > 0 || c.off > 0 ? [[c.a, c.b]] : [];
    case 'capacitor':
      return capacitorsHold ? [[c.a, c.b]] : [];
    case 'current-source':
      return [];
    case 'op-amp':
      return [[c.out, GROUND_NODE]];
    case 'diode':
      return [[c.anode, c.cathode]];
    case 'transistor':
      return [[c.drain, c.source]];
    case 'memistor':
      return [
        [c.a, c.b],
        [c.plate, c.b],
      ];
    default:
      // resistors, sources of voltage, memristors; controlled currents, which may hold a node by feedback
      return [[c.a, c.b]];
  }
}

function checkFloating(network: Network, { held, capacitorsHold }: TopologyOptions): void {
  const joined = new Joined();
  for (const n of held) joined.join(n, GROUND_NODE);
  for (const c of network.components) for (const [a, b] of paths(c, capacitorsHold)) joined.join(a, b);
  const islands = new Map<Node, Set<Node>>();
  for (const c of network.components) {
    for (const n of terminals(c)) {
      const root = joined.find(n);
      if (root === joined.find(GROUND_NODE)) continue;
      islands.set(root, (islands.get(root) ?? new Set()).add(n));
    }
  }
  const [island] = islands.values();
  if (!island) return;
  const nodes = [...island];
  const [first] = nodes;
  const touching = network.components.filter((c) => terminals(c).some((n) => island.has(n)));
  const amplifier = touching.find((c) => c.kind === 'op-amp' && c.minus === first);
  if (amplifier && touching.length === 1) {
    throw new Unsolvable(
      `${network.name}: ${amplifier.name}: nothing is connected to its minus input ${called(network, first!)}; give it feedback.`,
    );
  }
  const whom =
    nodes.length > 1
      ? ` (nor are ${nodes
          .slice(1)
          .map((n) => called(network, n))
          .join(', ')})`
      : '';
  const sources = touching.filter((c) => c.kind === 'current-source').map((c) => c.name);
  const why = sources.length
    ? `the current of ${sources.join(' and ')} has no other way`
    : `only ${touching.map((c) => c.name).join(', ')} touch${touching.length === 1 ? 'es' : ''} it`;
  throw new Unsolvable(
    `${network.name}: the voltage of ${called(network, first!)} is not fixed by anything${whom}: ${why}; give the node a path for direct current to ground or to a source.`,
  );
}

/** An amplifier of infinite gain holds its inputs together, which it can only do through what leads back to them. */
function checkFeedback(network: Network, held: readonly Node[]): void {
  const still = new Set<Node>([GROUND_NODE, ...held]);
  for (const c of network.components) {
    if (c.kind === 'voltage-source' && c.b === GROUND_NODE) still.add(c.a);
    if (c.kind === 'voltage-source' && c.a === GROUND_NODE) still.add(c.b);
  }
  const touching = new Map<Node, Component[]>();
  for (const c of network.components) {
    for (const n of new Set(terminals(c))) {
      const list = touching.get(n);
      if (list) list.push(c);
      else touching.set(n, [c]);
    }
  }
  for (const amplifier of network.components) {
    if (amplifier.kind !== 'op-amp' || Number.isFinite(amplifier.gain)) continue;
    const { out, plus, minus, name } = amplifier;
    const reached = new Set<Node>([out]);
    const queue = [out];
    for (let k = 0; k < queue.length; k++) {
      for (const c of touching.get(queue[k]!) ?? []) {
        if (c === amplifier) continue;
        const onward = c.kind === 'op-amp' ? [c.out] : terminals(c);
        for (const n of onward) {
          if (still.has(n) || reached.has(n)) continue;
          reached.add(n);
          queue.push(n);
        }
      }
    }
    if (reached.has(minus) || reached.has(plus)) continue;
    throw new Unsolvable(
      `${network.name}: ${name} has no feedback: nothing leads from ${called(network, out)} to ${called(network, minus)}; connect a resistor between them.`,
    );
  }
}

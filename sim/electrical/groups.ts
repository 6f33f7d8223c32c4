/**
 * Which nodes have to be solved together. Conductances join the nodes that nothing holds into
 * groups; an amplifier belongs to the group of its minus input. Groups that lead to each other
 * through their amplifiers' outputs and plus inputs, in a ring, are one.
 */
import type { Amplified } from '../builder.ts';
import type { Net } from '../circuit.ts';

export interface Group {
  readonly nodes: readonly Net[];
  readonly amplifiers: readonly Amplified[];
}

/**
 * @param nodes      every node that a conductance touches, in a fixed order
 * @param neighbours other ends of the conductances at a node
 * @param isKnown    true for ground and the nodes that sources hold
 */
export function findGroups(
  nodes: readonly Net[],
  neighbours: (net: Net) => readonly Net[],
  isKnown: (net: Net) => boolean,
  amplifiers: readonly Amplified[],
): Group[] {
  const outputs = new Set(amplifiers.map((a) => a.out));
  const seen = new Set<Net>();
  const joined: Group[] = [];
  for (const start of nodes) {
    if (isKnown(start) || outputs.has(start) || seen.has(start)) continue;
    const group: Net[] = [];
    const stack = [start];
    seen.add(start);
    while (stack.length) {
      const net = stack.pop()!;
      group.push(net);
      for (const other of neighbours(net)) {
        if (isKnown(other) || outputs.has(other) || seen.has(other)) continue;
        seen.add(other);
        stack.push(other);
      }
    }
    joined.push({ nodes: group, amplifiers: amplifiers.filter((a) => group.includes(a.minus)) });
  }
  // an amplifier whose minus input no conductance touches stands alone: a follower, or an input on another output
  const placed = new Set(joined.flatMap((g) => g.amplifiers));
  for (const a of amplifiers) if (!placed.has(a)) joined.push({ nodes: [], amplifiers: [a] });
  return rings(joined, neighbours);
}

/** Joins the groups of every ring (strongly connected component) into one; Tarjan's algorithm. */
function rings(groups: readonly Group[], neighbours: (net: Net) => readonly Net[]): Group[] {
  const ownerOf = new Map<Net, number>();
  groups.forEach((g, k) => {
    for (const net of g.nodes) ownerOf.set(net, k);
    for (const a of g.amplifiers) ownerOf.set(a.out, k);
  });
  const needs = groups.map((g) => {
    const nets = [...g.nodes.flatMap(neighbours), ...g.amplifiers.flatMap((a) => [a.minus, a.plus ?? 0])];
    return [...new Set(nets.flatMap((net) => ownerOf.get(net) ?? []))];
  });
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const merged: Group[] = [];
  const visit = (k: number): void => {
    order.set(k, order.size);
    low.set(k, order.get(k)!);
    stack.push(k);
    for (const next of needs[k]!) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(k, Math.min(low.get(k)!, low.get(next)!));
    }
    if (low.get(k) !== order.get(k)) return;
    const ring = stack.splice(stack.indexOf(k)).map((i) => groups[i]!);
    merged.push({ nodes: ring.flatMap((g) => g.nodes), amplifiers: ring.flatMap((g) => g.amplifiers) });
  };
  groups.forEach((_, k) => {
    if (!order.has(k)) visit(k);
  });
  return merged;
}

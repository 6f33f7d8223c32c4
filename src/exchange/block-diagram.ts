/**
 * A circuit as boxes and wires for a drawing: modules with what is inside them, copies once with
 * their number, wires from the port that drives to the port that reads.
 */
import type { Circuit, Net, Part, PortKind } from '../../sim/circuit.ts';
import type { Elaborated } from '../../sim/elaborate.ts';
import type { ElementSpec } from '../../sim/elements/element.ts';
import { definitionOf } from '../../sim/elements/index.ts';

export interface BoxPort {
  readonly name: string;
  readonly kind: PortKind;
  /** terminals, those of all copies together */
  readonly width: number;
  /** whether signals come in or go out here */
  readonly side: 'in' | 'out';
}
/** A part, or a module with parts inside. */
export interface Box {
  /** path of the part; copies have a star for their number */
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly computed: boolean;
  /** how often it is there */
  readonly copies: number;
  /** ports that are wired; none where there is something inside */
  readonly ports: readonly BoxPort[];
  readonly inside: readonly Box[];
}
export interface Wiring {
  readonly from: { readonly box: string; readonly port: string };
  readonly to: { readonly box: string; readonly port: string };
  readonly kind: PortKind;
  readonly width: number;
}
export interface BlockDiagram {
  readonly boxes: readonly Box[];
  readonly wires: readonly Wiring[];
}

interface Leaf {
  readonly path: string;
  readonly ports: readonly (BoxPort & { readonly nets: readonly Net[] })[];
}

/** What there is to draw of an elaborated circuit. */
export function blockDiagram(circuit: Circuit, flat: Elaborated): BlockDiagram {
  const leaves = leavesOf(circuit, flat);
  const wires = wiresBetween(leaves);
  const wired = new Set(
    wires.flatMap(({ from, to }) => [`${from.box} ${from.port}`, `${to.box} ${to.port}`]),
  );
  const boxOf = (path: string, name: string, part: Part, copies: number): Box => {
    if (part.copies) {
      const { count, part: one } = part.copies;
      return boxOf(`${path}[*]`, name, one, copies * count);
    }
    const leaf = leaves.find((l) => l.path === path);
    return {
      path,
      name,
      type: part.type,
      computed: part.computed === true,
      copies,
      ports: (leaf?.ports ?? [])
        .filter((p) => wired.has(`${path} ${p.name}`))
        .map(({ nets: _nets, ...port }) => port),
      // a copy inside copies is counted with them once
      inside: Object.entries(part.module?.parts ?? {}).map(([inner, p]) =>
        boxOf(`${path}.${inner}`, inner, p, 1),
      ),
    };
  };
  return { boxes: Object.entries(circuit.parts).map(([name, part]) => boxOf(name, name, part, 1)), wires };
}

/** Parts that are made of elements, copies together. */
function leavesOf(circuit: Circuit, flat: Elaborated): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (path: string, real: readonly string[], part: Part): void => {
    const { copies, module } = part;
    if (copies) {
      const each = real.flatMap((r) => Array.from({ length: copies.count }, (_, i) => `${r}[${i}]`));
      walk(`${path}[*]`, each, copies.part);
    } else if (module) {
      for (const [name, inner] of Object.entries(module.parts)) {
        walk(
          `${path}.${name}`,
          real.map((r) => `${r}.${name}`),
          inner,
        );
      }
    } else leaves.push(leafOf(path, real, part, flat));
  };
  for (const [name, part] of Object.entries(circuit.parts)) walk(name, [name], part);
  return leaves;
}

function leafOf(path: string, real: readonly string[], part: Part, flat: Elaborated): Leaf {
  const own = flat.elements.filter((e) => real.some((r) => e.name.startsWith(`${r}.`)));
  const driven = new Set(own.flatMap((e) => definitionOf(e).drives(e).flat()));
  const fed = new Set(own.flatMap(fedBy));
  const ports = Object.entries(part.ports).map(([name, { kind }]) => {
    const nets = real.flatMap((r) => flat.ports.get(`${r}.${name}`) ?? []);
    const out = nets.some((net) => driven.has(net) || (kind === 'node' && fed.has(net)));
    return { name, kind, width: nets.length, side: out ? ('out' as const) : ('in' as const), nets };
  });
  return { path, ports };
}

/** Nodes toward which an element's current is thought to flow, so that the drawing has a direction. */
const fedBy = (e: ElementSpec): readonly Net[] =>
  e.kind === 'stored-conductance' || e.kind === 'conductance' ? e.b.filter((net) => !e.a.includes(net)) : [];

/** From every port that sends to every port that takes, with the number of lines that they share. */
function wiresBetween(leaves: readonly Leaf[]): Wiring[] {
  const takers = new Map<Net, { readonly box: string; readonly port: string }[]>();
  for (const { path, ports } of leaves) {
    for (const { name, side, nets } of ports) {
      if (side === 'out') continue;
      for (const net of new Set(nets))
        takers.set(net, [...(takers.get(net) ?? []), { box: path, port: name }]);
    }
  }
  const wires = new Map<string, Wiring>();
  for (const { path, ports } of leaves) {
    for (const { name, side, nets, kind } of ports) {
      if (side === 'in') continue;
      for (const net of new Set(nets)) {
        for (const to of takers.get(net) ?? []) {
          const key = `${path}.${name} ${to.box}.${to.port}`;
          const width = (wires.get(key)?.width ?? 0) + 1;
          wires.set(key, { from: { box: path, port: name }, to, kind, width });
        }
      }
    }
  }
  return [...wires.values()];
}

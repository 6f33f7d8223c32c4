/**
 * A block drawing of a circuit, made from its description alone: parts as boxes from left to right
 * by signal flow, wires by what they carry. The Eclipse Layout Kernel places boxes and wires; equal
 * circuits give equal drawings.
 */
import type { ElkExtendedEdge, ElkNode, ElkPoint, ElkPort } from 'elkjs/lib/elk-api.js';
import type { PortKind } from '../../sim/circuit.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { settingValues } from '../compare/settings.ts';
import type { CheckedSpec } from '../compare/spec.ts';
import { type BlockDiagram, type Box, type BoxPort, blockDiagram } from './block-diagram.ts';
import type { Exporter } from './formats.ts';

export const exporter: Exporter = async (spec) => {
  const circuit = spec.definition.build(spec.shape);
  const diagram = blockDiagram(circuit, elaborate(circuit, settingValues(spec)));
  return draw(diagram, await layOut(diagram), spec);
};

// px of the drawing
const LETTER = 6.4; // a letter of a name, on average
const SMALL_LETTER = 5.2;
const HEAD = 38; // name and type of a box, above its ports
const MARGIN = 24;
const TITLE = 52;
const LEGEND = 92;
const NARROWEST = 620; // title and legend need so much
const COPY = 5; // how far a second copy looks out behind the first

/** What a wire of each kind looks like, so that it is told without colour too. */
const kinds: Readonly<Record<PortKind, { readonly name: string; readonly says: string }>> = {
  node: { name: 'node', says: 'node: currents add up (Kirchhoff)' },
  value: { name: 'value', says: 'value: a number, one driver' },
  bit: { name: 'bit', says: 'bit: 0 or 1, one driver' },
};

/** Places boxes, ports and wires. */
async function layOut({ boxes, wires }: BlockDiagram): Promise<ElkNode> {
  const { default: loaded } = await import('elkjs/lib/elk.bundled.js');
  const elk = new loaded.default();
  return elk.layout({
    id: 'circuit',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.json.shapeCoords': 'ROOT',
      'elk.json.edgeCoords': 'ROOT',
      'elk.layered.mergeEdges': 'false',
      'elk.layered.spacing.nodeNodeBetweenLayers': '56',
      'elk.layered.spacing.edgeNodeBetweenLayers': '18',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '11',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.thoroughness': '30',
      'elk.spacing.nodeNode': '30',
      ...portSpacing,
      'elk.spacing.edgeNode': '16',
      'elk.spacing.edgeEdge': '11',
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
      'elk.randomSeed': '1960',
    },
    children: boxes.map(elkBox),
    edges: wires.map(
      ({ from, to, kind }, k): ElkExtendedEdge => ({
        id: `wire ${k}`,
        // in a loop the currents go from left to right, and what controls them comes back
        layoutOptions: { 'elk.layered.priority.direction': kind === 'node' ? '10' : '0' },
        sources: [portId(from.box, from.port)],
        targets: [portId(to.box, to.port)],
      }),
    ),
  });
}

/** Ports stand below the name of their box, a line of text apart. */
const portSpacing = {
  'elk.spacing.portPort': '19',
  'elk.spacing.portsSurrounding': `[top=${HEAD + 8},left=0,bottom=10,right=0]`,
};
const portId = (box: string, port: string): string => `${box} ${port}`;

function elkBox(box: Box): ElkNode {
  if (box.inside.length > 0) {
    return {
      id: box.path,
      layoutOptions: { ...portSpacing, 'elk.padding': `[top=${HEAD + 16},left=24,bottom=22,right=24]` },
      children: box.inside.map(elkBox),
    };
  }
  const longest = (side: BoxPort['side']): number =>
    Math.max(0, ...box.ports.filter((p) => p.side === side).map((p) => p.name.length * SMALL_LETTER));
  const rows = Math.max(
    1,
    ...(['in', 'out'] as const).map((s) => box.ports.filter((p) => p.side === s).length),
  );
  const heading = Math.max(headingOf(box).length * LETTER, box.type.length * SMALL_LETTER);
  return {
    id: box.path,
    width: Math.max(96, heading + 24, longest('in') + longest('out') + 44),
    height: HEAD + rows * 20 + 6,
    layoutOptions: {
      'elk.portConstraints': 'FIXED_SIDE',
      'elk.portAlignment.default': 'BEGIN',
      ...portSpacing,
    },
    ports: box.ports.map(
      (p): ElkPort => ({
        id: portId(box.path, p.name),
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': p.side === 'in' ? 'WEST' : 'EAST' },
      }),
    ),
  };
}

const headingOf = ({ name, copies }: Box): string => (copies > 1 ? `${copies} × ${name}` : name);

/** The drawing as text. */
function draw({ boxes, wires }: BlockDiagram, layout: ElkNode, spec: CheckedSpec): string {
  const { definition, shape } = spec;
  const width = Math.ceil(Math.max(layout.width ?? 0, NARROWEST) + 2 * MARGIN);
  const bottom = Math.ceil(TITLE + (layout.height ?? 0) + MARGIN);
  const height = bottom + LEGEND;
  const placed = new Map<string, ElkNode>();
  const note = (node: ElkNode): void => {
    placed.set(node.id, node);
    for (const child of node.children ?? []) note(child);
  };
  for (const child of layout.children ?? []) note(child);
  const words = [
    `${shape.inputs} inputs${shape.bias ? ' and bias' : ''}`,
    `${shape.rule}, ${shape.adaptation}`,
    ...(definition.summers.length > 1 ? [`${shape.summer} summer`] : []),
    ...(shape.device ? [`weights: ${shape.device.title}`] : []),
  ];
  const title = `${definition.title} (${definition.year})`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(`Block drawing of ${definition.summary}. ${words.join('; ')}.`)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    text(MARGIN, 28, 'title', title),
    text(MARGIN, 45, 'type', words.join('; ')),
    `<g transform="translate(${MARGIN} ${TITLE + 10})">`,
    ...boxes.flatMap((box) => drawFrame(box, placed)),
    ...drawWires(wires, layout.edges ?? []),
    ...boxes.flatMap((box) => drawBox(box, placed)),
    '</g>',
    ...legend(bottom + 10),
    '</svg>',
    '',
  ].join('\n');
}

const number = (x: number | undefined): string => String(Math.round((x ?? 0) * 10) / 10);
const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const text = (x: number, y: number, style: string, words: string): string =>
  `<text class="${style}" x="${number(x)}" y="${number(y)}">${escaped(words)}</text>`;
const rectangle = (style: string, x: number, y: number, w: number, h: number): string =>
  `<rect class="${style}" x="${number(x)}" y="${number(y)}" width="${number(w)}" height="${number(h)}" rx="4"/>`;

/** Modules, behind the wires. */
function drawFrame(box: Box, placed: ReadonlyMap<string, ElkNode>): string[] {
  if (box.inside.length === 0) return [];
  const { x = 0, y = 0, width = 0, height = 0 } = placed.get(box.path)!;
  return [
    ...(box.copies > 1 ? [rectangle('module', x + COPY, y + COPY, width, height)] : []),
    rectangle('module', x, y, width, height),
    text(x + 12, y + 20, 'name', headingOf(box)),
    ...(box.type === box.name ? [] : [text(x + 12, y + 34, 'type', box.type)]),
    ...box.inside.flatMap((inner) => drawFrame(inner, placed)),
  ];
}

/** Parts, before the wires. */
function drawBox(box: Box, placed: ReadonlyMap<string, ElkNode>): string[] {
  if (box.inside.length > 0) return box.inside.flatMap((inner) => drawBox(inner, placed));
  const node = placed.get(box.path)!;
  const { x = 0, y = 0, width = 0, height = 0, ports = [] } = node;
  const style = box.computed ? 'part computed' : 'part';
  return [
    ...(box.copies > 1 ? [rectangle(style, x + COPY, y + COPY, width, height)] : []),
    rectangle(style, x, y, width, height),
    text(x + width / 2, y + 17, 'name middle', headingOf(box)),
    ...(box.type === box.name ? [] : [text(x + width / 2, y + 30, 'type middle', box.type)]),
    ...box.ports.flatMap((port) => {
      const at = ports.find((p) => p.id === portId(box.path, port.name))!;
      const [px, py] = [at.x ?? 0, at.y ?? 0];
      const inward = port.side === 'in' ? 1 : -1;
      return [
        portMark(port, px, py),
        text(px + 9 * inward, py + 3.5, port.side === 'in' ? 'port' : 'port end', port.name),
      ];
    }),
  ];
}

/** A node is a dot; a signal points inward where it is taken. */
function portMark({ kind, side }: BoxPort, x: number, y: number): string {
  if (kind === 'node') return `<circle class="${kind} filled" cx="${number(x)}" cy="${number(y)}" r="3"/>`;
  if (side === 'out') return `<circle class="${kind} filled" cx="${number(x)}" cy="${number(y)}" r="2"/>`;
  return `<path class="${kind} filled" d="M${number(x)} ${number(y)}l-7 -3.5v7z"/>`;
}

function drawWires(wires: BlockDiagram['wires'], edges: readonly ElkExtendedEdge[]): string[] {
  const counted = new Set<string>();
  return wires.flatMap(({ from, to, kind, width }, k) => {
    const edge = edges.find((e) => e.id === `wire ${k}`);
    return (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => {
      const points = [startPoint, ...bendPoints, endPoint];
      const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${number(x)} ${number(y)}`).join('');
      const title = `${from.box}.${from.port} to ${to.box}.${to.port}${width > 1 ? `, ${width} lines` : ''}`;
      const once = portId(from.box, from.port);
      const mark = width > 1 && !counted.has(once) ? widthMark(points, kind, width) : [];
      counted.add(once);
      const junctions = (edge?.junctionPoints ?? []).map(
        ({ x, y }) => `<circle class="${kind} filled" cx="${number(x)}" cy="${number(y)}" r="2.2"/>`,
      );
      return [
        `<path class="wire ${kind}" d="${path}"><title>${escaped(title)}</title></path>`,
        ...junctions,
        ...mark,
      ];
    });
  });
}

/** A stroke across a bundle, with the number of its lines. */
function widthMark([start, next]: readonly ElkPoint[], kind: PortKind, width: number): string[] {
  if (!start || !next) return [];
  const x = start.x + Math.sign(next.x - start.x) * 10;
  return [
    `<path class="wire ${kind} stroke" d="M${number(x - 2.5)} ${number(start.y + 4.5)}l5 -9"/>`,
    text(x - 1, start.y - 7, 'width middle', String(width)),
  ];
}

function legend(top: number): string[] {
  const row = (k: number): number => top + 16 + 20 * (k % 3);
  const column = (k: number): number => MARGIN + 300 * Math.floor(k / 3);
  const wires = (['node', 'value', 'bit'] as const).flatMap((kind, k) => [
    `<path class="wire ${kind}" d="M${column(k)} ${row(k)}h44"/>`,
    text(column(k) + 56, row(k) + 4, 'legend', kinds[kind].says),
  ]);
  return [
    `<g>`,
    ...wires,
    `<path class="wire value" d="M${column(3)} ${row(3)}h44"/>`,
    ...widthMark(
      [
        { x: column(3) + 10, y: row(3) },
        { x: column(3) + 44, y: row(3) },
      ],
      'value',
      17,
    ),
    text(column(3) + 56, row(3) + 4, 'legend', 'so many lines side by side'),
    rectangle('part computed', column(4), row(4) - 7, 44, 14),
    text(column(4) + 56, row(4) + 4, 'legend', 'computed, not built'),
    rectangle('module', column(5), row(5) - 7, 44, 14),
    text(column(5) + 56, row(5) + 4, 'legend', 'a module and what is inside'),
    '</g>',
  ];
}

const STYLE = [
  "text{font-family:'IBM Plex Sans Condensed','IBM Plex Sans',Arial,sans-serif;fill:#1d2126}",
  '.paper{fill:#fff}',
  '.title{font-size:18px;font-weight:600}.name{font-size:13px;font-weight:600}',
  '.type{font-size:11px;fill:#555c66}.port,.legend{font-size:11px}.width{font-size:10px;fill:#555c66}',
  '.middle{text-anchor:middle}.end{text-anchor:end}',
  '.part{fill:#fff;stroke:#1d2126;stroke-width:1.4}.computed{stroke-dasharray:6 4}',
  '.module{fill:#f6f4f0;stroke:#9a948a;stroke-width:1}',
  '.wire{fill:none;stroke-linejoin:round}',
  '.node{stroke:#b0561f;stroke-width:2.4}.value{stroke:#1f5f8b;stroke-width:1.3}',
  '.bit{stroke:#3b4048;stroke-width:1.3;stroke-dasharray:4 3}.stroke{stroke-width:1.2;stroke-dasharray:none}',
  '.filled{stroke:none}.node.filled{fill:#b0561f}.value.filled{fill:#1f5f8b}.bit.filled{fill:#3b4048}',
].join('');

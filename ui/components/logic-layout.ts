/**
 * Where the cells of a logic drawing go: ELK's layered layout, in a worker of its own. Drawings that
 * many people open are laid out beforehand (scripts/store-layouts.mjs): ELK takes a second or two.
 */
import ElkApi, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Layout, Point, Sketch } from '../../sim/logic/digitaljs-stage.ts';

/** Room below a box for its name, px. */
const NAME = 16;
const sideOf = { left: 'WEST', right: 'EAST', top: 'NORTH' } as const;

/** A finished layout in the order of the sketch: left top corners, and x, y, x, y... of every wire's bends. */
interface Stored {
  readonly boxes: readonly (readonly number[])[];
  readonly bends: readonly (readonly number[])[];
}

/** Fetched beside the library that draws; one that cannot be fetched is told to whoever waits for it. */
const fetched = import('./logic-layouts.json') as Promise<{
  readonly default: Readonly<Record<string, Stored>>;
}>;
fetched.catch(() => {});

export async function layOut(sketch: Sketch): Promise<Layout> {
  const { boxes, wires } = sketch;
  const places = boxes.map((box) => {
    // ends of wires stand off the body: the box that is placed holds them
    const left = Math.min(0, ...box.ports.map((p) => p.x));
    const top = Math.min(0, ...box.ports.map((p) => p.y));
    const right = Math.max(box.width, ...box.ports.map((p) => p.x));
    return { box, left, top, width: right - left, height: box.height - top + NAME };
  });
  const graph = graphOf(sketch, places);
  const key = hash(JSON.stringify(graph));
  const { default: stored } = await fetched;
  const done = stored[key] ?? (await ask({ ...graph, id: key }));
  return {
    boxes: Object.fromEntries(
      places.map(({ box, left, top }, k) => {
        const [x = 0, y = 0] = done.boxes[k] ?? [];
        return [box.id, { x: x - left, y: y - top }];
      }),
    ),
    bends: Object.fromEntries(wires.map(({ id }, k) => [id, pointsOf(done.bends[k] ?? [])])),
  };
}

const pointsOf = (numbers: readonly number[]): Point[] =>
  Array.from({ length: numbers.length / 2 }, (_, k) => ({ x: numbers[2 * k]!, y: numbers[2 * k + 1]! }));

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
/** The sketch as ELK takes it; names are numbers, so that equal drawings are equal texts. */
function graphOf({ boxes, wires }: Sketch, places: readonly Place[]): ElkNode {
  const ends = new Map<string, string>();
  boxes.forEach(({ ports }, b) => {
    ports.forEach(({ id }, p) => {
      ends.set(id, `${b}.${p}`);
    });
  });
  return {
    id: 'drawing',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.spacing.nodeNode': '14',
      'elk.layered.spacing.nodeNodeBetweenLayers': '26',
      'elk.spacing.edgeEdge': '9',
      'elk.spacing.edgeNode': '12',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
      'elk.layered.spacing.edgeNodeBetweenLayers': '12',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      // lines, registers and gates of one kind stand in their own order
      'elk.layered.crossingMinimization.forceNodeModelOrder': 'true',
    },
    children: places.map(({ left, top, width, height }, b) => ({
      id: String(b),
      width,
      height,
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: boxes[b]!.ports.map((port, p) => ({
        id: `${b}.${p}`,
        x: port.x - left,
        y: port.y - top,
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': sideOf[port.side] },
      })),
    })),
    edges: wires.map(({ from, to }, e) => ({
      id: `e${e}`,
      sources: [ends.get(from)!],
      targets: [ends.get(to)!],
    })),
  };
}

/** Lays out in a worker. The graph's id is the key under which its layout may be stored. */
async function ask(graph: ElkNode): Promise<Stored> {
  const elk = new ElkApi({ workerFactory: () => new Worker(workerUrl) });
  try {
    const { children = [], edges = [] }: ElkNode = await elk.layout(graph);
    const corners = new Map(children.map(({ id, x = 0, y = 0 }) => [id, [x, y]]));
    const bends = new Map(
      edges.map(({ id, sections }) => [
        id,
        (sections?.[0]?.bendPoints ?? []).flatMap((point) => [point.x, point.y]),
      ]),
    );
    return {
      boxes: (graph.children ?? []).map(({ id }) => corners.get(id) ?? []),
      bends: (graph.edges ?? []).map(({ id }) => bends.get(id) ?? []),
    };
  } finally {
    elk.terminateWorker();
  }
}

/** FNV-1a, twice 32 bits: a name, nothing that has to be safe. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) {
    a = Math.imul(a ^ text.charCodeAt(k), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(text.length - 1 - k), 0x01000193);
  }
  return [a, b].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

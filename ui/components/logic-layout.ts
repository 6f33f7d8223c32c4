/** Where the cells of a logic drawing go: ELK's layered layout, in a worker of its own. */
import ElkApi, { type ELK, type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Layout, Sketch } from '../../sim/logic/digitaljs-stage.ts';

/** Room at the top and below a box for its name, px. */
const NAME = 16;
const sideOf = { left: 'WEST', right: 'EAST', top: 'NORTH' } as const;

/** Begins to load the layout's worker, which takes as long as the drawing is made. */
export const startLayout = (): ELK => new ElkApi({ workerFactory: () => new Worker(workerUrl) });

export async function layOut(elk: ELK, { boxes, wires }: Sketch): Promise<Layout> {
  const places = boxes.map((box) => {
    // ends of wires stand off the body: the box that is placed holds them
    const left = Math.min(0, ...box.ports.map((p) => p.x));
    const top = Math.min(0, ...box.ports.map((p) => p.y));
    const right = Math.max(box.width, ...box.ports.map((p) => p.x));
    return { box, left, top, width: right - left, height: box.height - top + NAME };
  });
  try {
    const done: ElkNode = await elk.layout({
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
      children: places.map(({ box, left, top, width, height }) => ({
        id: box.id,
        width,
        height,
        layoutOptions: {
          'elk.portConstraints': 'FIXED_POS',
        },
        ports: box.ports.map((port) => ({
          id: port.id,
          x: port.x - left,
          y: port.y - top,
          width: 0,
          height: 0,
          layoutOptions: { 'elk.port.side': sideOf[port.side] },
        })),
      })),
      edges: wires.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
    });
    const placed = new Map(done.children?.map((child) => [child.id, child]));
    return {
      boxes: Object.fromEntries(
        places.map(({ box, left, top }) => {
          const { x = 0, y = 0 } = placed.get(box.id) ?? {};
          return [box.id, { x: x - left, y: y - top }];
        }),
      ),
      bends: Object.fromEntries(
        (done.edges ?? []).map(({ id, sections }) => [id, sections?.[0]?.bendPoints ?? []]),
      ),
    };
  } finally {
    elk.terminateWorker();
  }
}

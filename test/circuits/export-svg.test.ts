import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import type { CircuitDefinition } from '../../sim/circuit.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { settingValues } from '../../src/compare/settings.ts';
import { type CheckedSpec, checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { type Box, blockDiagram } from '../../src/exchange/block-diagram.ts';
import { exporter } from '../../src/exchange/svg.ts';

const specOf = ({ id, protocol: { patterns, rule, step } }: CircuitDefinition): CheckedSpec =>
  checkSpec(defaultSpec({ circuit: id, patterns, rule, step }));
const diagramOf = (definition: CircuitDefinition) => {
  const spec = specOf(definition);
  const circuit = definition.build(spec.shape);
  return blockDiagram(circuit, elaborate(circuit, settingValues(spec)));
};
const drawAnew = (definition: CircuitDefinition) => exporter(specOf(definition), { presentations: 1 });
const drawn = new Map<string, ReturnType<typeof drawAnew>>();
/** The drawing, made once. */
const draw = (definition: CircuitDefinition) => {
  const svg = drawn.get(definition.id) ?? drawAnew(definition);
  drawn.set(definition.id, svg);
  return svg;
};
const leaves = (boxes: readonly Box[]): Box[] =>
  boxes.flatMap((b) => (b.inside.length > 0 ? leaves(b.inside) : [b]));

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Rectangles of one class, by their numbers. */
const rectangles = (svg: string, style: string): Rectangle[] =>
  [...svg.matchAll(/<rect class="([^"]*)" x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"/g)]
    .filter((m) => m[1] === style)
    .map(([, , x, y, width, height]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    }));
const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(circuits.map((c) => [c.id, c] as const))('the drawing of %s', (_, definition) => {
  test('has every part by its name, and one line for every wire', async () => {
    const svg = await draw(definition);
    const { boxes, wires } = diagramOf(definition);
    for (const { name, copies } of leaves(boxes))
      expect(svg).toContain(`>${copies > 1 ? `${copies} × ` : ''}${name}</text>`);
    expect(svg.match(/<path class="wire \w+" d="[^"]*"><title>/g)).toHaveLength(wires.length);
  });

  test('leaves no box over another, and none out of the page', async () => {
    const svg = await draw(definition);
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
    // the last dashed one is the legend's
    const parts = [...rectangles(svg, 'part'), ...rectangles(svg, 'part computed').slice(0, -1)];
    expect(parts).toHaveLength(leaves(diagramOf(definition).boxes).length);
    parts.forEach((a, i) => {
      for (const b of parts.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(true);
    });
  });

  test('shows what is computed and not built by a dashed frame', async () => {
    const svg = await draw(definition);
    const computed = leaves(diagramOf(definition).boxes).filter((b) => b.computed);
    expect(rectangles(svg, 'part computed')).toHaveLength(computed.length + 1);
  });

  test('has a wire for every two ports that share a line which one of them drives', () => {
    const { boxes, wires } = diagramOf(definition);
    const ports = new Map(
      leaves(boxes).flatMap((b) => b.ports.map((p) => [`${b.path}.${p.name}`, p] as const)),
    );
    expect(wires.length).toBeGreaterThan(4);
    for (const { from, to, kind, width } of wires) {
      const [out, into] = [ports.get(`${from.box}.${from.port}`)!, ports.get(`${to.box}.${to.port}`)!];
      expect([out.side, into.side, out.kind, into.kind]).toEqual(['out', 'in', kind, kind]);
      expect(width).toBeGreaterThan(0);
      expect(width).toBeLessThanOrEqual(Math.min(out.width, into.width));
    }
  });

  test('is the same text twice, well-formed, and says what it is', async () => {
    const svg = await draw(definition);
    expect(await drawAnew(definition)).toBe(svg);
    expect(svg).toContain(`<title id="title">${definition.title} (${definition.year})</title>`);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const open: string[] = [];
    for (const [tag, closes, name, ends] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (closes) expect(open.pop(), tag).toBe(name);
      else if (!ends) open.push(name);
    }
    expect(open).toEqual([]);
  });
});

test('currents run from the lines through the cells to the summer, and control comes back', async () => {
  const svg = await draw(circuits[0]);
  const placeOf = (name: string): number =>
    Number(new RegExp(`<text class="name middle" x="([^"]*)"[^>]*>${name}</text>`).exec(svg)![1]);
  const order = ['lines', 'weights', 'summer', 'quantizer', 'adapter'].map(placeOf);
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test('copies are drawn once, with their number', () => {
  const madaline = circuits.find((c) => c.id === 'madaline-xor')!;
  const { boxes } = diagramOf(madaline);
  const units = boxes.find((b) => b.name === 'units')!;
  expect(units.copies).toBe(2);
  expect(units.inside.map((b) => b.path)).toContain('units[*].weights');
});

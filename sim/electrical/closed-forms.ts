/**
 * Kirchhoff's current law, solved as simply as the topology allows.
 *
 * Nodes held by sources are known. The others fall into groups that conductances join:
 *   one node, no amplifier        the Millman sum   V = sum(g v) / sum(g)
 *   one node at a minus input     the virtual ground, with finite gain, offset and saturation
 *   an output on its own minus    the follower
 *   with capacitor or transistor  a block of the network solver, and its flow
 *   anything else                 one dense block, by elimination
 * Only topology decides; a test holds every form to the nodal solution of the whole circuit.
 */
import {
  type Amplified,
  type Conductor,
  type Drive,
  type Flow,
  GROUND,
  type Operation,
  type Place,
  type Power,
  range,
  type Wired,
} from '../builder.ts';
import type { Net } from '../circuit.ts';
import { Unsolvable } from '../unsolvable.ts';
import { denseBlock } from './dense-block.ts';
import { findGroups } from './groups.ts';
import { notFixed } from './lu.ts';
import { blockCompiler } from './network-seam.ts';
import { CURRENT, pack, placesOf, power, type Segment, summation, sums, TOTAL } from './sums.ts';

export interface ElectricalInput {
  readonly conductors: readonly Conductor[];
  readonly drives: readonly Drive[];
  readonly amplifiers: readonly Amplified[];
  readonly wired: readonly Wired[];
  readonly circuit: string;
  readonly at: (net: Net) => Place;
  readonly nameOf: (net: Net) => string;
  readonly fuse: boolean;
}
export interface ElectricalOutput {
  readonly operations: readonly Operation[];
  /** capacitors that charge */
  readonly flows: readonly Flow[];
  readonly powers: readonly Power[];
  /** how many nodes each form solves */
  readonly forms: Readonly<Record<string, number>>;
}

/** The solver's view of the netlist: who touches which node. */
export function electricalOperations(input: ElectricalInput): ElectricalOutput {
  const { conductors, drives, amplifiers, wired, at, nameOf, fuse } = input;
  const operations: Operation[] = [];
  const flows: Flow[] = [];
  const forms: Record<string, number> = {};
  const count = (form: string, nodes: number): void => {
    forms[form] = (forms[form] ?? 0) + nodes;
  };

  const driveOf = new Map<Net, { drive: Drive; line: number }>();
  for (const drive of drives) {
    drive.out.forEach((net, line) => {
      if (driveOf.has(net))
        throw new Error(`${nameOf(net)} is held by ${driveOf.get(net)!.drive.name} and by ${drive.name}.`);
      driveOf.set(net, { drive, line });
    });
    operations.push(sourceOperation(drive, at));
    count('source', drive.out.length);
  }
  const outputOf = new Map<Net, Amplified>();
  for (const a of amplifiers) {
    if (driveOf.has(a.out) || outputOf.has(a.out))
      throw new Error(`${nameOf(a.out)} is held by ${a.name} and by another output.`);
    outputOf.set(a.out, a);
  }
  const isKnown = (net: Net): boolean => net === 0 || driveOf.has(net);

  const touching = new Map<Net, { conductor: Conductor; lines: number[] }[]>();
  const touch = (net: Net, conductor: Conductor, line: number): void => {
    const list = touching.get(net) ?? [];
    touching.set(net, list);
    const last = list.at(-1);
    if (last?.conductor === conductor) last.lines.push(line);
    else list.push({ conductor, lines: [line] });
  };
  for (const c of conductors) {
    c.a.forEach((a, i) => {
      touch(a, c, i);
      touch(c.b[i]!, c, i);
    });
  }
  const otherEnd = (c: Conductor, line: number, net: Net): Net =>
    c.a[line] === net ? c.b[line]! : c.a[line]!;
  // a component joins what it touches and what it senses alike: its block solves all of that together
  const wiredAt = new Map<Net, Wired[]>();
  for (const w of wired) {
    for (const net of new Set(w.nets)) {
      const list = wiredAt.get(net);
      if (list) list.push(w);
      else wiredAt.set(net, [w]);
    }
  }
  const neighbours = (net: Net): Net[] => [
    ...(touching.get(net) ?? []).flatMap(({ conductor, lines }) =>
      lines.map((line) => otherEnd(conductor, line, net)),
    ),
    ...(wiredAt.get(net) ?? []).flatMap((w) => w.nets),
  ];

  /** The conductances at a node, other than those to the nodes in `without`. */
  const segmentsAt = (net: Net, without: ReadonlySet<Net>): Segment[] =>
    (touching.get(net) ?? []).flatMap(({ conductor, lines }) => {
      const kept = lines.filter((line) => !without.has(otherEnd(conductor, line, net)));
      const ends = kept.map((line) => otherEnd(conductor, line, net));
      return packed(
        kept.map((line) => conductor.g + line * conductor.step),
        ends,
      );
    });
  const packed = (g: readonly Place[], ends: readonly Net[]): Segment[] =>
    pack(
      g,
      ends.map((net) => {
        const held = fuse ? driveOf.get(net) : undefined;
        return held
          ? { at: held.drive.from + held.line, volts: held.drive.volts, drive: held.drive }
          : { at: at(net), volts: null, drive: null };
      }),
    );

  const nodes = [...new Set([...touching.keys(), ...wiredAt.keys()])].sort((p, q) => at(p) - at(q));
  const inBlocks = new Set<Wired>();
  for (const { nodes: group, amplifiers: inside } of findGroups(nodes, neighbours, isKnown, amplifiers)) {
    const [amplifier] = inside;
    const [only] = group;
    const components = new Set(group.flatMap((net) => wiredAt.get(net) ?? []));
    if (components.size > 0) {
      const lines = new Map<Conductor, Set<number>>();
      for (const net of group) {
        for (const { conductor, lines: at } of touching.get(net) ?? []) {
          const known = lines.get(conductor) ?? new Set();
          lines.set(conductor, known);
          for (const line of at) known.add(line);
        }
      }
      const [first] = components;
      const block = blockCompiler(first!.name)({
        circuit: input.circuit,
        nodes: group,
        amplifiers: inside,
        conductances: [...lines].flatMap(([c, which]) =>
          [...which].map((line) => ({
            name: `${c.name}[${line}]`,
            a: c.a[line]!,
            b: c.b[line]!,
            g: c.g + line * c.step,
          })),
        ),
        wired: [...components],
        at,
        nameOf,
      });
      operations.push(block.operation);
      if (block.flow) flows.push(block.flow);
      for (const w of components) inBlocks.add(w);
      count('network', group.length);
      count('output', inside.length);
    } else if (group.length === 1 && !amplifier) {
      operations.push(millman(at(only!), segmentsAt(only!, new Set()), nameOf(only!)));
      count('millman', 1);
    } else if (group.length === 1 && inside.length === 1 && isSummer(amplifier!, only!)) {
      const feedback = segmentsAt(only!, new Set(neighbours(only!).filter((net) => net !== amplifier!.out)));
      if (feedback.length === 0) {
        throw new Error(
          `${amplifier!.name} has no feedback: nothing leads from ${nameOf(amplifier!.out)} to ${nameOf(only!)}; connect a resistor between them.`,
        );
      }
      operations.push(
        virtualGround(amplifier!, segmentsAt(only!, new Set([amplifier!.out])), feedback, at, nameOf),
      );
      count('virtual ground', 1);
      count('output', 1);
    } else if (group.length === 0 && inside.length === 1) {
      if (amplifier!.minus !== amplifier!.out) {
        throw new Error(
          `${amplifier!.name}: nothing is connected to its minus input ${nameOf(amplifier!.minus)}; give it feedback.`,
        );
      }
      operations.push(follower(amplifier!, at));
      count('output', 1);
    } else {
      operations.push(denseBlock(group, inside, { touching, otherEnd, at, nameOf }));
      count('dense block', group.length);
      count('output', inside.length);
    }
  }
  for (const w of wired) {
    if (w.state !== null && !inBlocks.has(w)) {
      throw new Error(
        `${w.name} lies between nodes that are held, and cannot remember a voltage of its own; put a resistor in series with it.`,
      );
    }
  }
  return { operations, flows, powers: conductors.flatMap((c) => power(c, packed, at)), forms };
}

/** A plus input apart from the node and from the amplifier's own output: the plain virtual ground. */
const isSummer = (a: Amplified, node: Net): boolean => a.plus !== node && a.plus !== a.out;

function sourceOperation(drive: Drive, at: (net: Net) => Place): Operation {
  const n = drive.out.length;
  const out = drive.out.map(at);
  const { from, volts } = drive;
  const [first = 0] = out;
  const run = out.every((p, i) => p === first + i)
    ? (f: Float64Array): void => {
        for (let i = 0; i < n; i++) f[first + i] = volts * f[from + i]!;
      }
    : (f: Float64Array): void => {
        for (let i = 0; i < n; i++) f[out[i]!] = volts * f[from + i]!;
      };
  return { name: drive.name, reads: range(from, n), writes: out, run };
}

function millman(node: Place, segments: readonly Segment[], name: string): Operation {
  const sum = summation(segments);
  const run = (f: Float64Array): void => {
    sum(f);
    const total = sums[TOTAL]!;
    if (total === 0) throw new Unsolvable(notFixed(name));
    f[node] = sums[CURRENT]! / total;
  };
  return { name: `node ${name}`, reads: placesOf(segments), writes: [node], run };
}

/**
 * An inverting summer. With P = plus + offset, KCL at the minus input and out / A = P - minus give
 *   out = ((S + F) P - I) / (F + (S + F) / A),
 * I = sum of g v and S = sum of g over the inputs, F the feedback. Beyond the limit the output
 * stays there and the minus input floats to its Millman sum.
 */
function virtualGround(
  a: Amplified,
  inputs: readonly Segment[],
  feedback: readonly Segment[],
  at: (net: Net) => Place,
  nameOf: (net: Net) => string,
): Operation {
  const minus = at(a.minus);
  const out = at(a.out);
  const plus = a.plus === null ? GROUND : at(a.plus);
  const inverse = 1 / a.gain;
  const { offset, limit } = a;
  const gains = feedback.flatMap((s) => (s.gs ? range(s.g, s.n) : new Array<number>(s.n).fill(s.g)));
  const [only = 0] = gains;
  const single = gains.length === 1;
  const sum = summation(inputs);
  const run = (f: Float64Array): void => {
    sum(f);
    const current = sums[CURRENT]!;
    let back = f[only]!;
    if (!single) {
      back = 0;
      for (let i = 0; i < gains.length; i++) back += f[gains[i]!]!;
    }
    const p = f[plus]! + offset;
    const all = sums[TOTAL]! + back;
    let v = (all * p - current) / (back + all * inverse);
    if (v > limit || v < -limit) {
      v = v > 0 ? limit : -limit;
      f[minus] = (current + back * v) / all;
    } else f[minus] = p - v * inverse;
    f[out] = v;
  };
  const reads = [...placesOf(inputs), ...gains, plus];
  return { name: `virtual ground ${nameOf(a.minus)}`, reads, writes: [minus, out], run };
}

function follower(a: Amplified, at: (net: Net) => Place): Operation {
  const plus = a.plus === null ? GROUND : at(a.plus);
  const out = at(a.out);
  const share = Number.isFinite(a.gain) ? a.gain / (1 + a.gain) : 1;
  const run = (f: Float64Array): void => {
    const v = (f[plus]! + a.offset) * share;
    f[out] = v > a.limit ? a.limit : v < -a.limit ? -a.limit : v;
  };
  return { name: `follower ${a.name}`, reads: [plus], writes: [out], run };
}

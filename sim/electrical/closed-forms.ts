/**
 * Kirchhoff's current law, solved as simply as the topology allows.
 *
 * Nodes held by sources are known. The others fall into groups that conductances join:
 *   one node, no amplifier        the Millman sum   V = sum(g v) / sum(g)
 *   one node at a minus input     the virtual ground, with finite gain, offset and saturation
 *   an output on its own minus    the follower
 *   anything else                 one dense block, by elimination
 * Only topology decides; a test holds every form to the nodal solution of the whole circuit.
 */
import {
  type Amplified,
  type Conductor,
  type Drive,
  GROUND,
  type Operation,
  type Place,
  type Power,
  range,
} from '../builder.ts';
import type { Net } from '../circuit.ts';
import { solveDense } from './lu.ts';

export interface ElectricalInput {
  readonly conductors: readonly Conductor[];
  readonly drives: readonly Drive[];
  readonly amplifiers: readonly Amplified[];
  readonly at: (net: Net) => Place;
  readonly nameOf: (net: Net) => string;
  readonly fuse: boolean;
}
export interface ElectricalOutput {
  readonly operations: readonly Operation[];
  readonly powers: readonly Power[];
  /** how many nodes each form solves */
  readonly forms: Readonly<Record<string, number>>;
}

/**
 * Conductances that meet at one node: n of them, read at g, g + gs, ...; their other ends at v,
 * v + vs, ..., or, where a source holds the other ends and its use is fused, volts times what
 * stands at v.
 */
interface Segment {
  readonly g: Place;
  readonly gs: 0 | 1;
  readonly v: Place;
  readonly vs: 0 | 1;
  readonly n: number;
  readonly volts: number | null;
}

/** The solver's view of the netlist: who touches which node. */
export function electricalOperations(input: ElectricalInput): ElectricalOutput {
  const { conductors, drives, amplifiers, at, nameOf } = input;
  const operations: Operation[] = [];
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
  const neighbours = (net: Net): Net[] =>
    (touching.get(net) ?? []).flatMap(({ conductor, lines }) =>
      lines.map((line) => otherEnd(conductor, line, net)),
    );

  /** The conductances at a node, other than those to the nodes in `without`. */
  const segmentsAt = (net: Net, without: ReadonlySet<Net>): Segment[] =>
    (touching.get(net) ?? []).flatMap(({ conductor, lines }) => {
      const kept = lines.filter((line) => !without.has(otherEnd(conductor, line, net)));
      const ends = kept.map((line) => otherEnd(conductor, line, net));
      return pack(
        kept.map((line) => conductor.g + line * conductor.step),
        ends,
      );
    });
  const pack = (g: readonly Place[], ends: readonly Net[]): Segment[] => {
    const out: Segment[] = [];
    let k = 0;
    while (k < g.length) {
      let n = 1;
      const held = input.fuse ? driveOf.get(ends[k]!) : undefined;
      const source = (i: number): Place =>
        held ? held.drive.from + driveOf.get(ends[i]!)!.line : at(ends[i]!);
      const sameSource = (i: number): boolean => !held || driveOf.get(ends[i]!)?.drive === held.drive;
      let gs = -1;
      let vs = -1;
      while (k + n < g.length && sameSource(k + n)) {
        const dg = g[k + n]! - g[k + n - 1]!;
        const dv = source(k + n) - source(k + n - 1);
        if ((dg !== 0 && dg !== 1) || (dv !== 0 && dv !== 1)) break;
        if (gs < 0) {
          gs = dg;
          vs = dv;
        } else if (dg !== gs || dv !== vs) break;
        n++;
      }
      out.push({
        g: g[k]!,
        gs: gs === 1 ? 1 : 0,
        v: source(k),
        vs: vs === 1 ? 1 : 0,
        n,
        volts: held ? held.drive.volts : null,
      });
      k += n;
    }
    return out;
  };

  const solved = new Set<Net>();
  for (const start of [...touching.keys()].sort((p, q) => at(p) - at(q))) {
    if (isKnown(start) || solved.has(start) || outputOf.has(start)) continue;
    const group: Net[] = [];
    const stack = [start];
    solved.add(start);
    while (stack.length) {
      const net = stack.pop()!;
      group.push(net);
      for (const other of neighbours(net)) {
        if (isKnown(other) || outputOf.has(other) || solved.has(other)) continue;
        solved.add(other);
        stack.push(other);
      }
    }
    const inside = amplifiers.filter((a) => group.includes(a.minus));
    const [amplifier] = inside;
    const [only] = group;
    if (group.length === 1 && !amplifier) {
      operations.push(millman(at(only!), segmentsAt(only!, new Set()), nameOf(only!)));
      count('millman', 1);
    } else if (group.length === 1 && inside.length === 1 && amplifier!.plus !== only) {
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
    } else {
      operations.push(denseBlock(group, inside, { touching, otherEnd, at, nameOf }));
      count('dense block', group.length);
      count('output', inside.length);
    }
  }
  for (const a of amplifiers) {
    if (a.minus === a.out) {
      operations.push(follower(a, at));
      count('output', 1);
    } else if (!solved.has(a.minus)) {
      throw new Error(
        `${a.name}: nothing is connected to its minus input ${nameOf(a.minus)}; give it feedback.`,
      );
    }
  }
  return { operations, powers: conductors.flatMap((c) => power(c, pack, at)), forms };
}

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

// results of the last sum; module-level so that nothing is allocated
let current = 0;
let total = 0;
/** current = sum of g v and total = sum of g, each segment summed by itself first. */
function sum(f: Float64Array, segments: readonly Segment[]): void {
  current = 0;
  total = 0;
  for (let k = 0; k < segments.length; k++) {
    const { g, gs, v, vs, n, volts } = segments[k]!;
    let i1 = 0;
    let g1 = 0;
    if (gs === 0) {
      let v1 = 0;
      if (volts === null) for (let i = 0, q = v; i < n; i++, q += vs) v1 += f[q]!;
      else for (let i = 0, q = v; i < n; i++, q += vs) v1 += volts * f[q]!;
      g1 = f[g]! * n;
      i1 = f[g]! * v1;
    } else if (volts === null) {
      for (let i = 0, p = g, q = v; i < n; i++, p += gs, q += vs) {
        i1 += f[p]! * f[q]!;
        g1 += f[p]!;
      }
    } else {
      for (let i = 0, p = g, q = v; i < n; i++, p += gs, q += vs) {
        i1 += f[p]! * (volts * f[q]!);
        g1 += f[p]!;
      }
    }
    current += i1;
    total += g1;
  }
}
const placesOf = (segments: readonly Segment[]): Place[] =>
  segments.flatMap((s) => [...(s.gs ? range(s.g, s.n) : [s.g]), ...(s.vs ? range(s.v, s.n) : [s.v])]);

function millman(node: Place, segments: readonly Segment[], name: string): Operation {
  const pair = balancedPair(segments);
  const run = pair
    ? (f: Float64Array): void => {
        pair(f);
        f[node] = current / total;
      }
    : (f: Float64Array): void => {
        sum(f, segments);
        f[node] = current / total;
      };
  return { name: `node ${name}`, reads: placesOf(segments), writes: [node], run };
}

/**
 * The sum of a bank of weights and of its equal references, over the same lines: one loop instead
 * of two, with the very same additions in the very same order.
 */
function balancedPair(segments: readonly Segment[]): ((f: Float64Array) => void) | null {
  const [a, b] = segments;
  if (segments.length !== 2 || !a || !b || a.volts === null || b.volts === null) return null;
  const bank = a.gs === 1 ? a : b;
  const shared = a.gs === 1 ? b : a;
  if (
    bank.gs !== 1 ||
    shared.gs !== 0 ||
    bank.vs !== 1 ||
    shared.vs !== 1 ||
    bank.v !== shared.v ||
    bank.n !== shared.n
  )
    return null;
  const { g, v, n } = bank;
  const bankVolts = bank.volts!;
  const sharedVolts = shared.volts!;
  const sharedAt = shared.g;
  const bankFirst = bank === a;
  return (f) => {
    let i1 = 0;
    let g1 = 0;
    let v2 = 0;
    for (let i = 0; i < n; i++) {
      const x = f[v + i]!;
      const c = f[g + i]!;
      i1 += c * (bankVolts * x);
      g1 += c;
      v2 += sharedVolts * x;
    }
    const r = f[sharedAt]!;
    const i2 = r * v2;
    const g2 = r * n;
    current = bankFirst ? i1 + i2 : i2 + i1;
    total = bankFirst ? g1 + g2 : g2 + g1;
  };
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
  const pair = balancedPair(inputs);
  const run = (f: Float64Array): void => {
    if (pair) pair(f);
    else sum(f, inputs);
    let back = f[only]!;
    if (!single) {
      back = 0;
      for (let i = 0; i < gains.length; i++) back += f[gains[i]!]!;
    }
    const p = f[plus]! + offset;
    const all = total + back;
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

/** Any other group: its nodes and the outputs fed back into it, in one dense system. */
function denseBlock(
  group: readonly Net[],
  inside: readonly Amplified[],
  context: {
    readonly touching: ReadonlyMap<Net, readonly { conductor: Conductor; lines: readonly number[] }[]>;
    readonly otherEnd: (c: Conductor, line: number, net: Net) => Net;
    readonly at: (net: Net) => Place;
    readonly nameOf: (net: Net) => string;
  },
): Operation {
  const { touching, otherEnd, at, nameOf } = context;
  const unknowns = [...group, ...inside.map((a) => a.out)];
  const index = new Map(unknowns.map((net, k) => [net, k]));
  const n = unknowns.length;
  const places = unknowns.map(at);
  const rows = group.flatMap((net, row) =>
    (touching.get(net) ?? []).flatMap(({ conductor, lines }) =>
      lines.map((line) => {
        const other = otherEnd(conductor, line, net);
        return { row, column: index.get(other) ?? -1, g: conductor.g + line * conductor.step, v: at(other) };
      }),
    ),
  );
  const m = new Float64Array(n * n);
  const r = new Float64Array(n);
  const held = new Int8Array(inside.length);
  const name = (k: number): string => nameOf(unknowns[k]!);
  const assemble = (f: Float64Array): void => {
    m.fill(0);
    r.fill(0);
    for (const { row, column, g, v } of rows) {
      m[row * n + row] = m[row * n + row]! + f[g]!;
      if (column < 0) r[row] = r[row]! + f[g]! * f[v]!;
      else m[row * n + column] = m[row * n + column]! - f[g]!;
    }
    inside.forEach((a, k) => {
      const row = group.length + k;
      if (held[k] !== 0) {
        m[row * n + row] = 1;
        r[row] = held[k]! * a.limit;
        return;
      }
      m[row * n + row] = 1 / a.gain;
      const minus = row * n + index.get(a.minus)!;
      m[minus] = m[minus]! + 1;
      r[row] = a.offset;
      const plus = a.plus === null ? undefined : index.get(a.plus);
      if (plus !== undefined) m[row * n + plus] = m[row * n + plus]! - 1;
      else if (a.plus !== null) r[row] = r[row]! + f[at(a.plus)]!;
    });
  };
  const run = (f: Float64Array): void => {
    held.fill(0);
    for (let round = 0; round <= inside.length; round++) {
      assemble(f);
      solveDense(m, r, n, name);
      const k = inside.findIndex((a, i) => held[i] === 0 && Math.abs(r[group.length + i]!) > a.limit);
      if (k < 0) break;
      held[k] = Math.sign(r[group.length + k]!);
    }
    for (let k = 0; k < n; k++) f[places[k]!] = r[k]!;
  };
  const outside = inside.flatMap((a) => (a.plus !== null && !index.has(a.plus) ? [at(a.plus)] : []));
  const reads = rows.flatMap(({ column, g, v }) => (column < 0 ? [g, v] : [g]));
  return { name: `block ${nameOf(group[0]!)}`, reads: [...reads, ...outside], writes: places, run };
}

/** What the sources deliver into a bank of conductances: sum of g (a - b)^2. */
function power(
  c: Conductor,
  pack: (g: readonly Place[], ends: readonly Net[]) => Segment[],
  at: (net: Net) => Place,
): Power[] {
  if (!c.metered) return [];
  const g = c.a.map((_, i) => c.g + i * c.step);
  const [common] = c.b;
  if (c.b.every((b) => b === common)) {
    const segments = pack(g, c.a);
    const node = at(common!);
    const watts = (f: Float64Array): number => {
      let sumOfSquares = 0;
      const u = f[node]!;
      for (let k = 0; k < segments.length; k++) {
        const s = segments[k]!;
        const volts = s.volts ?? 1;
        for (let i = 0, p = s.g, q = s.v; i < s.n; i++, p += s.gs, q += s.vs) {
          const d = volts * f[q]! - u;
          sumOfSquares += f[p]! * d * d;
        }
      }
      return sumOfSquares;
    };
    return [{ name: c.name, account: 'sensing', reads: [...placesOf(segments), node], watts }];
  }
  const a = c.a.map(at);
  const b = c.b.map(at);
  const watts = (f: Float64Array): number => {
    let sumOfSquares = 0;
    for (let i = 0; i < a.length; i++) {
      const d = f[a[i]!]! - f[b[i]!]!;
      sumOfSquares += f[g[i]!]! * d * d;
    }
    return sumOfSquares;
  };
  return [{ name: c.name, account: 'sensing', reads: [...g, ...a, ...b], watts }];
}

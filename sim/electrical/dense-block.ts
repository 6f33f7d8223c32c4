import type { Amplified, Conductor, Operation, Place } from '../builder.ts';
import type { Net } from '../circuit.ts';
import { Unsolvable } from '../unsolvable.ts';
import { solveDense } from './lu.ts';

/** An amplifier is held and let go at most so often before its group is given up. */
const ROUNDS = 8;
const undecided = (name: string): string =>
  `${name} is neither within its limit nor at it: its feedback drives it from one to the other; turn its inputs round, or give it a capacitor.`;

/** Any other group: its nodes and the outputs fed back into it, in one dense system. */
export function denseBlock(
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
  const voltage = (f: Float64Array, net: Net | null): number => {
    if (net === null) return 0;
    const k = index.get(net);
    return k === undefined ? f[at(net)]! : r[k]!;
  };
  /** The same question as that of the network solver: less than the limit, by more than rounding. */
  const asksForLess = (f: Float64Array, a: Amplified, side: number): boolean => {
    const [plus, minus] = [voltage(f, a.plus), voltage(f, a.minus)];
    return side * (plus + a.offset - minus) < a.limit / a.gain - 1e-12 * (Math.abs(plus) + Math.abs(minus));
  };
  const run = (f: Float64Array): void => {
    held.fill(0);
    // those that pass their limit are held, one after another, and let go where their inputs ask for less
    for (let round = 0; ; round++) {
      assemble(f);
      solveDense(m, r, n, name);
      let k = inside.findIndex((a, i) => held[i] === 0 && Math.abs(r[group.length + i]!) > a.limit);
      if (k >= 0) held[k] = Math.sign(r[group.length + k]!);
      else {
        k = inside.findIndex((a, i) => held[i] !== 0 && asksForLess(f, a, held[i]!));
        if (k < 0) break;
        held[k] = 0;
      }
      if (round > ROUNDS * inside.length) throw new Unsolvable(undecided(inside[k]!.name));
    }
    for (let k = 0; k < n; k++) f[places[k]!] = r[k]!;
  };
  const outside = inside.flatMap((a) => (a.plus !== null && !index.has(a.plus) ? [at(a.plus)] : []));
  const reads = rows.flatMap(({ column, g, v }) => (column < 0 ? [g, v] : [g]));
  return { name: `block ${nameOf(group[0]!)}`, reads: [...reads, ...outside], writes: places, run };
}

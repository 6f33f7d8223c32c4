/**
 * Sums over conductances that meet at a node. They are held in segments, stretches of places with
 * a constant step, so that a bank of weights is one loop over neighbouring numbers.
 */
import { type Conductor, type Drive, type Place, type Power, range } from '../builder.ts';
import type { Net } from '../circuit.ts';

/**
 * Conductances that meet at one node: n of them, read at g, g + gs, ...; their other ends at v,
 * v + vs, ..., or, where a source holds the other ends and its use is fused, volts times what
 * stands at v.
 */
export interface Segment {
  readonly g: Place;
  readonly gs: 0 | 1;
  readonly v: Place;
  readonly vs: 0 | 1;
  readonly n: number;
  readonly volts: number | null;
}

/** Where the other end of a conductance is read: at its own place, or as volts times what its source reads. */
export interface End {
  readonly at: Place;
  readonly volts: number | null;
  readonly drive: Drive | null;
}

/** Packs conductances, read at g[k] and leading to ends[k], into as few segments as their places allow. */
export function pack(g: readonly Place[], ends: readonly End[]): Segment[] {
  const out: Segment[] = [];
  let k = 0;
  while (k < g.length) {
    let n = 1;
    const first = ends[k]!;
    let gs = -1;
    let vs = -1;
    while (k + n < g.length && ends[k + n]!.drive === first.drive) {
      const dg = g[k + n]! - g[k + n - 1]!;
      const dv = ends[k + n]!.at - ends[k + n - 1]!.at;
      if ((dg !== 0 && dg !== 1) || (dv !== 0 && dv !== 1)) break;
      if (gs < 0) {
        gs = dg;
        vs = dv;
      } else if (dg !== gs || dv !== vs) break;
      n++;
    }
    out.push({ g: g[k]!, gs: gs === 1 ? 1 : 0, v: first.at, vs: vs === 1 ? 1 : 0, n, volts: first.volts });
    k += n;
  }
  return out;
}

/** Every place that a sum over these segments reads. */
export const placesOf = (segments: readonly Segment[]): Place[] =>
  segments.flatMap((s) => [...(s.gs ? range(s.g, s.n) : [s.g]), ...(s.vs ? range(s.v, s.n) : [s.v])]);

/** What the last summation found: the sum of g v and the sum of g. In an array, so that nothing is allocated. */
export const sums = new Float64Array(2);
export const CURRENT = 0;
export const TOTAL = 1;

/** Compiles sums[CURRENT] = sum of g v and sums[TOTAL] = sum of g, each segment summed by itself first. */
export const summation = (segments: readonly Segment[]): ((f: Float64Array) => void) =>
  balancedPair(segments) ??
  ((f) => {
    let current = 0;
    let total = 0;
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
    sums[CURRENT] = current;
    sums[TOTAL] = total;
  });

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
    // | 0 says that these indices are plain integers, which spares every access a check for overflow
    const end = (v + n) | 0;
    for (let i = v | 0, k = g | 0; i < end; i = (i + 1) | 0, k = (k + 1) | 0) {
      const x = f[i]!;
      const c = f[k]!;
      i1 += c * (bankVolts * x);
      g1 += c;
      v2 += sharedVolts * x;
    }
    const r = f[sharedAt]!;
    const i2 = r * v2;
    const g2 = r * n;
    sums[CURRENT] = bankFirst ? i1 + i2 : i2 + i1;
    sums[TOTAL] = bankFirst ? g1 + g2 : g2 + g1;
  };
}

/** What the sources deliver into a bank of conductances: sum of g (a - b)^2. */
export function power(
  c: Conductor,
  packed: (g: readonly Place[], ends: readonly Net[]) => Segment[],
  at: (net: Net) => Place,
): Power[] {
  if (!c.metered) return [];
  const g = c.a.map((_, i) => c.g + i * c.step);
  const [common] = c.b;
  if (c.b.every((b) => b === common)) {
    const segments = packed(g, c.a);
    const node = at(common!);
    const watts = (f: Float64Array): number => {
      let sumOfSquares = 0;
      const u = f[node]!;
      for (let k = 0; k < segments.length; k++) {
        const s = segments[k]!;
        const volts = s.volts ?? 1;
        for (let i = 0, p = s.g | 0, q = s.v | 0; i < s.n; i++, p = (p + s.gs) | 0, q = (q + s.vs) | 0) {
          const d = volts * f[q]! - u;
          sumOfSquares += f[p]! * d * d;
        }
      }
      return sumOfSquares;
    };
    return [{ name: c.name, account: 'sensing', enable: null, reads: [...placesOf(segments), node], watts }];
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
  return [{ name: c.name, account: 'sensing', enable: null, reads: [...g, ...a, ...b], watts }];
}

/** The memistor's law over time: what a bank of cells does in t seconds with its currents held. */
import { relaxedTime } from '../base/math.ts';
import { normals } from '../base/random.ts';
import { type Builder, type Place, PRESENTATION, range } from '../builder.ts';
import type { MemistorParameters } from './memistor.ts';

/** Where a bank keeps its numbers, and what its cells are made like. */
export interface Bank {
  readonly n: number;
  readonly device: number;
  /** charge, conductance, pattern, plating current, `failed` and `moved`; the last two -1 without ageing */
  readonly q: Place;
  readonly g: Place;
  readonly x: Place;
  readonly i0: Place;
  readonly failed: Place;
  readonly moved: Place;
  /** 1 while plating current may flow */
  readonly enable: Place;
  readonly slope: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Compiles the bank's flow, and the draws of its pulse noise. */
export function memistorFlow(name: string, p: MemistorParameters, build: Builder, bank: Bank): void {
  const { n, device, q, g, x, i0, failed, moved, enable } = bank;
  const states = [...range(q, n), ...(moved >= 0 ? range(moved, n) : [])];
  const updates = [...states, ...range(g, n)];
  const common = { name, states, updates };
  const leaks = Number.isFinite(p.retention) || p.rectification > 0;
  const currents = range(i0, n);
  if (!leaks && isPlain(p)) {
    build.flow({ ...common, reads: currents, gated: [], gate: null, enable, advance: plain(p, bank) });
    return;
  }
  const deposit = p.pulseNoise > 0 ? depositOf(p, build, device, n) : -1;
  const driven = deposit >= 0 ? [...currents, ...range(deposit, n)] : currents;
  const still = [...(p.rectification > 0 ? range(x, n) : []), ...(failed >= 0 ? range(failed, n) : [])];
  const advance = general(p, bank, deposit);
  build.flow(
    leaks
      ? { ...common, reads: still, gated: driven, gate: enable, enable: null, advance }
      : { ...common, reads: [...still, ...driven], gated: [], gate: null, enable, advance },
  );
}

const isPlain = (p: MemistorParameters): boolean =>
  p.strippingEfficiency === 1 &&
  !p.saturation &&
  p.softness === 0 &&
  p.pulseNoise === 0 &&
  p.stuckCell < 0 &&
  !Number.isFinite(p.cycleLife) &&
  p.slopeSpread === 0;

/** The ideal law: charge in proportion to current and time. */
function plain(p: MemistorParameters, bank: Bank): (f: Float64Array, t: number) => void {
  const { n, q, g, i0 } = bank;
  const { reference, slope } = p;
  return (f, t) => {
    // | 0 as in electrical/sums.ts
    const end = (q + n) | 0;
    for (let i = q | 0, j = i0 | 0, k = g | 0; i < end; i = (i + 1) | 0, j = (j + 1) | 0, k = (k + 1) | 0) {
      const charge = f[i]! + f[j]! * t;
      f[i] = charge;
      f[k] = reference + slope * charge;
    }
  };
}

/** What a pulse deposits, per what it should: one draw for each cell and presentation. */
function depositOf(p: MemistorParameters, build: Builder, device: number, n: number): Place {
  const deposit = build.scratch(`deposit ${device}`, new Array<number>(n).fill(1));
  const { seed } = build;
  const { pulseNoise } = p;
  const run = (f: Float64Array): void => {
    normals(f, deposit, n, seed, 'pulse', device, f[PRESENTATION]!);
    for (let i = 0; i < n; i++) f[deposit + i] = 1 + pulseNoise * f[deposit + i]!;
  };
  build.operation({
    name: `pulse noise ${device}`,
    reads: [PRESENTATION],
    writes: range(deposit, n),
    run,
  });
  return deposit;
}

/**
 * The law with any of the non-idealities on. With Q counted from bare, c the current, z the softness,
 * D the deposit of this pulse, r the rectified share and G = G_ref + k q:
 *   plating    dQ/dt = D (c - b Q)             - Q / tau + r abs(x) G,   b = z c / span
 *   stripping  dQ/dt = D (eta c (1 - z) - b Q) - Q / tau + r abs(x) G,   b = z eta abs(c) / span
 * All of it is linear in Q, so the change is (its value now) (1 - exp(-B t)) / B, B the sum of the rates.
 */
function general(p: MemistorParameters, bank: Bank, deposit: Place): (f: Float64Array, t: number) => void {
  const { n, q, i0, x, slope, low, high, enable } = bank;
  const { reference, softness, strippingEfficiency, openCell } = p;
  // each cell has its own ends: it softens over its own span, and leaks toward its own bare substrate
  const bend = Float64Array.from(low, (bare, i) => softness / (high[i]! - bare));
  const stripping = strippingEfficiency * (1 - softness);
  const leak = Number.isFinite(p.retention) ? 1 / p.retention : 0;
  // an open cell senses no current
  const rectified = new Float64Array(n).fill(p.rectification * Math.abs(p.drive));
  if (openCell >= 0 && openCell < n) rectified[openCell] = 0;
  const change = new Float64Array(n);
  const apply = applying(p, bank, change);

  const plate = (f: Float64Array, t: number): void => {
    for (let i = 0; i < n; i = (i + 1) | 0) {
      const charge = f[(q + i) | 0]!;
      const above = charge - low[i]!;
      const sensing = rectified[i]! * Math.abs(f[(x + i) | 0]!);
      const current = f[(i0 + i) | 0]!;
      const size = Math.abs(current);
      // signs are as random as the patterns, so plating and stripping are one sum without a branch
      const up = 0.5 * (size + current);
      const down = 0.5 * (size - current);
      const rate = bend[i]! * (up + strippingEfficiency * down);
      const share = deposit >= 0 ? f[(deposit + i) | 0]! : 1;
      const speed =
        share * (up - stripping * down - rate * above) -
        leak * above +
        sensing * (reference + slope[i]! * charge);
      change[i] = speed * relaxedTime(share * rate + leak - sensing * slope[i]!, t);
    }
  };
  const rest = (f: Float64Array, t: number): void => {
    for (let i = 0; i < n; i = (i + 1) | 0) {
      const charge = f[(q + i) | 0]!;
      const sensing = rectified[i]! * Math.abs(f[(x + i) | 0]!);
      const speed = sensing * (reference + slope[i]! * charge) - leak * (charge - low[i]!);
      change[i] = speed * relaxedTime(leak - sensing * slope[i]!, t);
    }
  };
  return (f, t) => {
    if (f[enable] === 1) plate(f, t);
    else rest(f, t);
    apply(f);
  };
}

/** What a charge never passes where nothing else holds it, C: what still grows after a divergence stays a number. */
const ENDLESS = 1e50;

/** Adds the changes, within the range where it holds; a stuck or failed cell stays as it is. */
function applying(p: MemistorParameters, bank: Bank, change: Float64Array): (f: Float64Array) => void {
  const { n, q, g, failed, moved, slope } = bank;
  const { reference, saturation, stuckCell } = p;
  const high = saturation ? bank.high : new Float64Array(n).fill(ENDLESS);
  const low = saturation ? bank.low : new Float64Array(n).fill(-ENDLESS);
  const ages = failed >= 0;
  return (f) => {
    if (stuckCell >= 0 && stuckCell < n) change[stuckCell] = 0;
    for (let i = 0; i < n; i = (i + 1) | 0) {
      if (ages && f[(failed + i) | 0] === 1) continue;
      const charge = f[(q + i) | 0]!;
      let next = charge + change[i]!;
      if (next > high[i]!) next = high[i]!;
      else if (next < low[i]!) next = low[i]!;
      f[(q + i) | 0] = next;
      f[(g + i) | 0] = reference + slope[i]! * next;
      if (ages) f[(moved + i) | 0] = f[(moved + i) | 0]! + Math.abs(next - charge);
    }
  };
}

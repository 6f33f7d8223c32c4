/**
 * The memistor: copper plated on a resistive substrate. Its conductance grows with the charge that
 * has passed the third electrode, and two of its three terminals sense it without plating.
 *
 *   dQ/dt = eta i - Q / tau        G = G_sub + k Q
 *
 * Q is counted from the bare substrate; the state q kept here is counted from the reference
 * conductance, q = Q - (G_ref - G_sub) / k, so that a weight of zero is exactly zero.
 * eta is 1 for plating and `strippingEfficiency` for stripping; with `softness` z it falls to
 * eta (1 - z * share of the way already gone). memistor-flow.ts solves it over time.
 *
 * @see Widrow, "An adaptive 'ADALINE' neuron using chemical 'memistors'", Stanford TR 1553-2, 1960;
 *      Widrow, Pierce & Angell 1961, p. 23 (100 ohm to 1 ohm in about 10 s at several mA)
 */
import { normals, uniform } from '../base/random.ts';
import type { Coulombs, Ohms, Seconds, Siemens, Volts } from '../base/units.ts';
import { type Builder, type Place, PRESENTATION, range } from '../builder.ts';
import type { StoredConductanceSpec } from '../elements/element.ts';
import type { Machine } from '../machines/machine.ts';
import { memistorFlow } from './memistor-flow.ts';

export interface MemistorParameters {
  readonly device: 'memistor';
  /** conductance of the bare substrate */
  readonly substrate: Siemens;
  /** conductance when fully plated */
  readonly full: Siemens;
  /** where a cell starts, and what it is compared with */
  readonly reference: Siemens;
  /** k, S/C */
  readonly slope: number;
  /** charge removed by stripping, per charge passed; 1 = symmetric */
  readonly strippingEfficiency: number;
  /** true holds G within [substrate, full] */
  readonly saturation: boolean;
  /** how much the efficiency has fallen at the end of the way, 0 to 1 */
  readonly softness: number;
  /** relative deviation of a pulse's deposit, from pulse to pulse */
  readonly pulseNoise: number;
  /** relative deviation from unit to unit of k, substrate and full */
  readonly slopeSpread: number;
  readonly substrateSpread: number;
  readonly fullSpread: number;
  /** tau; Infinity = keeps for ever */
  readonly retention: Seconds;
  /** relative fluctuation of the sensed conductance, one draw a presentation */
  readonly readNoise: number;
  /** share of the sensing current that plates */
  readonly rectification: number;
  readonly drive: Volts;
  readonly leadOhms: Ohms;
  /** the cell that no longer changes, counted from 0; -1 = none */
  readonly stuckCell: number;
  /** the cell whose wire is broken; -1 = none */
  readonly openCell: number;
  /** full swings of charge that a cell survives; Infinity = any number */
  readonly cycleLife: number;
  /** resistance of the plating bath, for the energy of adaptation */
  readonly bathOhms: Ohms;
}

/** Modes are told from bits whenever somebody looks; only `failed` is stored. */
const modeMoves = {
  failed: 'failed',
  atFull: 'full',
  atBare: 'bare',
  plates: 'plating',
  strips: 'stripping',
  done: 'resting',
};
const mode = { on: modeMoves, meta: { outputs: {} } };
export const memistorModes: Machine = {
  id: 'memistor',
  initial: 'resting',
  states: {
    resting: mode,
    plating: mode,
    stripping: mode,
    full: mode,
    bare: mode,
    failed: { on: {}, meta: { outputs: {} } },
  },
};

/** What one cell is made like: the same for all, or spread from unit to unit. */
interface Cell {
  readonly slope: number;
  readonly substrate: Siemens;
  readonly full: Siemens;
}

export function makeCells(p: MemistorParameters, n: number, device: number, seed: number): Cell[] {
  const drawn = (
    purpose: 'spreadOfSlope' | 'spreadOfSubstrate' | 'spreadOfFull',
    spread: number,
  ): Float64Array => {
    const out = new Float64Array(n);
    if (spread > 0) normals(out, 0, n, seed, purpose, device, 0);
    // a spread beyond what can be built is cut at a tenth of the nominal value
    return out.map((z) => Math.max(0.1, 1 + spread * z));
  };
  const slope = drawn('spreadOfSlope', p.slopeSpread);
  const substrate = drawn('spreadOfSubstrate', p.substrateSpread);
  const full = drawn('spreadOfFull', p.fullSpread);
  return Array.from({ length: n }, (_, i) => ({
    slope: p.slope * slope[i]!,
    substrate: p.substrate * substrate[i]!,
    full: p.full * full[i]!,
  }));
}

/** Compiles a bank of memistors: its law, its flow, what is sensed, its modes and its energy. */
export function memistor(e: StoredConductanceSpec, p: MemistorParameters, build: Builder): void {
  const n = e.conductance.length;
  const device = build.deviceNumber(e.name);
  const cells = makeCells(p, n, device, build.seed);
  const q = build.state(`${e.name}.charge`, new Array<number>(n).fill(0));
  const g = build.bus(e.conductance);
  const x = build.bus(e.pattern);
  const i0 = build.bus(e.control);
  const enable = build.at(e.enable);
  const { reference } = p;
  const slope = Float64Array.from(cells, (c) => c.slope);
  const low = Float64Array.from(cells, (c) => (c.substrate - reference) / c.slope);
  const high = Float64Array.from(cells, (c) => (c.full - reference) / c.slope);

  const law = (f: Float64Array): void => {
    for (let i = 0; i < n; i++) f[g + i] = reference + slope[i]! * f[q + i]!;
  };
  build.operation({ name: `${e.name} law`, reads: range(q, n), writes: range(g, n), run: law });
  sense(e, p, build, device, g);

  const ages = Number.isFinite(p.cycleLife);
  const failed = ages ? build.state(`${e.name}.failed`, new Array<number>(n).fill(0)) : -1;
  const moved = ages ? build.state(`${e.name}.moved`, new Array<number>(n).fill(0)) : -1;
  memistorFlow(e.name, p, build, { n, device, q, g, x, i0, failed, moved, enable, slope, low, high });
  if (ages) age(e, p, build, { n, failed, moved, device });

  const { bathOhms } = p;
  const watts = (f: Float64Array): number => {
    let sum = 0;
    for (let i = i0 | 0, end = (i0 + n) | 0; i < end; i = (i + 1) | 0) sum += f[i]! * f[i]!;
    return sum * bathOhms;
  };
  build.power({ name: e.name, account: 'plating', enable, reads: range(i0, n), watts });

  const end = 1e-12;
  const span = (i: number): Coulombs => high[i]! - low[i]!;
  const atFull = (f: Float64Array, i: number): boolean => f[q + i]! >= high[i]! - end * span(i);
  const atBare = (f: Float64Array, i: number): boolean => f[q + i]! <= low[i]! + end * span(i);
  build.moded({
    path: e.name,
    count: n,
    modes: memistorModes,
    reads: [enable, ...range(i0, n)],
    conductance: g,
    control: i0,
    bits: {
      failed: (f, i) => i === p.stuckCell || i === p.openCell || (failed >= 0 && f[failed + i] === 1),
      atFull: (f, i) => p.saturation && atFull(f, i),
      atBare: (f, i) => p.saturation && atBare(f, i),
      plates: (f, i) => f[enable] === 1 && f[i0 + i]! > 0,
      strips: (f, i) => f[enable] === 1 && f[i0 + i]! < 0,
    },
    saturated: (f, i) => p.saturation && (atFull(f, i) || atBare(f, i)),
    fullness: (f, i) => Math.min(1, Math.max(0, (f[q + i]! - low[i]!) / span(i))),
    setConductance: (f, i, siemens) => {
      const charge = (siemens - reference) / slope[i]!;
      f[q + i] = p.saturation ? Math.min(high[i]!, Math.max(low[i]!, charge)) : charge;
    },
  });
}

/** What the sensing circuit meets of any cells: read noise, a broken wire, and the leads in series. */
export function sense(
  e: StoredConductanceSpec,
  p: Pick<MemistorParameters, 'readNoise' | 'openCell' | 'leadOhms'>,
  build: Builder,
  device: number,
  g: Place,
): void {
  const n = e.conductance.length;
  let cell = g;
  if (e.sensed[0] !== e.conductance[0]) {
    const sensed = build.bus(e.sensed);
    const noise = build.scratch(`${e.name}.fluctuation`, new Array<number>(n).fill(0));
    const { readNoise, openCell } = p;
    if (readNoise > 0) {
      const { seed } = build;
      const draw = (f: Float64Array): void => normals(f, noise, n, seed, 'read', device, f[PRESENTATION]!);
      build.operation({
        name: `${e.name} read noise`,
        reads: [PRESENTATION],
        writes: range(noise, n),
        run: draw,
      });
    }
    const run = (f: Float64Array): void => {
      for (let i = 0; i < n; i = (i + 1) | 0) {
        // a fluctuation makes a cell conduct less, down to nothing, but never backwards
        const share = 1 + readNoise * f[(noise + i) | 0]!;
        f[(sensed + i) | 0] = share > 0 ? f[(g + i) | 0]! * share : 0;
      }
      if (openCell >= 0 && openCell < n) f[sensed + openCell] = 0;
    };
    build.operation({
      name: `${e.name} sensed`,
      reads: [...range(g, n), ...range(noise, n)],
      writes: range(sensed, n),
      run,
    });
    cell = sensed;
  }
  let seen = cell;
  if (p.leadOhms > 0) {
    const lead = p.leadOhms;
    const withLeads = build.scratch(`${e.name}.withLeads`, new Array<number>(n).fill(0));
    const bare = cell;
    const run = (f: Float64Array): void => {
      for (let i = 0; i < n; i = (i + 1) | 0) {
        const c = f[(bare + i) | 0]!;
        f[(withLeads + i) | 0] = c / (1 + c * lead);
      }
    };
    build.operation({ name: `${e.name} leads`, reads: range(bare, n), writes: range(withLeads, n), run });
    seen = withLeads;
  }
  build.conductor({ name: e.name, a: e.a, b: e.b, g: seen, step: 1, metered: true });
}

/** A cell fails when it has moved the charge of its life; it then stays as it is. */
function age(
  e: StoredConductanceSpec,
  p: MemistorParameters,
  build: Builder,
  bank: { n: number; failed: Place; moved: Place; device: number },
): void {
  const { n, failed, moved, device } = bank;
  const swing = (2 * (p.full - p.substrate)) / p.slope;
  // lives differ from cell to cell by the spread of a uniform draw of +/- half
  const life = Float64Array.from(
    { length: n },
    (_, i) => p.cycleLife * swing * (0.5 + uniform(build.seed, 'cycleLife', device + i, 0)),
  );
  let fails = false;
  build.commit({
    name: `${e.name} life`,
    capture: null,
    reads: range(moved, n),
    writes: range(failed, n),
    read: (f) => {
      fails = false;
      for (let i = 0; i < n; i = (i + 1) | 0) if (f[(moved + i) | 0]! > life[i]!) fails = true;
    },
    write: (f) => {
      if (fails) for (let i = 0; i < n; i++) if (f[moved + i]! > life[i]!) f[failed + i] = 1;
    },
  });
}

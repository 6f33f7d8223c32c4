/**
 * The solved phase against a transient: the equations of devices.md, sections 1 and 1a, integrated
 * here by Runge and Kutta in small steps, with the comparator polled at every step. Nothing of the
 * simulator is used but the numbers of its settings.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { Chance } from '../papers/helpers.ts';
import { distance, runOf } from '../sim/benches.ts';

const [SUBSTRATE, FULL, REFERENCE, UNIT, SLOPE, CURRENT, V] = [0.01, 1, 0.505, 0.0495, 49.5, 0.002, 0.1];

interface Numbers {
  readonly gain: number;
  readonly offset: number;
  readonly leads: number;
  readonly softness: number;
  readonly retention: number;
  readonly rectification: number;
  readonly strippingEfficiency: number;
}

/** The sum in volts: s = s0 / (1 + (1 + Rf total) / A), with the offset amplified by the noise gain. */
function sumOf(g: readonly number[], x: readonly number[], p: Numbers): number {
  const rf = 1 / (V * UNIT);
  const seen = (siemens: number): number => siemens / (1 + siemens * p.leads);
  let current = 0;
  let total = 0;
  for (let i = 0; i < g.length; i++) {
    current += V * x[i] * (seen(g[i]) - seen(REFERENCE));
    total += seen(g[i]) + seen(REFERENCE);
  }
  const noiseGain = 1 + rf * total;
  return (rf * current - noiseGain * p.offset) / (1 + noiseGain / p.gain);
}

/** dG/dt of one cell that carries the current i, on a line at x. */
function speed(siemens: number, x: number, i: number, p: Numbers): number {
  const span = (FULL - SUBSTRATE) / SLOPE;
  const q = (siemens - SUBSTRATE) / SLOPE;
  const gone = i > 0 ? q / span : 1 - q / span;
  const efficiency = (i < 0 ? p.strippingEfficiency : 1) * (1 - p.softness * gone);
  return SLOPE * (efficiency * i - q / p.retention + p.rectification * Math.abs(x) * V * siemens);
}

/** Runge and Kutta's fourth order over dt. */
function step(
  g: readonly number[],
  x: readonly number[],
  i: readonly number[],
  dt: number,
  p: Numbers,
): number[] {
  return g.map((siemens, k) => {
    const f = (v: number): number => speed(v, x[k], i[k], p);
    const k1 = f(siemens);
    const k2 = f(siemens + (dt / 2) * k1);
    const k3 = f(siemens + (dt / 2) * k2);
    const k4 = f(siemens + dt * k3);
    return siemens + (dt / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  });
}

/** One presentation of nulling: where the cells end, and when the comparator tripped. */
function transient(start: readonly number[], x: readonly number[], d: number, alpha: number, p: Numbers) {
  const still = x.map(() => 0);
  const rest = (g: readonly number[], seconds: number): number[] => {
    let now = [...g];
    for (let k = 0; k < 20; k++) now = step(now, x, still, seconds / 20, p);
    return now;
  };
  // present .05 s, sense .2 s, compare .05 s; the error is held at the end of compare
  let g = rest(start, 0.3);
  const held = d - sumOf(g, x, p);
  const amperes = x.map((xi) => CURRENT * xi * Math.sign(held));
  const level = (cells: readonly number[]): number =>
    (d - sumOf(cells, x, p) - (1 - alpha) * held) * Math.sign(held);
  const dt = 5e-4;
  let t = 0;
  while (t < 10) {
    const next = step(g, x, amperes, dt, p);
    if (level(next) <= 0) {
      // the comparator trips within this step: halve until the instant is known
      let [low, high] = [0, dt];
      for (let k = 0; k < 50; k++) {
        const middle = (low + high) / 2;
        if (level(step(g, x, amperes, middle, p)) <= 0) high = middle;
        else low = middle;
      }
      return { trip: t + high, g: rest(step(g, x, amperes, high, p), Math.max(0, 0.5 - t - high) + 0.2) };
    }
    g = next;
    t += dt;
  }
  return { trip: Number.POSITIVE_INFINITY, g: rest(g, 0.2) };
}

describe('one presentation of nulling', () => {
  const numbers = fc.record({
    gain: fc.constantFrom(1e3, 1e5, Number.POSITIVE_INFINITY),
    offset: fc.constantFrom(0, 1e-4),
    leads: fc.constantFrom(0, 0.05),
    softness: fc.constantFrom(0, 0.5),
    retention: fc.constantFrom(30, 1e5, Number.POSITIVE_INFINITY),
    rectification: fc.constantFrom(0, 1e-3),
    strippingEfficiency: fc.constantFrom(0.7, 1),
  });

  test('is what a transient in small steps gives, with any of the non-idealities', () => {
    let waited = 0;
    fc.assert(
      fc.property(numbers, fc.nat(), fc.constantFrom(0.5, 1, 1.5), (p, seed, alpha) => {
        const chance = new Chance(seed);
        const start = [0, 0, 0].map(() => 0.505 + chance.symmetric(0.2));
        const pattern = [chance.symmetric(1.5), chance.symmetric(1.5)];
        const d = chance.symmetric(2);
        const { offset, ...rest } = p;
        const run = runOf(
          adaline,
          { inputs: 2, step: alpha },
          { settings: { ...rest, 'summer.offset': offset } },
        );
        for (const [i, g] of start.entries()) run.setByHand(run.program.moded[0], i, g);
        const expected = transient(start, [1, ...pattern], d, alpha, p);
        run.present({ x: pattern, d: [d], learn: [1] });
        while (run.phase.name !== 'adapt') run.stepPhase();
        const seconds = run.phaseSeconds();
        // steps of half a millisecond, fourth order, of flows that take a second or more: 1e-13 and rounding
        expect(Math.abs(seconds - Math.min(10, Math.max(0.5, expected.trip)))).toBeLessThan(1e-9);
        if (expected.trip > 0.5) waited++;
        while (!run.stepPhase());
        expect(distance(run.read('conductances'), expected.g)).toBeLessThan(1e-10);
      }),
      { seed: 1960, numRuns: 60 },
    );
    expect(waited).toBeGreaterThan(5);
  });
});

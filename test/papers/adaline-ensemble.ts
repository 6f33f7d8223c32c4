/**
 * Many ADALINEs, 16 inputs and a bias, that learn from one stream with pulsed devices: the stream, and
 * the mean of e^2 over the last 1000 steps of each.
 */
import { pulsedBank } from '../../sim/devices/pulsed/bank.ts';
import type { PulsedParameters } from '../../sim/devices/pulsed/law.ts';
import { arrayNormal } from '../../sim/devices/pulsed/quantiles.ts';
import { pulseTrain, TRAIN_LENGTH, trainPlan } from '../../sim/devices/pulsed/trains.ts';

const INPUTS = 16;
const LINES = INPUTS + 1;
const STEPS = 4000;
const LAST = 1000;
const LEARNING_RATE = 0.01;
const LENGTH = TRAIN_LENGTH;
const SEED = 1;

interface Step {
  readonly x: Float64Array;
  readonly d: number;
}

/** x, then the bias, from s <- 1664525 s + 1013904223 mod 2^32, u = s / 2^32, seed 2024. */
function stream(): Step[] {
  let s = 2024;
  const u = (): number => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s / 2 ** 32;
  };
  return Array.from({ length: STEPS }, () => {
    const x = new Float64Array(LINES).fill(1);
    let d = 0.2;
    for (let i = 0; i < INPUTS; i++) {
      x[i] = u() < 0.5 ? -1 : 1;
      d += (-0.4 + (0.8 * i) / 15) * x[i];
    }
    return { x, d: d + 0.1 * (2 * u() - 1) };
  });
}
const steps = stream();

const sum = (w: Float64Array, x: Float64Array): number => w.reduce((s, v, i) => s + v * x[i], 0);

/** The same with weights that are numbers: w += .01 e x. */
export function idealError(): number {
  const w = new Float64Array(LINES);
  let total = 0;
  steps.forEach(({ x, d }, t) => {
    const e = d - sum(w, x);
    if (t >= STEPS - LAST) total += e * e;
    for (let i = 0; i < LINES; i++) w[i] += LEARNING_RATE * e * x[i];
  });
  return total / LAST;
}

/** Mean e^2 of each ADALINE, sorted. */
export function ensembleErrors(p: PulsedParameters, adalines: number, managed: boolean): number[] {
  return Array.from({ length: adalines }, (_, k) => errorOf(p, k, managed)).sort((a, b) => a - b);
}

function errorOf(p: PulsedParameters, adaline: number, managed: boolean): number {
  // devices and lines are numbered apart from those of any other ADALINE
  const first = adaline * 2 * LINES;
  const bank = pulsedBank(p, LINES, { seed: SEED, device: first });
  const hidden = bank.start.slice();
  const seen = hidden.slice();
  const demand = { learningRate: LEARNING_RATE, dwMin: p.dwMin, length: LENGTH, managed };
  let total = 0;
  steps.forEach(({ x, d }, presentation) => {
    const e = d - sum(seen, x);
    if (presentation >= STEPS - LAST) total += e * e;
    if (p.decay > 0) {
      for (let i = 0; i < LINES; i++) {
        hidden[i] = bank.rested(i, hidden[i]);
        seen[i] = hidden[i];
      }
    }
    const { length, gainX, gainD } = trainPlan(demand, 1, Math.abs(e));
    const draw = (line: number) => ({ seed: SEED, line: first + line, presentation });
    const steered = pulseTrain(draw(LINES), gainD * Math.abs(e), length);
    if (steered === 0) return;
    for (let i = 0; i < LINES; i++) {
      const direction = x[i] > 0 === e > 0 ? 1 : -1;
      let coincidences = pulseTrain(draw(i), gainX, length, steered);
      if (coincidences === 0) continue;
      for (; coincidences !== 0; coincidences &= coincidences - 1) {
        const slot = 31 - Math.clz32(coincidences & -coincidences);
        const z = arrayNormal(SEED, 'arrayCycle', first + i, presentation * 32 + slot);
        hidden[i] = bank.step(i, hidden[i], direction, z);
      }
      seen[i] = bank.visible(i, hidden[i], arrayNormal(SEED, 'pulsedWrite', first + i, presentation));
    }
  });
  return total / LAST;
}

export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => a + b, 0) / numbers.length;
export const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1];

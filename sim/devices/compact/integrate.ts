/**
 * A compact model alone, under a given voltage: Runge-Kutta of order 5 with an error estimate of order
 * 4, its step as long as the error allows.
 * @see Dormand & Prince, J. Comp. Appl. Math. 6, 1980
 */
import type { Seconds, Volts } from '../../base/units.ts';
import type { CompactModel } from '../../electrical/network/types.ts';

export interface Trajectory {
  readonly times: Float64Array;
  readonly volts: Float64Array;
  readonly states: Float64Array;
  readonly amperes: Float64Array;
}

export interface DriveOptions {
  /** instants to report, rising, the first one where the run begins */
  readonly times: Float64Array;
  /** x at the first instant; the model's own when left out */
  readonly state?: number;
  /** error of one step as a share of the range of x; 1e-10 when left out */
  readonly tolerance?: number;
}

const NODES = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1] as const;
const STAGES = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
] as const;
/** Fifth order less fourth. */
const ERROR = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40] as const;

/** More steps than this between two reported instants: the model runs away or the tolerance is too small. */
const MOST_STEPS = 1_000_000;

/**
 * Integrates x' = rate(v(t), x) within the model's bounds and reports the chosen instants.
 * @throws Error when the step becomes too small to go on
 */
export function driveAlone(
  model: CompactModel,
  volts: (t: Seconds) => Volts,
  options: DriveOptions,
): Trajectory {
  const { times } = options;
  const [low, high] = model.bounds;
  const tolerance = (options.tolerance ?? 1e-10) * (high - low);
  const hold = (x: number): number => (x < low ? low : x > high ? high : x);
  const rate = (t: number, x: number): number => {
    const r = model.rate(volts(t), hold(x));
    // at an end, and pushed beyond it
    return (x >= high && r > 0) || (x <= low && r < 0) ? 0 : r;
  };
  const k = new Float64Array(7);
  const states = new Float64Array(times.length);
  let x = hold(options.state ?? model.initial);
  let t = times[0] ?? 0;
  let h = times.length > 1 ? (times[1]! - t) / 10 : 0;
  states[0] = x;
  for (let out = 1; out < times.length; out++) {
    const until = times[out]!;
    for (let steps = 0; t < until; steps++) {
      if (steps > MOST_STEPS || t + h === t)
        throw new Error(
          `${model.name}: the state cannot be followed past ${t} s; use a larger tolerance or a slower voltage.`,
        );
      const last = until - t <= h;
      const step = last ? until - t : h;
      let error = 0;
      let next = x;
      for (let s = 0; s < 7; s++) {
        let at = x;
        const stage = STAGES[s]!;
        for (let j = 0; j < stage.length; j++) at += step * stage[j]! * k[j]!;
        k[s] = rate(t + NODES[s]! * step, at);
        error += step * ERROR[s]! * k[s]!;
        next = at;
      }
      const size = Math.abs(error);
      if (size <= tolerance) {
        x = hold(next);
        t = last ? until : t + step;
        // grow gently, and not from a step that was cut short
        if (!last || size > tolerance / 32) h = step * growth(size, tolerance);
      } else h = step * growth(size, tolerance);
    }
    states[out] = x;
  }
  const v = times.map((at) => volts(at));
  return { times, volts: v, states, amperes: v.map((u, i) => model.current(u, states[i]!)) };
}

/** .9 (tolerance/error)^(1/5) within .2 and 4, from square roots alone: the same bits everywhere. */
function growth(error: number, tolerance: number): number {
  if (error === 0) return 4;
  const ratio = tolerance / error;
  // x^(3/16), close enough to x^(1/5) for the choice of a step
  const quarter = Math.sqrt(Math.sqrt(ratio));
  const eighth = Math.sqrt(quarter);
  const power = eighth * Math.sqrt(eighth);
  return Math.min(4, Math.max(0.2, 0.9 * power));
}

/**
 * Area between the way there and the way back, V A: the sum of i dv. A pinched loop crosses itself at
 * the origin, and its two lobes would cancel: give one lobe, the half period in which v has one sign.
 */
export function loopArea({ volts, amperes }: Pick<Trajectory, 'volts' | 'amperes'>): number {
  let area = 0;
  for (let i = 1; i < volts.length; i++)
    area += ((amperes[i]! + amperes[i - 1]!) / 2) * (volts[i]! - volts[i - 1]!);
  return area;
}

/**
 * Makes a device of a measured curve. The range is mapped to weights from -1 to +1; the step is a
 * piecewise linear function of the weight, one for each direction, given at equidistant nodes:
 *   w(p + 1) = w(p) +- sum_j theta_j h_j(w(p)),  h_j the hat over node j
 * First the nodes are set by least squares of the measured steps, then moved by damped Gauss-Newton
 * steps (Levenberg-Marquardt) until the simulated curve lies as close to the measured one as it can.
 */
import type { Siemens } from '../../base/units.ts';
import { type PulsedParameters, plainPulsed } from '../pulsed/law.ts';
import { solveSymmetric } from './solve-symmetric.ts';

/** A measured direction: pulses since the first point, and the conductance after them. */
export interface MeasuredBranch {
  readonly pulses: readonly number[];
  readonly siemens: readonly number[];
}
export interface FittedBranch {
  readonly pulses: readonly number[];
  readonly measured: readonly Siemens[];
  /** the fitted device after as many pulses, from the first measured point */
  readonly fitted: readonly Siemens[];
}
export interface PiecewiseFit {
  readonly parameters: PulsedParameters;
  /** conductances at w = -1 and w = +1 */
  readonly low: Siemens;
  readonly high: Siemens;
  readonly up: FittedBranch;
  readonly down: FittedBranch;
  /** measured less fitted, as a share of the range */
  readonly residual: { readonly max: number; readonly rms: number };
}

const MOST_NODES = 33;
const FEWEST_NODES = 3;

/**
 * Fits a piecewise device to a curve of 5 or more points in either direction, rising up and falling
 * down, as parseDeviceCsv gives it.
 * @param nodes number of nodes; two points a section, up to 33, where nothing is said
 * @throws Error when a branch has fewer points than that, or does not move
 */
export function fitPiecewise(up: MeasuredBranch, down: MeasuredBranch, nodes?: number): PiecewiseFit {
  for (const [name, branch] of [
    ['up', up],
    ['down', down],
  ] as const) {
    if (branch.siemens.length < 5 || branch.siemens.length !== branch.pulses.length)
      throw new Error(
        `piecewise fit: ${name} has ${branch.siemens.length} conductances at ${branch.pulses.length} pulses; expected 5 or more, one a pulse number.`,
      );
  }
  const all = [...up.siemens, ...down.siemens];
  const low = all.reduce((a, b) => Math.min(a, b));
  const high = all.reduce((a, b) => Math.max(a, b));
  if (!(high > low)) throw new Error(`piecewise fit: the conductance stays at ${low} S; expected a curve.`);
  const points = Math.min(up.siemens.length, down.siemens.length);
  const m = nodes ?? Math.max(FEWEST_NODES, Math.min(MOST_NODES, (points >> 1) + 1));
  const weights = (branch: MeasuredBranch): Float64Array =>
    Float64Array.from(branch.siemens, (g) => (2 * (g - low)) / (high - low) - 1);
  const rising = fitBranch(Float64Array.from(up.pulses), weights(up), m);
  // falling is rising upside down: nodes in reverse
  const falling = fitBranch(
    Float64Array.from(down.pulses),
    weights(down).map((w) => -w),
    m,
  );
  const stepsUp = [...rising.nodes];
  const stepsDown = [...falling.nodes].reverse();

  const middle = (steps: readonly number[]): number => {
    const at = (m - 1) / 2;
    return (steps[Math.floor(at)]! + steps[Math.ceil(at)]!) / 2;
  };
  const mean = (middle(stepsUp) + middle(stepsDown)) / 2;
  const dwMin = mean > 0 ? mean : Math.max(...stepsUp, ...stepsDown);
  const siemens = (w: number): number => low + ((w + 1) / 2) * (high - low);
  const branchOf = (branch: MeasuredBranch, fitted: Float64Array, sign: 1 | -1): FittedBranch => ({
    pulses: branch.pulses,
    measured: branch.siemens,
    fitted: Array.from(fitted, (w) => siemens(sign * w)),
  });
  const deviations = [...rising.residuals, ...falling.residuals].map((r) => Math.abs(r) / 2);
  return {
    parameters: {
      ...plainPulsed,
      model: 'piecewise',
      dwMin,
      piecewise: { up: stepsUp.map((s) => s / dwMin), down: stepsDown.map((s) => s / dwMin) },
    },
    low,
    high,
    up: branchOf(up, rising.fitted, 1),
    down: branchOf(down, falling.fitted, -1),
    residual: {
      max: deviations.reduce((a, b) => Math.max(a, b)),
      rms: Math.sqrt(deviations.reduce((sum, r) => sum + r * r, 0) / deviations.length),
    },
  };
}

interface Fitted {
  /** step at each node, >= 0 */
  readonly nodes: Float64Array;
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
}

const ITERATIONS = 60;
/** Smallest step at first, as a share of the mean one. */
const LEAST = 1e-3;

/** How firmly neighbouring nodes are held together at first: hardly, for a clean curve, to very, for a noisy one. */
const STARTS = [1e-6, 1e-2, 1, 100];

/** The best of several starts: a noisy curve may begin where a step of nothing ends the way too soon. */
function fitBranch(pulses: Float64Array, w: Float64Array, m: number): Fitted {
  let best: (Fitted & { readonly cost: number }) | null = null;
  for (const held of STARTS) {
    const fitted = improve(fromSteps(pulses, w, m, held), pulses, w);
    if (!best || fitted.cost < best.cost) best = fitted;
    // off by rounding alone
    if (best.cost < 1e-24 * w.length) break;
  }
  return best!;
}

function improve(
  from: Float64Array,
  pulses: Float64Array,
  w: Float64Array,
): Fitted & { readonly cost: number } {
  const m = from.length;
  let theta = from;
  let now = simulate(theta, pulses, w);
  let damping = 1e-6;
  for (let k = 0; k < ITERATIONS && now.cost > 0; k++) {
    const { jacobian, residuals } = now;
    const normal = new Float64Array(m * m);
    const right = new Float64Array(m);
    for (let p = 0; p < w.length; p++) {
      for (let i = 0; i < m; i++) {
        const row = jacobian[p * m + i]!;
        if (row === 0) continue;
        right[i]! += row * residuals[p]!;
        for (let j = 0; j < m; j++) normal[i * m + j]! += row * jacobian[p * m + j]!;
      }
    }
    let largest = 0;
    for (let i = 0; i < m; i++) largest = Math.max(largest, normal[i * m + i]!);
    let better = false;
    for (let attempt = 0; attempt < 12 && !better; attempt++) {
      const damped = normal.slice();
      // a node that no pulse came by stays where the steps beside it put it
      for (let i = 0; i < m; i++) damped[i * m + i]! += damping * (normal[i * m + i]! + 1e-9 * largest);
      const change = solveSymmetric(damped, right.slice());
      const tried = change ? theta.map((v, i) => Math.max(0, v + change[i]!)) : theta;
      const then = simulate(tried, pulses, w);
      if (change && then.cost < now.cost) {
        const gained = now.cost - then.cost;
        better = true;
        theta = tried;
        damping = Math.max(1e-12, damping / 10);
        if (gained < 1e-12 * now.cost) k = ITERATIONS;
        now = then;
      } else damping *= 10;
    }
    if (!better) break;
  }
  return { nodes: theta, fitted: now.fitted, residuals: now.residuals, cost: now.cost };
}

/** Node values by least squares of the measured steps, neighbours held together. */
function fromSteps(pulses: Float64Array, w: Float64Array, m: number, held: number): Float64Array {
  const normal = new Float64Array(m * m);
  const right = new Float64Array(m);
  const mean = (w[w.length - 1]! - w[0]!) / pulses[pulses.length - 1]!;
  for (let k = 0; k + 1 < w.length; k++) {
    const count = pulses[k + 1]! - pulses[k]!;
    const step = (w[k + 1]! - w[k]!) / count;
    // of several pulses between two points, the middle one
    const { node, t } = hat(w[k]! + (step * (count - 1)) / 2, m);
    const shares = [1 - t, t];
    for (let i = 0; i < 2; i++) {
      right[node + i]! += shares[i]! * step;
      for (let j = 0; j < 2; j++) normal[(node + i) * m + node + j]! += shares[i]! * shares[j]!;
    }
  }
  for (let i = 0; i + 1 < m; i++) {
    normal[i * m + i]! += held;
    normal[(i + 1) * m + i + 1]! += held;
    normal[i * m + i + 1]! -= held;
    normal[(i + 1) * m + i]! -= held;
  }
  const theta = solveSymmetric(normal, right) ?? new Float64Array(m).fill(mean);
  // from nowhere may the way be closed at first
  return theta.map((v) => Math.max(LEAST * mean, v));
}

/** The node at or below a weight, and how far it is to the next. As bank.ts has it. */
function hat(w: number, m: number): { node: number; t: number } {
  const along = Math.max(((w + 1) / 2) * (m - 1), 0);
  const node = Math.min(Math.floor(along), m - 2);
  return { node, t: Math.min(along - node, 1) };
}

/** The curve from the first measured weight, its derivatives by the nodes, and how far it is off. */
function simulate(theta: Float64Array, pulses: Float64Array, w: Float64Array) {
  const m = theta.length;
  const fitted = new Float64Array(w.length);
  const residuals = new Float64Array(w.length);
  const jacobian = new Float64Array(w.length * m);
  const slope = new Float64Array(m);
  let at = w[0]!;
  let pulse = 0;
  let cost = 0;
  for (let k = 0; k < w.length; k++) {
    for (; pulse < pulses[k]!; pulse++) {
      const { node, t } = hat(at, m);
      const rise = 1 + ((theta[node + 1]! - theta[node]!) * (m - 1)) / 2;
      at += (1 - t) * theta[node]! + t * theta[node + 1]!;
      if (at > 1) {
        at = 1;
        slope.fill(0);
        continue;
      }
      for (let j = 0; j < m; j++) slope[j]! *= rise;
      slope[node]! += 1 - t;
      slope[node + 1]! += t;
    }
    fitted[k] = at;
    residuals[k] = w[k]! - at;
    cost += residuals[k]! * residuals[k]!;
    jacobian.set(slope, k * m);
  }
  return { fitted, residuals, jacobian, cost };
}

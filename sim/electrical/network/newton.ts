/**
 * Newton's method on a network, and the detours that lead to an operating point where it does not
 * find one at once: a conductance from every node to ground that is taken away step by step, and
 * sources that rise from nothing.
 * @see Nagel, "SPICE2: a computer program to simulate semiconductor circuits", UCB/ERL M520, 1975
 */

import { Unsolvable } from '../../unsolvable.ts';
import { Singular } from '../linear/pattern.ts';
import type { System } from './system.ts';
import { terminals } from './terminals.ts';

/** Newton did not get there. `unknown` moved most in the last step. */
export class NoConvergence extends Unsolvable {}

export interface NewtonOptions {
  readonly iterations: number;
  /** amplifiers and switches may change their mode on the way */
  readonly modes: 'free' | 'switches frozen';
  /** false takes the first solution of a linear network, without a second step that only polishes it */
  readonly polish?: boolean;
}
export interface NewtonResult {
  readonly converged: boolean;
  readonly iterations: number;
  /** the unknown that moved most at last, and by how much; -1 when the matrix was singular */
  readonly unknown: number;
  readonly moved: number;
  readonly singular: number | null;
}

/** A step this small beside the largest voltage, or this small in volts, ends it: the next would be its square. */
const RELATIVE = 1e-9;
const ABSOLUTE = 1e-9;
/** From this iteration on, steps are halved: what still moves swings to and fro. */
const SWINGING = 30;
/** An amplifier that has changed its mode so often waits for the others to settle. */
const RESTLESS = 12;

/** Newton from the x at hand. Never throws for want of convergence: the caller has other ways to try. */
export function newton(system: System, { iterations, modes, polish = true }: NewtonOptions): NewtonResult {
  const { frame, size } = system;
  const { x } = frame;
  const nodes = system.nodes.length;
  let changes = 0;
  let unknown = -1;
  let moved = Number.POSITIVE_INFINITY;
  for (let k = 1; k <= iterations; k++) {
    system.load();
    let dx: Float64Array;
    try {
      dx = system.step();
    } catch (error) {
      if (!(error instanceof Singular)) throw error;
      return { converged: false, iterations: k, unknown: error.unknown, moved, singular: error.unknown };
    }
    let largest = 0;
    for (let i = 0; i < nodes; i++) {
      const size = Math.abs(x[i]!);
      if (size > largest) largest = size;
    }
    let settled = !frame.limited;
    moved = -1;
    for (let i = 0; i < size; i++) {
      const d = dx[i]!;
      if (!(d - d === 0)) return { converged: false, iterations: k, unknown: i, moved: d, singular: null };
      if (i >= nodes) continue;
      const far = Math.abs(d) / (RELATIVE * Math.max(largest, Math.abs(x[i]! + d)) + ABSOLUTE);
      if (far > 1) settled = false;
      if (far > moved) {
        moved = far;
        unknown = i;
      }
    }
    if (system.linear && !polish) settled = true;
    const share = k > SWINGING && !settled && !system.linear ? 0.5 : 1;
    for (let i = 0; i < size; i++) x[i] = x[i]! + share * dx[i]!;
    // states have units of their own: how far they moved is what their equations say
    if (settled && nodes < size) settled = statesSettled(system, dx);
    if (
      (settled || changes < RESTLESS * (system.opAmps.length + system.switches.length)) &&
      changeMode(system, modes)
    ) {
      changes++;
      continue;
    }
    if (settled) return { converged: true, iterations: k, unknown, moved, singular: null };
  }
  return { converged: false, iterations, unknown, moved, singular: null };
}

function statesSettled(system: System, dx: Float64Array): boolean {
  const { frame, size } = system;
  for (let i = system.nodes.length; i < size; i++) {
    if (system.kindOf(i) !== 'state') continue;
    if (Math.abs(dx[i]!) > RELATIVE * Math.abs(frame.x[i]!) + 1e-15 * system.unitOf(i)) return false;
  }
  return true;
}

/**
 * Lets one amplifier or switch change its mode, where the voltages ask for it: those that pass a limit
 * first, in the order of the list, then those that come back from it.
 */
function changeMode(system: System, modes: NewtonOptions['modes']): boolean {
  const { frame, opAmps, switches } = system;
  for (const held of [false, true]) {
    for (let k = 0; k < opAmps.length; k++) {
      const a = opAmps[k]!;
      if ((a.mode !== 0) !== held) continue;
      const wanted = a.wanted(frame);
      if (wanted === a.mode) continue;
      a.mode = wanted;
      return true;
    }
  }
  if (modes === 'switches frozen') return false;
  for (let k = 0; k < switches.length; k++) {
    const s = switches[k]!;
    if (s.e.control.by === 'time') continue;
    const wanted = s.wanted(frame);
    if (wanted === s.mode) continue;
    s.mode = wanted;
    return true;
  }
  return false;
}

export interface Found {
  readonly iterations: number;
  readonly way: 'newton' | 'gmin stepping' | 'source stepping';
}

const PATIENCE = 100;
/** The conductances that gmin stepping begins and ends with, S. */
const GMIN_FIRST = 1e-2;
const GMIN_LAST = 1e-13;

/**
 * Finds a solution with everything that remembers standing still (`frame.reach` 0), or with
 * capacitors open, as `frame.open` says.
 * @throws NoConvergence that names the node and the components at it
 * @throws Unsolvable when the matrix is singular
 */
export function solveStatic(system: System): Found {
  const { frame } = system;
  const first = newton(system, { iterations: PATIENCE, modes: 'free' });
  if (first.converged) return { iterations: first.iterations, way: 'newton' };
  if (system.linear && first.singular !== null) throw singular(system, first.singular);
  let iterations = first.iterations;

  system.reset();
  const stepped = gminStepping(system);
  iterations += stepped.iterations;
  if (stepped.converged) return { iterations, way: 'gmin stepping' };

  system.reset();
  const risen = sourceStepping(system);
  iterations += risen.iterations;
  frame.scale = 1;
  if (risen.converged) return { iterations, way: 'source stepping' };
  if (first.singular !== null && stepped.singular !== null) throw singular(system, first.singular);
  const worst = risen.unknown >= 0 ? risen.unknown : Math.max(0, first.unknown);
  throw new NoConvergence(
    `${system.network.name}: no operating point was found in ${iterations} iterations; ${system.nameOf(worst)} does not settle${at(system, worst)}. Try a resistor of 1e9 ohm or more from it to ground, a start nearer to the solution, or smaller gains.`,
  );
}

function gminStepping(system: System): NewtonResult {
  const { frame } = system;
  let iterations = 0;
  let step = 10;
  let gmin = GMIN_FIRST;
  let reached = 0;
  const kept = frame.x.slice();
  let last: NewtonResult | null = null;
  for (let k = 0; k < 120; k++) {
    system.gmin = gmin < GMIN_LAST ? 0 : gmin;
    last = newton(system, { iterations: 50, modes: 'free' });
    iterations += last.iterations;
    if (last.converged) {
      if (system.gmin === 0) break;
      kept.set(frame.x);
      reached = gmin;
      gmin /= step;
      if (last.iterations < 10) step = Math.min(10, step * step);
    } else {
      frame.x.set(kept);
      // nearer to the last one that worked; where even the first does not, a larger one
      if (reached === 0) gmin *= 10;
      else {
        step = Math.sqrt(step);
        gmin = reached / step;
        if (step < 1.0005) break;
      }
    }
  }
  system.gmin = 0;
  return { ...last!, iterations };
}

function sourceStepping(system: System): NewtonResult {
  const { frame } = system;
  let iterations = 0;
  let reached = 0;
  let step = 0.1;
  const kept = frame.x.slice();
  let last: NewtonResult | null = null;
  for (let k = 0; k < 200; k++) {
    frame.scale = Math.min(1, reached + step);
    last = newton(system, { iterations: 50, modes: 'free' });
    iterations += last.iterations;
    if (last.converged) {
      if (frame.scale === 1) break;
      reached = frame.scale;
      kept.set(frame.x);
      step *= 1.5;
    } else {
      frame.x.set(kept);
      step /= 4;
      if (step < 1e-6) break;
    }
  }
  return { ...last!, iterations };
}

/** ' (D1 and M2 are there)': the components that bend at an unknown's node. */
export function at(system: System, unknown: number): string {
  const node = system.nodes[unknown];
  if (node === undefined) return '';
  const there = system.network.components
    .filter((c) => terminals(c).includes(node) || node === `${c.name} inside`)
    .map((c) => c.name);
  return there.length ? ` (${there.slice(0, 6).join(', ')}${there.length > 6 ? ', ...' : ''} touch it)` : '';
}

/** Nothing fixes this unknown. */
export function singular(system: System, unknown: number): Unsolvable {
  const name = system.nameOf(unknown);
  return new Unsolvable(
    system.kindOf(unknown) === 'node'
      ? `${system.network.name}: the voltage of ${name} is not fixed by anything (singular matrix): give the node a path to ground or to a source.`
      : `${system.network.name}: the current of ${name} is not fixed by anything (singular matrix): put a resistor in series with it.`,
  );
}

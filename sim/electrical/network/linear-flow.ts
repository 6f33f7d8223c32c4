/**
 * A linear network in time, exactly: with everything around it held, its capacitors' voltages follow
 *   dy/dt = A y + b,   y(t) = y(0) + t phi(A t) y'(0),   phi(z) = (e^z - 1) / z
 * A is found by asking the network for its rates, one capacitor at a time.
 */
import type { Seconds } from '../../base/units.ts';
import { solveStatic } from './newton.ts';
import type { System } from './system.ts';

/** With more capacitors than this, steps are quicker than the exponential of a matrix. */
const MOST = 24;

export class LinearFlow {
  private readonly system: System;
  private readonly a: Float64Array;
  /** t phi(A t), for the time and the conductances that it was found for */
  private readonly spread: Float64Array;
  private readonly siemens: Float64Array;
  private seconds: Seconds = -1;
  private known = false;

  constructor(system: System) {
    const m = system.dynamics.length;
    this.system = system;
    this.a = new Float64Array(m * m);
    this.spread = new Float64Array(m * m);
    this.siemens = new Float64Array(system.conductances.siemens.length);
  }

  /** Whether a network is linear whatever its voltages become, and small enough. */
  static suits({ linear, opAmps, switches, dynamics }: System): boolean {
    return (
      linear &&
      switches.length === 0 &&
      opAmps.every((a) => a.limit === Number.POSITIVE_INFINITY) &&
      dynamics.length <= MOST
    );
  }

  /** Moves the states, which stand in the system's dynamics, by t. */
  advance(t: Seconds): void {
    const { system, siemens, spread } = this;
    const { dynamics, conductances } = system;
    const m = dynamics.length;
    const rates = this.rates();
    if (!this.known || !same(siemens, conductances.siemens)) {
      siemens.set(conductances.siemens);
      this.findMatrix();
      this.known = true;
      this.seconds = -1;
    }
    if (this.seconds !== t) {
      timesPhi(this.a, m, t, spread);
      this.seconds = t;
    }
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let j = 0; j < m; j++) sum += spread[i * m + j]! * rates[j]!;
      dynamics[i]!.now += sum;
    }
  }

  private rates(): number[] {
    const { system } = this;
    solveStatic(system);
    return system.dynamics.map((d) => d.newRate(system.frame));
  }

  /** A's columns: the rates when one capacitor stands at 1 V, and everything else at nothing. */
  private findMatrix(): void {
    const { system, a } = this;
    const { dynamics, frame, size } = system;
    const m = dynamics.length;
    const states = dynamics.map((d) => d.now);
    const held = frame.x.slice(size);
    frame.x.fill(0, size);
    frame.scale = 0;
    for (let j = 0; j < m; j++) {
      dynamics.forEach((d, k) => {
        d.now = k === j ? 1 : 0;
      });
      this.rates().forEach((rate, i) => {
        a[i * m + j] = rate;
      });
    }
    frame.scale = 1;
    frame.x.set(held, size);
    dynamics.forEach((d, k) => {
      d.now = states[k]!;
    });
  }
}

function same(a: Float64Array, b: Float64Array): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

/** Terms of the series: the first that is left out is below 1e-17 for a matrix no larger than SMALL. */
const TERMS = 14;
const SMALL = 0.5;

/**
 * out = t phi(A t), by halving t until the series of phi converges at once, and doubling again:
 *   2 t phi(2 z) = t phi(z) (e^z + 1),   e^(2 z) = (e^z)^2,   z = A t
 * @param a m by m, row by row; not changed
 * @see Moler & Van Loan, "Nineteen dubious ways to compute the exponential of a matrix, twenty-five
 *      years later", SIAM Review 45(1), 2003, method 3
 */
export function timesPhi(a: Float64Array, m: number, t: Seconds, out: Float64Array): void {
  let norm = 0;
  for (let i = 0; i < m; i++) {
    let sum = 0;
    for (let j = 0; j < m; j++) sum += Math.abs(a[i * m + j]! * t);
    norm = Math.max(norm, sum);
  }
  let halvings = 0;
  let h = t;
  for (; norm > SMALL; norm /= 2) {
    halvings++;
    h /= 2;
  }
  const z = a.map((v) => v * h);
  // phi by Horner: 1 + z/2 (1 + z/3 (1 + ...))
  let phi = identity(m);
  for (let k = TERMS; k >= 2; k--) {
    phi = multiply(z, phi, m);
    for (let i = 0; i < m * m; i++) phi[i] = phi[i]! / k;
    for (let i = 0; i < m; i++) phi[i * m + i] = phi[i * m + i]! + 1;
  }
  const grown = multiply(z, phi, m);
  for (let i = 0; i < m; i++) grown[i * m + i] = grown[i * m + i]! + 1;
  let e = grown;
  for (let i = 0; i < m * m; i++) phi[i] = phi[i]! * h;
  for (let k = 0; k < halvings; k++) {
    const more = multiply(phi, e, m);
    for (let i = 0; i < m * m; i++) phi[i] = phi[i]! + more[i]!;
    e = multiply(e, e, m);
  }
  out.set(phi);
}

function identity(m: number): Float64Array {
  const one = new Float64Array(m * m);
  for (let i = 0; i < m; i++) one[i * m + i] = 1;
  return one;
}
function multiply(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const out = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const v = a[i * m + k]!;
      for (let j = 0; j < m; j++) out[i * m + j] = out[i * m + j]! + v * b[k * m + j]!;
    }
  }
  return out;
}

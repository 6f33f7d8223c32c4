/**
 * Yakopcic's memristor: a current like a tunnelling junction's, and thresholds with exponential speed.
 *   I = a x sinh(b V),   dx/dt = eta g(V) f(x)
 *   g = A_p (e^V - e^Vp) above V_p,  -A_n (e^-V - e^Vn) below -V_n,  0 between
 *   f = e^(-alpha_p (x - x_p)) ((x_p - x)/(1 - x_p) + 1)   on the way up, above x_p
 *   f = e^(alpha_n (x + x_n - 1)) x / (1 - x_n)            on the way down, below 1 - x_n
 *   f = 1 elsewhere
 * @see Yakopcic, Taha, Subramanyam, Pino & Rogers, IEEE Electron Device Letters 32, 2011; IJCNN 2013
 */
import exp from '@stdlib/math-base-special-exp';
import { expm1 } from '../../base/math.ts';
import type { Volts } from '../../base/units.ts';
import type { CompactModel } from '../../electrical/network/types.ts';

export interface YakopcicParameters {
  /** A */
  readonly a: number;
  /** 1/V */
  readonly b: number;
  readonly upVolts: Volts;
  readonly downVolts: Volts;
  /** 1/s */
  readonly aUp: number;
  readonly aDown: number;
  readonly xUp: number;
  readonly xDown: number;
  readonly alphaUp: number;
  readonly alphaDown: number;
  /** +1: x rises with positive voltage; -1: it falls */
  readonly eta: 1 | -1;
  readonly initial: number;
}

/** Found: Yakopcic et al. 2013, as used in several open models. */
export const yakopcicDefaults: YakopcicParameters = {
  a: 0.17,
  b: 0.05,
  upVolts: 0.16,
  downVolts: 0.15,
  aUp: 4000,
  aDown: 4000,
  xUp: 0.3,
  xDown: 0.5,
  alphaUp: 1,
  alphaDown: 5,
  eta: 1,
  initial: 0.11,
};

/** sinh and cosh without the loss of digits at small arguments. */
function hyperbolic(u: number): { readonly sinh: number; readonly cosh: number } {
  const m = expm1(Math.abs(u));
  const sinh = (m + m / (m + 1)) / 2;
  return { sinh: u < 0 ? -sinh : sinh, cosh: (m + 1 + 1 / (m + 1)) / 2 };
}

export function yakopcic(parameters: Partial<YakopcicParameters> = {}): CompactModel {
  const p = { ...yakopcicDefaults, ...parameters };
  const thresholdUp = exp(p.upVolts);
  const thresholdDown = exp(p.downVolts);
  const speed = (v: number): number => {
    if (v > p.upVolts) return p.aUp * (exp(v) - thresholdUp);
    if (v < -p.downVolts) return -p.aDown * (exp(-v) - thresholdDown);
    return 0;
  };
  const window = (x: number, rises: boolean): number => {
    if (rises) return x >= p.xUp ? exp(-p.alphaUp * (x - p.xUp)) * ((p.xUp - x) / (1 - p.xUp) + 1) : 1;
    return x <= 1 - p.xDown ? exp(p.alphaDown * (x + p.xDown - 1)) * (x / (1 - p.xDown)) : 1;
  };
  return {
    name: 'Yakopcic',
    bounds: [0, 1],
    initial: p.initial,
    current: (v, x) => p.a * x * hyperbolic(p.b * v).sinh,
    rate: (v, x) => p.eta * speed(v) * window(x, p.eta * v > 0),
    conductance: (v, x) => p.a * p.b * x * hyperbolic(p.b * v).cosh,
    currentByState: (v) => p.a * hyperbolic(p.b * v).sinh,
  };
}

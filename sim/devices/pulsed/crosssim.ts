/**
 * CrossSim's analytic device: the change that is wanted goes in, the change that happens comes out.
 * In equal small steps it is a soft-bounds device with P = 1/u pulses of curvature alpha u.
 * @see CrossSim 2.0, Sandia National Laboratories
 */
import { expm1 } from '../../base/math.ts';

export interface CrossSimDevice {
  readonly wMin: number;
  readonly wMax: number;
  /** how bent the curve is, > 0; 0 is straight */
  readonly alpha: number;
}

/**
 * A weight after a wanted change of dw.
 *   range D, u = dw / D, w0 = D / (1 - e^-alpha)
 *   up    w + (w0 + wMin - w)(1 - e^(-alpha u))
 *   down  w + (wMax - w0 - w)(1 - e^(alpha u))
 * held within the range.
 */
export function crossSimUpdate({ wMin, wMax, alpha }: CrossSimDevice, w: number, dw: number): number {
  const range = wMax - wMin;
  const u = dw / range;
  if (alpha === 0) return Math.min(wMax, Math.max(wMin, w + dw));
  const w0 = -range / expm1(-alpha);
  const change = u > 0 ? -(w0 + wMin - w) * expm1(-alpha * u) : -(wMax - w0 - w) * expm1(alpha * u);
  return Math.min(wMax, Math.max(wMin, w + change));
}

/** Standard deviation of the write noise of a wanted change: sigma sqrt(|dw| range). */
export const crossSimNoise = ({ wMin, wMax }: CrossSimDevice, dw: number, sigma: number): number =>
  sigma * Math.sqrt(Math.abs(dw) * (wMax - wMin));

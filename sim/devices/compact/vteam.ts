/**
 * VTEAM: a memristor that moves only beyond a threshold voltage. With x as a share of the film, 0 = on:
 *   dx/dt = (k_off / D) (V / v_off - 1)^alpha_off   for V > v_off > 0
 *   dx/dt = (k_on / D) (V / v_on - 1)^alpha_on      for V < v_on < 0
 *   V = (R_on + (R_off - R_on) x) I
 * @see Kvatinsky, Ramadan, Friedman & Kolodny, IEEE TCAS-II 62, 2015
 */
import pow from '@stdlib/math-base-special-pow';
import type { Ohms, Volts } from '../../base/units.ts';
import type { CompactModel } from '../../electrical/network/types.ts';

export interface VteamParameters {
  readonly onOhms: Ohms;
  readonly offOhms: Ohms;
  /** m/s, < 0 and > 0 */
  readonly kOn: number;
  readonly kOff: number;
  readonly alphaOn: number;
  readonly alphaOff: number;
  /** < 0 and > 0 */
  readonly onVolts: Volts;
  readonly offVolts: Volts;
  /** D, m */
  readonly thickness: number;
  /** x before anything has happened, a share of D */
  readonly initial: number;
}

/** Found: MemTorch (Lammie et al., Neurocomputing 485, 2022), after the model's authors; chosen: x = .5. */
export const vteamDefaults: VteamParameters = {
  onOhms: 50,
  offOhms: 1000,
  kOn: -10,
  kOff: 5e-4,
  alphaOn: 3,
  alphaOff: 1,
  onVolts: -0.2,
  offVolts: 0.02,
  thickness: 3e-9,
  initial: 0.5,
};

/** A device in shares of its thickness. */
export function vteam(parameters: Partial<VteamParameters> = {}): CompactModel {
  const p = { ...vteamDefaults, ...parameters };
  const difference = p.offOhms - p.onOhms;
  const conductance = (x: number): number => 1 / (p.onOhms + difference * x);
  return {
    name: 'VTEAM',
    bounds: [0, 1],
    initial: p.initial,
    current: (v, x) => v * conductance(x),
    rate: (v) => {
      if (v > p.offVolts) return (p.kOff / p.thickness) * pow(v / p.offVolts - 1, p.alphaOff);
      if (v < p.onVolts) return (p.kOn / p.thickness) * pow(v / p.onVolts - 1, p.alphaOn);
      return 0;
    },
    conductance: (_v, x) => conductance(x),
    currentByState: (v, x) => -v * difference * conductance(x) * conductance(x),
    rateByState: () => 0,
  };
}

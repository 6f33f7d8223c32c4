/**
 * The memristor of HP Labs: a film of titanium dioxide whose doped part, of relative length x, conducts.
 *   V = (R_on x + R_off (1 - x)) I,   dx/dt = (mu R_on / D^2) I F(x, I)
 * The window F slows the boundary down near the ends:
 *   none      F = 1
 *   joglekar  F = 1 - (2x - 1)^(2p): symmetric; a boundary at an end stays there for ever
 *   biolek    F = 1 - (x - step(-I))^(2p): slow only toward an end, so that it can leave again
 * @see Strukov, Snider, Stewart & Williams, Nature 453, 2008; Joglekar & Wolf, Eur. J. Phys. 30, 2009;
 *      Biolek, Biolek & Biolkova, Radioengineering 18, 2009
 */
import type { Ohms } from '../../base/units.ts';
import type { CompactModel } from '../../electrical/network/types.ts';

export interface HpParameters {
  readonly onOhms: Ohms;
  readonly offOhms: Ohms;
  /** mobility of the dopants, m^2/(V s) */
  readonly mobility: number;
  /** thickness of the film, m */
  readonly thickness: number;
  readonly window: 'none' | 'joglekar' | 'biolek';
  /** p of the window, a whole number of 1 or more: the larger, the steeper it falls at the ends */
  readonly order: number;
  /** x before anything has happened */
  readonly initial: number;
}

/** Found: MemTorch (Lammie et al., Neurocomputing 485, 2022), R 100 and 16k ohm, mu 1e-14, D 10 nm; chosen: p = 2, x = .1. */
export const hpDefaults: HpParameters = {
  onOhms: 100,
  offOhms: 16_000,
  mobility: 1e-14,
  thickness: 10e-9,
  window: 'joglekar',
  order: 2,
  initial: 0.1,
};

/** @throws RangeError when p is no whole number of 1 or more */
export function hp(parameters: Partial<HpParameters> = {}): CompactModel {
  const p = { ...hpDefaults, ...parameters };
  if (!(Number.isInteger(p.order) && p.order >= 1))
    throw new RangeError(
      `HP memristor: the window's order is ${p.order}; expected a whole number, 1 or more.`,
    );
  const perCoulomb = (p.mobility * p.onOhms) / (p.thickness * p.thickness);
  const difference = p.offOhms - p.onOhms;
  const conductance = (x: number): number => 1 / (p.offOhms - difference * x);
  /** y^(2p) */
  const even = (y: number): number => {
    let power = 1;
    for (let k = 0; k < p.order; k++) power *= y * y;
    return power;
  };
  const window = (x: number, amperes: number): number => {
    if (p.window === 'joglekar') return 1 - even(2 * x - 1);
    if (p.window === 'biolek') return 1 - even(amperes < 0 ? x - 1 : x);
    return 1;
  };
  return {
    name: p.window === 'none' ? 'HP' : `HP, ${p.window} window`,
    bounds: [0, 1],
    initial: p.initial,
    current: (v, x) => v * conductance(x),
    rate: (v, x) => {
      const amperes = v * conductance(x);
      return perCoulomb * amperes * window(x, amperes);
    },
    conductance: (_v, x) => conductance(x),
    currentByState: (v, x) => v * difference * conductance(x) * conductance(x),
    rateByVolts: (v, x) => perCoulomb * conductance(x) * window(x, v),
  };
}

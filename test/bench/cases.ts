/** What is measured. A case runs a number of presentations; its file is loaded in a process of its own. */
import { adaline } from '../../circuits/adaline/circuit.ts';
import type { HardwareRule, Shape } from '../../sim/circuit.ts';
import { Run } from '../../sim/clock.ts';
import { compile } from '../../sim/compile.ts';
import { adaptAlphaLms, adaptMuLms, defaultRuleOptions, idealRules } from '../../src/ideal/index.ts';
import { desired, LINES, PATTERNS, rows, stimuli } from './stimuli.ts';

/** Runs so many presentations. */
export type Work = (presentations: number) => void;
export interface Case {
  readonly name: string;
  readonly target: { readonly ratio: number } | { readonly perSecond: number };
  /** presentations a round */
  readonly presentations: number;
  readonly prepare: () => Work;
}

/** What everything is compared with: LMS as one would write it by hand, over typed arrays. */
export function handLoop(): Work {
  const w = new Float64Array(LINES);
  return (presentations) => {
    for (let k = 0; k < presentations; k++) {
      const x = rows[k % PATTERNS];
      let s = 0;
      for (let i = 0; i < w.length; i++) s += w[i] * x[i];
      const gain = 2 * 0.01 * (desired[k % PATTERNS] - s);
      for (let i = 0; i < w.length; i++) w[i] += gain * x[i];
    }
  };
}

const ideal = (
  name: string,
  step: number,
  adapt: (w: Float64Array, x: Float64Array, d: number, step: number) => number,
): Case => ({
  name,
  target: { ratio: 1.3 },
  presentations: 400_000,
  prepare: () => {
    const w = new Float64Array(LINES);
    return (presentations) => {
      for (let k = 0; k < presentations; k++) adapt(w, rows[k % PATTERNS], desired[k % PATTERNS], step);
    };
  },
});
const fromRegistry = (rule: 'mu-lms' | 'alpha-lms', step: number): Case =>
  ideal(`idealRules['${rule}'].adapt`, step, (w, x, d, a) =>
    idealRules[rule].adapt(w, x, d, a, defaultRuleOptions),
  );

const hardware = (
  rule: HardwareRule,
  step: number,
  adaptation: Shape['adaptation'],
  device: 'ideal' | 'as-built',
): Case => ({
  name: `${adaptation} ${rule}, ${device} devices`,
  target: { perSecond: device === 'ideal' ? 1_000_000 : 250_000 },
  presentations: device === 'ideal' ? 60_000 : 15_000,
  prepare: () => {
    const shape: Shape = {
      inputs: LINES - 1,
      bias: true,
      rule,
      step,
      gamma: 0.5,
      eps: 1e-6,
      adaptation,
      summer: 'op-amp',
    };
    const settingValue = (_path: string, s: { default: number; ideal: number }): number =>
      device === 'ideal' ? s.ideal : s.default;
    const run = new Run(compile(adaline.build(shape), { settingValue }));
    return (presentations) => {
      for (let k = 0; k < presentations; k++) run.presentation(stimuli[k % PATTERNS]);
    };
  },
});

export const cases: readonly Case[] = [
  ideal('adaptMuLms', 0.01, adaptMuLms),
  ideal('adaptAlphaLms', 0.5, adaptAlphaLms),
  fromRegistry('mu-lms', 0.01),
  fromRegistry('alpha-lms', 0.5),
  hardware('alpha-lms', 0.5, 'nulling', 'ideal'),
  hardware('mu-lms', 0.01, 'timed', 'ideal'),
  hardware('alpha-lms', 0.5, 'timed', 'ideal'),
  hardware('alpha-lms', 0.5, 'nulling', 'as-built'),
  hardware('mu-lms', 0.01, 'timed', 'as-built'),
];

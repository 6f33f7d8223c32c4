import type { Act } from './index.ts';
import type { OperatorProgram } from './program.ts';

/**
 * The drill of 1960, for any rule: read the error on the meter, then turn every knob by the same
 * amount in the direction sgn(signal) x_i. With alpha-LMS and alpha = 1 the amount is |e| / 17 for
 * seventeen knobs, and the error of the pattern on the switches goes to zero.
 * @see Widrow & Hoff, WESCON 1960, pp. 96-97
 */
export function operator(
  program: OperatorProgram,
  read: (name: string) => number,
  n: number,
  target: Float64Array,
): Act {
  const { adaptation, step, eps, gamma, fullScale, unit, tie } = program;
  const x = read('pattern');
  const meter = read('error');
  const desired = read('desired');
  const decision = read('decision');
  const knobs = read('knobs');
  const learn = read('learn');
  const sign = (z: number): number => (z > tie ? 1 : z < -tie ? -1 : 0);
  return (f) => {
    const e = f[meter]!;
    const d = f[desired]! * fullScale;
    // the meter shows the error alone: the operator takes it from the reference to know the sum
    const s = d - e;
    const q = f[decision] === 1 ? 1 : -1;
    const inside = Math.abs(s) < gamma - tie;
    let signal = e;
    if (adaptation.signal === 'decision error') signal = d - q;
    else if (adaptation.signal === 'mays-increment') signal = inside ? d : (d - q) / 2;
    else if (adaptation.signal === 'mays-relaxation') signal = inside || Math.abs(d - q) > tie ? e : 0;
    let length = 0;
    for (let i = 0; i < n; i++) length += f[x + i]! * f[x + i]!;
    let amount = adaptation.gain * step * sign(signal);
    if (adaptation.width === 'proportional') amount *= Math.abs(signal);
    if (adaptation.divided !== 'no')
      amount = length === 0 ? 0 : amount / (length + (adaptation.divided === 'by x.x' ? 0 : eps));
    if (f[learn] !== 1) amount = 0;
    // a weight of one is a conductance of unit / fullScale
    const siemens = (amount * unit) / fullScale;
    for (let i = 0; i < n; i++) {
      const xi = f[x + i]!;
      target[i] = f[knobs + i]! + siemens * (adaptation.lines === 'sign' ? sign(xi) : xi);
    }
  };
}

/** A crossbar with wires, solved again after every conductance has changed. */
import { Crossbar } from '../../../sim/electrical/crossbar/crossbar.ts';
import type { Contest } from '../contest.ts';

const resolve = (size: number, milliseconds: number, amount: number): Contest => ({
  name: `crossbar ${size} x ${size} with wires, re-solved`,
  unit: 'solutions',
  target: { milliseconds },
  prepare: () => {
    const bar = new Crossbar(size, size, { wordOhms: 0.5, bitOhms: 0.5 });
    const siemens = Float64Array.from({ length: size * size }, (_, k) => 1e-4 * (1 + ((k * 7919) % 97)));
    const drive = { left: new Float64Array(size).fill(0.2), bottom: new Float64Array(size) };
    let worst = 0;
    const work = (times: number): void => {
      for (let t = 0; t < times; t++) {
        for (let k = 0; k < siemens.length; k++) siemens[k] *= (k + t) % 2 ? 1.01 : 1 / 1.01;
        worst = Math.max(worst, bar.solve(siemens, drive).kirchhoffResidual);
        if (!(worst < 1e-10)) throw new Error(`crossbar: a residual of ${worst}.`);
      }
    };
    return { own: { name: 'crossbar', amount, work }, rival: null };
  },
});

export const contests: readonly Contest[] = [resolve(16, 0.3, 100), resolve(64, 15, 5), resolve(128, 100, 1)];

import type { Act } from './index.ts';
import type { AccumulatorProgram } from './program.ts';

/**
 * Sums signal x_i over `batch` presentations; at the end of the last one the lines are sgn of the
 * sums, and the sums begin again at zero. Its memory is what it writes.
 * @see Prezioso et al., Nature 521, 2015: the Manhattan rule on a crossbar, the sums kept by a computer
 */
export function accumulator(
  { batch, tie }: AccumulatorProgram,
  read: (name: string) => number,
  n: number,
  write: (name: string) => Float64Array,
): Act {
  const [x, signal, sumsNow, countNow] = ['pattern', 'signal', 'sums', 'count'].map(read) as [
    number,
    number,
    number,
    number,
  ];
  const [sums, count, lines] = [write('sums'), write('count'), write('lines')];
  return (f) => {
    const presented = f[countNow]! + 1;
    const isLast = presented >= batch;
    count[0] = isLast ? 0 : presented;
    for (let i = 0; i < n; i++) {
      const sum = f[sumsNow + i]! + f[signal]! * f[x + i]!;
      lines[i] = !isLast ? 0 : sum > tie ? 1 : sum < -tie ? -1 : 0;
      sums[i] = isLast ? 0 : sum;
    }
  };
}

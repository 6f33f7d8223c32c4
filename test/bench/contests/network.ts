/** Sparse factorisation into the structure that stands, beside elimination over all entries, on grids of resistors. */
import { DenseLu } from '../../../sim/electrical/linear/dense-lu.ts';
import { type LinearSolver, Pattern } from '../../../sim/electrical/linear/pattern.ts';
import { SparseLu } from '../../../sim/electrical/linear/sparse-lu.ts';
import type { Contest, Side } from '../contest.ts';

/** The nodal matrix of k by k nodes, each on its neighbours, one corner on ground. */
function grid(k: number): { readonly pattern: Pattern; readonly values: Float64Array } {
  const pattern = new Pattern(k * k);
  const entries: number[] = [];
  const add = (row: number, column: number, x: number): void => {
    const slot = pattern.slot(row, column);
    entries[slot] = (entries[slot] ?? 0) + x;
  };
  const resistor = (i: number, j: number): void => {
    const g = 1 + ((7 * i + 3 * j) % 5) / 5;
    add(i, i, g);
    add(j, j, g);
    add(i, j, -g);
    add(j, i, -g);
  };
  for (let r = 0; r < k; r++) {
    for (let c = 0; c < k; c++) {
      if (c + 1 < k) resistor(r * k + c, r * k + c + 1);
      if (r + 1 < k) resistor(r * k + c, (r + 1) * k + c);
    }
  }
  add(0, 0, 1);
  return { pattern, values: Float64Array.from(entries) };
}

function side(name: string, solver: LinearSolver, values: Float64Array, n: number, amount: number): Side {
  const changing = values.slice();
  const b = new Float64Array(n);
  let turn = 0;
  return {
    name,
    amount,
    work: (times) => {
      for (let k = 0; k < times; k++) {
        // conductances that have changed, topology that has not
        turn = (turn + 1) % 8;
        for (let i = 0; i < changing.length; i++) changing[i] = values[i] * (1 + turn / 16);
        solver.factor(changing);
        b.fill(0);
        b[n - 1] = 1;
        solver.solve(b);
      }
    },
  };
}

const contest = (k: number, timesFaster: number, own: number, rival: number): Contest => ({
  name: `network: a grid of ${k} by ${k} resistors, changed and solved again`,
  unit: 'solutions',
  target: { timesFaster },
  prepare: () => {
    const { pattern, values } = grid(k);
    const sparse = new SparseLu(pattern);
    sparse.factor(values);
    return {
      own: side('sparse', sparse, values, k * k, own),
      rival: side('dense', new DenseLu(pattern), values, k * k, rival),
      note: `${pattern.count} entries, filled in to ${sparse.entries}`,
    };
  },
});

export const contests: readonly Contest[] = [
  contest(5, 1, 5000, 5000),
  contest(8, 2, 2000, 500),
  contest(16, 6, 200, 20),
];

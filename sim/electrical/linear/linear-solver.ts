import { DenseLu } from './dense-lu.ts';
import type { LinearSolver, Pattern } from './pattern.ts';
import { SparseLu } from './sparse-lu.ts';

/** From so many unknowns on a sparse matrix is quicker; measured on grids, where 16 unknowns take either the same time. */
export const SPARSE_FROM = 17;
/** Fuller than this, elimination over all entries is quicker whatever the size. */
const FULL = 0.5;

/** The solver that suits a pattern's size. */
export function linearSolver(pattern: Pattern, wanted: 'auto' | 'dense' | 'sparse' = 'auto'): LinearSolver {
  const { size, count } = pattern;
  const sparse =
    wanted === 'sparse' || (wanted === 'auto' && size >= SPARSE_FROM && count < FULL * size * size);
  return sparse ? new SparseLu(pattern) : new DenseLu(pattern);
}

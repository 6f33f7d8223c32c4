import { DenseLu } from './dense-lu.ts';
import type { LinearSolver, Pattern } from './pattern.ts';
import { SparseLu } from './sparse-lu.ts';

/** Below so many unknowns both take the same time, and the dense one needs no ordering. */
const SPARSE_FROM = 10;
/**
 * Sparse is quicker while L and U will fill less than this part of the matrix: measured on grids of 9
 * to 1024 nodes and on random patterns of 10 to 80 unknowns, where the two meet between .55 and .65
 * whatever the size.
 */
const FULL = 0.6;

/** The solver that suits a pattern. */
export function linearSolver(pattern: Pattern, wanted: 'auto' | 'dense' | 'sparse' = 'auto'): LinearSolver {
  const { size } = pattern;
  if (wanted === 'dense' || (wanted === 'auto' && size < SPARSE_FROM)) return new DenseLu(pattern);
  const sparse = new SparseLu(pattern);
  if (wanted === 'sparse' || sparse.expected < FULL * size * size) return sparse;
  return new DenseLu(pattern);
}

/**
 * The three decompositions the theory needs, over square matrices stored row
 * by row in a Float64Array. The one importer of ml-matrix.
 */
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';

/**
 * Values below this share of the largest count as zero. Rounding leaves about
 * n 2^-52 of the largest, 4e-15 for 17 weights; the weakest direction a set of
 * patterns really has is far above.
 */
const rankTolerance = 1e-12;

/** Eigenvalues, ascending, and orthonormal eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** Shape [n], ascending. */
  readonly values: Float64Array;
  /** vectors[p] belongs to values[p], shape [n] each. */
  readonly vectors: readonly Float64Array[];
  /** How many values are above 1e-12 of the largest magnitude. */
  readonly rank: number;
}

/**
 * Decomposes a symmetric matrix, S = sum_p lambda_p v_p v_p'.
 * @param S symmetric matrix, shape [n, n], row by row
 * @param n its order
 * @returns eigenvalues ascending, eigenvectors, rank
 */
export function decomposeSymmetric(S: Float64Array, n: number): SymmetricEigen {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(toMatrix(S, n), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, p) => p).sort((a, b) => realEigenvalues[a] - realEigenvalues[b]);
  const values = Float64Array.from(order, (p) => realEigenvalues[p]);
  const vectors = order.map((p) => Float64Array.from(eigenvectorMatrix.getColumn(p)));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const rank = values.filter((value) => Math.abs(value) > rankTolerance * largest).length;
  return { values, vectors, rank };
}

/**
 * Magnitudes and parts of the eigenvalues of any square matrix.
 * @param A matrix, shape [n, n], row by row
 * @param n its order
 * @returns [real part, imaginary part] of each eigenvalue, in no order
 */
export function eigenvaluesOf(A: Float64Array, n: number): readonly (readonly [number, number])[] {
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(toMatrix(A, n));
  return realEigenvalues.map((real, p) => [real, imaginaryEigenvalues[p]]);
}

/**
 * Solves A w = b in the least squares sense; of all solutions the shortest.
 *   w = A^+ b, from the singular value decomposition of A
 * @param A matrix, shape [n, n], row by row
 * @param b right side, shape [n]
 * @returns w, shape [n], and the rank of A
 */
export function solveMinimumNorm(A: Float64Array, b: Float64Array): { w: Float64Array; rank: number } {
  const n = b.length;
  const {
    diagonal,
    leftSingularVectors: U,
    rightSingularVectors: V,
  } = new SingularValueDecomposition(toMatrix(A, n));
  const largest = Math.max(...diagonal);
  const w = new Float64Array(n);
  let rank = 0;
  for (let p = 0; p < n; p++) {
    if (!(diagonal[p] > rankTolerance * largest)) continue;
    rank++;
    let along = 0;
    for (let i = 0; i < n; i++) along += U.get(i, p) * b[i];
    for (let i = 0; i < n; i++) w[i] += (along / diagonal[p]) * V.get(i, p);
  }
  return { w, rank };
}

/**
 * The matrix as ml-matrix takes it. Entries below 1e-30 of the largest are set to 0: no digit of a result
 * shows them, and next to underflow the decompositions would divide by them and never end.
 */
function toMatrix(A: Float64Array, n: number): Matrix {
  const largest = A.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (!Number.isFinite(largest)) {
    throw new RangeError(`decomposition: a matrix of order ${n} holds ${largest}; scale the inputs down.`);
  }
  return Matrix.from1DArray(
    n,
    n,
    Array.from(A, (entry) => (Math.abs(entry) < 1e-30 * largest ? 0 : entry)),
  );
}

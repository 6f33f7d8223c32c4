/**
 * Data and chance for the tests of pure mathematics. The bitmaps are this
 * file's own transcription of the published patterns: circuits/patterns holds
 * another, and neither reads the other.
 */

/** A counter-based random generator: the k-th draw of a seed is a pure function of both (the finalizer of MurmurHash3). */
export function hash32(seed: number, k: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(k + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Seeded draws in the order asked for. */
export class Chance {
  readonly #seed: number;
  #k = 0;

  constructor(seed: number) {
    this.#seed = hash32(seed, 0x5eed);
  }

  /** 32 random bits. */
  bits(): number {
    return hash32(this.#seed, this.#k++);
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.bits() / 2 ** 32;
  }

  /** Uniform in [-half, half), variance half^2/3. */
  symmetric(half: number): number {
    return half * (2 * this.uniform() - 1);
  }

  /** Normal, mean 0, variance 1 (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Integer in [0, n). */
  below(n: number): number {
    return Math.floor(n * this.uniform());
  }

  /** Fills x with independent +1 and -1, at most 32 of them. */
  signs(x: Float64Array): Float64Array {
    const bits = this.bits();
    for (let i = 0; i < x.length; i++) x[i] = (bits >>> i) & 1 ? 1 : -1;
    return x;
  }
}

/** A set as the ideal track takes it. */
export interface Rows {
  readonly inputs: readonly Float64Array[];
  readonly desired: readonly number[];
}

/** A bitmap, rows from top to bottom: '#' is +1, '.' is -1; blanks are ignored. */
export function bitmap(picture: string): number[] {
  return [...picture].filter((cell) => cell === '#' || cell === '.').map((cell) => (cell === '#' ? 1 : -1));
}

/** Rows with the bias input +1 put first. */
export function withBias(rows: readonly (readonly number[])[]): Float64Array[] {
  return rows.map((row) => Float64Array.from([1, ...row]));
}

/** The six patterns of 1960, 16 cells and bias: T, T shifted, G, G shifted, F, F shifted. */
export const tgf: Rows = {
  inputs: withBias(
    [
      '###. .#.. .#.. .#..',
      '.### ..#. ..#. ..#.',
      '###. #... ###. ###.',
      '.### .#.. .### .###',
      '###. ##.. #... #...',
      '.### .##. .#.. .#..',
    ].map(bitmap),
  ),
  desired: [60, 60, 0, 0, -60, -60],
};

/** The eight patterns of Widrow's T/J demonstration, 16 cells, no bias, in the order of training. */
export const tj: Rows = {
  inputs: [
    '###. .#.. .#.. .#..',
    '..#. ..#. #.#. ###.',
    '.### ..#. ..#. ..#.',
    '...# ...# .#.# .###',
    '.... #... #### #...',
    '.... #### ...# ..##',
    '#... #### #... ....',
    '#### ...# ..## ....',
  ].map((picture) => Float64Array.from(bitmap(picture))),
  desired: [1, -1, 1, -1, 1, -1, 1, -1],
};

/** All rows of n inputs of -1 and +1 with bias, counting upwards, first input the most significant. */
export function truthTable(n: number, output: (inputs: readonly number[]) => number): Rows {
  const rows = Array.from({ length: 2 ** n }, (_, row) =>
    Array.from({ length: n }, (_, i) => ((row >> (n - 1 - i)) & 1 ? 1 : -1)),
  );
  return { inputs: withBias(rows), desired: rows.map(output) };
}

const sum = (inputs: readonly number[]): number => inputs.reduce((total, input) => total + input, 0);

export const and = truthTable(2, (inputs) => (sum(inputs) === 2 ? 1 : -1));
export const or = truthTable(2, (inputs) => (sum(inputs) === -2 ? -1 : 1));
export const xor = truthTable(2, (inputs) => (sum(inputs) === 0 ? 1 : -1));
export const majority3 = truthTable(3, (inputs) => (sum(inputs) > 0 ? 1 : -1));

/** The ADALINE's decisions on every row, sums of zero counted as +1. */
export function decisions(w: Float64Array, rows: Rows): number[] {
  return rows.inputs.map((x) => (product(w, x) >= -1e-9 ? 1 : -1));
}

/** Errors d - w.x on every row. */
export function errors(w: Float64Array, rows: Rows): number[] {
  return rows.inputs.map((x, p) => rows.desired[p] - product(w, x));
}

/** w.x, this file's own. */
export function product(w: Float64Array, x: Float64Array): number {
  return w.reduce((total, weight, i) => total + weight * x[i], 0);
}

/** Largest magnitude in a list. */
export function largest(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

/** Median; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.floor(half - 0.5)] + sorted[Math.floor(half)]) / 2;
}

/**
 * A separating vector of rows with d = +1 and -1, or null when there is none:
 * the point of the convex hull of the vectors d x nearest to the origin, found
 * by non-negative least squares (Lawson & Hanson). It is the direction of the
 * widest margin. Either answer is certain: a vector is tried on every row
 * before it is returned, and null means that 0 lies in the hull.
 */
export function separate({ inputs, desired }: Rows): Float64Array | null {
  // Minimise |A l - b|^2 over l >= 0, A = [d x; 1], b = [0; 1].
  const columns = inputs.map((x, p) => [...x].map((cell) => desired[p] * cell).concat(1));
  const height = inputs[0].length + 1;
  const gram = columns.map((a) => columns.map((b) => a.reduce((total, cell, i) => total + cell * b[i], 0)));
  let weights = new Array<number>(columns.length).fill(0);
  const passive: number[] = [];
  for (;;) {
    const residual = Array.from({ length: height }, (_, i) =>
      columns.reduce((rest, a, p) => rest - weights[p] * a[i], i === height - 1 ? 1 : 0),
    );
    const u = Float64Array.from(residual.slice(0, -1), (cell) => -cell);
    const pulls = columns.map((a) => a.reduce((total, cell, i) => total + cell * residual[i], 0));
    const entering = pulls.reduce(
      (best, pull, p) => (!passive.includes(p) && pull > (best < 0 ? 1e-10 : pulls[best]) ? p : best),
      -1,
    );
    if (entering < 0) {
      return inputs.every((x, p) => desired[p] * product(u, x) > 1e-10) ? u : null;
    }
    passive.push(entering);
    for (;;) {
      const trial = solve(
        passive.map((p) => passive.map((q) => gram[p][q])),
        passive.map(() => 1),
      );
      const leaving = trial.map((value, j) => ({ value, p: passive[j] })).filter(({ value }) => value <= 0);
      const share = Math.min(1, ...leaving.map(({ value, p }) => weights[p] / (weights[p] - value)));
      const next = new Array<number>(columns.length).fill(0);
      for (const [j, p] of passive.entries()) next[p] = weights[p] + share * (trial[j] - weights[p]);
      weights = next;
      if (leaving.length === 0) break;
      for (let j = passive.length - 1; j >= 0; j--) {
        if (trial[j] <= 0 && weights[passive[j]] < 1e-14) passive.splice(j, 1);
      }
    }
  }
}

/** Solves A y = b by elimination with pivots. */
function solve(A: number[][], b: number[]): number[] {
  const n = b.length;
  const rows = A.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const y = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    let rest = rows[k][n];
    for (let j = k + 1; j < n; j++) rest -= rows[k][j] * y[j];
    y[k] = rest / rows[k][k];
  }
  return y;
}

/** Rows of independent normal inputs with bias and random labels: in general position with probability 1. */
export function randomLabels(chance: Chance, count: number, n: number): Rows {
  const inputs = Array.from({ length: count }, () =>
    Float64Array.from({ length: n }, (_, i) => (i === 0 ? 1 : chance.normal())),
  );
  return { inputs, desired: inputs.map(() => (chance.uniform() < 0.5 ? -1 : 1)) };
}

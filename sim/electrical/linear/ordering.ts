/**
 * In which order to eliminate the unknowns of a sparse matrix, from its pattern alone, so that few
 * entries fill in.
 */
import type { Columns } from './pattern.ts';

/**
 * A row for each column, so that all of the chosen entries may differ from zero: pivots without which
 * nothing can be eliminated. A column's own row is taken where it can be.
 * @returns row of each column; -1 for a column that is left without one, so that the matrix is singular
 * @see Duff, "On algorithms for obtaining a maximum transversal", ACM Trans. Math. Softw. 7(3), 1981
 */
export function transversal(n: number, { start, row }: Columns): Int32Array {
  const rowOf = new Int32Array(n).fill(-1);
  const columnOf = new Int32Array(n).fill(-1);
  for (let c = 0; c < n; c++) {
    for (let p = start[c]!; p < start[c + 1]!; p++) {
      if (row[p] !== c) continue;
      rowOf[c] = c;
      columnOf[c] = c;
    }
  }
  // for each column that has none, a path of exchanges to a free row, found depth first
  const visited = new Int32Array(n).fill(-1);
  const next = new Int32Array(n);
  const path: number[] = [];
  for (let c = 0; c < n; c++) {
    if (rowOf[c]! >= 0) continue;
    path.length = 0;
    path.push(c);
    visited[c] = c;
    next[c] = start[c]!;
    search: while (path.length) {
      const j = path.at(-1)!;
      while (next[j]! < start[j + 1]!) {
        const r = row[next[j]!]!;
        next[j] = next[j]! + 1;
        const owner = columnOf[r]!;
        if (owner < 0) {
          // the free row goes to the last column of the path, its old row to the one before, ...
          let free = r;
          for (let k = path.length - 1; k >= 0; k--) {
            const column = path[k]!;
            const old = rowOf[column]!;
            rowOf[column] = free;
            columnOf[free] = column;
            free = old;
          }
          break search;
        }
        if (visited[owner] === c) continue;
        visited[owner] = c;
        next[owner] = start[owner]!;
        path.push(owner);
        continue search;
      }
      path.pop();
    }
  }
  return rowOf;
}

/**
 * Approximate minimum degree of the pattern of B + B', B the matrix with its rows exchanged by
 * `transversal`. Eliminated unknowns are kept as elements (cliques), whose members alone are stored.
 * @returns the unknowns in the order in which to eliminate them, and how many entries L and U will have
 *          together if every pivot stays on the diagonal
 * @see Amestoy, Davis & Duff, "An approximate minimum degree ordering algorithm", SIAM J. Matrix Anal. Appl. 17(4), 1996
 */
export function minimumDegree(
  n: number,
  { start, row }: Columns,
  rowOf: Int32Array,
): { readonly order: Int32Array; readonly entries: number } {
  const columnOf = new Int32Array(n).fill(-1);
  rowOf.forEach((r, c) => {
    if (r >= 0) columnOf[r] = c;
  });
  const joined = Array.from({ length: n }, () => new Set<number>());
  for (let c = 0; c < n; c++) {
    for (let p = start[c]!; p < start[c + 1]!; p++) {
      const r = columnOf[row[p]!]!;
      if (r < 0 || r === c) continue;
      joined[c]!.add(r);
      joined[r]!.add(c);
    }
  }
  /** neighbours that no element covers */
  const variables = joined.map((set) => [...set]);
  /** elements that an unknown belongs to, by the number of their pivot */
  const elements = variables.map((): number[] => []);
  /** members of an element; null once another has absorbed it */
  const members: (number[] | null)[] = new Array(n).fill(null);
  const degree = Int32Array.from(variables, (list) => list.length);
  const alive = new Uint8Array(n).fill(1);

  // unknowns of one degree in a list, doubly linked
  const first = new Int32Array(n + 1).fill(-1);
  const after = new Int32Array(n).fill(-1);
  const before = new Int32Array(n).fill(-1);
  const insert = (i: number): void => {
    const d = degree[i]!;
    const head = first[d]!;
    after[i] = head;
    before[i] = -1;
    if (head >= 0) before[head] = i;
    first[d] = i;
  };
  const remove = (i: number): void => {
    const [p, q] = [before[i]!, after[i]!];
    if (p >= 0) after[p] = q;
    else first[degree[i]!] = q;
    if (q >= 0) before[q] = p;
  };
  for (let i = n - 1; i >= 0; i--) insert(i);

  const order = new Int32Array(n);
  const mark = new Int32Array(n).fill(-1);
  const outside = new Int32Array(n);
  const counted = new Int32Array(n).fill(-1);
  let least = 0;
  let entries = n;
  for (let k = 0; k < n; k++) {
    while (first[least]! < 0) least++;
    const pivot = first[least]!;
    remove(pivot);
    order[k] = pivot;
    alive[pivot] = 0;
    // the new element: all that the pivot was joined to, directly or by its elements
    const clique: number[] = [];
    mark[pivot] = k;
    const take = (i: number): void => {
      if (alive[i] !== 1 || mark[i] === k) return;
      mark[i] = k;
      clique.push(i);
    };
    variables[pivot]!.forEach(take);
    for (const e of elements[pivot]!) {
      members[e]?.forEach(take);
      members[e] = null;
    }
    members[pivot] = clique;
    entries += 2 * clique.length;
    variables[pivot] = [];
    elements[pivot] = [];
    // |members of e that are not in the new element|, for every element that it touches
    for (const i of clique) {
      const mine = elements[i]!.filter((e) => members[e] !== null);
      elements[i] = mine;
      for (const e of mine) {
        if (counted[e] !== k) {
          counted[e] = k;
          outside[e] = members[e]!.length;
        }
        outside[e] = outside[e]! - 1;
      }
    }
    for (const i of clique) {
      remove(i);
      variables[i] = variables[i]!.filter((j) => alive[j] === 1 && mark[j] !== k);
      let sum = variables[i].length + clique.length - 1;
      const kept: number[] = [];
      for (const e of elements[i]!) {
        // an element within the new one says nothing any more
        if (outside[e] === 0) members[e] = null;
        if (members[e] === null) continue;
        kept.push(e);
        sum += outside[e]!;
      }
      kept.push(pivot);
      elements[i] = kept;
      degree[i] = Math.min(n - k - 2, degree[i]! + clique.length - 1, sum);
    }
    for (const i of clique) {
      insert(i);
      if (degree[i]! < least) least = degree[i]!;
    }
  }
  return { order, entries };
}

/**
 * In which order the nodes of a crossbar are eliminated. A cross-point has two nodes, one on its
 * word line and one on its bit line. The word-line nodes of one column cut the array into a left and
 * a right part, the bit-line nodes of one row into an upper and a lower part: both parts are
 * eliminated first, the cut last, and each part is cut again. A cut of a k x k array has k nodes,
 * so the work grows as k^3 and not as k^4.
 *
 * @see George, "Nested dissection of a regular finite element mesh", SIAM J. Numer. Anal. 10(2), 1973
 */

/** Word-line nodes of rows [wordTop, wordBottom) and columns [wordLeft, wordRight), and bit-line nodes likewise. */
interface Region {
  readonly wordTop: number;
  readonly wordBottom: number;
  readonly wordLeft: number;
  readonly wordRight: number;
  readonly bitTop: number;
  readonly bitBottom: number;
  readonly bitLeft: number;
  readonly bitRight: number;
}

/** Nodes that are eliminated together; the parts that they separate come before them. */
export interface Supernode {
  readonly nodes: readonly number[];
  readonly children: readonly number[];
}

/** A part of so few nodes is not cut any more. */
const LEAF = 14;

/**
 * The parts of an array and their cuts, children before parents.
 * @param rows     word lines
 * @param columns  bit lines
 * @returns nodes by number: word line i, column j is i columns + j; bit line nodes follow, rows columns + i columns + j
 */
export function dissect(rows: number, columns: number): readonly Supernode[] {
  const supernodes: Supernode[] = [];
  const words = rows * columns;
  const list = (nodes: readonly number[], children: readonly number[]): number[] => {
    if (nodes.length === 0) return [...children];
    return [supernodes.push({ nodes, children }) - 1];
  };
  const wordNodes = (top: number, bottom: number, left: number, right: number): number[] => {
    const out: number[] = [];
    for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) out.push(i * columns + j);
    return out;
  };
  const bitNodes = (top: number, bottom: number, left: number, right: number): number[] =>
    wordNodes(top, bottom, left, right).map((k) => words + k);

  /** @returns the numbers of the supernodes on top of the region: one, or several where nothing joins them */
  const cut = (r: Region): number[] => {
    const height = Math.max(0, r.wordBottom - r.wordTop);
    const width = Math.max(0, r.bitRight - r.bitLeft);
    const wordCount = height * Math.max(0, r.wordRight - r.wordLeft);
    const bitCount = width * Math.max(0, r.bitBottom - r.bitTop);
    if (wordCount + bitCount <= LEAF || wordCount === 0 || bitCount === 0) {
      return list(
        [
          ...wordNodes(r.wordTop, r.wordBottom, r.wordLeft, r.wordRight),
          ...bitNodes(r.bitTop, r.bitBottom, r.bitLeft, r.bitRight),
        ],
        [],
      );
    }
    // the smaller cut: `height` word-line nodes, or `width` bit-line nodes
    if (height <= width) {
      const j = (r.wordLeft + r.wordRight) >> 1;
      const left = cut({ ...r, wordRight: j, bitRight: Math.min(r.bitRight, j) });
      const right = cut({ ...r, wordLeft: j + 1, bitLeft: Math.max(r.bitLeft, j) });
      return list(wordNodes(r.wordTop, r.wordBottom, j, j + 1), [...left, ...right]);
    }
    const i = (r.bitTop + r.bitBottom) >> 1;
    const upper = cut({ ...r, bitBottom: i, wordBottom: Math.min(r.wordBottom, i) });
    const lower = cut({ ...r, bitTop: i + 1, wordTop: Math.max(r.wordTop, i) });
    return list(bitNodes(i, i + 1, r.bitLeft, r.bitRight), [...upper, ...lower]);
  };
  cut({
    wordTop: 0,
    wordBottom: rows,
    wordLeft: 0,
    wordRight: columns,
    bitTop: 0,
    bitBottom: rows,
    bitLeft: 0,
    bitRight: columns,
  });
  return supernodes;
}

/**
 * A crossbar with wires that resist: every cross-point joins its word line and its bit line by a
 * device, and along each line a segment of wire lies between neighbours and at each driven end.
 * Every node's voltage and every branch's current follow from Kirchhoff's laws, exactly.
 *
 *            column 0      column 1
 *   left ─Rw─ w00 ──Rw── w01 ──Rw─ right         w: word-line nodes, b: bit-line nodes,
 *              G00          G01                  a device G from w to b at each cross-point
 *             b00          b01                   (top and bottom ends of bit lines likewise)
 *
 * @see Joksas & Mehonic, "badcrossbar", SoftwareX 12, 2020, for the same network and its published example
 */
import { type Entry, SparseCholesky } from './cholesky.ts';
import { dissect } from './dissection.ts';

/** How the lines are made, ohm. 0 = a line without resistance: all its nodes are one. */
export interface CrossbarWires {
  /** a segment of a word line */
  readonly wordOhms: number;
  /** a segment of a bit line */
  readonly bitOhms: number;
  /** from the source to a word line's first node; one segment when not given */
  readonly sourceOhms?: number;
  /** from a bit line's last node to what it is read by; one segment when not given */
  readonly senseOhms?: number;
}

/** Voltages at the ends of the lines, one for each line; an end that is not given, or NaN, is open. */
export interface CrossbarDrive {
  readonly left?: ArrayLike<number>;
  readonly right?: ArrayLike<number>;
  readonly top?: ArrayLike<number>;
  readonly bottom?: ArrayLike<number>;
}

/** Everything that can be measured. Matrices are row by row. */
export interface CrossbarSolution {
  /** voltages of the nodes on word lines and on bit lines, V, shape [rows x columns] */
  readonly wordVolts: Float64Array;
  readonly bitVolts: Float64Array;
  /** current through each device, from word line to bit line, A, shape [rows x columns] */
  readonly deviceAmperes: Float64Array;
  /** current to the right in each word-line segment, the two ends included, A, shape [rows x (columns + 1)] */
  readonly wordAmperes: Float64Array;
  /** current downward in each bit-line segment, the two ends included, A, shape [(rows + 1) x columns] */
  readonly bitAmperes: Float64Array;
  /** largest current that is left over at a node, over the largest current in a device */
  readonly kirchhoffResidual: number;
}

/** A residual of Kirchhoff's law below this is rounding: no refinement. */
const ENOUGH = 1e-11;
type Ends = readonly [first: ArrayLike<number> | undefined, last: ArrayLike<number> | undefined];

/** One crossbar; solve it again and again with other conductances. */
export class Crossbar {
  readonly rows: number;
  readonly columns: number;
  private readonly wires: Required<CrossbarWires>;
  private readonly matrix: SparseCholesky | null;
  private readonly values: Float64Array;
  private readonly right: Float64Array;
  private readonly volts: Float64Array;

  /** @throws RangeError when a size is not a positive whole number, or a resistance negative */
  constructor(rows: number, columns: number, wires: CrossbarWires) {
    for (const [name, n] of [
      ['rows', rows],
      ['columns', columns],
    ] as const) {
      if (!(Number.isInteger(n) && n > 0))
        throw new RangeError(`crossbar: found ${n} ${name}, expected a whole number from 1; change it.`);
    }
    const { wordOhms, bitOhms, sourceOhms = wordOhms, senseOhms = bitOhms } = wires;
    this.wires = { wordOhms, bitOhms, sourceOhms, senseOhms };
    for (const [name, ohms] of Object.entries(this.wires)) {
      if (!(ohms >= 0 && ohms < Number.POSITIVE_INFINITY))
        throw new RangeError(`crossbar: ${name} is ${ohms}, expected 0 or more; change it.`);
    }
    if ((wordOhms === 0) !== (sourceOhms === 0) || (bitOhms === 0) !== (senseOhms === 0)) {
      throw new RangeError(
        'crossbar: a line and its ends resist together or not at all; give both ohms, or both 0.',
      );
    }
    this.rows = rows;
    this.columns = columns;
    const sites = rows * columns;
    const isWired = wordOhms > 0 && bitOhms > 0;
    this.matrix = isWired
      ? new SparseCholesky(2 * sites, dissect(rows, columns), entriesOf(rows, columns))
      : null;
    this.values = new Float64Array(isWired ? 5 * sites : 0);
    this.right = new Float64Array(2 * sites);
    this.volts = new Float64Array(2 * sites);
  }

  /**
   * Solves all node voltages and branch currents.
   * @param siemens conductance of each device, S, shape [rows x columns], row by row; 0 = open
   * @throws RangeError for a wrong number of conductances or voltages, or a negative conductance;
   *         Error that names the line when a line hangs on nothing
   */
  solve(siemens: ArrayLike<number>, drive: CrossbarDrive): CrossbarSolution {
    const { rows, columns, wires } = this;
    this.check(siemens, drive);
    const { wordOhms, bitOhms } = wires;
    this.checkLines(siemens, drive);
    if (this.matrix !== null) {
      this.solveSparse(this.matrix, siemens, drive);
      const found = this.currents(siemens, drive);
      if (found.kirchhoffResidual < ENOUGH) return found;
      this.refine(this.matrix, siemens, drive);
    } else if (wordOhms === 0 && bitOhms === 0) {
      this.spread(this.knownLines(drive.left, drive.right, rows, 'word line'), 'word');
      this.spread(this.knownLines(drive.top, drive.bottom, columns, 'bit line'), 'bit');
    } else if (wordOhms === 0) {
      this.spread(this.knownLines(drive.left, drive.right, rows, 'word line'), 'word');
      this.solveLines('bit', siemens, [drive.top, drive.bottom]);
    } else {
      this.spread(this.knownLines(drive.top, drive.bottom, columns, 'bit line'), 'bit');
      this.solveLines('word', siemens, [drive.left, drive.right]);
    }
    return this.currents(siemens, drive);
  }

  private solveSparse(matrix: SparseCholesky, siemens: ArrayLike<number>, drive: CrossbarDrive): void {
    const { rows, columns, wires, values, right, volts } = this;
    const sites = rows * columns;
    const gw = 1 / wires.wordOhms;
    const gb = 1 / wires.bitOhms;
    const gs = 1 / wires.sourceOhms;
    const gr = 1 / wires.senseOhms;
    const { left, right: rightEnd, top, bottom } = drive;
    let e = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const k = i * columns + j;
        const g = siemens[k]!;
        let word = g;
        let bit = g;
        let wordRight = 0;
        let bitRight = 0;
        if (j > 0) word += gw;
        else if (isDriven(left, i)) {
          word += gs;
          wordRight += gs * left[i]!;
        }
        if (j < columns - 1) word += gw;
        else if (isDriven(rightEnd, i)) {
          word += gs;
          wordRight += gs * rightEnd[i]!;
        }
        if (i > 0) bit += gb;
        else if (isDriven(top, j)) {
          bit += gr;
          bitRight += gr * top[j]!;
        }
        if (i < rows - 1) bit += gb;
        else if (isDriven(bottom, j)) {
          bit += gr;
          bitRight += gr * bottom[j]!;
        }
        values[e++] = word;
        values[e++] = bit;
        values[e++] = -g;
        values[e++] = -gw;
        values[e++] = -gb;
        right[k] = wordRight;
        right[sites + k] = bitRight;
      }
    }
    const failed = matrix.factor(values);
    if (failed >= 0)
      throw new Error(
        `crossbar: ${this.lineOf(failed)} cannot be solved; its wires and devices differ too much.`,
      );
    volts.set(right);
    matrix.solve(volts);
  }

  /** One step of refinement takes back what rounding in a stiff array has cost. */
  private refine(matrix: SparseCholesky, siemens: ArrayLike<number>, drive: CrossbarDrive): void {
    const { volts } = this;
    const r = this.residual(siemens, drive);
    matrix.solve(r);
    for (let k = 0; k < volts.length; k++) volts[k] = volts[k]! + r[k]!;
  }

  /** Currents that flow into each node at the present voltages: zero at the solution. */
  private residual(siemens: ArrayLike<number>, drive: CrossbarDrive): Float64Array {
    const { rows, columns, volts: v, wires } = this;
    const sites = rows * columns;
    const r = new Float64Array(2 * sites);
    const { left, right, top, bottom } = drive;
    const flow = (a: number, b: number, siemensBetween: number): void => {
      const amperes = (v[a]! - v[b]!) * siemensBetween;
      r[a] = r[a]! - amperes;
      r[b] = r[b]! + amperes;
    };
    const end = (node: number, volts: number, ohms: number): void => {
      r[node] = r[node]! + (volts - v[node]!) / ohms;
    };
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const k = i * columns + j;
        flow(k, sites + k, siemens[k]!);
        if (j > 0) flow(k - 1, k, 1 / wires.wordOhms);
        if (i > 0) flow(sites + k - columns, sites + k, 1 / wires.bitOhms);
      }
      if (isDriven(left, i)) end(i * columns, left[i]!, wires.sourceOhms);
      if (isDriven(right, i)) end(i * columns + columns - 1, right[i]!, wires.sourceOhms);
    }
    for (let j = 0; j < columns; j++) {
      if (isDriven(top, j)) end(sites + j, top[j]!, wires.senseOhms);
      if (isDriven(bottom, j)) end(sites + (rows - 1) * columns + j, bottom[j]!, wires.senseOhms);
    }
    return r;
  }

  /** Lines without resistance stand at the voltage of their ends. */
  private knownLines(
    first: ArrayLike<number> | undefined,
    last: ArrayLike<number> | undefined,
    count: number,
    what: string,
  ): Float64Array {
    return Float64Array.from({ length: count }, (_, k) => {
      const [a, b] = [isDriven(first, k), isDriven(last, k)];
      if (!a && !b)
        throw new Error(
          `crossbar: ${what} ${k} without resistance hangs on nothing; drive it, or give the wire a resistance.`,
        );
      if (a && b && first![k] !== last![k])
        throw new Error(
          `crossbar: ${what} ${k} without resistance is held at ${first![k]} V and at ${last![k]} V, a loop of ideal sources; drive one end, or give the wire a resistance.`,
        );
      return a ? first![k]! : last![k]!;
    });
  }
  private spread(line: Float64Array, kind: 'word' | 'bit'): void {
    const { rows, columns, volts } = this;
    const at = kind === 'word' ? 0 : rows * columns;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) volts[at + i * columns + j] = line[kind === 'word' ? i : j]!;
  }

  /** Lines of one kind resist, those of the other stand at known voltages: each is a chain by itself. */
  private solveLines(kind: 'word' | 'bit', siemens: ArrayLike<number>, [first, last]: Ends): void {
    const { rows, columns, volts, wires } = this;
    const sites = rows * columns;
    const isWord = kind === 'word';
    const [count, length] = isWord ? [rows, columns] : [columns, rows];
    const wire = 1 / (isWord ? wires.wordOhms : wires.bitOhms);
    const end = 1 / (isWord ? wires.sourceOhms : wires.senseOhms);
    const diagonal = new Float64Array(length);
    const x = new Float64Array(length);
    for (let line = 0; line < count; line++) {
      const site = (k: number): number => (isWord ? line * columns + k : k * columns + line);
      for (let k = 0; k < length; k++) {
        const g = siemens[site(k)]!;
        diagonal[k] = g + (k > 0 ? wire : 0) + (k < length - 1 ? wire : 0);
        x[k] = g * volts[(isWord ? sites : 0) + site(k)]!;
      }
      if (isDriven(first, line)) {
        diagonal[0] = diagonal[0]! + end;
        x[0] = x[0]! + end * first[line]!;
      }
      if (isDriven(last, line)) {
        diagonal[length - 1] = diagonal[length - 1]! + end;
        x[length - 1] = x[length - 1]! + end * last[line]!;
      }
      for (let k = 0; k < length; k++) {
        if (k > 0) {
          const share = wire / diagonal[k - 1]!;
          diagonal[k] = diagonal[k]! - share * wire;
          x[k] = x[k]! + share * x[k - 1]!;
        }
      }
      for (let k = length - 1; k >= 0; k--) {
        const after = k < length - 1 ? wire * x[k + 1]! : 0;
        x[k] = (x[k]! + after) / diagonal[k]!;
        volts[(isWord ? 0 : sites) + site(k)] = x[k]!;
      }
    }
  }

  private currents(siemens: ArrayLike<number>, drive: CrossbarDrive): CrossbarSolution {
    const { rows, columns, volts, wires } = this;
    const sites = rows * columns;
    const wordVolts = volts.slice(0, sites);
    const bitVolts = volts.slice(sites);
    const deviceAmperes = Float64Array.from(wordVolts, (v, k) => (v - bitVolts[k]!) * siemens[k]!);
    const { left, right, top, bottom } = drive;
    const wordAmperes = new Float64Array(rows * (columns + 1));
    const bitAmperes = new Float64Array((rows + 1) * columns);
    const { wordOhms, bitOhms, sourceOhms, senseOhms } = wires;
    if (wordOhms > 0) {
      const g = 1 / wordOhms;
      for (let i = 0; i < rows; i++) {
        const k = i * columns;
        const at = k + i;
        if (isDriven(left, i)) wordAmperes[at] = (left[i]! - volts[k]!) / sourceOhms;
        for (let j = 1; j < columns; j++) wordAmperes[at + j] = (volts[k + j - 1]! - volts[k + j]!) * g;
        if (isDriven(right, i))
          wordAmperes[at + columns] = (volts[k + columns - 1]! - right[i]!) / sourceOhms;
      }
    } else {
      // a line without resistance carries what its devices take, from the left where that end is driven
      for (let i = 0; i < rows; i++) {
        let amperes = 0;
        if (isDriven(left, i)) for (let j = 0; j < columns; j++) amperes += deviceAmperes[i * columns + j]!;
        for (let j = 0; j <= columns; j++) {
          wordAmperes[i * (columns + 1) + j] = amperes;
          if (j < columns) amperes -= deviceAmperes[i * columns + j]!;
        }
      }
    }
    if (bitOhms > 0) {
      const g = 1 / bitOhms;
      const last = (rows - 1) * columns;
      for (let j = 0; j < columns; j++) {
        if (isDriven(top, j)) bitAmperes[j] = (top[j]! - bitVolts[j]!) / senseOhms;
        if (isDriven(bottom, j))
          bitAmperes[last + columns + j] = (bitVolts[last + j]! - bottom[j]!) / senseOhms;
      }
      for (let k = columns; k < sites; k++) bitAmperes[k] = (bitVolts[k - columns]! - bitVolts[k]!) * g;
    } else {
      for (let j = 0; j < columns; j++) {
        let amperes = 0;
        if (isDriven(top, j)) for (let i = 0; i < rows; i++) amperes -= deviceAmperes[i * columns + j]!;
        for (let i = 0; i <= rows; i++) {
          bitAmperes[i * columns + j] = amperes;
          if (i < rows) amperes += deviceAmperes[i * columns + j]!;
        }
      }
    }
    let worst = 0;
    let largest = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const k = i * columns + j;
        const taken = deviceAmperes[k]!;
        const size = Math.abs(taken);
        if (size > largest) largest = size;
        const word = Math.abs(wordAmperes[k + i]! - wordAmperes[k + i + 1]! - taken);
        const bit = Math.abs(bitAmperes[k]! - bitAmperes[k + columns]! + taken);
        if (word > worst) worst = word;
        if (bit > worst) worst = bit;
      }
    }
    const kirchhoffResidual = largest === 0 ? worst : worst / largest;
    return { wordVolts, bitVolts, deviceAmperes, wordAmperes, bitAmperes, kirchhoffResidual };
  }

  private lineOf(node: number): string {
    const { rows, columns } = this;
    const sites = rows * columns;
    return node < sites ? `word line ${Math.floor(node / columns)}` : `bit line ${node % columns}`;
  }

  /** Every line has to hang on a voltage, by an end of its own or through devices and other lines. */
  private checkLines(siemens: ArrayLike<number>, { left, right, top, bottom }: CrossbarDrive): void {
    const { rows, columns } = this;
    const held = new Uint8Array(rows + columns);
    const found: number[] = [];
    for (let i = 0; i < rows; i++) if (isDriven(left, i) || isDriven(right, i)) found.push(i);
    for (let j = 0; j < columns; j++) if (isDriven(top, j) || isDriven(bottom, j)) found.push(rows + j);
    if (found.length === rows + columns) return;
    for (const line of found) held[line] = 1;
    for (let line = found.pop(); line !== undefined; line = found.pop()) {
      const isWord = line < rows;
      for (let k = 0; k < (isWord ? columns : rows); k++) {
        const other = isWord ? rows + k : k;
        const site = isWord ? line * columns + k : k * columns + line - rows;
        if (held[other] === 1 || siemens[site] === 0) continue;
        held[other] = 1;
        found.push(other);
      }
    }
    const loose = held.indexOf(0);
    if (loose < 0) return;
    throw new Error(
      `crossbar: ${loose < rows ? `word line ${loose}` : `bit line ${loose - rows}`} hangs on nothing: neither an end nor a device joins it to a voltage; drive it, or close a device.`,
    );
  }

  private check(siemens: ArrayLike<number>, drive: CrossbarDrive): void {
    const { rows, columns } = this;
    if (siemens.length !== rows * columns) {
      throw new RangeError(
        `crossbar: found ${siemens.length} conductances, expected ${rows * columns} (${rows} x ${columns}); give one for each cross-point.`,
      );
    }
    for (let k = 0; k < siemens.length; k++) {
      if (!(siemens[k]! >= 0 && siemens[k]! < Number.POSITIVE_INFINITY)) {
        throw new RangeError(
          `crossbar: the conductance in row ${Math.floor(k / columns)}, column ${k % columns} is ${siemens[k]} S, expected 0 or more; change it.`,
        );
      }
    }
    for (const [side, count] of [
      ['left', rows],
      ['right', rows],
      ['top', columns],
      ['bottom', columns],
    ] as const) {
      const given = drive[side];
      if (given !== undefined && given.length !== count)
        throw new RangeError(
          `crossbar: found ${given.length} voltages at the ${side}, expected ${count}; give one for each line, NaN where it is open.`,
        );
    }
  }
}

const isDriven = (side: ArrayLike<number> | undefined, k: number): side is ArrayLike<number> =>
  side !== undefined && !Number.isNaN(side[k]!);

/** Five entries for each cross-point, in the order in which `solveSparse` writes their numbers. */
function entriesOf(rows: number, columns: number): Entry[] {
  const sites = rows * columns;
  const out: Entry[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const k = i * columns + j;
      out.push([k, k], [sites + k, sites + k], [k, sites + k]);
      out.push([k, j > 0 ? k - 1 : -1], [sites + k, i > 0 ? sites + k - columns : -1]);
    }
  }
  return out;
}

/**
 * Value change dump: signals over time, for waveform viewers. Written as it comes, changes only;
 * numbers are reals, bits are wires of width 1, counts are integers of 32 bits.
 * @see IEEE Std 1364-2005, section 18: value change dump files
 */
import type { Seconds } from '../base/units.ts';

/** One declared variable. Variables with one source are the same signal under several names. */
export interface VcdSignal {
  /** names of the scopes around it, outermost first */
  readonly scope: readonly string[];
  readonly name: string;
  readonly kind: 'real' | 'bit' | 'integer';
  /** where its value stands in a sample */
  readonly source: number;
}

/** A unit of time that the format knows: 1, 10 or 100 of s, ms, us, ns, ps, fs. */
export interface Timescale {
  readonly text: string;
  readonly seconds: Seconds;
}

const TIMESCALES: readonly Timescale[] = ['s', 'ms', 'us', 'ns', 'ps', 'fs'].flatMap((unit, k) =>
  [100, 10, 1].map((count) => ({ text: `${count} ${unit}`, seconds: Number(`${count}e${-3 * k}`) })),
);
/** Instants within the shortest phase that a dump tells apart, at least. */
const RESOLUTION = 10_000;

/** The largest unit that divides the shortest of the durations into 10,000 at least. */
export function vcdTimescale(durations: readonly Seconds[]): Timescale {
  const shortest = Math.min(1, ...durations.filter((s) => s > 0));
  return TIMESCALES.find(({ seconds }) => seconds * RESOLUTION <= shortest) ?? TIMESCALES.at(-1)!;
}

/** A name as the format takes it: letters, digits and underscores, no digit first. */
export function vcdIdentifier(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_$]+/g, '_').replace(/(?<=.)_+$/, '');
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

const FIRST_CODE = 33;
const CODES = 94; // printable characters, ! to ~

/** The k-th identifier code: one character, then two, and so on. */
function codeOf(k: number): string {
  let code = '';
  for (let rest = k; rest >= 0; rest = Math.floor(rest / CODES) - 1)
    code += String.fromCharCode(FIRST_CODE + (rest % CODES));
  return code;
}

/** Writes a dump piece by piece. Two samples within one unit of time are one: the later counts. */
export class VcdWriter {
  /** characters written so far; all of them are ASCII */
  written = 0;
  private readonly write: (text: string) => void;
  private readonly unit: Seconds;
  private readonly kinds: readonly VcdSignal['kind'][];
  private readonly codes: readonly string[];
  private readonly sources: Int32Array;
  /** what stands in the dump, and what waits for its time to pass */
  private readonly shown: Float64Array;
  private readonly waiting: Float64Array;
  private waitingTime = -1;
  private begun = false;

  /**
   * Writes the header.
   * @param signals  every variable; scopes are opened in the order in which they come first
   * @param comments lines for the reader
   * @param write    takes the text piece by piece
   * @throws Error when two kinds share a source
   */
  constructor(
    signals: readonly VcdSignal[],
    { timescale, version, comments }: VcdHeader,
    write: (text: string) => void,
  ) {
    this.write = write;
    this.unit = timescale.seconds;
    const numberOf = new Map<number, number>();
    const kinds: VcdSignal['kind'][] = [];
    for (const { source, kind, name } of signals) {
      const known = numberOf.get(source);
      if (known === undefined) {
        numberOf.set(source, kinds.length);
        kinds.push(kind);
      } else if (kinds[known] !== kind) {
        throw new Error(`vcd: ${name} is a ${kind}, but its source is a ${kinds[known]} elsewhere.`);
      }
    }
    this.kinds = kinds;
    this.sources = Int32Array.from(numberOf.keys());
    this.codes = kinds.map((_, k) => codeOf(k));
    this.shown = new Float64Array(kinds.length);
    this.waiting = new Float64Array(kinds.length);
    this.put(`$version ${plainText(version)} $end\n`);
    for (const line of comments) this.put(`$comment ${plainText(line)} $end\n`);
    this.put(`$timescale ${timescale.text} $end\n`);
    this.declare(scopeTree(signals), (source) => this.codes[numberOf.get(source)!]!);
    this.put('$enddefinitions $end\n');
  }

  /**
   * Takes what all signals are at a time.
   * @param seconds since the beginning; never before an earlier one
   * @param values  by source; a number that is none leaves what was there
   */
  sample(seconds: Seconds, values: ArrayLike<number>): void {
    const time = Math.round(seconds / this.unit);
    if (time < this.waitingTime) throw new RangeError(`vcd: ${seconds} s comes after a later time.`);
    if (time > this.waitingTime) this.flush();
    this.waitingTime = time;
    const { sources, waiting } = this;
    for (let k = 0; k < sources.length; k++) {
      const x = values[sources[k]!]!;
      if (Number.isFinite(x)) waiting[k] = x;
    }
  }

  /** Writes what still waits. */
  end(): void {
    this.flush();
  }

  private flush(): void {
    if (this.waitingTime < 0) return;
    const { shown, waiting, begun } = this;
    let text = '';
    for (let k = 0; k < shown.length; k++) {
      if (begun && shown[k] === waiting[k]) continue;
      shown[k] = waiting[k]!;
      text += change(this.kinds[k]!, waiting[k]!, this.codes[k]!);
    }
    // the time is told even when nothing changed, so that the last one shows how long it all took
    this.put(begun ? `#${this.waitingTime}\n${text}` : `#${this.waitingTime}\n$dumpvars\n${text}$end\n`);
    this.begun = true;
  }

  private declare(scope: Scope, codeFor: (source: number) => string): void {
    // a part and a line may have one name: scopes and variables are told apart by what they are
    const variables = distinctNames();
    const scopes = distinctNames();
    for (const { name, kind, source } of scope.signals) {
      const size = kind === 'real' ? 'real 64' : kind === 'bit' ? 'wire 1' : 'integer 32';
      this.put(`$var ${size} ${codeFor(source)} ${variables(name)} $end\n`);
    }
    for (const [name, inner] of scope.scopes) {
      this.put(`$scope module ${scopes(name)} $end\n`);
      this.declare(inner, codeFor);
      this.put('$upscope $end\n');
    }
  }
  private put(text: string): void {
    this.written += text.length;
    this.write(text);
  }
}

/** Makes identifiers, and numbers those that would come twice. */
function distinctNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const plain = vcdIdentifier(name);
    let free = plain;
    for (let k = 2; taken.has(free); k++) free = `${plain}_${k}`;
    taken.add(free);
    return free;
  };
}

export interface VcdHeader {
  readonly timescale: Timescale;
  /** who wrote it */
  readonly version: string;
  readonly comments: readonly string[];
}

/** A value change: a scalar has no space, vectors and reals have one. */
function change(kind: VcdSignal['kind'], x: number, code: string): string {
  if (kind === 'real') return `r${x} ${code}\n`;
  if (kind === 'bit') return `${x === 0 ? '0' : x === 1 ? '1' : 'x'}${code}\n`;
  return `b${(x >>> 0).toString(2)} ${code}\n`;
}

interface Scope {
  readonly signals: VcdSignal[];
  readonly scopes: Map<string, Scope>;
}
function scopeTree(signals: readonly VcdSignal[]): Scope {
  const top: Scope = { signals: [], scopes: new Map() };
  for (const signal of signals) {
    let at = top;
    for (const name of signal.scope) {
      const inner: Scope = at.scopes.get(name) ?? { signals: [], scopes: new Map() };
      at.scopes.set(name, inner);
      at = inner;
    }
    at.signals.push(signal);
  }
  return top;
}

/** One line of ASCII without a word that would end the section. */
const plainText = (text: string): string =>
  text
    .replaceAll(/[^ -~]+/g, ' ')
    .replaceAll('$end', 'end')
    .trim();

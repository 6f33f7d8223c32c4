/** What a run of ngspice gives, and how it fails: the same for its WebAssembly and for a native program. */

/** One finished analysis. */
export interface NgspiceRun {
  /** every saved vector at every accepted point, named as ngspice names it in lower case: time, v(node), i(source) */
  readonly vectors: ReadonlyMap<string, Float64Array>;
  /** all that ngspice said */
  readonly log: string;
  /** as in "ngspice 45.2 as WebAssembly" */
  readonly tool: string;
}

export interface NgspiceOptions {
  /** stops the run */
  readonly signal?: AbortSignal;
  /** gives up after so long, s; DEFAULT_TIMEOUT when omitted */
  readonly timeoutSeconds?: number;
}
export type NgspiceRunner = (deck: string, options?: NgspiceOptions) => Promise<NgspiceRun>;
export const DEFAULT_TIMEOUT = 600;

/** ngspice could not run a deck. The message is its own, in one line; `log` is everything that it said. */
export class NgspiceError extends Error {
  readonly log: string;
  constructor(message: string, log: string) {
    super(message);
    this.name = 'NgspiceError';
    this.log = log;
  }
}

/** Lines in which ngspice says why it stopped, the most telling first. */
const TELLING = [
  /timestep too small/i,
  /could not find a valid modelname|unknown (model|subckt|device)|can't find model|unable to find definition of model/i,
  /singular matrix/i,
  /iteration limit|no convergence/i,
  /undefined|no such (node|function|parameter)|syntax error|unrecognized|not (found|parsed)/i,
  /\berror\b/i,
  /aborted|interrupted|fatal/i,
];

/**
 * Why a run failed, in ngspice's own words, as one line.
 * @returns null when the log names no failure
 */
export function failureIn(log: string): string | null {
  const lines = log
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^note:/i.test(line));
  for (const pattern of TELLING) {
    const at = lines.findIndex((line) => pattern.test(line));
    if (at < 0) continue;
    // a complaint that ends in a colon, or names a line, goes on in the next one
    const goesOn = /[:;]$|from line$|substitute:$/.test(lines[at]!);
    return goesOn && lines[at + 1] !== undefined ? `${lines[at]} ${lines[at + 1]}` : lines[at]!;
  }
  return null;
}

/** True when ngspice ended an analysis early: points that it did write are not the whole run. */
export const wasAborted = (log: string): boolean =>
  /run simulation\(s\) aborted|simulation interrupted|circuit not parsed|timestep too small;|doAnalyses:/i.test(
    log,
  );

export const tookTooLong = (seconds: number): string =>
  `ngspice: took longer than ${seconds} s; show fewer presentations, or fewer inputs.`;

/** The failure of a run that left no result. */
export const failed = (log: string): NgspiceError =>
  new NgspiceError(`ngspice: ${failureIn(log) ?? 'it wrote no result and gave no reason'}`, log);

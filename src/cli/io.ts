/** What a command may touch of the world besides files: its streams, the terminal, and a wish to stop. */

/** Exit codes of the contract. */
export const exit = { done: 0, failed: 1, wrong: 2 } as const;

/** Signals that end a command, with the exit code that shells expect after them. */
const exitAfter = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
export type StopSignal = keyof typeof exitAfter;
export const exitAfterSignal = (signal: StopSignal): number => exitAfter[signal];

export interface Io {
  /** writes to standard output */
  readonly out: (text: string) => void;
  /** writes to standard error */
  readonly err: (text: string) => void;
  readonly errIsTerminal: boolean;
  /** width of a line */
  readonly columns: number;
  /** false where the locale cannot show more than ASCII */
  readonly unicode: boolean;
  /** false where output goes to a file, or nobody wants colour */
  readonly colour: boolean;
  /**
   * Lets the command end by itself when a signal asks it to, instead of being ended.
   * @param stop  called once, with the first signal
   * @returns     what ends the watching
   */
  readonly onStop: (stop: (signal: StopSignal) => void) => () => void;
}

/** The streams of this process. */
export function processIo(): Io {
  const { env, stdout, stderr } = process;
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    errIsTerminal: stderr.isTTY === true,
    columns: stdout.columns ?? 80,
    unicode: showsUnicode(env, process.platform),
    colour: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    onStop: (stop) => {
      const signals = Object.keys(exitAfter) as StopSignal[];
      const unwatch = (): void => {
        for (const signal of signals) process.off(signal, heard);
      };
      const heard = (signal: StopSignal): void => {
        // a second signal finds nobody listening and ends the process at once
        unwatch();
        stop(signal);
      };
      for (const signal of signals) process.on(signal, heard);
      return unwatch;
    },
  };
}

/** Whether the locale is one of UTF-8, by the first of its three variables that is set. */
export function showsUnicode(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  if (locale) return /utf-?8/i.test(locale);
  return platform === 'win32' && env['WT_SESSION'] !== undefined;
}

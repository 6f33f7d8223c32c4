/** ngspice as a program of this machine. Runs under Node only. */
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readRawFile } from './raw-file.ts';
import {
  DEFAULT_TIMEOUT,
  failed,
  NgspiceError,
  type NgspiceOptions,
  type NgspiceRun,
  tookTooLong,
  wasAborted,
} from './run.ts';

/** Looks for the program on the PATH. @returns its path, or null */
export function findNgspice(path = process.env['PATH'] ?? ''): string | null {
  const name = process.platform === 'win32' ? 'ngspice.exe' : 'ngspice';
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not here
    }
  }
  return null;
}

/**
 * Runs a deck as `ngspice -b -r` does, in a folder of its own that is gone afterwards.
 * @throws NgspiceError in ngspice's own words, when it is not there, takes too long or is stopped
 */
export async function runNative(deck: string, options: NgspiceOptions = {}): Promise<NgspiceRun> {
  const program = findNgspice();
  if (program === null) {
    throw new NgspiceError(
      'ngspice: found no program of that name on the PATH, expected one; install it (Debian: apt-get install ngspice) or use --ngspice wasm.',
      '',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'adaline-ngspice-'));
  try {
    writeFileSync(join(folder, 'deck.cir'), deck);
    const log = await run(program, ['-b', '-r', 'out.raw', 'deck.cir'], folder, options);
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(join(folder, 'out.raw'));
    } catch {
      throw failed(log);
    }
    if (wasAborted(log)) throw failed(log);
    let raw: ReturnType<typeof readRawFile>;
    try {
      raw = readRawFile(bytes);
    } catch (error) {
      throw new NgspiceError(`ngspice: ${(error as Error).message}`, log);
    }
    const version = /ngspice-([\d.]+)/.exec(raw.command)?.[1] ?? (await versionOf(program, folder, options));
    return { vectors: raw.vectors, log, tool: `ngspice ${version} of the PATH` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function versionOf(program: string, folder: string, options: NgspiceOptions): Promise<string> {
  return /ngspice-([\d.]+)/.exec(await run(program, ['--version'], folder, options))?.[1] ?? '';
}

function run(
  program: string,
  words: readonly string[],
  cwd: string,
  { signal, timeoutSeconds = DEFAULT_TIMEOUT }: NgspiceOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = '';
    // a start-up file of the user's must not change what a deck means
    const env = { ...process.env, SPICE_ASCIIRAWFILE: '0', HOME: cwd };
    const child = spawn(program, words, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
    });
    const timer = setTimeout(() => {
      child.kill();
      reject(new NgspiceError(tookTooLong(timeoutSeconds), log));
    }, timeoutSeconds * 1000);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
    child.on('error', (error) => {
      clearTimeout(timer);
      const stopped = signal?.aborted ?? false;
      reject(new NgspiceError(stopped ? 'ngspice: stopped' : `ngspice: ${error.message}`, log));
    });
    child.on('close', () => {
      clearTimeout(timer);
      resolve(log);
    });
  });
}

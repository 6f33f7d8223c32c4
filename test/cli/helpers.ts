import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { adaline } from '../../src/cli/adaline.ts';
import type { Io, StopSignal } from '../../src/cli/io.ts';
import type { RunResult } from '../../src/compare/result.ts';

/** What a command printed, and how it ended. */
export interface Told {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process, as if neither stream were a terminal unless told. */
export async function told(words: readonly string[], io: Partial<Io> = {}): Promise<Told> {
  let out = '';
  let err = '';
  const code = await adaline(words, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    errIsTerminal: false,
    columns: 80,
    unicode: true,
    colour: false,
    onStop: () => () => {},
    ...io,
  });
  return { code, out, err };
}

/** An `onStop` that sends a signal as soon as a command listens. */
export const stopsAtOnce =
  (signal: StopSignal): Io['onStop'] =>
  (stop) => {
    stop(signal);
    return () => {};
  };

/** Runs `adaline run ... --json` and reads what it printed. */
export async function result(...words: readonly string[]): Promise<RunResult> {
  const { code, out, err } = await told(['run', ...words, '--json']);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as RunResult;
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'adaline-lab-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The words that start the command from its source in a process of its own. */
export const fromSource = ['--import', 'tsx', join(process.cwd(), 'src/cli/main.ts')] as const;

/** Runs the command in a process of its own; `meanwhile` may send it signals. */
export function inProcess(
  words: readonly string[],
  meanwhile: (child: ReturnType<typeof spawn>) => void = () => {},
): Promise<Told & { readonly signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...fromSource, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
    meanwhile(child);
  });
}

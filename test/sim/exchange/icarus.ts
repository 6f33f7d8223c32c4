/** Icarus Verilog and Verilator, where they are installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const isInstalled = (tool: string, flag: string): boolean => spawnSync(tool, [flag]).status === 0;

/** Calls `use` with a folder that is gone afterwards. */
function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'adaline-lab-verilog-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a test bench prints in Icarus Verilog, and what the compiler had to say. */
export const simulateVerilog = (
  name: string,
  text: string,
): { readonly warnings: string; readonly printed: string } =>
  inFolder((folder) => {
    const [file, program] = [join(folder, `${name}.v`), join(folder, name)];
    writeFileSync(file, text);
    const { stderr, status } = spawnSync('iverilog', ['-g2005', '-Wall', '-o', program, file], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return { warnings: stderr, printed: execFileSync('vvp', ['-n', program], { encoding: 'utf8' }) };
  });

/** What Verilator has to say about a file. */
export const lintVerilog = (name: string, text: string, ...options: readonly string[]): string =>
  inFolder((folder) => {
    const file = join(folder, `${name}.v`);
    writeFileSync(file, text);
    return spawnSync('verilator', ['--lint-only', '-Wall', ...options, file], { encoding: 'utf8' }).stderr;
  });

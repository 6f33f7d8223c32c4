import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, whatever the current folder is. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built static site. */
export const siteFolder = fileURLToPath(new URL('../../dist/site', import.meta.url));

/** Entry scripts of the tools, run with this very Node: no shell and no PATH are involved. */
export const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  typescript: 'node_modules/typescript/bin/tsc',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
};

/**
 * Runs a program with the terminal's output and no input.
 * @param {string} program
 * @param {string[]} programArguments
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] quiet keeps its standard output back
 * @returns {Promise<number>} its exit code; 1 when it could not be started or was killed
 */
export function run(program, programArguments, { env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, programArguments, {
      cwd: root,
      env,
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
    });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs one of the tools above.
 * @param {keyof typeof tools} tool
 * @param {string[]} toolArguments
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] as for run
 * @returns {Promise<number>} its exit code
 */
export function runTool(tool, toolArguments, options) {
  return run(process.execPath, [tools[tool], ...toolArguments], options);
}

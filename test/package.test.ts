import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The registry may be slow and the machine busy; nothing here measures time. */
const installTimeout = 300_000;

describe('the packed package, installed in an empty folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adaline-lab-package-'));
  const consumer = join(folder, 'consumer');
  const installed = join(consumer, 'node_modules/adaline-lab');

  /** Runs a program in the consumer's folder and returns what it prints. */
  function inConsumer(program: string, ...programArguments: string[]): string {
    return execFileSync(program, programArguments, {
      cwd: consumer,
      encoding: 'utf8',
      env: bareEnvironment(),
    });
  }

  beforeAll(() => {
    mkdirSync(consumer);
    // dist is up to date here: building once more while packing would only cost time.
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { stdio: 'pipe' });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    expect(tarball).toMatch(/^adaline-lab-\d+\.\d+\.\d+\.tgz$/);
    inConsumer('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball!));
  }, installTimeout);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('runs the ADALINE on the patterns of 1960', { timeout: 60_000 }, () => {
    expect(inConsumer('npx', '--no-install', 'adaline', 'run', 'adaline', '--patterns', 'tgf')).not.toBe('');
  });

  test('prints the run as one JSON object with both tracks', { timeout: 60_000 }, () => {
    const output = inConsumer(
      'npx',
      '--no-install',
      'adaline',
      'run',
      'adaline',
      '--patterns',
      'tgf',
      '--json',
    );
    const result = JSON.parse(output) as Record<string, unknown>;
    expect(result).toMatchObject({ circuit: 'adaline', patterns: { name: 'tgf', count: 6, inputs: 16 } });
    expect(result).toHaveProperty('ideal.weights');
    expect(result).toHaveProperty('hardware.weights');
  });

  test('serves the built bench until Ctrl-C', { timeout: 60_000 }, async () => {
    // the program itself: npx would stand between it and the signal
    const program = join(installed, 'dist/src/cli/main.js');
    const child = spawn(process.execPath, [program, 'serve', '--port', '0'], { cwd: consumer });
    const ended = new Promise((resolve) => child.on('close', (code) => resolve(code)));
    const printed = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data) => resolve(`${data}`)),
    );
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed)?.[0];
    expect(address, printed).toBeDefined();
    expect(await (await fetch(address!)).text()).toContain('<!doctype html>');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  test('is a library that Node imports and whose types TypeScript reads', { timeout: 60_000 }, () => {
    writeFileSync(
      join(consumer, 'consumer.mts'),
      "import * as lab from 'adaline-lab';\nexport const names: string[] = Object.keys(lab);\n",
    );
    const compiler = join(process.cwd(), 'node_modules/typescript/bin/tsc');
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--noEmit'];
    expect(inConsumer('node', compiler, ...options, 'consumer.mts')).toBe('');
    const script = "import('adaline-lab').then((lab) => console.log(Object.keys(lab).length))";
    expect(Number(inConsumer('node', '--eval', script))).toBeGreaterThan(0);
  });

  test('carries the built site with its notices, the licence and the story of each circuit', () => {
    const circuits = readdirSync('circuits').filter((name) =>
      existsSync(join('circuits', name, 'circuit.ts')),
    );
    const stories = circuits.map((name) => `circuits/${name}/about.md`);
    for (const path of [
      'dist/site/index.html',
      'dist/site/NOTICES.txt',
      'LICENSE',
      'README.md',
      ...stories,
    ]) {
      expect(existsSync(join(installed, path)), path).toBe(true);
    }
  });

  test('carries no source, no test and no build record', () => {
    const paths = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    const strays = paths.filter(
      (path) =>
        !path.startsWith('node_modules') &&
        (/\.tsbuildinfo$|-stamp$|\.test\./.test(path) || (/\.tsx?$/.test(path) && !/\.d\.ts$/.test(path))),
    );
    expect(strays).toEqual([]);
  });
});

/** npm hands its own settings to what it runs; left in place they would name this project to the inner npm. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_)|INIT_CWD|NODE_ENV|VITEST)/.test(name),
  );
  return Object.fromEntries(kept);
}

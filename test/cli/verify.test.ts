import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Verification } from '../../src/exchange/verification.ts';
import { hasNative } from '../agreement/ngspice-helpers.ts';
import { stopsAtOnce, temporaryFolder, told } from './helpers.ts';

const short = ['verify', 'madaline-xor', '--presentations', '4', '--device', 'as-built'] as const;
const timed = ['--set', 'adaptation=timed'] as const;

describe('adaline verify', () => {
  test('runs ngspice and prints the worst line of each part', { timeout: 120_000 }, async () => {
    const { code, out, err } = await told([...short, ...timed]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^ngspice 45\.\d as WebAssembly: agrees\nmadaline-xor, timed, op-amp summer, devices/,
    );
    expect(out).toMatch(/units\.weight\[\d\] +and 5 more +\S+e-\d+ +\S+e-\d+ +1e-6 +presentation \d, \w+/);
    expect(out).toContain('every line within its tolerance');
  });

  test('verifies what the options leave open both ways', { timeout: 120_000 }, async () => {
    const { code, out } = await told(['verify', 'madaline-xor', '--presentations', '1', '--json']);
    expect(code).toBe(0);
    const { passed, verifications } = JSON.parse(out) as { passed: boolean; verifications: Verification[] };
    expect(passed).toBe(true);
    const electrical = verifications.filter((v) => v.tool.startsWith('ngspice'));
    expect(electrical.map((v) => v.what.split(':')[0])).toEqual([
      'madaline-xor, nulling, op-amp summer, devices ideal',
      'madaline-xor, nulling, op-amp summer, devices as-built',
      'madaline-xor, timed, op-amp summer, devices ideal',
      'madaline-xor, timed, op-amp summer, devices as-built',
    ]);
    for (const { deviations } of electrical) {
      expect(new Set(deviations.map((d) => d.kind))).toEqual(new Set(['node', 'weight', 'decision']));
    }
  });

  test.skipIf(!hasNative)('uses the ngspice of the PATH when told', { timeout: 60_000 }, async () => {
    const { code, out } = await told([...short, ...timed, '--ngspice', 'native']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ngspice [\d.]+ of the PATH: agrees/);
  });

  test('says so when there is no ngspice on the PATH', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '';
    try {
      expect(await told([...short, '--ngspice', 'native'])).toEqual({
        code: 2,
        out: '',
        err: 'adaline: --ngspice native: found no ngspice on the PATH, expected one; install it (Debian: apt-get install ngspice) or use wasm.\n',
      });
    } finally {
      process.env['PATH'] = path;
    }
  });

  test.skipIf(process.platform === 'win32')('shows what ngspice says when it fails', async () => {
    const folder = temporaryFolder();
    const script = '#!/bin/sh\necho "doAnalyses: TRAN:  Timestep too small; time = 0.5" >&2\nexit 1\n';
    writeFileSync(join(folder, 'ngspice'), script, { mode: 0o755 });
    const path = process.env['PATH'];
    process.env['PATH'] = `${folder}${delimiter}${path}`;
    try {
      expect(await told([...short, ...timed, '--ngspice', 'native'])).toEqual({
        code: 1,
        out: '',
        err: 'adaline: ngspice: doAnalyses: TRAN:  Timestep too small; time = 0.5\n',
      });
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('stops when asked to', { timeout: 60_000 }, async () => {
    const { code, out, err } = await told(short, { onStop: stopsAtOnce('SIGINT') });
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toBe('adaline: stopped before everything was verified.\n');
  });

  test.each([
    [['verify'], 'verify: found no circuit, expected one'],
    [['verify', 'adaline', '--ngspice', 'naitve'], '--ngspice: found "naitve", expected wasm or native'],
  ])('says what is wrong: %j', async (words, message) => {
    const { code, err } = await told(words);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('prints what the README shows, numbers apart', { timeout: 120_000 }, async () => {
    const [, shown = ''] =
      /^```log\n\$ npx adaline (verify .*?)^```$/ms.exec(readFileSync('README.md', 'utf8')) ?? [];
    const end = shown.indexOf('\n');
    const { code, out } = await told(shown.slice(0, end).split(' '));
    expect(code).toBe(0);
    // which line is the worst, where and by how much, hangs on the last digits of a transient
    const rough = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => !line.startsWith('  '))
        .map((line) => line.replaceAll(/\d+(\.\d+)+/g, 'VERSION'));
    expect(rough(out)).toEqual(rough(shown.slice(end + 1)));
    const parts = (text: string): number => text.split('\n').filter((line) => line.startsWith('  ')).length;
    expect(parts(out)).toBe(parts(shown.slice(end + 1)));
  });
});

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvParse } from 'd3-dsv';
import { describe, expect, test } from 'vitest';
import { inProcess, result, stopsAtOnce, temporaryFolder, told } from './helpers.ts';

describe('run --csv', () => {
  test('writes a line for every presentation, both tracks, weights after the step', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'run.csv');
    const words = ['adaline', '--patterns', 'and', '--epochs', '3', '--device', 'as-built'];
    expect(await told(['run', ...words, '--csv', file])).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(folder)).toEqual(['run.csv']);
    const rows = csvParse(readFileSync(file, 'utf8'));
    const json = await result(...words);
    expect(rows.columns).toEqual(
      'presentation epoch row rowName d sumIdeal sumHardware decisionIdeal decisionHardware errorIdeal errorHardware seconds energyJoules w0Ideal w1Ideal w2Ideal w0Hardware w1Hardware w2Hardware'.split(
        ' ',
      ),
    );
    expect(rows).toHaveLength(12);
    expect(
      rows.map((r) => `${r['presentation']} ${r['epoch']} ${r['row']} ${r['rowName']}`).slice(3, 5),
    ).toEqual(['4 1 4 ++', '5 2 1 --']);
    const last = rows.at(-1)!;
    expect(['w0', 'w1', 'w2'].map((w) => Number(last[`${w}Hardware`]))).toEqual(json.hardware.weights);
    expect(['w0', 'w1', 'w2'].map((w) => Number(last[`${w}Ideal`]))).toEqual(json.ideal.weights);
    expect(Number(last['seconds'])).toBe(json.hardware.seconds);
    // the mean of e^2 in an epoch is what the run reports for it
    const mean = rows.slice(0, 4).reduce((sum, r) => sum + Number(r['errorHardware']) ** 2, 0) / 4;
    expect(mean).toBeCloseTo(json.hardware.msePerEpoch[0]!, 12);
    for (const r of rows) expect(Number(r['d']) - Number(r['sumIdeal'])).toBe(Number(r['errorIdeal']));
  });

  test('names the sums of a Madaline by unit', async () => {
    const file = join(temporaryFolder(), 'run.csv');
    await told(['run', 'madaline-xor', '--init', 'random', '--csv', file]);
    const { columns } = csvParse(readFileSync(file, 'utf8'));
    expect(columns).toEqual(expect.arrayContaining(['u0.sumIdeal', 'u1.sumHardware', 'u1.w2Hardware']));
  });

  test('writes the header alone when nothing is presented', async () => {
    const file = join(temporaryFolder(), 'run.csv');
    await told(['run', 'adaline', '--epochs', '0', '--csv', file]);
    expect(readFileSync(file, 'utf8')).toMatch(/^presentation,[^\n]+\n$/);
  });

  test('writes into a device or a pipe as it is, and leaves it what it was', async () => {
    for (const words of [[], ['--force']]) {
      const command = ['run', 'adaline', '--epochs', '1', '--csv', '/dev/null', ...words];
      expect(await told(command)).toMatchObject({ code: 0, err: '' });
      expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    }
  });

  test('overwrites nothing without --force', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'run.csv');
    writeFileSync(file, 'mine');
    const refused = await told(['run', 'adaline', '--csv', file]);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(
      /found a file of that name, expected none; choose another or add --force\.\n$/,
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await told(['run', 'adaline', '--csv', file, '--force'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^presentation/);
    expect(readdirSync(folder)).toEqual(['run.csv']);
  });

  test('refuses a place where no file can be', async () => {
    const folder = temporaryFolder();
    const missing = await told(['run', 'adaline', '--csv', join(folder, 'no/run.csv')]);
    expect([missing.code, missing.err]).toEqual([
      2,
      expect.stringMatching(/^adaline: --csv .*no such file[^\n]+\n$/),
    ]);
    mkdirSync(join(folder, 'taken'));
    const taken = await told(['run', 'adaline', '--csv', join(folder, 'taken'), '--force']);
    expect([taken.code, taken.err]).toEqual([2, expect.stringMatching(/found a folder/)]);
  });

  test('leaves nothing behind when a setting turns out wrong', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'run.csv');
    expect((await told(['run', 'adaline', '--set', 'nothing=1', '--csv', file])).code).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves nothing behind when it is stopped', async () => {
    const folder = temporaryFolder();
    const words = ['run', 'adaline', '--epochs', '1000000', '--csv', join(folder, 'run.csv')];
    expect((await told(words, { onStop: stopsAtOnce('SIGTERM') })).code).toBe(143);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves nothing behind when Ctrl-C ends its process', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'run.csv');
    const words = ['run', 'adaline', '--presentations', '1000000000', '--csv', file];
    const ended = await inProcess(words, (child) => {
      const look = setInterval(() => {
        // it is writing: now is the moment
        if (readdirSync(folder).length === 0) return;
        clearInterval(look);
        child.kill('SIGINT');
      }, 20);
      child.on('exit', () => clearInterval(look));
    });
    expect(ended).toMatchObject({ code: 130, signal: null, out: '' });
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

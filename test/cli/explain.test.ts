import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../src/compare/causes.ts';
import type { RunResult } from '../../src/compare/result.ts';
import { inProcess, stopsAtOnce, temporaryFolder, told } from './helpers.ts';

const poorAmplifier =
  'run adaline --patterns and --rule mu-lms --mu .1 --epochs 10 --device low-reference --set gain=1e3'.split(
    ' ',
  );
const asBuilt = 'run adaline --patterns and --epochs 5 --device as-built'.split(' ');

const finite = v.pipe(v.number(), v.finite());
const effects = { onAlone: v.nullable(finite), offAlone: v.nullable(finite), share: v.nullable(finite) };
const value = v.union([finite, v.string()]);
/** What `--json` has more with `--explain`. */
const contract = v.strictObject({
  measure: v.picklist(['weights', 'decisions', 'mse']),
  title: v.string(),
  unit: v.string(),
  total: v.nullable(finite),
  residual: v.nullable(finite),
  causes: v.array(
    v.strictObject({
      path: v.string(),
      meaning: v.string(),
      unit: v.string(),
      value,
      ideal: value,
      ...effects,
    }),
  ),
  rest: v.nullable(v.strictObject({ paths: v.array(v.string()), ...effects })),
  kept: v.array(v.strictObject({ path: v.string(), value })),
  runs: finite,
  divergedRuns: finite,
});

describe('run --explain', () => {
  test('prints the report of the run, and after it why the tracks part', async () => {
    const plain = await told(poorAmplifier);
    const { code, out, err } = await told([...poorAmplifier, '--explain']);
    expect([code, err]).toEqual([0, '']);
    expect(out.startsWith(plain.out)).toBe(true);
    const section = out.slice(plain.out.length);
    expect(section).toMatch(/^\nWhy the tracks part: distance of the final weights \(rms\)\n/);
    expect(section).toMatch(/0\.0384 +100 % +0\.0384 +0\.0384 +█{6} +summer\.gain 1000\n/);
    expect(section).toContain('open-loop gain A0');
    expect(section).toMatch(/residual: all of them off\n/);
    expect(section).toMatch(/0\.0384 +100 % +total: all of them on\n/);
    expect(section).toContain('neuron.reference=0.055');
  });

  test('has a line for each cause and one for the rest, in 80 columns and in letters where it must', async () => {
    const { out } = await told([...asBuilt, '--explain'], { unicode: false });
    const section = out.slice(out.indexOf('Why the tracks part'));
    expect(section).toMatch(/the rest: \d+ others together/);
    expect(section.split('\n').filter((line) => /^ +-?[\d.e-]+ +-?[\d.]+ %/.test(line))).toHaveLength(
      7 + 1 + 2,
    );
    expect(section).toMatch(/#{6}/);
    expect(section).not.toMatch(/[^\n -~]/);
    for (const line of section.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('says what a share below zero means, where there is one', async () => {
    const words = [...asBuilt.slice(0, 4), '--device', 'ecram', '--explain'];
    const several = (await told(words)).out;
    expect(several).toMatch(/^ +-[\d.e-]+ +-\d/m);
    expect(several.replaceAll(/\s+/g, ' ')).toContain('A share below zero brings the tracks nearer');
    expect((await told([...poorAmplifier, '--explain'])).out).not.toContain('below zero');
  });

  test('says so where nothing is on', async () => {
    const { out } = await told(['run', 'adaline', '--patterns', 'and', '--explain']);
    expect(out).toMatch(/No non-ideality is on\. What there is, [\d.e-]+, is rounding/);
    expect(out.endsWith('.\n')).toBe(true);
  });

  test('adds causes to the object of --json, and changes nothing else', async () => {
    const plain = JSON.parse((await told([...asBuilt, '--json'])).out) as RunResult;
    const { out } = await told([...asBuilt, '--json', '--explain']);
    const { causes, ...others } = JSON.parse(out) as RunResult & { readonly causes: Explanation };
    expect(others).toEqual(plain);
    const read = v.parse(contract, causes);
    expect(read.total).toBe(plain.comparison.weightDistanceRms);
    const sum = read.causes.reduce((s, c) => s + (c.share ?? 0), read.residual! + read.rest!.share!);
    // 256 numbers of the size of the total, each rounded
    expect(Math.abs(sum - read.total!)).toBeLessThan(1e-12 * read.total!);
  });

  test('takes another measure', async () => {
    const { out } = await told([...asBuilt, '--json', '--explain', '--measure', 'decisions']);
    expect((JSON.parse(out) as { causes: Explanation }).causes.measure).toBe('decisions');
  });

  test.each([
    [['--measure', 'mse'], /^adaline: --measure: found no --explain, .*; add --explain\.\n$/],
    [
      ['--explain', '--measure', 'weihgts'],
      /^adaline: --measure: found "weihgts", expected one of weights, decisions, mse; did you mean "weights"\?\n$/,
    ],
  ])('refuses %j in one line', async (words, message) => {
    const { code, out, err } = await told([...poorAmplifier, ...words]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  test('ends at once when it is stopped', async () => {
    const { code, out } = await told([...asBuilt, '--explain', '--epochs', '100000'], {
      onStop: stopsAtOnce('SIGINT'),
    });
    expect([code, out]).toEqual([130, '']);
  });

  test('ends with 130 and leaves no file after Ctrl-C in the midst of the causes', async () => {
    const folder = temporaryFolder();
    // the run itself is short, its 278 repetitions are not
    const words = ['run', 'adaline', '--device', 'as-built', '--epochs', '200', '--explain'];
    const ended = await inProcess([...words, '--csv', join(folder, 'run.csv')], (child) => {
      const look = setInterval(() => {
        // it has begun: now is the moment
        if (readdirSync(folder).length === 0) return;
        clearInterval(look);
        setTimeout(() => child.kill('SIGINT'), 500);
      }, 20);
      child.on('exit', () => clearInterval(look));
    });
    expect(ended).toMatchObject({ code: 130, signal: null, out: '' });
    expect(ended.err).toMatch(/^adaline: stopped .*; nothing was written\.\n$/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

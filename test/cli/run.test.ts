import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/cli/progress.ts';
import { inProcess, result, stopsAtOnce, temporaryFolder, told } from './helpers.ts';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(finite, v.integer(), v.minValue(0));
const presentationOrNull = v.nullable(v.pipe(finite, v.integer(), v.minValue(1)));
const trackEntries = {
  weights: v.array(v.nullable(finite)),
  weightNames: v.array(v.string()),
  msePerEpoch: v.array(v.nullable(finite)),
  errors: v.nullable(count),
  decisions: v.array(v.picklist([1, -1])),
  diverged: presentationOrNull,
};
/** The object of `run --json`, as architecture.md has it. */
const contract = v.object({
  engine: v.string(),
  circuit: v.string(),
  rule: v.string(),
  patterns: v.strictObject({ name: v.string(), count, inputs: count }),
  seed: count,
  settings: v.record(v.string(), v.union([finite, v.string()])),
  ideal: v.strictObject(trackEntries),
  hardware: v.object({
    ...trackEntries,
    conductances: v.array(finite),
    seconds: finite,
    energyJoules: finite,
    ticks: count,
    saturated: v.array(v.string()),
  }),
  comparison: v.strictObject({
    weightDistanceRms: v.nullable(finite),
    decisionAgreement: v.pipe(finite, v.minValue(0), v.maxValue(1)),
    firstDisagreement: presentationOrNull,
    misadjustmentIdeal: v.nullable(finite),
    misadjustmentHardware: v.nullable(finite),
  }),
});

describe('run --json', () => {
  const cases: readonly (readonly string[])[] = [
    ['adaline'],
    ['adaline', '--device', 'as-built', '--patterns', 'and'],
    ['adaline', '--patterns', 'kepler', '--rule', 'nlms'],
    ['adaline', '--alpha', '2.05', '--epochs', '400'],
    ['adaline', '--presentations', '0'],
    ['adaline', '--epochs', '0', '--patterns', 'xor'],
    ['knobby-adaline', '--alpha', '1', '--epochs', '3'],
    ['madaline-xor', '--init', 'random', '--order', 'random', '--seed', '7'],
  ];
  test.each(cases.map((words) => [words.join(' '), words] as const))(
    'of %s is one object of the contract and nothing else',
    async (_, words) => {
      const { code, out, err } = await told(['run', ...words, '--json']);
      expect([code, err]).toEqual([0, '']);
      const read = v.parse(contract, JSON.parse(out));
      const { ideal, hardware } = read;
      expect(ideal.weights).toHaveLength(ideal.weightNames.length);
      expect(hardware.weights).toHaveLength(hardware.conductances.length);
      expect(ideal.decisions).toHaveLength(read.patterns.count);
    },
  );

  test('puts w0 first, and leaves it out without a bias', async () => {
    expect((await result('adaline', '--patterns', 'and')).ideal.weightNames).toEqual(['w0', 'w1', 'w2']);
    expect((await result('adaline', '--patterns', 'and', '--no-bias')).ideal.weightNames).toEqual([
      'w1',
      'w2',
    ]);
  });

  test('counts errors only where every d is +1 or -1', async () => {
    expect((await result('adaline', '--patterns', 'tgf')).ideal.errors).toBeNull();
    expect((await result('adaline', '--patterns', 'or')).ideal.errors).toBe(0);
  });

  test('says the same twice, and something else for another seed', async () => {
    const words = ['run', 'adaline', '--device', 'as-built', '--json'];
    const [first, again, other] = await Promise.all([
      told(words),
      told(words),
      told([...words, '--seed', '2']),
    ]);
    expect(again.out).toBe(first.out);
    expect(other.out).not.toBe(first.out);
  });
});

describe('published and derived figures, by the command line', () => {
  test('tj under the gate takes 24 rounds and is all right', async () => {
    const words = '--patterns tj --no-bias --gate round:.5 --rule mu-lms --mu .005 --epochs 100';
    const { epochs, ideal, hardware } = await result('adaline', ...words.split(' '));
    expect([epochs, ideal.errors, hardware.errors]).toEqual([24, 0, 0]);
    expect(hardware.msePerEpoch).toHaveLength(24);
  });

  // history.md section 1: max |e| over all six rows, taken after each presentation
  test.each([
    { alpha: '1', first: 73, worst: 0.99 },
    { alpha: '.5', first: 229, worst: 0.943 },
  ])(
    'tgf with alpha $alpha is within 1 division after $first presentations',
    async ({ alpha, first, worst }) => {
      const patterns = (await import('../../circuits/patterns/tgf.ts')).tgf.rows;
      const run = (presentations: number) =>
        result('adaline', '--alpha', alpha, '--presentations', String(presentations));
      const largest = (weights: readonly number[]): number =>
        Math.max(
          ...patterns.map(({ x, d }) =>
            Math.abs(d![0]! - x.reduce((s, xi, i) => s + xi * weights[i + 1]!, weights[0]!)),
          ),
        );
      const [before, at] = await Promise.all([run(first - 1), run(first)]);
      for (const track of ['ideal', 'hardware'] as const) {
        expect(largest(before[track].weights)).toBeGreaterThan(1);
        // the reference prints three decimals
        expect(largest(at[track].weights)).toBeCloseTo(worst, 2);
        expect(largest(at[track].weights)).toBeLessThan(1);
      }
    },
  );

  test.each([
    { step: ['--alpha', '.5'], epochs: 8 },
    { step: ['--alpha', '1'], epochs: 5 },
    { step: ['--rule', 'mu-lms', '--mu', '.05'], epochs: 26 },
  ])(
    'kepler is within .001 of the Wiener weights after $epochs epochs with $step',
    async ({ step, epochs }) => {
      const run = (n: number) => result('adaline', '--patterns', 'kepler', ...step, '--epochs', String(n));
      const away = (w: readonly number[]): number =>
        Math.max(Math.abs(w[0]! + 1.7e-5), Math.abs(w[1]! - 1.499835));
      const [before, at] = await Promise.all([run(epochs - 1), run(epochs)]);
      for (const track of ['ideal', 'hardware'] as const) {
        expect(away(before[track].weights)).toBeGreaterThan(0.001);
        expect(away(at[track].weights)).toBeLessThan(0.001);
      }
    },
  );

  test('AND with the passive summer ends where devices.md has it, with alpha 1 and the low reference', async () => {
    const words = '--patterns and --alpha 1 --epochs 500 --device low-reference --set summer=passive';
    const { hardware, ideal } = await result('adaline', ...words.split(' '));
    // printed to four places
    expect(hardware.weights.map((w) => Number(w.toFixed(4)))).toEqual([-0.4375, 0.6528, 0.7847]);
    expect(ideal.weights.map((w) => Number(w.toFixed(4)))).toEqual([-0.5, 0.6667, 0.8333]);
  });

  test('alpha 2.05 diverges at a presentation, in both tracks, without a number that is none', async () => {
    const { out } = await told(['run', 'adaline', '--alpha', '2.05', '--epochs', '1600', '--json']);
    const { ideal, hardware } = JSON.parse(out);
    expect(ideal.diverged).toBeGreaterThan(1);
    expect(hardware.diverged).toBeGreaterThan(1);
    const report = await told(['run', 'adaline', '--alpha', '2.05', '--epochs', '1600']);
    expect(report.out).toMatch(/hardware +diverged at presentation [\d,]+/);
    expect(report.out).not.toMatch(/NaN|Infinity/);
  });
});

describe('the words of a run', () => {
  test('reach the run', async () => {
    const words =
      '--rule mu-lms --mu .1 --presentations 7 --seed 3 --device low-reference --set gain=1e3 --set limit=inf';
    const read = await result('adaline', '--patterns', 'and', ...words.split(' '));
    expect(read).toMatchObject({
      rule: 'mu-lms',
      step: { mu: 0.1 },
      presentations: 7,
      seed: 3,
      settings: { device: 'low-reference', 'neuron.summer.gain': 1000, 'neuron.summer.limit': 'inf' },
    });
  });

  test('take a CSV file, whatever its name, with full scale 1 unless set', async () => {
    const folder = temporaryFolder();
    const text = 'x1,x2,d\n-1,-1,-.5\n-1,1,.5\n1,-1,.5\n1,1,1.5\n';
    const [csv, plain] = [join(folder, 'my.csv'), join(folder, 'plain')];
    writeFileSync(csv, text);
    writeFileSync(plain, text);
    const read = await result('adaline', '--patterns', csv, '--alpha', '1', '--epochs', '50');
    expect(read.patterns).toEqual({ name: csv, count: 4, inputs: 2 });
    expect(read.settings['fullScale']).toBe(1);
    // d = .5 + .5 x1 + .5 x2 exactly, reached to the rounding of 200 steps
    for (const w of read.hardware.weights) expect(w).toBeCloseTo(0.5, 9);
    const scaled = await result('adaline', '--patterns', plain, '--set', 'fullScale=2');
    expect(scaled.settings['fullScale']).toBe(2);
  });

  test('let the last of two values count', async () => {
    expect((await result('adaline', '--alpha', '.5', '--alpha', '1')).step).toEqual({ alpha: 1 });
  });
});

describe('a run', () => {
  test('that is stopped prints nothing and ends with 130', async () => {
    const { code, out, err } = await told(['run', 'adaline', '--epochs', '1000000'], {
      onStop: stopsAtOnce('SIGINT'),
    });
    expect([code, out]).toEqual([130, '']);
    expect(err).toMatch(/^adaline: stopped after \d+ presentations; nothing was written\.\n$/);
  });

  test('shows its progress on a terminal only, and wipes it away', () => {
    for (const errIsTerminal of [false, true]) {
      let milliseconds = 0;
      let said = '';
      const progress = new Progress(
        {
          errIsTerminal,
          err: (text) => {
            said += text;
          },
        },
        () => milliseconds,
      );
      milliseconds = 100;
      if (progress.due()) progress.show(0.1);
      expect(said, 'a short run says nothing').toBe('');
      milliseconds = 1000;
      expect(progress.due()).toBe(true);
      progress.show(0.25);
      expect(progress.due()).toBe(false);
      progress.erase();
      expect(said).toBe(errIsTerminal ? '\r\u001b[K 25 %, about 3 s to go\r\u001b[K' : '');
    }
  });

  test('in a process of its own prints the same, and ends quietly when its reader leaves', async () => {
    const words = ['run', 'adaline', '--patterns', 'and', '--json'];
    const [child, here] = await Promise.all([inProcess(words), told(words)]);
    expect(child).toMatchObject({ code: 0, err: '', out: here.out });
    const left = await inProcess(['list', '--json'], (c) => c.stdout?.destroy());
    expect(left.err).toBe('');
  });
});

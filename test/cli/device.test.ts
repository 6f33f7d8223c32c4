import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runExperiment } from '../../src/compare/result.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { result, temporaryFolder, told } from './helpers.ts';

/** Conductances after k of n pulses, from 1 to 9 uS and back, bent like a saturating device. */
const measured = (n: number, bend = 2): readonly (readonly [pulse: number, up: number, down: number])[] =>
  Array.from({ length: n + 1 }, (_, k) => {
    const way = (1 - Math.exp((-bend * k) / n)) / (1 - Math.exp(-bend));
    return [k, 1 + 8 * way, 9 - 8 * way] as const;
  });
const tableOf = (
  rows: readonly (readonly number[])[],
  header = 'pulse,upMicrosiemens,downMicrosiemens',
): string => `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;
function file(text: string, name = 'mine.csv'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}
async function refusal(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await told(words);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^adaline: [^\n]+[.?]\n$/);
  return err;
}

describe('--device ecram', () => {
  test('puts the device in the place of the memistors, with its published numbers', async () => {
    const { settings, hardware } = await result('adaline', '--patterns', 'and', '--device', 'ecram');
    expect(settings).toMatchObject({
      device: 'ecram',
      'neuron.dwMin': 0.002,
      'neuron.weights.gammaUp': 0.1153,
      'neuron.weights.gammaDown': 0.5085,
      'neuron.weights.wMax': 1.1724,
      'neuron.weights.dwMinStd': 0.3,
      'neuron.summer.gain': 'inf',
    });
    expect(settings).not.toHaveProperty(['neuron.weights.strippingEfficiency']);
    for (const g of hardware.conductances) expect(Math.abs(g - 12.5e-6)).toBeLessThan(6e-6);
  });

  test('lets each of its numbers be set, and each fault be switched off', async () => {
    const off = ['dwMinStd=0', 'dwMinDtod=0', 'gammaUp=0', 'gammaDown=0', 'gammaUpDtod=0', 'gammaDownDtod=0'];
    const more = ['upDownDtod=0', 'wMinDtod=0', 'wMaxDtod=0', 'stepwise=0'];
    const words = [...off, ...more].flatMap((word) => ['--set', word]);
    const { comparison } = await result('adaline', '--patterns', 'and', '--device', 'ecram', ...words);
    expect(comparison.weightDistanceRms).toBeLessThan(1e-12);
  });

  test.each([
    ['madaline-xor', 'xor', ['--init', 'random']],
    ['adaline', 'tgf', ['--set', 'adaptation=timed']],
    ['adaline', 'tgf', ['--set', 'adaptation=stochastic']],
    ['adaline', 'tgf', ['--rule', 'mu-lms', '--set', 'adaptation=manhattan']],
    ['adaline', 'and', ['--rule', 'sign-sign', '--mu', '.01']],
  ] as const)('learns on %s, %s %j', async (circuit, patterns, words) => {
    const { hardware } = await result(circuit, '--patterns', patterns, '--device', 'ecram', ...words);
    expect(hardware.diverged).toBeNull();
    expect(hardware.overruns).toBe(0);
  });
});

describe('--device mine.csv', () => {
  test('is the device that was measured: its ends, its steps, its name', async () => {
    const path = file(tableOf(measured(100)));
    const { settings, hardware } = await result('adaline', '--patterns', 'and', '--device', path);
    expect(settings['device']).toBe('mine.csv');
    // weights of -1 and +1 are the ends of the measurement, 1 and 9 uS
    expect(settings['neuron.reference']).toBeCloseTo(5e-6, 12);
    expect(settings['neuron.unit']).toBeCloseTo(4e-6, 12);
    for (const g of hardware.conductances) {
      expect(g).toBeGreaterThanOrEqual(1e-6 - 1e-15);
      expect(g).toBeLessThanOrEqual(9e-6 + 1e-15);
    }
    expect(hardware.errors).toBe(0);
  });

  test('says what was read and how well the fit follows it', async () => {
    const words = ['run', 'adaline', '--patterns', 'and', '--device'];
    const clean = await told([...words, file(tableOf(measured(100).slice(0, 101)))]);
    expect(clean.out.replaceAll(/\s+/g, ' ')).toContain(
      'mine.csv: 101 points up and 101 down, 1.0e-6 to 9.0e-6 S; measured less fitted: less than 0.01 % of the range at most',
    );
    // every third point up is .08 uS low, 1 % of the range: the best line between lies 2/3 % off some of them
    const noisy = measured(100).map(([k, up, down]) => [k, up - (k % 3 === 1 ? 0.08 : 0), down]);
    const { out } = await told([...words, file(tableOf(noisy))]);
    const [, most] = /less fitted: ([\d.]+) % of the range/.exec(out.replaceAll(/\s+/g, ' ')) ?? [];
    expect(Number(most)).toBeGreaterThan(0.5);
    expect(Number(most)).toBeLessThan(1.5);
  });

  test('stands in the result whole, so that the result alone reproduces the run', async () => {
    const path = file(tableOf(measured(100)));
    const first = await result('adaline', '--patterns', 'and', '--device', path);
    const { ownDevice, seed } = first;
    const spec = defaultSpec({ patterns: 'and', seed, ...(ownDevice ? { ownDevice } : {}) });
    const again = runExperiment(checkSpec(spec)).result;
    expect(JSON.parse(JSON.stringify(again))).toEqual(first);
  });

  test('learns as its straightened curve lets it: a straight table with small steps is an ideal weight', async () => {
    const straight = measured(2000, 1e-9);
    const path = file(tableOf(straight.filter(([k]) => k % 20 === 0)));
    const words = ['--patterns', 'and', '--device', path, '--set', 'adaptation=timed', '--set', 'stepwise=0'];
    const { comparison } = await result('adaline', '--rule', 'mu-lms', ...words);
    // 2,000 equal steps of .001; the fit finds each to rounding of the table
    expect(comparison.weightDistanceRms).toBeLessThan(1e-6);
    const bent = file(tableOf(measured(2000, 3).filter(([k]) => k % 20 === 0)));
    const other = await result('adaline', '--rule', 'mu-lms', ...words.with(3, bent));
    expect(other.comparison.weightDistanceRms).toBeGreaterThan(0.01);
  });

  test('reads the other form of the same table alike', async () => {
    const rows = measured(60);
    const wide = file(tableOf(rows), 'one.csv');
    const long = [
      'pulse,direction,conductance_uS',
      ...rows.map(([k, up]) => `${k},up,${up}`),
      ...rows.map(([k, , down]) => `${k},down,${down}`),
    ].join('\n');
    const runs = await Promise.all(
      [wide, file(`${long}\n`, 'one.csv')].map((path) => result('adaline', '--device', path)),
    );
    expect(runs[1]).toEqual(runs[0]);
  });

  test.each([
    ['timed', 'mu-lms'],
    ['nulling', 'alpha-lms'],
    ['stochastic', 'mu-lms'],
    ['manhattan', 'mu-lms'],
  ])('learns by %s pulses', async (adaptation, rule) => {
    const words = ['--patterns', 'and', '--rule', rule, '--set', `adaptation=${adaptation}`];
    const { hardware } = await result('adaline', '--device', file(tableOf(measured(200))), ...words);
    expect(hardware).toMatchObject({ errors: 0, diverged: null, overruns: 0 });
    // far from where it began, the middle of the range
    expect(Math.min(...hardware.weights.map(Math.abs))).toBeGreaterThan(0.1);
  });

  test('works on every circuit that takes devices', async () => {
    const path = file(tableOf(measured(100)));
    const words = ['--device', path, '--init', 'random', '--order', 'random'];
    const { hardware } = await result('madaline-xor', '--patterns', 'xor', ...words);
    expect(hardware.conductances).toHaveLength(6);
  });
});

describe('a device that is none is refused in one line', () => {
  const bad: readonly (readonly [what: string, text: string, says: RegExp])[] = [
    ['an empty file', '', /mine\.csv: line 1: found an empty file/],
    ['a header alone', 'pulse,up,down\n', /found 0 points up/],
    ['too few points', tableOf(measured(3)), /found 4 points up, expected 5 or more/],
    [
      'a curve that turns back',
      tableOf(measured(20).map(([k, up, down]) => [k, k === 7 ? 1 : up, down])),
      /line 9, column 2.*expected a curve that only rises/,
    ],
    ['another table', 'x1,x2,d\n1,1,1\n', /found the columns/],
    ['a word for a number', tableOf([[0, 1, 9]]).replace(',9', ',nine'), /expected a finite decimal number/],
  ];
  test.each(bad)('%s', async (_, text, says) => {
    expect(await refusal('run', 'adaline', '--device', file(text))).toMatch(says);
  });

  test('a file that is not there, and a folder', async () => {
    expect(await refusal('run', 'adaline', '--device', 'no/such.csv')).toMatch(
      /no\/such\.csv: found no such/,
    );
    const folder = join(temporaryFolder(), 'folder.csv');
    mkdirSync(folder);
    expect(await refusal('run', 'adaline', '--device', folder)).toMatch(/found a folder/);
    expect(await refusal('run', 'adaline', '--device', './mine.txt')).toMatch(
      /mine\.txt: found no such file/,
    );
  });

  test('a name that nobody has, on a circuit with weights of its own, and schemes where they do not fit', async () => {
    expect(await refusal('run', 'adaline', '--device', 'ecran')).toMatch(/did you mean "ecram"\?/);
    expect(await refusal('run', 'knobby-adaline', '--device', 'ecram')).toMatch(
      /the weights of knobby-adaline are its own; choose ideal, as-built, low-reference/,
    );
    expect(await refusal('run', 'adaline', '--set', 'adaptation=manhattan')).toMatch(/choose --rule mu-lms/);
    for (const device of ['ideal', 'motor-potentiometer'])
      expect(await refusal('run', 'adaline', '--device', device, '--set', 'adaptation=stochastic')).toMatch(
        /stochastic counts coinciding pulses, .* choose a pulsed one, such as --device ecram/,
      );
    expect(
      await refusal(
        ...['run', 'adaline', '--rule', 'mu-lms', '--gate', 'round:.5', '--set', 'adaptation=manhattan'],
      ),
    ).toMatch(/found a gate that leaves rows out/);
    expect(await refusal('run', 'madaline-xor', '--set', 'adaptation=manhattan')).toMatch(
      /expected nulling or timed or stochastic/,
    );
  });

  test('a number of another device says whose it is', async () => {
    expect(await refusal('run', 'adaline', '--set', 'gammaUp=0')).toMatch(/other devices, such as ecram/);
    expect(await refusal('run', 'adaline', '--device', 'ecram', '--set', 'strippingEfficiency=1')).toMatch(
      /belongs to another summer, adaptation or device/,
    );
    expect(await refusal('run', 'adaline', '--device', 'ecram', '--set', 'wMin=1')).toMatch(
      /found 1, expected -1000000000 to 0/,
    );
    expect(await refusal('run', 'adaline', '--device', 'ecram', '--set', 'slots=3')).toMatch(
      /belongs to another summer, adaptation or device/,
    );
  });
});

describe('list devices', () => {
  test('names every device with where its numbers come from', async () => {
    const { out } = await told(['list', 'devices']);
    for (const id of ['ideal', 'ecram', 'reram-es', 'ag-a-si', 'etann', 'motor-potentiometer'])
      expect(out).toMatch(new RegExp(`^${id} `, 'm'));
    expect(out.replaceAll(/\s+/g, ' ')).toContain('found: Tang et al., IEDM 2018');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('--json tells every number of every device, with its source', async () => {
    const { out } = await told(['list', 'devices', '--json']);
    const devices = JSON.parse(out) as {
      id: string;
      kind: string;
      source: string;
      settings: { circuit: string; path: string; value: number | string; source: string }[];
    }[];
    for (const { id, source, settings, kind } of devices) {
      expect(source, id).not.toBe('');
      expect(settings.length, id).toBeGreaterThan(20);
      for (const s of settings) expect(s.source, `${id} ${s.path}`).not.toBe('');
      if (kind !== 'memistor')
        expect(new Set(settings.map((s) => s.circuit))).not.toContain('knobby-adaline');
    }
    const ecram = devices.find((d) => d.id === 'ecram')!;
    const gamma = ecram.settings.find((s) => s.circuit === 'adaline' && s.path.endsWith('gammaDown'))!;
    expect(gamma).toMatchObject({ value: 0.5085, ideal: 0, source: expect.stringContaining('Tang') });
  });
});

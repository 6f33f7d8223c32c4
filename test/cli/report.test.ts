import { describe, expect, test } from 'vitest';
import { paint } from '../../src/cli/colours.ts';
import { drawCurves } from '../../src/cli/curve.ts';
import { figure } from '../../src/cli/figures.ts';
import { showsUnicode } from '../../src/cli/io.ts';
import { told } from './helpers.ts';

const reports: readonly (readonly string[])[] = [
  ['adaline'],
  ['adaline', '--device', 'as-built', '--epochs', '200'],
  ['adaline', '--alpha', '2.05', '--epochs', '1600'],
  ['adaline', '--patterns', 'iid:40x30', '--epochs', '3'],
  ['adaline', '--patterns', 'kepler'],
  [
    'adaline',
    '--patterns',
    'tj',
    '--no-bias',
    '--gate',
    'round:.5',
    '--rule',
    'mu-lms',
    '--mu',
    '.005',
    '--epochs',
    '100',
  ],
  ['knobby-adaline', '--set', 'operator.resolution=2', '--set', 'gains.stops=1'],
  ['madaline-xor', '--init', 'random', '--order', 'random'],
];

describe('the report of a run', () => {
  test.each(reports.map((words) => [words.join(' '), words] as const))(
    'of %s fits into 80 columns, with letters alone as well',
    async (_, words) => {
      for (const unicode of [true, false]) {
        const { out } = await told(['run', ...words], { unicode });
        const widest = Math.max(...out.split('\n').map((line) => [...line].length));
        expect(widest).toBeLessThanOrEqual(80);
        expect(out).not.toMatch(/NaN|undefined|Infinity/);
        if (!unicode) expect(out).toMatch(/^[\n -~]*$/);
      }
    },
  );

  test('names machine, patterns, rule and devices first', async () => {
    const { out } = await told(['run', 'adaline', '--device', 'as-built']);
    const [first = '', second = ''] = out.split('\n');
    expect(first).toBe('ADALINE with memistors learns tgf: T, G and F of 1960, with copies shifted right');
    expect(second).toContain('alpha-lms with alpha 0.5, nulling');
    expect(second).toContain('devices as-built');
  });

  test('holds both weights with their difference, the comparison and the cost', async () => {
    const { out } = await told([
      'run',
      'adaline',
      '--patterns',
      'and',
      '--set',
      'summer=passive',
      '--alpha',
      '1',
    ]);
    expect(out).toMatch(/w0 +-0\.5000 +-0\.4919 +0\.008/);
    expect(out).toMatch(/weights +[\d.e-]+ apart \(rms\)/);
    expect(out).toMatch(/decisions +equal in [\d.]+ % of presentations; first different at \d+/);
    expect(out).toMatch(/misadjustment +ideal 3, hardware 2\.\d+/);
    expect(out).toMatch(/80 s simulated; [\d.]+ J; 400 ticks; no cell saturated; no overrun/);
    expect(out).toContain('misclassified: ideal 0 of 4, hardware 0 of 4');
  });

  test('says which rows are wrong', async () => {
    const { out } = await told(['run', 'adaline', '--patterns', 'xor']);
    expect(out).toMatch(/both wrong/);
  });

  test('says which cells are full or bare', async () => {
    const { out } = await told(['run', 'adaline', '--set', 'saturation=1', '--set', 'full=.51']);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/\d+ cells saturated: w\d+/);
  });

  test('uses colour only where it is wanted, and never for meaning alone', async () => {
    const [plain, coloured] = [
      await told(['run', 'adaline']),
      await told(['run', 'adaline'], { colour: true }),
    ];
    const colourBegins = String.fromCharCode(27);
    expect(plain.out).not.toContain(colourBegins);
    expect(coloured.out).toContain(colourBegins);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with the escape character
    expect(coloured.out.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(plain.out);
  });
});

describe('the curves', () => {
  const options = { columns: 60, rows: 6, paint: paint(false), unit: 'epoch' } as const;
  const falling = (by: number): number[] => Array.from({ length: 20 }, (_, k) => 100 * by ** k);

  test('show both tracks with different signs and their names', () => {
    const drawn = drawCurves(
      { hardware: falling(0.9), ideal: falling(0.5) },
      { ...options, unicode: false },
    ).join('\n');
    expect(drawn).toMatch(/#/);
    expect(drawn).toMatch(/\.\s/);
    expect(drawn).toContain('hardware 13.5');
    expect(drawn).toContain('ideal 1.9e-4');
  });

  test('are not drawn for fewer than two epochs, or when there is no error at all', () => {
    expect(drawCurves({ hardware: [1], ideal: [1] }, { ...options, unicode: true })).toEqual([]);
    expect(drawCurves({ hardware: [0, 0], ideal: [0, 0] }, { ...options, unicode: true })).toEqual([]);
  });

  test('survive zeros, a divergence, and many epochs', () => {
    const many = Array.from({ length: 5000 }, (_, k) => (k < 4000 ? 10 ** (k / 300) : null));
    const drawn = drawCurves(
      { hardware: many, ideal: [1, 0, ...new Array(4998).fill(1e-3)] },
      { ...options, unicode: true },
    );
    expect(drawn).toHaveLength(8);
    for (const line of drawn) expect([...line].length).toBeLessThanOrEqual(60);
  });
});

describe('a figure', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [120, '120'],
    [0.5, '0.5'],
    [-0.0001, '-1.0e-4'],
    [12345.6, '12,350'],
    [6e-14, '6.0e-14'],
    [3e9, '3.0e9'],
    [null, '-'],
    [Number.NaN, '-'],
  ])('%s reads %s', (x, text) => {
    expect(figure(x)).toBe(text);
  });
});

describe('the terminal', () => {
  test('shows more than letters where its locale says so', () => {
    expect(showsUnicode({ LANG: 'en_US.UTF-8' }, 'linux')).toBe(true);
    expect(showsUnicode({ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'linux')).toBe(false);
    expect(showsUnicode({}, 'linux')).toBe(false);
  });
});

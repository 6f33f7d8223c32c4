import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runWasm } from '../../sim/exchange/ngspice/wasm.ts';
import { temporaryFolder, told } from './helpers.ts';

const spice = [
  'export',
  'adaline',
  '--format',
  'spice',
  '--patterns',
  'and',
  '--presentations',
  '2',
] as const;

describe('adaline export --format spice', () => {
  test('prints a netlist whose comments name every part, and that ngspice runs as it is', async () => {
    const { code, out, err } = await told(spice);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')[0]).toBe('ADALINE with memistors: 2 presentations of and');
    for (const part of [
      'neuron.weights.cell: 3 memistors',
      'neuron.summer.amplifier: op-amp',
      'control.machine',
    ])
      expect(out).toContain(`* ${part}`);
    const { vectors } = await runWasm(out);
    // two presentations of 1 s
    expect(vectors.get('time')?.at(-1)).toBeGreaterThan(2);
  });

  test('shows 40 presentations when nobody says how many', async () => {
    const { out } = await told(['export', 'adaline', '--format', 'spice', '--patterns', 'and']);
    expect(out).toContain('40 presentations of and');
  });

  test('takes every option that describes a run', async () => {
    const words = [
      '--rule',
      'mu-lms',
      '--mu',
      '.01',
      '--device',
      'as-built',
      '--set',
      'gain=2e5',
      '--seed',
      '7',
    ];
    const { out } = await told([...spice, ...words]);
    expect(out).toContain('* mu-lms, step 0.01, timed; op-amp summer; devices as-built; seed 7');
    expect(out).toContain('gain 200000');
  });

  test('writes to a file, and over one only with --force', async () => {
    const file = join(temporaryFolder(), 'and.cir');
    expect(await told([...spice, '--out', file])).toEqual({ code: 0, out: '', err: '' });
    const written = readFileSync(file, 'utf8');
    expect(written).toMatch(/^ADALINE with memistors/);
    writeFileSync(file, 'mine');
    const refused = await told([...spice, '--out', file]);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(
      /found a file of that name, expected none; choose another or add --force\.\n$/,
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await told([...spice, '--out', file, '--force'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(written);
  });

  test('shows so many epochs where epochs are asked for, in every format of a run', async () => {
    for (const [format, says] of [
      ['spice', '8 presentations of and'],
      ['verilog', '8 presentations.'],
    ] as const) {
      const { code, out } = await told([
        'export',
        'adaline',
        '--format',
        format,
        '--patterns',
        'and',
        '--epochs',
        '2',
      ]);
      expect(code).toBe(0);
      expect(out).toContain(says);
    }
  });

  test('shows 8 presentations where a hand turns the knobs: each takes ngspice thousands of steps', async () => {
    const { out } = await told(['export', 'knobby-adaline', '--format', 'spice', '--patterns', 'and']);
    expect(out.split('\n')[0]).toMatch(/: 8 presentations of and$/);
  });

  test('leaves no file behind where there is nothing to export', async () => {
    const file = join(temporaryFolder(), 'no.cir');
    const { code, err } = await told(['export', 'digital-adaline', '--format', 'spice', '--out', file]);
    expect(code).toBe(2);
    expect(err).toBe(
      'adaline: digital-adaline: found no analog part, expected one for ngspice; export its logic with --format verilog or digitaljs.\n',
    );
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    [['export'], 'export: found no circuit, expected one'],
    [['export', 'adaline'], '--format: found none, expected spice, verilog, digitaljs, json or svg'],
    [['export', 'adaline', '--format', 'spise'], '--format: found "spise"'],
    [['export', 'adaline', '--format', 'spise'], 'did you mean spice?'],
    [['export', 'adalin', '--format', 'spice'], 'circuit: found "adalin"'],
    [[...spice, '--csv', 'x.csv'], '"--csv": export has no such option'],
    [['export', 'adaline', '--format', 'spice', '--presentations', '0'], 'found 0, expected 1 to 10000'],
    [
      ['export', 'adaline', '--format', 'verilog', '--presentations', '1e9'],
      'expected 10000 or fewer for the logic',
    ],
    [[...spice, '--device', 'as-built', '--set', 'cycleLife=1e-4'], 'a cell comes to the end of its life'],
    [
      ['export', 'adaline', '--format', 'spice', '--rule', 'mu-lms', '--mu', '100'],
      'the run diverges at presentation',
    ],
  ])('says what is wrong: %j', async (words, message) => {
    const { code, out, err } = await told(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

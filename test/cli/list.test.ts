import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import { listSettings } from '../../src/compare/settings.ts';
import { told } from './helpers.ts';

interface Setting {
  readonly path: string;
  readonly unit: string;
  readonly default: number | string;
  readonly ideal: number | string;
  readonly range: readonly unknown[];
  readonly source: string;
}
const json = async <T>(...words: string[]): Promise<T> =>
  JSON.parse((await told(['list', ...words, '--json'])).out);

describe('list', () => {
  test.each([
    '',
    'circuits',
    'circuits adaline',
    'circuits madaline-xor',
    'rules',
    'patterns',
    'devices',
    'devices ideal',
    'devices as-built',
    'devices reram-es',
    'devices motor-potentiometer',
    'labs',
  ])('%j prints readable lines of at most 80 columns', async (words) => {
    const { code, out, err } = await told(['list', ...words.split(' ').filter(Boolean)], { unicode: false });
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toBe('');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(out).not.toMatch(/undefined|NaN|\[object/);
  });

  test('names what every other command takes', async () => {
    const { out } = await told(['list']);
    for (const word of [
      'adaline',
      'knobby-adaline',
      'madaline-xor',
      'alpha-lms',
      'mays-relaxation',
      'tgf',
      'kepler',
      'xor',
      'separable:',
      'as-built',
      'no labs yet',
    ])
      expect(out).toContain(word);
  });

  test('circuits --json has every path of --set with unit, default, ideal, range and source', async () => {
    const listed = await json<{ id: string; settings: Setting[] }[]>('circuits');
    expect(listed.map((c) => c.id)).toEqual(circuits.map((c) => c.id));
    for (const { id, settings } of listed) {
      const paths = settings.map((s) => s.path);
      expect(paths).toEqual(listSettings(circuits.find((c) => c.id === id)!).map((s) => s.path));
      expect(new Set(paths).size).toBe(paths.length);
      for (const s of settings) {
        expect(Object.keys(s)).toEqual(
          expect.arrayContaining(['path', 'unit', 'default', 'ideal', 'range', 'source']),
        );
        expect(s.source).not.toBe('');
      }
    }
    const adaline = listed[0]!.settings.map((s) => s.path);
    // parts of either summer, words, and numbers of the rules
    expect(adaline).toEqual(
      expect.arrayContaining(['neuron.summer.gain', 'neuron.load', 'summer', 'adaptation', 'rule.gamma']),
    );
  });

  test('devices --json tells what each preset makes of every path', async () => {
    const listed =
      await json<{ id: string; settings: (Setting & { circuit: string; value: unknown })[] }[]>('devices');
    const given = (preset: string, path: string): unknown =>
      listed.find((p) => p.id === preset)!.settings.find((s) => s.circuit === 'adaline' && s.path === path)!
        .value;
    expect(given('ideal', 'neuron.weights.saturation')).toBe(0);
    expect(given('as-built', 'neuron.weights.saturation')).toBe(1);
    expect(given('low-reference', 'neuron.reference')).toBe(0.055);
  });

  test('devices DEVICE shows the numbers of one device beside the ideal ones, and what each is', async () => {
    const { out } = await told(['list', 'devices', 'ecram']);
    expect(out).toMatch(/^neuron\.weights\.gammaDown +0\.5085 +0 +share of the step down/m);
    expect(out).toContain('found: Tang et al., IEDM 2018');
    // what it has in common with every circuit is left out
    expect(out).not.toContain('control.adapt');
    expect(out).toContain('adaptation  nulling|timed|stochastic|manhattan');
    const built = (await told(['list', 'devices', 'as-built'])).out;
    expect(built).toMatch(/^neuron\.weights\.strippingEfficiency +0\.9 +1 /m);
    expect(built).not.toMatch(/^neuron\.reference /m);
    expect((await told(['list', 'devices', 'ideal'])).out).toContain('Every number is the ideal one.');
    const all = await json<{ id: string }[]>('devices');
    expect(await json('devices', 'ecram')).toEqual(all.find((d) => d.id === 'ecram'));
    const wrong = await told(['list', 'devices', 'ecran']);
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toMatch(/^adaline: device: found "ecran"[^\n]+did you mean "ecram"\?\n$/);
  });

  test('--json has one setting a line, for people who search it', async () => {
    const { out } = await told(['list', 'devices', '--json']);
    const lines = out.split('\n').filter((line) => line.includes('"path":"neuron.weights.gammaDown"'));
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(JSON.parse(line.replace(/,$/, ''))).toHaveProperty('source');
  });

  test('labs --json is an empty list, and --json alone holds all kinds', async () => {
    expect(await json('labs')).toEqual([]);
    expect(Object.keys(await json<object>())).toEqual(['circuits', 'rules', 'patterns', 'devices', 'labs']);
  });
});

describe('help', () => {
  test('names what is built, and apart from it what is not', async () => {
    const { code, out } = await told(['--help']);
    const [built = '', later = ''] = out.split('Later, not built yet:');
    expect(code).toBe(0);
    for (const word of ['list', 'run', 'export', 'verify', 'serve'])
      expect(built).toMatch(new RegExp(`^  ${word} `, 'm'));
    for (const word of ['sweep', 'lab', 'grade']) {
      expect(later).toMatch(new RegExp(`^  ${word} `, 'm'));
      expect(built).not.toMatch(new RegExp(`^  ${word} `, 'm'));
    }
  });

  test.each([
    ['run', '--help'],
    ['run', 'adalin', '-h'],
    ['help', 'run'],
  ])('%s %s prints the options of run', async (...words) => {
    const { code, out } = await told(words);
    expect(code).toBe(0);
    for (const flag of [
      'patterns',
      'rule',
      'alpha',
      'mu',
      'epochs',
      'presentations',
      'order',
      'no-bias',
      'gate',
      'init',
      'seed',
      'device',
      'set',
      'json',
      'csv',
      'force',
    ])
      expect(out).toContain(`--${flag}`);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('--version prints the version of the package', async () => {
    const manifest = (await import('../../package.json', { with: { type: 'json' } })).default;
    expect((await told(['--version'])).out).toBe(`${manifest.version}\n`);
  });
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VcdFile } from '../../src/cli/vcd-file.ts';
import { Experiment } from '../../src/compare/experiment.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import type { Given } from '../compare/helpers.ts';
import { type ReadDump, readVcd, valueAt } from '../sim/exchange/vcd-reader.ts';
import { inProcess, stopsAtOnce, temporaryFolder, told } from './helpers.ts';

/** Runs with --vcd, and reads the file with the strict reader. */
async function dumpOf(...words: readonly string[]): Promise<ReadDump> {
  const file = join(temporaryFolder(), 'run.vcd');
  const { code, err } = await told(['run', ...words, '--vcd', file]);
  expect([code, err]).toEqual([0, '']);
  return readVcd(readFileSync(file, 'utf8'));
}
const seconds = ({ timescale: { count, unit } }: ReadDump): number =>
  count * { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 }[unit]!;

const runs: readonly (readonly [words: string, given: Given])[] = [
  [
    'adaline --patterns and --epochs 3 --device as-built',
    { circuit: 'adaline', patterns: 'and', epochs: 3, device: 'as-built' },
  ],
  [
    'adaline --patterns xor --epochs 2 --rule mu-lms --mu .05',
    { circuit: 'adaline', patterns: 'xor', epochs: 2, rule: 'mu-lms', mu: 0.05 },
  ],
  ['knobby-adaline --epochs 1 --alpha 1', { circuit: 'knobby-adaline', epochs: 1, alpha: 1 }],
  [
    'madaline-xor --init random --epochs 3 --alpha 1',
    { circuit: 'madaline-xor', init: 'random', epochs: 3, alpha: 1 },
  ],
];

describe('run --vcd', () => {
  test.each(runs)('of %s shows at every phase what the run itself reads', async (words, given) => {
    const dump = await dumpOf(...words.split(' '));
    const unit = seconds(dump);
    const experiment = new Experiment(checkSpec(defaultSpec(given)));
    const { run, program } = experiment;
    const { circuit, ports, sequencer } = program;
    const identifier = (text: string): string =>
      text.replaceAll(/[^A-Za-z0-9_$.]+/g, '_').replaceAll(/_+(?=\.|$)/g, '');
    let compared = 0;
    while (experiment.presentation < 4 && experiment.begin()) {
      for (let ended = false; !ended; ) {
        const time = Math.round(run.time / unit);
        const at = (path: string): number => valueAt(dump, path, time);
        expect(at('clock.phase')).toBe(run.state);
        expect(at(`clock.phase_${sequencer.table.states[run.state]}`)).toBe(1);
        expect(at('clock.presentation')).toBe(experiment.presentation + 1);
        run.look(run.elapsed);
        // a short name may stand for two lines inside a part; whole ports have names of their own
        for (const [path, nets] of ports) {
          if (/[^\w.[\]]/.test(path)) continue;
          const numbers = run.readLook(path);
          nets.forEach((_, i) => {
            const name = identifier(`${circuit.id}.${path}${nets.length > 1 ? `[${i}]` : ''}`);
            // -0 and 0 are the same number
            expect(at(name) + 0, `${name} at ${time}`).toBe(numbers[i] + 0);
            compared++;
          });
        }
        const ideal = experiment.idealReading();
        expect(at('ideal.error') + 0).toBe(ideal.e + 0);
        experiment.weightNames.forEach((name, k) => {
          expect(at(identifier(`ideal.${name}`)) + 0).toBe(experiment.ideal.weights[k] + 0);
        });
        ended = experiment.stepPhase() !== null;
      }
    }
    expect(compared).toBeGreaterThan(500);
  });

  test('shows the weights that the run ends with, and lasts as long', async () => {
    const file = join(temporaryFolder(), 'run.vcd');
    const words = ['run', 'adaline', '--patterns', 'and', '--epochs', '2', '--vcd', file, '--json'];
    const { hardware, ideal } = JSON.parse((await told(words)).out) as {
      hardware: { seconds: number; weights: number[] };
      ideal: { weights: number[] };
    };
    const dump = readVcd(readFileSync(file, 'utf8'));
    const last = dump.times.at(-1)!;
    expect(last).toBe(Math.round(hardware.seconds / seconds(dump)));
    hardware.weights.forEach((w, k) => {
      expect(valueAt(dump, `adaline.neuron.weight_${k}`, last)).toBe(w);
      expect(valueAt(dump, `ideal.w${k}`, last)).toBe(ideal.weights[k]);
    });
  });

  test('shows the current flow from the beginning of the adapt phase to the very null', async () => {
    const dump = await dumpOf('adaline', '--patterns', 'and', '--epochs', '1', '--alpha', '.3');
    const unit = seconds(dump);
    const flowing = dump.variables.find((v) => v.path === 'adaline.neuron.adapter.flowing')!;
    const changes = dump.changes.get(flowing.code)!;
    // presentations 1 to 4 begin at zero, flow, and stop
    expect(changes.map(([, level]) => level)).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0]);
    for (let k = 1; k < changes.length; k += 2) {
      const [from, to] = [changes[k][0], changes[k + 1][0]];
      const moved = Math.abs(
        valueAt(dump, 'adaline.neuron.conductance_0', to) -
          valueAt(dump, 'adaline.neuron.conductance_0', from),
      );
      // 2 mA for so long at 49.5 S/C; the instant is told to half a microsecond, 5e-8 S
      expect(Math.abs(moved - 0.002 * 49.5 * (to - from) * unit)).toBeLessThan(5.1e-8);
    }
  });

  test('changes nothing in what is printed', async () => {
    const words = ['run', 'madaline-xor', '--init', 'random', '--device', 'as-built', '--epochs', '4'];
    const plain = await told(words);
    const traced = await told([...words, '--vcd', join(temporaryFolder(), 'run.vcd')]);
    expect(traced).toEqual(plain);
  });

  test('is written together with --csv, and says the same twice', async () => {
    const folder = temporaryFolder();
    const write = async (name: string): Promise<string> => {
      const file = join(folder, `${name}.vcd`);
      await told(['run', 'adaline', '--epochs', '1', '--vcd', file, '--csv', join(folder, `${name}.csv`)]);
      return readFileSync(file, 'utf8');
    };
    expect(await write('first')).toBe(await write('second'));
    expect(readdirSync(folder).sort()).toEqual(['first.csv', 'first.vcd', 'second.csv', 'second.vcd']);
  });

  test('of a run without presentations is a dump of how it stands', async () => {
    const dump = await dumpOf('adaline', '--presentations', '0');
    expect(dump.times).toEqual([0]);
    expect(valueAt(dump, 'adaline.neuron.weight_3', 0)).toBe(0);
  });

  test('ends where the file grows too long, after a whole presentation, and says so', () => {
    const file = join(temporaryFolder(), 'run.vcd');
    const experiment = new Experiment(checkSpec(defaultSpec({ circuit: 'adaline', patterns: 'and' })));
    const waves = new VcdFile(file, false, 20_000);
    waves.begin(experiment);
    while (experiment.presentation < 40) waves.present(experiment);
    expect(waves.end(experiment)).toMatch(
      /^the file holds the first \d+ presentations of 40 presentations, .*; run fewer to see all of them\.$/,
    );
    const dump = readVcd(readFileSync(file, 'utf8'));
    expect(waves.presentations).toBeGreaterThan(1);
    expect(waves.presentations).toBeLessThan(40);
    expect(valueAt(dump, 'clock.presentation', dump.times.at(-1)!)).toBe(waves.presentations);
  });

  test('refuses a file that is there, unless it is told to replace it', async () => {
    const file = join(temporaryFolder(), 'run.vcd');
    writeFileSync(file, 'precious');
    const words = ['run', 'adaline', '--epochs', '1', '--vcd', file];
    const refused = await told(words);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/^adaline: --vcd \S+: found a file of that name, .*add --force\.\n$/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect((await told([...words, '--force'])).code).toBe(0);
    expect(readVcd(readFileSync(file, 'utf8')).version).toMatch(/^adaline-lab /);
  });

  test('refuses the file of --csv', async () => {
    const file = join(temporaryFolder(), 'both');
    const { code, err } = await told(['run', 'adaline', '--vcd', file, '--csv', file]);
    expect(code).toBe(2);
    expect(err).toMatch(/^adaline: --vcd: found the file of --csv, .*\n$/);
  });

  test('leaves no file when it is stopped at once', async () => {
    const folder = temporaryFolder();
    const words = ['run', 'adaline', '--epochs', '100000', '--vcd', join(folder, 'run.vcd')];
    const { code } = await told(words, { onStop: stopsAtOnce('SIGTERM') });
    expect(code).toBe(143);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves nothing half-written after Ctrl-C', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'run.vcd');
    const words = ['run', 'adaline', '--presentations', '1000000', '--vcd', file];
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

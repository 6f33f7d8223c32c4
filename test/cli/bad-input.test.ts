import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inProcess, temporaryFolder, told } from './helpers.ts';

/** One line on standard error, nothing on standard output, exit 2. */
async function refusal(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await told(words);
  expect(out).toBe('');
  expect(err).toMatch(/^adaline: [^\n]+[.?]\n$/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no control character may come through
  expect(err.slice(0, -1)).not.toMatch(/[\u0000-\u001f]/);
  expect(code).toBe(2);
  return err;
}

describe('a wrong word', () => {
  const cases: readonly (readonly [words: string, says: RegExp])[] = [
    ['', /found none, expected list, run, export, verify or serve/],
    ['rum', /command: found "rum".*did you mean run\?/],
    ['--hlep', /did you mean --help\?/],
    ['list circuit', /did you mean "circuits"\?/],
    ['list rules more', /found "more" besides/],
    ['list circuits adalin', /did you mean "adaline"\?/],
    ['run', /found no circuit/],
    ['run adalin', /circuit: found "adalin".*did you mean "adaline"\?/],
    ['run zzz', /circuit: found "zzz".*known are adaline, knobby-adaline, madaline-xor/],
    ['run adaline more', /found "more" besides/],
    ['run adaline --rule alhpa-lms', /rule: found "alhpa-lms".*did you mean "alpha-lms"\?/],
    ['run adaline --patterns tfg', /patterns: found "tfg".*did you mean "tgf"\?/],
    ['run adaline --patterns iid:16', /expected iid:INPUTSxROWS/],
    ['run adaline --device asbuilt', /device: found "asbuilt".*did you mean "as-built"\?/],
    ['run adaline --order cylic', /order: found "cylic".*did you mean "cyclic"\?/],
    ['run adaline --init ones', /init: found "ones", expected one of zero, random/],
    ['run adaline --set neuron.weights.saturatoin=1', /did you mean neuron\.weights\.saturation\?/],
    ['run adaline --set gian=1', /did you mean neuron\.summer\.gain\?/],
    ['run adaline --set toString=1', /no such setting/],
    ['run adaline --set load=1', /neuron\.load belongs to another summer, adaptation or device/],
    ['run adaline --set gain', /--set: found "gain", expected PATH=VALUE/],
    ['run adaline --set gain=many', /--set gain: found "many", expected a number \(or inf\)/],
    ['run adaline --set unit=0', /--set unit: found 0, expected 1e-9 to 1000 S/],
    ['run adaline --set current=-1', /--set current: found -1, expected/],
    ['run adaline --set offset=inf', /found 2 settings of that name/],
    ['run adaline --set neuron.summer.offset=inf', /found inf, expected -10 to 10 V/],
    ['run adaline --set bath=inf', /found inf, expected 0 to 1000000000 ohm/],
    ['run adaline --set saturation=.5', /found 0\.5, expected a whole number, 0 to 1/],
    ['run adaline --set stuckCell=1.5', /found 1\.5, expected a whole number, -1 to 16/],
    ['run adaline --set substrate=2', /found 2, expected less than neuron\.weights\.full, which is 1/],
    ['run knobby-adaline --set high=.001', /neuron\.gains\.low: found 0\.01, expected less than/],
    ['run adaline --rule nlms --set rule.eps=inf', /rule\.eps: found inf, expected a number from 0/],
    ['run adaline --set summer=pasive', /found "pasive", expected op-amp or passive/],
    ['run adaline --pattern tgf', /"--pattern": run has no such option; did you mean --patterns\?/],
    ['run adaline -p tgf', /"-p": run has no such option/],
    ['run adaline --json=yes', /--json: found the value "yes", expected none/],
    ['run adaline --vcd no/such/folder/run.vcd', /--vcd \S+: found no such file, expected a place/],
    ['serve --port x', /--port: found "x", expected a number/],
    ['serve --port 70000', /--port: found 70000, expected a whole number from 0 to 65535/],
    ['serve now', /found "now" besides, expected options only/],
  ];
  test.each(cases)('%j is refused in one line', async (words, says) => {
    expect(await refusal(...words.split(' ').filter(Boolean))).toMatch(says);
  });

  test.each(['sweep', 'lab', 'grade'])('%s says honestly that it is not built', async (name) => {
    expect(await refusal(name, 'adaline')).toMatch(new RegExp(`^adaline: ${name}: not built yet`));
    expect(await refusal('help', name)).toMatch(/not built yet/);
  });

  test('cannot write to the terminal what it likes', async () => {
    expect(await refusal('a\nb\u001b[31m')).toContain('"a<u+a>b<u+1b>[31m"');
    expect(await refusal('run', 'adaline', '--patterns', 'a\u001b[2J\n.csv')).toContain(
      'a<u+1b>[2J<u+a>.csv',
    );
    expect(await refusal('run', 'adaline', '--set', 'a\u001b[2J=1')).toContain('a<u+1b>[2J');
  });

  test('ends a process of its own with 2 and without a stack', async () => {
    const { code, err } = await inProcess(['run', 'adalin']);
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('a wrong number', () => {
  const cases: readonly (readonly [words: string, says: RegExp])[] = [
    ['--alpha -1', /alpha: found -1, expected a number from 0/],
    ['--alpha=-1', /alpha: found -1, expected a number from 0/],
    ['--alpha nan', /--alpha: found "nan", expected a number/],
    ['--alpha inf', /--alpha: found "inf", expected a number/],
    ['--alpha', /--alpha: found nothing, expected a value/],
    ['--alpha --json', /--alpha: found the option "--json", expected a value/],
    ['--rule mu-lms --mu -.1', /mu: found -0\.1, expected a number from 0/],
    ['--rule mu-lms --mu 1,5', /--mu: found "1,5", expected a number/],
    ['--mu .1', /mu: found 0\.1, but alpha-lms uses alpha; give --alpha instead/],
    ['--rule mu-lms --alpha .1', /alpha: found 0\.1, but mu-lms uses mu; give --mu instead/],
    ['--alpha 1 --mu 1', /found --alpha as well/],
    ['--epochs 1.5', /epochs: found 1\.5, expected a whole number/],
    ['--epochs -1', /epochs: found -1/],
    ['--presentations many', /--presentations: found "many"/],
    ['--epochs 1 --presentations 6', /found --epochs as well/],
    ['--seed -1', /seed: found -1, expected a whole number/],
    ['--gate .5', /--gate: found "\.5", expected round:LIMIT/],
    ['--gate round:x', /found "x", expected a number/],
    ['--gate round:-1', /gate: found -1/],
    ['--gate round:.5 --order random', /rounds are trained in order/],
    [
      '--rule sign-error --mu 1e9 --set unit=1e3 --set slope=1e-6 --set current=1e-9',
      /stop is waited for without a limit and never comes; give its phase a limit/,
    ],
    ['--rule mu-lms --set adaptation=nulling', /nulling adapts until the error is null, which is alpha-lms/],
  ];
  test.each(cases)('run adaline %s is refused in one line', async (words, says) => {
    expect(await refusal('run', 'adaline', ...words.split(' '))).toMatch(says);
  });
});

describe('words that do not go together', () => {
  const cases: readonly (readonly [words: string, says: RegExp])[] = [
    ['knobby-adaline --patterns iid:20x5', /found 20 inputs, but knobby-adaline has 16 lines/],
    ['adaline --patterns iid:257x2', /257/],
    [
      'adaline --patterns tgf --rule perceptron',
      /found d = 60 in row 1, but perceptron needs every d to be \+1 or -1/,
    ],
    ['adaline --patterns kepler --rule mays-increment', /mays-increment needs every d/],
    ['madaline-xor --patterns tgf', /madaline-xor needs every d/],
    ['madaline-xor --rule mu-lms', /madaline-xor learns by alpha-lms/],
    ['knobby-adaline --set adaptation=nulling', /expected by hand/],
  ];
  test.each(cases)('run %s is refused in one line', async (words, says) => {
    expect(await refusal('run', ...words.split(' '))).toMatch(says);
  });
});

describe('a CSV that is none', () => {
  const cases: readonly (readonly [what: string, content: string | Uint8Array, says: RegExp])[] = [
    ['without d', 'x1,x2\n1,2\n', /line 1: found the columns x1, x2, expected a column d/],
    ['with a short row', 'x1,d\n1,2\n1\n', /line 3: found 1 value, expected 2/],
    ['with a long row', 'x1,d\n1,2,3\n', /line 2: found 3 values, expected 2/],
    ['that is empty', '', /line 1: found an empty file/],
    ['of a header alone', 'x1,d\n', /line 1: found a header alone/],
    ['with text', 'x1,d\n1,1\nabc,1\n', /line 3, column 1 "x1": found "abc", expected a finite decimal/],
    ['with an infinite value', 'x1,d\n1,1e999\n', /line 2, column 2 "d": found "1e999"/],
    [
      'with a value whose square is none',
      'x1,d\n1,1\n-1e300,1\n',
      /line 3, column 1 "x1": found "-1e300", expected a number from -1e\+50 to 1e\+50; scale the column/,
    ],
    ['with inf', 'x1,d\n1,inf\n', /line 2, column 2 "d": found "inf"/],
    ['with semicolons', 'x1;d\n1;2\n', /found names separated by semicolons, expected commas/],
    ['with two desired columns', 'x1,d1,d2\n1,2,3\n', /found 2 desired columns, but adaline has one output/],
    ['that is no text', Uint8Array.of(0xff, 0xfe, 0x78, 0x00, 0x0a, 0x00), /save the file as CSV in UTF-8/],
    [
      'of 300 columns',
      `${Array.from({ length: 300 }, (_, k) => `x${k}`)},d\n${new Array(301).fill(1)}\n`,
      /300/,
    ],
  ];
  test.each(cases)('%s is refused with its place', async (_, content, says) => {
    const file = join(temporaryFolder(), 'my.csv');
    writeFileSync(file, content);
    const said = await refusal('run', 'adaline', '--patterns', file);
    expect(said).toMatch(says);
    expect(said).toContain(file);
  });

  test('is refused when it is not there, or a folder, or too large', async () => {
    const folder = temporaryFolder();
    expect(await refusal('run', 'adaline', '--patterns', join(folder, 'no.csv'))).toMatch(
      /found no such file/,
    );
    expect(await refusal('run', 'adaline', '--patterns', join(folder, 'no/no.csv'))).toMatch(
      /found no such file/,
    );
    mkdirSync(join(folder, 'folder.csv'));
    expect(await refusal('run', 'adaline', '--patterns', join(folder, 'folder.csv'))).toMatch(
      /found a folder/,
    );
    writeFileSync(join(folder, 'large.csv'), Buffer.alloc(2 ** 26 + 1, 0x31));
    expect(await refusal('run', 'adaline', '--patterns', join(folder, 'large.csv'))).toMatch(
      /more than 64 MB/,
    );
  });
});

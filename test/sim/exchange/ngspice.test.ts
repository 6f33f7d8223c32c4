import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findNgspice, runNative } from '../../../sim/exchange/ngspice/native.ts';
import { runInProcess } from '../../../sim/exchange/ngspice/process.ts';
import { readRawFile } from '../../../sim/exchange/ngspice/raw-file.ts';
import { failureIn, NgspiceError, type NgspiceRunner } from '../../../sim/exchange/ngspice/run.ts';
import { runWasm } from '../../../sim/exchange/ngspice/wasm.ts';

const deck = (...cards: string[]): string => ['test', ...cards, '.end', ''].join('\n');
const charging = deck('V1 a 0 1', 'R1 a b 1k', 'C1 b 0 1u IC=0', '.tran 1u 1m 0 1u UIC', '.save v(b)');

const runners: (readonly [string, NgspiceRunner])[] = [
  ['WebAssembly', runWasm],
  ['WebAssembly in a process', runInProcess],
  ...(findNgspice() === null ? [] : [['the PATH', runNative] as const]),
];

/** Those that a caller can stop, and that survive an exit. */
const stoppable: (readonly [string, NgspiceRunner])[] = [
  ['a process', runInProcess],
  ...(findNgspice() === null ? [] : [['the PATH', runNative] as const]),
];

describe.each(runners)('ngspice as %s', (_, run) => {
  test('charges a capacitor as the exponential says', async () => {
    const { vectors, tool } = await run(charging);
    const [time, v] = [vectors.get('time')!, vectors.get('v(b)')!];
    expect(tool).toMatch(/^ngspice \d+/);
    expect(time.length).toBe(v.length);
    expect(time.at(-1)).toBeCloseTo(1e-3, 12);
    // steps of a thousandth of the time constant, second order: 1e-7 a step, less in the sum
    for (let k = 0; k < v.length; k += 50)
      expect(Math.abs(v[k]! - (1 - Math.exp(-time[k]! / 1e-3)))).toBeLessThan(1e-5);
  });

  test.each([
    [deck('V1 a 0 1', 'V2 a 0 2', 'R1 a b 1k', '.tran 1m 1'), /timestep too small|singular/i],
    [deck('R1 a 0 1', 'Q1 a a 0 nomodel', '.tran 1m 1'), /nomodel|model/i],
  ])('tells a failure in its own words', { timeout: 30_000 }, async (bad, words) => {
    await expect(run(bad)).rejects.toThrow(words);
    await expect(run(bad)).rejects.toBeInstanceOf(NgspiceError);
  });
});

test.each(stoppable)(
  'a mistake that makes ngspice of %s exit is told in its own words',
  { timeout: 30_000 },
  async (_, run) => {
    await expect(run(deck('B1 a 0 V=nofunction(1)', 'R1 a 0 1', '.tran 1 1'))).rejects.toThrow(/nofunction/);
  },
);

test('a deck that fails is not answered with the result of the one before it', async () => {
  await runWasm(charging);
  await expect(runWasm(deck('V1 a 0 1', 'V2 a 0 2', 'R1 a b 1k', '.tran 1m 1'))).rejects.toThrow(
    /^ngspice: /,
  );
  expect((await runWasm(charging)).vectors.get('v(b)')?.length).toBeGreaterThan(100);
});

test.each(stoppable)('ngspice of %s is stopped, and given a limit', { timeout: 30_000 }, async (_, run) => {
  const endless = deck('V1 a 0 SIN(0 1 1e6)', 'R1 a b 1k', 'C1 b 0 1n', '.tran 1n 100');
  await expect(run(endless, { timeoutSeconds: 0.5 })).rejects.toThrow('took longer than 0.5 s');
  const control = new AbortController();
  setTimeout(() => control.abort(), 200);
  await expect(run(endless, { signal: control.signal })).rejects.toThrow('ngspice: stopped');
});

describe('failureIn', () => {
  test('prefers what stopped the run to what it led to', () => {
    const log =
      'Note: starting\nWarning: singular matrix:  check node x\n\ndoAnalyses: TRAN:  Timestep too small; time = 1';
    expect(failureIn(log)).toBe('doAnalyses: TRAN:  Timestep too small; time = 1');
  });
  test('joins a complaint with the line that it is about', () => {
    expect(failureIn("warning, can't find model 'm' from line\n\n    q1 a b 0 m\n")).toBe(
      "warning, can't find model 'm' from line q1 a b 0 m",
    );
  });
  test('finds nothing in the log of a run that went well', () => {
    expect(failureIn('Doing analysis at TEMP = 27.0\nNo. of Data Rows : 59\n')).toBeNull();
  });
});

describe('readRawFile', () => {
  const header = (names: readonly string[], points: number, kind: string): string =>
    [
      'Title: t',
      'Plotname: Transient Analysis',
      'Flags: real',
      `No. Variables: ${names.length}`,
      `No. Points: ${points}`,
      'Variables:',
      ...names.map((name, k) => `\t${k}\t${name}\tvoltage`),
      `${kind}:`,
      '',
    ].join('\n');
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.array(fc.array(fc.double({ noNaN: true }), { minLength: width, maxLength: width }), {
      maxLength: 6,
    }),
  );
  const namesOf = (rows: readonly (readonly number[])[]): string[] =>
    Array.from({ length: rows[0]?.length ?? 1 }, (_, k) => `V(N${k})`);
  const columns = (rows: readonly (readonly number[])[]): Map<string, Float64Array> =>
    new Map(namesOf(rows).map((name, k) => [name.toLowerCase(), Float64Array.from(rows, (r) => r[k]!)]));

  test('reads doubles back bit for bit', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const head = new TextEncoder().encode(header(namesOf(rows), rows.length, 'Binary'));
        const data = new Uint8Array(Float64Array.from(rows.flat()).buffer);
        const bytes = new Uint8Array([...head, ...data]);
        expect(readRawFile(bytes).vectors).toEqual(columns(rows));
      }),
    );
  });

  test('reads text as well', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const finite = rows.map((r) => r.map((x) => (Number.isFinite(x) && x !== 0 ? x : 1)));
        const text = finite.map((r, p) => ` ${p}\t${r.join('\n\t')}\n`).join('');
        const bytes = new TextEncoder().encode(header(namesOf(finite), finite.length, 'Values') + text);
        expect(readRawFile(bytes).vectors).toEqual(columns(finite));
      }),
    );
  });

  test('says what is missing', () => {
    const cut = new TextEncoder().encode(header(['time'], 2, 'Binary'));
    expect(() => readRawFile(cut)).toThrow('found 0 bytes, expected 16; the file is cut short.');
    expect(() => readRawFile(new Uint8Array(0))).toThrow('found no data');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { circuits } from '../../../circuits/index.ts';
import { lookAtAll, runSignals } from '../../../sim/exchange/run-signals.ts';
import { type VcdSignal, VcdWriter, vcdIdentifier, vcdTimescale } from '../../../sim/exchange/vcd.ts';
import { runOf, seeded } from '../benches.ts';
import { readVcd, valueAt } from './vcd-reader.ts';

const microsecond = { text: '1 us', seconds: 1e-6 };

/** Writes samples of these signals, and reads the dump again. */
function dumped(
  signals: readonly VcdSignal[],
  samples: readonly (readonly [seconds: number, values: readonly number[]])[],
) {
  let text = '';
  const header = { timescale: microsecond, version: 'a test', comments: ['one', 'two $end'] };
  const writer = new VcdWriter(signals, header, (piece) => {
    text += piece;
  });
  for (const [seconds, values] of samples) writer.sample(seconds, values);
  writer.end();
  expect(writer.written).toBe(text.length);
  return { text, dump: readVcd(text) };
}
const signal = (name: string, kind: VcdSignal['kind'], source: number): VcdSignal => ({
  scope: ['top'],
  name,
  kind,
  source,
});

describe('a value change dump', () => {
  test('gives back every number that was written, to the bit', () => {
    const kinds = ['real', 'bit', 'integer'] as const;
    const real = fc.double({ noNaN: true, noDefaultInfinity: true });
    const values = {
      real,
      bit: fc.constantFrom(0, 1),
      integer: fc.nat({ max: 2 ** 31 - 1 }),
    };
    const table = fc
      .array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 120 })
      .chain((columns) =>
        fc.tuple(
          fc.constant(columns),
          fc.array(fc.tuple(...columns.map((kind) => values[kind])), { minLength: 1, maxLength: 6 }),
        ),
      );
    fc.assert(
      fc.property(table, ([columns, rows]) => {
        const signals = columns.map((kind, k) => signal(`s${k}`, kind, k));
        const { dump } = dumped(
          signals,
          rows.map((row, k) => [k * 0.25, row]),
        );
        rows.forEach((row, k) => {
          row.forEach((x, column) => {
            // -0 and 0 are the same number
            expect(valueAt(dump, `top.s${column}`, k * 250_000) + 0).toBe(x + 0);
          });
        });
      }),
      seeded,
    );
  });

  test('writes changes only', () => {
    const { text } = dumped(
      [signal('a', 'real', 0), signal('b', 'real', 1)],
      [
        [0, [1.5, 2]],
        [1, [1.5, 3]],
        [2, [1.5, 3]],
      ],
    );
    const [, body = ''] = text.split('$enddefinitions $end\n');
    expect(body).toBe('#0\n$dumpvars\nr1.5 !\nr2 "\n$end\n#1000000\nr3 "\n#2000000\n');
  });

  test('tells the later of two samples within one unit of time', () => {
    const { dump } = dumped(
      [signal('a', 'real', 0)],
      [
        [0, [1]],
        [1.0000001, [2]],
        [1.0000002, [3]],
        [2, [4]],
      ],
    );
    expect(dump.times).toEqual([0, 1_000_000, 2_000_000]);
    expect(valueAt(dump, 'top.a', 1_000_000)).toBe(3);
  });

  test('refuses to go back in time', () => {
    expect(() =>
      dumped(
        [signal('a', 'real', 0)],
        [
          [1, [1]],
          [0.5, [2]],
        ],
      ),
    ).toThrow('later time');
  });

  test('leaves what was there when a number is none, and shows a level between 0 and 1 as unknown', () => {
    const { dump } = dumped(
      [signal('a', 'real', 0), signal('b', 'bit', 1)],
      [
        [0, [7, 0]],
        [1, [Number.NaN, 0.5]],
        [2, [Number.POSITIVE_INFINITY, 1]],
      ],
    );
    expect(valueAt(dump, 'top.a', 2_000_000)).toBe(7);
    expect(valueAt(dump, 'top.b', 1_000_000)).toBeNaN();
    expect(valueAt(dump, 'top.b', 2_000_000)).toBe(1);
  });

  test('gives one code to one source under several names, and another to each other source', () => {
    const many = Array.from({ length: 20_000 }, (_, k) => signal(`s${k}`, 'bit', k));
    const { dump } = dumped([...many, signal('alias', 'bit', 0)], [[0, new Array<number>(20_000).fill(0)]]);
    expect(new Set(dump.variables.map((v) => v.code)).size).toBe(20_000);
    const codeOf = (path: string) => dump.variables.find((v) => v.path === path)!.code;
    expect(codeOf('top.alias')).toBe(codeOf('top.s0'));
    expect(codeOf('top.s93')).toBe('~');
    expect(codeOf('top.s94')).toBe('!!');
  });

  test('refuses one source as two kinds', () => {
    expect(() => dumped([signal('a', 'bit', 0), signal('b', 'real', 0)], [])).toThrow('elsewhere');
  });

  test('keeps names apart that become the same identifier', () => {
    const signals = ['size 0', 'size_0', 'size[0]', '0', '', 'a.b'].map((name, k) => signal(name, 'real', k));
    const { dump } = dumped(signals, [[0, [0, 1, 2, 3, 4, 5]]]);
    expect(dump.variables.map((v) => v.path)).toEqual(
      ['size_0', 'size_0_2', 'size_0_3', '_0', '_', 'a_b'].map((name) => `top.${name}`),
    );
  });

  test('names are identifiers of the standard whatever they were', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(vcdIdentifier(name)).toMatch(/^[A-Za-z_][A-Za-z0-9_$]*$/);
      }),
      seeded,
    );
  });

  test('the words of a comment cannot end it', () => {
    expect(dumped([signal('a', 'bit', 0)], [[0, [0]]]).dump.comments).toEqual(['one', 'two end']);
  });
});

describe('the unit of time', () => {
  test.each([
    [[0.05, 0.2, 0.5], '1 us'],
    [[4, 1, 2, 0.5], '10 us'],
    [[0, 1e-6], '100 ps'],
    [[0], '100 us'],
    [[3600], '100 us'],
  ])('for phases of %j s is %s', (durations, text) => {
    expect(vcdTimescale(durations).text).toBe(text);
  });
});

describe.each(circuits.map((c) => [c.id, c] as const))('signals of %s', (_, definition) => {
  const given = { adaptation: definition.adaptations[0] };

  test('are every line of every port', () => {
    const { program } = runOf(definition, given);
    const signals = runSignals(program);
    expect(signals).toHaveLength([...program.ports.values()].reduce((sum, nets) => sum + nets.length, 0));
    const names = new Set(signals.map((s) => [...s.scope, s.name].join('.')));
    expect(names.size).toBe(signals.length);
  });

  test('look as the run itself reads them, and looking changes nothing', () => {
    const run = runOf(definition, given, { base: 'default' });
    run.present({ x: [1, -1, 1], d: [1], learn: [1] });
    const signals = runSignals(run.program);
    for (let phases = 0; phases < 12; phases++) {
      const before = run.snapshot();
      const seen = lookAtAll(run, run.elapsed).slice();
      run.look(run.elapsed);
      for (const [path, nets] of run.program.ports) {
        const read = run.readLook(path);
        nets.forEach((net, i) => {
          expect(seen[run.program.placeOf(net)], `${path}[${i}]`).toBe(read[i]);
        });
      }
      for (const { source, kind } of signals) if (kind === 'bit') expect([0, 1]).toContain(seen[source]);
      expect(new Uint8Array(run.snapshot())).toEqual(new Uint8Array(before));
      run.stepPhase();
    }
  });

  test('show the instants at which watched comparators trip', () => {
    const run = runOf(definition, given);
    // from zero weights every unit says +1, so that -1 has to be learned
    run.present({ x: [1, -1, 1], d: [-1], learn: [1] });
    if (run.program.trips.length === 0) {
      expect(run.tripsAhead()).toEqual([]);
      return;
    }
    for (let k = 0; k < 6 && run.phase.name !== 'adapt'; k++) run.stepPhase();
    expect(run.phase.name).toBe('adapt');
    const trips = run.tripsAhead();
    expect(trips.length).toBeGreaterThan(0);
    const lasts = run.phaseSeconds();
    const weightsAt = (seconds: number): number[] => {
      run.look(seconds);
      return [...run.readLook('weights')];
    };
    trips.forEach((at, k) => {
      expect(at).toBeGreaterThan(trips[k - 1] ?? 0);
      expect(at).toBeLessThanOrEqual(lasts);
    });
    // weights move until the last trip, and stand still after it
    const last = trips.at(-1)!;
    expect(weightsAt(last * 0.9)).not.toEqual(weightsAt(last));
    expect(weightsAt(lasts)).toEqual(weightsAt(last + 1e-9));
  });
});

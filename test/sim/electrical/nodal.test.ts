/** The solver of whole circuits, against circuits that can be solved by hand and one that was published. */
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../sim/clock.ts';
import { solveDense } from '../../../sim/electrical/lu.ts';
import { solveNodal } from '../../../sim/electrical/nodal.ts';
import { Chance } from '../../papers/helpers.ts';
import { conductance, network, opAmp, source } from '../benches.ts';

/** A node's voltage by the nodal solution. */
function nodal(run: Run, name: string): number {
  const [net] = run.program.ports.get(`network.${name}`)!;
  return solveNodal(run.program, run.f).get(net)!;
}
/** Both ways to find a voltage must give what the analysis says: rounding of a handful of operations. */
function expectVoltage(run: Run, name: string, volts: number): void {
  expect(nodal(run, name)).toBeCloseTo(volts, 14);
  expect(run.read(`network.${name}`)[0]).toBeCloseTo(volts, 14);
}

describe('circuits that can be solved by hand', () => {
  test('a divider of 1 ohm over 2 ohm leaves two thirds of 3 V', () => {
    const run = network([3], ({ node, ground, levels }) => [
      source('battery', levels[0], node('top')),
      conductance('upper', node('top'), node('tap'), 1),
      conductance('lower', node('tap'), ground, 1 / 2),
    ]);
    expectVoltage(run, 'tap', 2);
  });

  test('leads stand in series: 1 ohm with .5 ohm of lead over 1.5 ohm halves the voltage', () => {
    const run = network([1], ({ node, ground, levels }) => [
      source('battery', levels[0], node('top')),
      conductance('upper', node('top'), node('tap'), 1, 0.5),
      conductance('lower', node('tap'), ground, 1 / 1.5),
    ]);
    expectVoltage(run, 'tap', 0.5);
  });

  test("Millman's example: 1 S to 5 V, 2 S to -1 V, 1 S to ground meet at .75 V", () => {
    const run = network([5, -1], ({ node, ground, levels }) => [
      source('one', levels[0], node('one')),
      source('two', levels[1], node('two')),
      conductance('g1', node('one'), node('meet'), 1),
      conductance('g2', node('two'), node('meet'), 2),
      conductance('g3', node('meet'), ground, 1),
    ]);
    expectVoltage(run, 'meet', 0.75);
  });

  test.each([Infinity, 1e5, 1e3, 10])(
    'the inverting amplifier of gain -10 with A = %f gives s0 / (1 + (1 + Rf G) / A)',
    (gain) => {
      const run = network([0.2], ({ node, levels }) => [
        source('input', levels[0], node('in')),
        conductance('r1', node('in'), node('minus'), 1 / 100),
        conductance('rf', node('minus'), node('out'), 1 / 1000),
        opAmp('amplifier', null, node('minus'), node('out'), { gain }),
      ]);
      expectVoltage(run, 'out', (-10 * 0.2) / (1 + (1 + 1000 / 100) / gain));
    },
  );

  test.each([Infinity, 1e5, 50])(
    'the non-inverting amplifier of gain 4 with A = %f gives A v / (1 + A / 4)',
    (gain) => {
      const run = network([0.3], ({ node, ground, levels }) => [
        source('input', levels[0], node('plus')),
        conductance('r1', node('minus'), ground, 3),
        conductance('rf', node('minus'), node('out'), 1),
        opAmp('amplifier', node('plus'), node('minus'), node('out'), { gain }),
      ]);
      expectVoltage(run, 'out', 0.3 / (1 / gain + 1 / 4));
    },
  );

  test('an offset is amplified by the noise gain, and the output stops at its limit', () => {
    const amplifier = (level: number, limit: number): Run =>
      network([level], ({ node, levels }) => [
        source('input', levels[0], node('in')),
        conductance('r1', node('in'), node('minus'), 1),
        conductance('rf', node('minus'), node('out'), 0.25),
        opAmp('amplifier', null, node('minus'), node('out'), { offset: 0.01, limit }),
      ]);
    expectVoltage(amplifier(0, 12), 'out', 0.05); // 1 + Rf/R1 = 5
    expectVoltage(amplifier(9, 12), 'out', -12);
    // the minus input then floats to its Millman sum: (1 x 9 - .25 x 12) / 1.25
    expectVoltage(amplifier(9, 12), 'minus', 4.8);
  });

  test('a follower of gain A follows A / (1 + A) of its input', () => {
    const run = network([2], ({ node, levels }) => [
      source('input', levels[0], node('in')),
      opAmp('follower', node('in'), node('out'), node('out'), { gain: 99 }),
    ]);
    expectVoltage(run, 'out', 1.98);
  });

  test('a difference amplifier takes (R2 / R1)(b - a)', () => {
    const run = network([1, 1.5], ({ node, ground, levels }) => [
      source('a', levels[0], node('a')),
      source('b', levels[1], node('b')),
      conductance('r1a', node('a'), node('minus'), 1),
      conductance('r2a', node('minus'), node('out'), 1 / 5),
      conductance('r1b', node('b'), node('plus'), 1),
      conductance('r2b', node('plus'), ground, 1 / 5),
      opAmp('amplifier', node('plus'), node('minus'), node('out')),
    ]);
    expectVoltage(run, 'out', 2.5);
  });

  test('an instrumentation amplifier of two outputs in one group gains 1 + 2 R / R_G', () => {
    const run = network([0.3, 0.1], ({ node, levels }) => [
      source('a', levels[0], node('a')),
      source('b', levels[1], node('b')),
      conductance('ra', node('out a'), node('minus a'), 1),
      conductance('rg', node('minus a'), node('minus b'), 1 / 0.5),
      conductance('rb', node('minus b'), node('out b'), 1),
      opAmp('amplifier a', node('a'), node('minus a'), node('out a')),
      opAmp('amplifier b', node('b'), node('minus b'), node('out b')),
    ]);
    expect(run.program.forms).toMatchObject({ 'dense block': 2 });
    expectVoltage(run, 'out a', 0.3 + 0.2 / 0.5);
    expectVoltage(run, 'out b', 0.1 - 0.2 / 0.5);
  });
});

describe('the crossbar with wires of .5 ohm a segment that badcrossbar publishes', () => {
  const ohms = [
    [345, 903, 755, 257, 646],
    [652, 401, 508, 166, 454],
    [442, 874, 190, 244, 635],
  ];
  const volts = [1.5, 2.3, 1.7];
  const crossbar = (segment: number): Run =>
    network(volts, ({ node, ground, levels }) => {
      const word = (r: number, c: number) => node(`word ${r} ${c}`);
      const line = (r: number, c: number) => node(`bit ${r} ${c}`);
      return [
        ...levels.map((level, r) => source(`drive ${r}`, level, node(`drive ${r}`))),
        ...ohms.flatMap((row, r) =>
          row.flatMap((R, c) => [
            conductance(
              `word ${r} ${c}`,
              c === 0 ? node(`drive ${r}`) : word(r, c - 1),
              word(r, c),
              1 / segment,
            ),
            conductance(`cell ${r} ${c}`, word(r, c), line(r, c), 1 / R),
            conductance(
              `bit ${r} ${c}`,
              line(r, c),
              r === ohms.length - 1 ? ground : line(r + 1, c),
              1 / segment,
            ),
          ]),
        ),
      ];
    });
  const milliamperes = (run: Run, segment: number, volt: (run: Run, name: string) => number): string[] =>
    ohms[0].map((_, c) => ((volt(run, `bit 2 ${c}`) / segment) * 1e3).toFixed(5));
  const published = ['11.58503', '9.19064', '15.11568', '25.83321', '9.81179'];

  test('by the nodal solution', () => {
    expect(milliamperes(crossbar(0.5), 0.5, nodal)).toEqual(published);
  });

  test('by the dense block that the compiler finds', () => {
    const run = crossbar(0.5);
    expect(run.program.forms).toMatchObject({ source: 3, 'dense block': 30 });
    expect(milliamperes(run, 0.5, (r, name) => r.read(`network.${name}`)[0])).toEqual(published);
  });

  test('ideal wires give 11.72159, 9.34187, 15.46168, 26.65921, 10.06523 mA', () => {
    // a microohm a segment takes off one part in 1e8
    const run = crossbar(1e-6);
    expect(milliamperes(run, 1e-6, nodal)).toEqual([
      '11.72159',
      '9.34187',
      '15.46168',
      '26.65921',
      '10.06523',
    ]);
  });
});

describe('elimination', () => {
  test('solves 200 random systems whose solution was chosen before', () => {
    const chance = new Chance(1810);
    for (let k = 0; k < 200; k++) {
      const n = 1 + chance.below(12);
      const m = Float64Array.from({ length: n * n }, () => chance.symmetric(1));
      for (let i = 0; i < n; i++) m[i * n + i] += 2 * n; // diagonally dominant, as conductances are: well conditioned
      const x = Float64Array.from({ length: n }, () => chance.symmetric(10));
      const r = Float64Array.from({ length: n }, (_, i) =>
        x.reduce((sum, xj, j) => sum + m[i * n + j] * xj, 0),
      );
      solveDense(m, r, n, String);
      for (let i = 0; i < n; i++) expect(r[i]).toBeCloseTo(x[i], 12); // rounding of 12 terms of 10
    }
  });

  test('exchanges rows when a pivot is zero, as an amplifier makes it', () => {
    const r = Float64Array.of(3, 5);
    solveDense(Float64Array.of(0, 1, 2, 1), r, 2, String);
    expect([...r]).toEqual([1, 3]);
  });
});

describe('a node that nothing fixes', () => {
  const floating = (): Run =>
    network([1], ({ node, ground, levels }) => [
      source('battery', levels[0], node('top')),
      conductance('load', node('top'), ground, 1),
      conductance('island', node('here'), node('there'), 1),
    ]);

  test('is named by the kernel', () => {
    expect(floating).toThrow(
      /^the voltage of network\.t?here is not fixed by anything \(singular matrix\): give the node a path to ground or to a source\.$/,
    );
  });

  test('is named by the nodal solution, too', () => {
    // the same island beside a block that the kernel need not solve: a cell of no conductance joins nothing
    const program = network([1], ({ node, ground, levels }) => [
      source('battery', levels[0], node('top')),
      conductance('load', node('top'), ground, 1),
      source('prop', levels[0], node('there')),
      conductance('island', node('here'), node('there'), 1),
    ]).program;
    const [prop] = program.elements.filter((e) => e.kind === 'source' && e.name.endsWith('prop'));
    const cut = { ...program, elements: program.elements.filter((e) => e !== prop) };
    expect(() => solveNodal(cut, program.initial)).toThrow(/network\.t?here is not fixed by anything/);
  });

  test('is named where all its conductances are zero, too', () => {
    const cut = () =>
      network([1], ({ node, levels }) => [
        source('battery', levels[0], node('top')),
        conductance('broken', node('top'), node('tap'), 0),
      ]);
    expect(cut).toThrow(/^the voltage of network\.tap is not fixed by anything \(singular matrix\)/);
  });

  test('an amplifier without feedback is refused with its name', () => {
    expect(() =>
      network([1], ({ node, levels }) => [
        source('input', levels[0], node('in')),
        conductance('r1', node('in'), node('minus'), 1),
        opAmp('amplifier', null, node('minus'), node('out')),
      ]),
    ).toThrow(
      'network.amplifier has no feedback: nothing leads from network.out to network.minus; connect a resistor between them.',
    );
  });

  test('an amplifier with nothing at its minus input is refused with its name', () => {
    expect(() => network([1], ({ node }) => [opAmp('amplifier', null, node('minus'), node('out'))])).toThrow(
      'network.amplifier: nothing is connected to its minus input network.minus; give it feedback.',
    );
  });

  test('one terminal held by two sources is refused with both names', () => {
    expect(() =>
      network([1, 2], ({ node, ground, levels }) => [
        source('one', levels[0], node('top')),
        source('two', levels[1], node('top')),
        conductance('load', node('top'), ground, 1),
      ]),
    ).toThrow('bench: network.top is driven by network.one and by network.two; a line has one driver.');
  });
});

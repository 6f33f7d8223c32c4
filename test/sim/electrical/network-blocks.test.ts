/**
 * Circuits with capacitors, junctions, transistors and transconductors in the kernel: small ones of
 * the kinds that neural hardware is built from, against their formulas and the nodal solution.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bit, type Circuit, definePart, node, value, wireCircuit } from '../../../sim/circuit.ts';
import { Run } from '../../../sim/clock.ts';
import { compile } from '../../../sim/compile.ts';
import { timesPhi } from '../../../sim/electrical/network/linear-flow.ts';
import { transient } from '../../../sim/electrical/network/transient.ts';
import { THERMAL_VOLTS } from '../../../sim/electrical/network/types.ts';
import { deviationFromNodal, solveNodal } from '../../../sim/electrical/nodal.ts';
import type { ElementSpec } from '../../../sim/elements/element.ts';
import type { Machine } from '../../../sim/machines/machine.ts';
import {
  analogSwitches,
  capacitors,
  junction,
  transconductor,
  weakTransistor,
} from '../../../sim/parts/analog.ts';
import { sequencer } from '../../../sim/parts/sequencer.ts';
import { Chance } from '../../papers/helpers.ts';
import { conductance, network, opAmp, seeded, source, stateOf, type Terminals } from '../benches.ts';

/** Rounding of a few dozen operations on volts. */
const ROUNDING = 1e-14;
const at = (run: Run, name: string): number => run.read(`network.${name}`)[0];

const capacitor = (
  t: Terminals,
  name: string,
  a: string,
  b: string | null,
  farads: number,
  initial = 0,
): ElementSpec => ({
  kind: 'capacitor',
  name,
  a: [t.node(a)],
  b: [b === null ? t.ground : t.node(b)],
  farads,
  initial,
  volts: [t.node(`${name} volts`)],
});

describe('linear blocks with capacitors', () => {
  const rc = (): Run =>
    network([1], (t) => [
      source('step', t.levels[0], t.node('in')),
      conductance('r', t.node('in'), t.node('out'), 1e-3),
      capacitor(t, 'c', 'out', null, 1e-3),
    ]);

  test('RC charges as 1 - exp(-t / RC), to rounding, wherever the phase is split', () => {
    const run = rc();
    expect(run.program.forms).toMatchObject({ source: 1, network: 1 });
    for (const t of [0.1, 0.3, 0.99, 1]) {
      run.advanceTo(t);
      expect(Math.abs(at(run, 'out') - (1 - Math.exp(-t)))).toBeLessThan(ROUNDING);
      expect(deviationFromNodal(run.program, run.f)).toBeLessThan(1e-12);
    }
  });

  test('what it has charged is there in the next phase, and in a snapshot', () => {
    const run = rc();
    for (let k = 0; k < 3; k++) run.stepPhase();
    const kept = run.snapshot();
    const other = rc();
    other.restore(kept);
    expect(stateOf(other)).toEqual(stateOf(run));
    run.stepPhase();
    other.stepPhase();
    expect(stateOf(other)).toEqual(stateOf(run));
    expect(Math.abs(at(other, 'out') - (1 - Math.exp(-4)))).toBeLessThan(ROUNDING);
  });

  test('a leaky integrator of an amplifier of gain A settles with its own time constant', () => {
    const gain = 100;
    const run = network([0.2], (t) => [
      source('input', t.levels[0], t.node('in')),
      conductance('r', t.node('in'), t.node('minus'), 1e-3),
      conductance('leak', t.node('minus'), t.node('out'), 0.5e-3),
      capacitor(t, 'c', 'minus', 'out', 1e-3),
      opAmp('amplifier', null, t.node('minus'), t.node('out'), { gain }),
    ]);
    run.advanceTo(1);
    // KCL at the minus input with minus = -out / A: (C (1 + 1/A)) dout/dt = -(v g + out (f (1 + 1/A) + g / A))
    const share = 1 + 1 / gain;
    const rate = (0.5e-3 * share + 1e-3 / gain) / (1e-3 * share);
    const final = (-0.2 * 1e-3) / (0.5e-3 * share + 1e-3 / gain);
    expect(Math.abs(at(run, 'out') - final * (1 - Math.exp(-rate)))).toBeLessThan(ROUNDING);
    expect(deviationFromNodal(run.program, run.f)).toBeLessThan(1e-12);
  });

  test('random RC networks are where steps of the transient solver end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(), (n, seed) => {
        const chance = new Chance(seed);
        const siemens = Array.from({ length: 2 * n }, () => 10 ** chance.symmetric(1.5));
        const farads = Array.from({ length: n }, () => 0.05 + chance.uniform());
        const run = network([1], (t) => [
          source('step', t.levels[0], t.node('n0')),
          ...Array.from({ length: n }, (_, k) => [
            conductance(`g${k}`, t.node(`n${k}`), t.node(`n${k + 1}`), siemens[k]),
            conductance(`leak${k}`, t.node(`n${k + 1}`), t.ground, siemens[n + k]),
            capacitor(t, `c${k}`, `n${k + 1}`, null, farads[k]),
          ]).flat(),
        ]);
        run.stepPhase();
        const stepped = transient(
          {
            name: 'the same',
            components: [
              { kind: 'voltage-source', name: 'v', a: 'n0', b: '0', volts: 1 },
              ...Array.from({ length: n }, (_, k) => [
                {
                  kind: 'conductance',
                  name: `g${k}`,
                  a: `n${k}`,
                  b: `n${k + 1}`,
                  siemens: siemens[k],
                } as const,
                {
                  kind: 'conductance',
                  name: `leak${k}`,
                  a: `n${k + 1}`,
                  b: '0',
                  siemens: siemens[n + k],
                } as const,
                {
                  kind: 'capacitor',
                  name: `c${k}`,
                  a: `n${k + 1}`,
                  b: '0',
                  farads: farads[k],
                  volts: 0,
                } as const,
              ]).flat(),
            ],
          },
          { until: 1, begin: 'states', relative: 1e-7 },
        );
        for (let k = 1; k <= n; k++) {
          const there = stepped.volts(`n${k}`).at(-1)!;
          expect(Math.abs(at(run, `n${k}`) - there)).toBeLessThan(1e-7 * stepped.times.length);
        }
      }),
      { ...seeded, numRuns: 25 },
    );
  });

  test('t phi(A t) is (e^(a t) - 1) / a for one unknown, from slow to stiff', () => {
    for (const a of [-1e-9, -0.3, -7, -1e6, 0, 0.4, 5]) {
      const out = new Float64Array(1);
      timesPhi(Float64Array.of(a), 1, 2, out);
      const exact = a === 0 ? 2 : Math.expm1(2 * a) / a;
      // each of up to 22 doublings rounds
      expect(Math.abs(out[0] / exact - 1)).toBeLessThan(1e-14);
    }
  });
});

/** Two amplifiers that hold each other down through RC, as Hopfield and Tank drew them: a flip-flop. */
const flipFlop = (start: readonly [number, number]): Run =>
  network([0.1], (t) => [
    source('input', t.levels[0], t.node('in')),
    ...[0, 1].flatMap((k): ElementSpec[] => [
      conductance(`leak ${k}`, t.node(`u${k}`), t.ground, 1e-3),
      conductance(`synapse ${k}`, t.node(`out${1 - k}`), t.node(`u${k}`), 2e-3),
      conductance(`bias ${k}`, t.node('in'), t.node(`u${k}`), 1e-4),
      capacitor(t, `c${k}`, `u${k}`, null, 1e-4, start[k]),
      // an inverting stage of gain -4 held at 1 V
      conductance(`r ${k}`, t.node(`u${k}`), t.node(`m${k}`), 1e-5),
      conductance(`f ${k}`, t.node(`m${k}`), t.node(`out${k}`), 0.25e-5),
      opAmp(`amplifier ${k}`, null, t.node(`m${k}`), t.node(`out${k}`), { gain: 1e5, limit: 1 }),
    ]),
  ]);

describe('blocks that bend', () => {
  test('two saturating amplifiers in a ring decide, and stay decided', () => {
    for (const [start, first, second] of [
      [[0.3, 0.2], -1, 1],
      [[0.2, 0.3], 1, -1],
    ] as const) {
      const run = flipFlop(start);
      run.stepPhase();
      expect(at(run, 'out0')).toBe(first);
      expect(at(run, 'out1')).toBe(second);
      expect(deviationFromNodal(run.program, run.f)).toBeLessThan(1e-12);
    }
  });

  test('0, 7 or 1000 looks leave the same bits, and a look shows what a split finds', () => {
    const runs = [0, 7, 1000].map((looks) => {
      const run = flipFlop([0.25, 0.2]);
      for (let phase = 0; phase < 2; phase++) {
        for (let k = 0; k < looks; k += Math.max(1, looks >> 4)) run.look((k / looks) * 0.01);
        run.stepPhase();
      }
      return stateOf(run);
    });
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });

  test('a follower-integrator slews at its limit and then settles: sinh u(t) = sinh u(0) exp(-t / tau)', () => {
    // C dv/dt = I tanh(g (in - v) / I), u = g (in - v) / I, tau = C / g
    const [g, limit, farads, level] = [1e-6, 2e-7, 2e-7, 1];
    const run = network([level], (t) => [
      source('input', t.levels[0], t.node('in')),
      {
        kind: 'transconductor',
        name: 'pair',
        plus: t.node('in'),
        minus: t.node('out'),
        out: t.node('out'),
        siemens: g,
        limit,
      },
      capacitor(t, 'c', 'out', null, farads),
    ]);
    for (const seconds of [0.2, 0.5, 1]) {
      run.advanceTo(seconds);
      const u = Math.asinh(Math.sinh((g * level) / limit) * Math.exp((-seconds * g) / farads));
      // a thousand steps or two, each wrong by 1e-9 at most
      expect(Math.abs(at(run, 'out') - (level - (u * limit) / g))).toBeLessThan(2e-7);
    }
  });

  test('a mirror of transistors in weak inversion needs no state: an operation, and no flow', () => {
    const run = network([0.5], (t) => [
      source('supply', t.levels[0], t.node('gate')),
      source('rail', t.levels[0], t.node('rail'), 4),
      {
        kind: 'transistor',
        name: 'm',
        channel: 'n',
        gate: t.node('gate'),
        drain: t.node('out'),
        source: t.ground,
        bulk: t.ground,
        kappa: 0.7,
        i0: 1e-15,
      },
      conductance('load', t.node('rail'), t.node('out'), 1e-9),
    ]);
    expect(run.program.flows).toHaveLength(0);
    const out = at(run, 'out');
    const channel = 1e-15 * Math.exp((0.7 * 0.5) / THERMAL_VOLTS) * (1 - Math.exp(-out / THERMAL_VOLTS));
    expect(out).toBeGreaterThan(0.3);
    expect(Math.abs(channel / (1e-9 * (2 - out)) - 1)).toBeLessThan(1e-12);
    expect(deviationFromNodal(run.program, run.f)).toBeLessThan(1e-12);
  });

  test('a diode clamps the bus of a summing amplifier', () => {
    const run = network([1, 2], (t) => [
      source('a', t.levels[0], t.node('a')),
      source('b', t.levels[1], t.node('b')),
      conductance('ga', t.node('a'), t.node('bus'), 1e-3),
      conductance('gb', t.node('b'), t.node('bus'), 1e-3),
      {
        kind: 'junction',
        name: 'd',
        anode: t.node('bus'),
        cathode: t.ground,
        saturation: 1e-14,
        emission: 1,
        seriesOhms: 0,
      },
    ]);
    const v = at(run, 'bus');
    expect(Math.abs(1e-3 * (3 - 2 * v) - 1e-14 * Math.expm1(v / THERMAL_VOLTS))).toBeLessThan(1e-15);
    expect(solveNodal(run.program, run.f).size).toBe(4);
  });
});

/** Waits for a bit, up to a limit. */
const charging: Machine = {
  id: 'charge until full',
  initial: 'charge',
  states: {
    charge: {
      on: { done: 'rest' },
      meta: { outputs: { on: 1 }, phase: { seconds: 0, waitFor: 'full', limit: 10, begins: true } },
    },
    rest: { on: { done: 'charge' }, meta: { outputs: { on: 0 }, phase: { seconds: 0.2, ends: true } } },
  },
};

describe('parts', () => {
  /** A capacitor that a switch charges until a comparator trips, and that leaks while the switch is open. */
  const timer = (): Circuit => {
    const bench = definePart({
      type: 'bench',
      ports: {
        top: node(),
        out: node(),
        ground: node(),
        level: value(),
        volts: value(),
        armed: bit(),
        full: bit(),
      },
      settings: {},
      elements: (at, _get, internal) => {
        const [left] = internal('left');
        return [
          { kind: 'constant', name: 'level', out: at.level, values: [5] },
          { kind: 'source', name: 'battery', from: at.level, out: at.top, volts: 1 },
          conductance('leak', at.out[0], 0, 1e-4),
          conductance('earth', at.ground[0], 0, 1e9),
          { kind: 'amplifier', name: 'left', inputs: [{ net: at.volts[0], gain: -1 }], out: left, offset: 3 },
          {
            kind: 'trip',
            name: 'comparator',
            armed: at.armed[0],
            level: left,
            polarity: null,
            tie: 0,
            done: at.full[0],
          },
        ];
      },
    });
    return wireCircuit({
      id: 'timer',
      parts: {
        bench,
        contact: analogSwitches(1, 1000),
        store: capacitors(1, 1e-3),
        clock: sequencer(charging, ['full'], ['on']),
      },
      wires: [
        ['bench.top', 'contact.a'],
        ['contact.b', 'bench.out'],
        ['store.a', 'bench.out'],
        ['store.b', 'bench.ground'],
        ['store.volts', 'bench.volts'],
        ['clock.on', 'contact.control'],
        ['clock.on', 'bench.armed'],
        ['bench.full', 'clock.full'],
      ],
      stimulus: {},
      observe: { volts: 'store.volts' },
      sequencer: 'clock',
    });
  };

  test('a comparator on a capacitor trips at the solved instant, and the open switch lets it leak', () => {
    const run = new Run(compile(timer()));
    // 5 V through 1 k against a leak of 1e-4 S: toward 5 / 1.1 V at 1.1 / (R C) a second; the earth's 1 nano-ohm is nothing
    const rate = 1.1e-3 / 1e-3;
    const end = 5 / 1.1;
    run.stepPhase();
    expect(Math.abs(run.time + Math.log(1 - 3 / end) / rate)).toBeLessThan(1e-9);
    expect(Math.abs(run.read('volts')[0] - 3)).toBeLessThan(1e-11);
    run.stepPhase();
    expect(Math.abs(run.read('volts')[0] - 3 * Math.exp(-0.1 * 0.2))).toBeLessThan(1e-9);
    for (let k = 0; k < 20; k++) run.stepPhase();
    expect(run.overruns).toBe(0);
  });

  test('the order in which parts are listed changes no bit', () => {
    const circuit = timer();
    const turned = { ...circuit, parts: Object.fromEntries(Object.entries(circuit.parts).reverse()) };
    const [one, other] = [new Run(compile(circuit)), new Run(compile(turned))];
    for (let k = 0; k < 9; k++) {
      one.stepPhase();
      other.stepPhase();
    }
    expect(stateOf(other)).toEqual(stateOf(one));
  });

  test('a comparator trips at a solved instant in a block that bends, too', () => {
    const circuit = timer();
    const rectifier = definePart({
      type: 'rectifier',
      ports: { a: node(), b: node(), volts: value() },
      settings: {},
      elements: (at, _get, internal) => {
        const [mid, volts] = [internal('mid', 1, 'node')[0], internal('mid volts')];
        return [
          conductance('r', at.a[0], mid, 1e-3),
          // the node between is slowed a little, as every wire is
          { kind: 'capacitor', name: 'stray', a: [mid], b: [0], farads: 1e-6, initial: 0, volts },
          {
            kind: 'junction',
            name: 'd',
            anode: mid,
            cathode: at.b[0],
            saturation: 1e-12,
            emission: 1,
            seriesOhms: 10,
          },
          {
            kind: 'amplifier',
            name: 'shown',
            inputs: [{ net: volts[0], gain: 1 }],
            out: at.volts[0],
            offset: 0,
          },
        ];
      },
    });
    const { contact: _, ...parts } = circuit.parts;
    const run = new Run(
      compile({
        ...circuit,
        parts: { ...parts, rectifier },
        wires: [
          ...circuit.wires.filter((wire) => !wire.some((end) => end.startsWith('contact'))),
          ['bench.top', 'rectifier.a'],
          ['rectifier.b', 'bench.out'],
        ],
      }),
    );
    run.stepPhase();
    expect(Math.abs(run.read('volts')[0] - 3)).toBeLessThan(1e-12); // the trip's own band
    const alone = transient(
      {
        name: 'alone',
        components: [
          { kind: 'voltage-source', name: 'v', a: 'top', b: '0', volts: 5 },
          { kind: 'conductance', name: 'r', a: 'top', b: 'mid', siemens: 1e-3 },
          { kind: 'capacitor', name: 'stray', a: 'mid', b: '0', farads: 1e-6, volts: 0 },
          { kind: 'diode', name: 'd', anode: 'mid', cathode: 'out', saturation: 1e-12, seriesOhms: 10 },
          { kind: 'conductance', name: 'leak', a: 'out', b: '0', siemens: 1e-4 },
          { kind: 'capacitor', name: 'c', a: 'out', b: '0', farads: 1e-3, volts: 0 },
        ],
      },
      { until: run.time, begin: 'states', relative: 1e-8 },
    );
    expect(run.time).toBeGreaterThan(1);
    expect(Math.abs(alone.volts('out').at(-1)! - 3)).toBeLessThan(1e-8 * alone.times.length);
  });

  test('a junction, a transistor and a transconductor as parts make one block', () => {
    const rails = definePart({
      type: 'rails',
      ports: { level: value(), high: node(), low: node(), middle: node() },
      settings: {},
      elements: (at) => [
        { kind: 'constant', name: 'level', out: at.level, values: [1] },
        { kind: 'source', name: 'high', from: at.level, out: at.high, volts: 1 },
        { kind: 'source', name: 'low', from: at.level, out: at.low, volts: 0.45 },
        conductance('load', at.middle[0], 0, 1e-9),
      ],
    });
    const circuit = wireCircuit({
      id: 'one block',
      parts: {
        rails,
        diode: junction(1e-12),
        follower: weakTransistor('n'),
        pair: transconductor(1e-9, 1e-9),
        clock: sequencer(
          {
            id: 'tick',
            initial: 'go',
            states: {
              go: {
                on: { done: 'go' },
                meta: { outputs: {}, phase: { seconds: 1, begins: true, ends: true } },
              },
            },
          },
          [],
          [],
        ),
      },
      wires: [
        ['rails.high', 'follower.drain'],
        ['rails.low', 'follower.gate'],
        ['follower.source', 'rails.middle'],
        ['diode.anode', 'rails.middle'],
        ['diode.cathode', 'follower.bulk'],
        ['pair.plus', 'rails.low'],
        ['pair.minus', 'rails.middle'],
        ['pair.out', 'diode.cathode'],
      ],
      stimulus: {},
      observe: { middle: 'rails.middle', bulk: 'follower.bulk' },
      sequencer: 'clock',
    });
    const run = new Run(compile(circuit));
    expect(run.program.forms).toMatchObject({ network: 2 });
    expect(deviationFromNodal(run.program, run.f)).toBeLessThan(1e-12);
    // what the pair sends into the bulk's node comes out through the diode, backwards
    const [middle, bulk] = [run.read('middle')[0], run.read('bulk')[0]];
    const sent = 1e-9 * Math.tanh(0.45 - middle);
    expect(Math.abs(1e-12 * Math.expm1((middle - bulk) / THERMAL_VOLTS) + sent)).toBeLessThan(1e-18);
  });
});

describe('what a block cannot do is said in one line', () => {
  test('a capacitor between nodes that sources hold', () => {
    expect(() =>
      network([1], (t) => [source('step', t.levels[0], t.node('in')), capacitor(t, 'c', 'in', null, 1e-6)]),
    ).toThrow(
      'network.c[0] lies between nodes that are held, and cannot remember a voltage of its own; put a resistor in series with it.',
    );
  });
  test('capacitors that close a loop', () => {
    expect(() =>
      network([1], (t) => [
        source('step', t.levels[0], t.node('in')),
        conductance('r', t.node('in'), t.node('a'), 1),
        capacitor(t, 'c1', 'a', null, 1e-6),
        capacitor(t, 'c2', 'a', null, 1e-6),
      ]),
    ).toThrow(
      /network\.c1\[0\], network\.c2\[0\] close a loop with ideal outputs or among themselves.*put a resistor in series/,
    );
  });
  test('a node between a capacitor and nothing', () => {
    expect(() =>
      network([1], (t) => [
        source('step', t.levels[0], t.node('in')),
        conductance('r', t.node('in'), t.node('a'), 1),
        {
          kind: 'junction',
          name: 'd',
          anode: t.node('a'),
          cathode: t.ground,
          saturation: 1e-14,
          emission: 1,
          seriesOhms: 0,
        },
        {
          kind: 'transistor',
          name: 'm',
          channel: 'n',
          gate: t.node('open'),
          drain: t.node('a'),
          source: t.ground,
          bulk: t.ground,
          kappa: 0.7,
          i0: 1e-15,
        },
      ]),
    ).toThrow(/the voltage of network\.open is not fixed by anything: only network\.m touches it/);
  });
});

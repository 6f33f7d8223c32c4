/** Single elements in small networks: what our solver finds at the end of a phase, beside their cards in ngspice. */
import { describe, expect, test } from 'vitest';
import '../../sim/parts/analog.ts';
import type { Net } from '../../sim/circuit.ts';
import { compile } from '../../sim/compile.ts';
import type { ComparatorSpec, ElementSpec } from '../../sim/elements/element.ts';
import { writeDeck } from '../../sim/exchange/spice/deck.ts';
import { recordRun } from '../../sim/exchange/spice/recording.ts';
import { conductance, network, opAmp, source } from '../sim/benches.ts';
import { simulate } from './ngspice-helpers.ts';

type Build = Parameters<typeof network>[1];

/** Every node at the end of two phases of 1 s with these levels: ours and ngspice's. */
async function bothOf(levels: readonly number[], build: Build): Promise<[string, number, number][]> {
  const program = compile(network(levels, build).program.circuit, { fuse: false });
  const recording = recordRun(program, [{ level: levels }, { level: levels }]);
  const deck = writeDeck(recording, { title: 'elements' });
  const { vectors } = await simulate('wasm', deck.text);
  const time = vectors.get('time')!;
  return recording.phases.flatMap((phase, k) => {
    const row = time.findLastIndex((t) => t <= deck.samples[k]! * (1 + 1e-12));
    return deck.compared.map((line): [string, number, number] => [
      line.name,
      phase.values[program.placeOf(line.net)]!,
      vectors.get(line.vector)![row]!,
    ]);
  });
}

const cases: readonly (readonly [says: string, levels: readonly number[], build: Build])[] = [
  [
    'a summing amplifier of infinite gain',
    [0.3, -0.7],
    ({ node, levels }) => [
      source('a', levels[0]!, node('a')),
      source('b', levels[1]!, node('b')),
      conductance('ga', node('a'), node('bus'), 2e-3, 10),
      conductance('gb', node('b'), node('bus'), 1e-3),
      conductance('gf', node('bus'), node('out'), 1e-3),
      opAmp('amplifier', null, node('bus'), node('out')),
    ],
  ],
  [
    'an op-amp with gain, offset and a limit that it does not reach',
    [0.5],
    ({ node, levels }) => [
      source('a', levels[0]!, node('a')),
      conductance('ga', node('a'), node('bus'), 1e-3),
      conductance('gf', node('bus'), node('out'), 1e-4),
      opAmp('amplifier', null, node('bus'), node('out'), { gain: 1e4, offset: 1e-3, limit: 12 }),
    ],
  ],
  [
    'an op-amp at its limit, of finite gain',
    [-2],
    ({ node, levels }) => [
      source('a', levels[0]!, node('a')),
      conductance('ga', node('a'), node('bus'), 1e-3),
      conductance('gf', node('bus'), node('out'), 1e-4),
      opAmp('amplifier', null, node('bus'), node('out'), { gain: 1e5, limit: 12 }),
    ],
  ],
  [
    'an op-amp at its limit, of infinite gain',
    [2],
    ({ node, levels }) => [
      source('a', levels[0]!, node('a')),
      conductance('ga', node('a'), node('bus'), 1e-3),
      conductance('gf', node('bus'), node('out'), 1e-4),
      opAmp('amplifier', null, node('bus'), node('out'), { limit: 5 }),
    ],
  ],
  [
    'switches, open and closed',
    [1, 1, 0],
    ({ node, ground, levels }) => [
      source('a', levels[0]!, node('a')),
      { kind: 'switch', name: 's', a: [node('a')], b: [node('x')], control: levels[1]!, on: 1e-3, off: 0 },
      { kind: 'switch', name: 't', a: [node('a')], b: [node('y')], control: levels[2]!, on: 1e-3, off: 1e-6 },
      conductance('x', node('x'), ground, 1e-3),
      conductance('y', node('y'), ground, 1e-3),
    ],
  ],
  [
    'a capacitor that charges in a tenth of the phase',
    [1],
    ({ node, ground, levels }) => [
      source('a', levels[0]!, node('a')),
      conductance('g', node('a'), node('x'), 1e-3),
      {
        kind: 'capacitor',
        name: 'c',
        a: [node('x')],
        b: [ground],
        farads: 1e-4,
        initial: 0,
        volts: [node('c volts')],
      },
    ],
  ],
  [
    'a junction diode with its series resistance',
    [2],
    ({ node, ground, levels }) => [
      source('a', levels[0]!, node('a')),
      conductance('g', node('a'), node('x'), 1e-3),
      {
        kind: 'junction',
        name: 'd',
        anode: node('x'),
        cathode: ground,
        saturation: 1e-12,
        emission: 1.5,
        seriesOhms: 10,
      },
    ],
  ],
  [
    'transistors in weak inversion, n and p, as an inverter',
    [1, 0.42],
    ({ node, ground, levels }) => [
      source('supply', levels[0]!, node('supply')),
      source('in', levels[1]!, node('in')),
      {
        kind: 'transistor',
        name: 'n',
        channel: 'n',
        gate: node('in'),
        drain: node('out'),
        source: ground,
        bulk: ground,
        kappa: 0.7,
        i0: 1e-15,
      },
      {
        kind: 'transistor',
        name: 'p',
        channel: 'p',
        gate: node('in'),
        drain: node('out'),
        source: node('supply'),
        bulk: node('supply'),
        kappa: 0.7,
        i0: 1e-15,
      },
      conductance('load', node('out'), ground, 1e-9),
    ],
  ],
  [
    'comparators: offset, threshold, size, hysteresis and the noise of their draws',
    // each level lies so near its threshold that one wrong sign decides otherwise
    [0.01, 0.48, -0.52, 0.03, -0.03, 1, 0],
    ({ node, levels }) => {
      const comparator = (
        name: string,
        given: Partial<ComparatorSpec> & { readonly input: Net },
      ): ElementSpec => ({
        kind: 'comparator',
        name,
        threshold: 0,
        absolute: false,
        offset: 0,
        noise: 0,
        hysteresis: 0,
        previous: null,
        tie: 1e-9,
        out: node(name),
        ...given,
      });
      const [zero, low, lower, over, under, one, none] = levels;
      return [
        comparator('offset down', { input: zero!, offset: -0.02 }),
        comparator('offset up', { input: zero!, offset: 0.02 }),
        comparator('threshold', { input: low!, threshold: 0.5 }),
        comparator('threshold with offset', { input: low!, threshold: 0.5, offset: 0.03 }),
        comparator('size', { input: lower!, threshold: 0.5, absolute: true }),
        comparator('held up', { input: under!, hysteresis: 0.1, previous: one! }),
        comparator('held down', { input: over!, hysteresis: 0.1, previous: none! }),
        ...Array.from({ length: 8 }, (_, k) => comparator(`noise ${k}`, { input: zero!, noise: 0.5 })),
      ];
    },
  ],
  [
    'instruments: a meter that rounds and one at its stop, a rectifier, an analog switch',
    [0.123, -0.9, 1],
    ({ node, levels }) => {
      const [small, large, one] = levels as readonly [Net, Net, Net];
      return [
        {
          kind: 'meter',
          name: 'coarse',
          input: small,
          scale: 1,
          resolution: 0.05,
          endStop: 1,
          out: node('coarse'),
        },
        {
          kind: 'meter',
          name: 'stopped',
          input: large,
          scale: 2,
          resolution: 0,
          endStop: 1,
          out: node('stopped'),
        },
        { kind: 'rectifier', name: 'bridge', input: large, factor: small, gain: 3, out: node('size') },
        { kind: 'selector', name: 'switch', select: one, high: small, low: large, out: node('chosen') },
      ];
    },
  ],
  [
    'a transconductor in its bend',
    [0.3],
    ({ node, ground, levels }) => [
      source('a', levels[0]!, node('a')),
      {
        kind: 'transconductor',
        name: 't',
        plus: node('a'),
        minus: ground,
        out: node('x'),
        siemens: 1e-3,
        limit: 2e-4,
      },
      conductance('load', node('x'), ground, 1e-3),
    ],
  ],
];

describe('an element in ngspice does what it does in our solver', () => {
  test.each(cases)('%s', { timeout: 60_000 }, async (_, levels, build) => {
    const found = await bothOf(levels, build);
    expect(found.length).toBeGreaterThan(2);
    // of 1 V: the target. ngspice has constants of nature of 2014, 3e-7 apart from those of 2018
    for (const [name, ours, theirs] of found)
      expect(
        Math.abs(theirs - ours) / Math.max(1, Math.abs(ours)),
        `${name}: ${ours} and ${theirs}`,
      ).toBeLessThan(1e-6);
  });

  test.each([
    ['falls to where both are up', 0.1, -0.05, 1],
    ['falls to where both are down', 0.05, -0.1, -1],
  ] as const)(
    'a pair of neurons that pull each other along, each an amplifier with a resistor and a capacitor, %s',
    { timeout: 60_000 },
    async (_, first, second, side) => {
      const found = await bothOf([0], ({ node, ground }) =>
        (
          [
            ['one', 'two', first],
            ['two', 'one', second],
          ] as const
        ).flatMap(([own, other, initial]): ElementSpec[] => [
          opAmp(`${own} amplifier`, node(`${own} u`), ground, node(`${own} v`), { gain: 20, limit: 1 }),
          conductance(`${own} leak`, node(`${own} u`), ground, 1e-3),
          conductance(`${own} weight`, node(`${own} u`), node(`${other} v`), 1e-3),
          {
            kind: 'capacitor',
            name: `${own} membrane`,
            a: [node(`${own} u`)],
            b: [ground],
            // a time constant of 50 ms, twenty times in a phase
            farads: 1e-4,
            initial,
            volts: [node(`${own} held`)],
          },
        ]),
      );
      for (const [name, ours, theirs] of found) {
        // half of the other's output is what the divider of leak and weight leaves, up to exp(-20)
        const wanted = name.endsWith(' v') ? side : side / 2;
        expect(Math.abs(ours - wanted), name).toBeLessThan(1e-6);
        // of the limit of 1 V: the target
        expect(Math.abs(theirs - ours), name).toBeLessThan(1e-6);
      }
    },
  );
});

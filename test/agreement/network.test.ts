/**
 * The network solver against ngspice, an independent program, on circuits whose elements both know:
 * a native ngspice where one is on the PATH, else its WebAssembly. Laws that SPICE has no device for
 * are given to it as expressions.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { operatingPoint } from '../../sim/electrical/network/operating-point.ts';
import { type Transient, transient } from '../../sim/electrical/network/transient.ts';
import { type Component, THERMAL_VOLTS } from '../../sim/electrical/network/types.ts';
import { findNgspice, runNative } from '../../sim/exchange/ngspice/native.ts';
import { runInProcess } from '../../sim/exchange/ngspice/process.ts';
import type { NgspiceRun } from '../../sim/exchange/ngspice/run.ts';

/** Both count in steps far finer than they differ by; ngspice's own tolerances are set as fine as it converges with. */
const OPTIONS =
  '.options reltol=1e-7 abstol=1e-16 vntol=1e-10 chgtol=1e-18 gmin=1e-16 method=trap temp=27 tnom=27';

const spice = (cards: string, analysis: string): Promise<NgspiceRun> => {
  const deck = `network\n${cards}\n${OPTIONS}\n${analysis}\n.end\n`;
  return findNgspice() === null ? runInProcess(deck) : runNative(deck);
};

/** The largest difference of two curves at the instants of ours, straight lines between those of ngspice. */
function apart(ours: Transient, mine: Float64Array, theirs: NgspiceRun, name: string): number {
  const times = theirs.vectors.get('time')!;
  const values = theirs.vectors.get(name)!;
  expect(times.length).toBeGreaterThan(100);
  let k = 0;
  let worst = 0;
  ours.times.forEach((t, i) => {
    while (k + 2 < times.length && times[k + 1] < t) k++;
    const share = (t - times[k]) / (times[k + 1] - times[k]);
    worst = Math.max(worst, Math.abs(mine[i] - (values[k] + share * (values[k + 1] - values[k]))));
  });
  return worst;
}

const resistor = (name: string, a: string, b: string, ohms: number): Component => ({
  kind: 'resistor',
  name,
  a,
  b,
  ohms,
});
const sine = (name: string, a: string, amplitude: number, hertz: number): Component => ({
  kind: 'voltage-source',
  name,
  a,
  b: '0',
  volts: { shape: 'sine', amplitude, hertz },
});

// the constants of physics that ngspice has differ from those of 2019 in the seventh digit
let thermalVolts = THERMAL_VOLTS;
beforeAll(async () => {
  // i = 1 A (exp(v / Ut) - 1) at .5 V tells what ngspice takes for Ut
  const run = await spice('v1 a 0 0.5\nd1 a 0 dx\n.model dx d(is=1e-14 n=1)', '.op');
  thermalVolts = 0.5 / Math.log(-run.vectors.get('i(v1)')![0] / 1e-14 + 1);
});

describe('the network solver and ngspice agree', () => {
  test('that Ut at 27 degrees is kT/q', () => {
    // CODATA of 2014 and of 2019 are 4e-7 apart
    expect(Math.abs(thermalVolts / THERMAL_VOLTS - 1)).toBeLessThan(1e-6);
  });

  test('on RC driven by a sine', async () => {
    const theirs = await spice('v1 in 0 sin(0 1 1k)\nr1 in out 1k\nc1 out 0 1u', '.tran 0.25u 3m 0 0.25u');
    const ours = transient(
      {
        name: 'rc',
        components: [
          sine('v', 'in', 1, 1e3),
          resistor('r', 'in', 'out', 1e3),
          { kind: 'capacitor', name: 'c', a: 'out', b: '0', farads: 1e-6 },
        ],
      },
      { until: 3e-3, relative: 1e-8, longest: 1e-6 },
    );
    // their steps err by (2 pi f h)^2 / 12 = 2e-7 of the volt, ours of 1 us by as much as both together less
    expect(apart(ours, ours.volts('out'), theirs, 'v(out)')).toBeLessThan(1e-6);
  });

  test('on a rectifier of one diode with a reservoir', async () => {
    const theirs = await spice(
      'v1 in 0 sin(0 5 1k)\nd1 in out dx\nr1 out 0 10k\nc1 out 0 100n\n.model dx d(is=1e-14 n=1 rs=10)',
      '.tran 0.1u 3m 0 0.1u',
    );
    const ours = transient(
      {
        name: 'rectifier',
        components: [
          sine('v', 'in', 5, 1e3),
          {
            kind: 'diode',
            name: 'd',
            anode: 'in',
            cathode: 'out',
            saturation: 1e-14,
            seriesOhms: 10,
            thermalVolts,
          },
          resistor('r', 'out', '0', 1e4),
          { kind: 'capacitor', name: 'c', a: 'out', b: '0', farads: 1e-7 },
        ],
      },
      { until: 3e-3, relative: 1e-7, longest: 1e-6 },
    );
    expect(Math.max(...ours.volts('out'))).toBeGreaterThan(4);
    // where the diode turns on, their steps of .1 us err by 1e-5, a quarter of what steps of .2 us do
    expect(apart(ours, ours.volts('out'), theirs, 'v(out)')).toBeLessThan(2e-5);
  });

  test('on a differential pair of transistors in weak inversion with a mirror', async () => {
    const [i0, kappa] = [1e-15, 0.7];
    const channel = (name: string, d: string, g: string, s: string, b: string, p: boolean): string => {
      const [from, to, sign] = p ? [s, d, -1] : [d, s, 1];
      const u = (n: string): string => `${sign}*(v(${n})-v(${b}))`.replace('v(0)', '0');
      const v = (n: string): string => (n === '0' ? '0' : u(n));
      // exponents of 16 are what 10 nA needs; the bound keeps Newton's excursions finite
      const side = (end: string): string => `exp(min((${kappa}*${v(g)}-${v(end)})/${thermalVolts},30))`;
      return `b${name} ${from} ${to} i=${i0}*(${side(s)}-${side(d)})`;
    };
    const cards = [
      'vdd vdd 0 2',
      'vin in 0 0',
      'vref ref 0 1',
      'ib tail 0 10n',
      channel('m1', 'left', 'in', 'tail', '0', false),
      channel('m2', 'out', 'ref', 'tail', '0', false),
      channel('m3', 'left', 'left', 'vdd', 'vdd', true),
      channel('m4', 'out', 'left', 'vdd', 'vdd', true),
      'rl out 0 1g',
      // without a start ngspice does not find the exponentials
      '.nodeset v(left)=1.4 v(out)=1 v(tail)=0.3',
    ].join('\n');
    const theirs = await spice(cards, '.dc vin 0.9 1.1 0.01');
    const out = theirs.vectors.get('v(out)')!;
    const mos = (
      name: string,
      drain: string,
      gate: string,
      source: string,
      bulk: string,
      channel: 'n' | 'p',
    ): Component => ({
      kind: 'transistor',
      name,
      channel,
      gate,
      drain,
      source,
      bulk,
      kappa,
      law: { region: 'subthreshold', i0 },
      thermalVolts,
    });
    expect(out).toHaveLength(21);
    out.forEach((v, k) => {
      const point = operatingPoint({
        name: 'pair',
        components: [
          { kind: 'voltage-source', name: 'vdd', a: 'vdd', b: '0', volts: 2 },
          { kind: 'voltage-source', name: 'vin', a: 'in', b: '0', volts: 0.9 + 0.01 * k },
          { kind: 'voltage-source', name: 'vref', a: 'ref', b: '0', volts: 1 },
          { kind: 'current-source', name: 'ib', a: 'tail', b: '0', amperes: 1e-8 },
          mos('m1', 'left', 'in', 'tail', '0', 'n'),
          mos('m2', 'out', 'ref', 'tail', '0', 'n'),
          mos('m3', 'left', 'left', 'vdd', 'vdd', 'p'),
          mos('m4', 'out', 'left', 'vdd', 'vdd', 'p'),
          resistor('rl', 'out', '0', 1e9),
        ],
      });
      // reltol 1e-7 of 2 V, through a gain of some hundred at the balance
      expect(Math.abs(point.volts('out') - v)).toBeLessThan(1e-5);
    });
  });

  test('on an amplifier that saturates, to the length of their steps at its corners', async () => {
    const ours = transient(
      {
        name: 'amplifier',
        components: [
          sine('v', 'in', 3, 1e3),
          resistor('r1', 'in', 'm', 1e3),
          resistor('r2', 'm', 'out', 1e4),
          { kind: 'capacitor', name: 'c', a: 'm', b: 'out', farads: 1e-9 },
          {
            kind: 'op-amp',
            name: 'a',
            plus: '0',
            minus: 'm',
            out: 'out',
            gain: 1e4,
            offset: 1e-3,
            limit: 12,
          },
        ],
      },
      { until: 2e-3, relative: 1e-8, longest: 1e-6 },
    );
    expect(Math.min(...ours.volts('out'))).toBe(-12);
    for (const step of [0.1, 0.05]) {
      const theirs = await spice(
        'v1 in 0 sin(0 3 1k)\nr1 in m 1k\nr2 m out 10k\nc1 m out 1n\nb1 out 0 v=min(max(1e4*(0.001-v(m)),-12),12)',
        `.tran ${step}u 2m 0 ${step}u`,
      );
      // the output runs into its limit at 2e5 V/s and their step runs over the corner: a quarter of a step at worst
      for (const node of ['out', 'm'])
        expect(apart(ours, ours.volts(node), theirs, `v(${node})`)).toBeLessThan(0.25 * 2e5 * step * 1e-6);
    }
  });

  test('on a memistor that integrates its plating current and is read by a bridge', async () => {
    const theirs = await spice(
      [
        'ip 0 plate pulse(-1m 2m 0.05 1m 1m 0.3 0.6)',
        'rb plate 0 100',
        // a farad integrates: 1 V is 1 C
        'bq 0 q i=v(plate)/100',
        'cq q 0 1 ic=0.01',
        'v1 top 0 0.1',
        'r1 top mid 2',
        'bm mid 0 i=(0.01+49.5*v(q))*v(mid)',
      ].join('\n'),
      '.tran 20u 1 0 20u uic',
    );
    const ours = transient(
      {
        name: 'memistor',
        components: [
          {
            kind: 'current-source',
            name: 'ip',
            a: '0',
            b: 'plate',
            amperes: {
              shape: 'pulse',
              low: -1e-3,
              high: 2e-3,
              delay: 0.05,
              rise: 1e-3,
              fall: 1e-3,
              width: 0.3,
              period: 0.6,
            },
          },
          {
            kind: 'memistor',
            name: 'm',
            a: 'mid',
            b: '0',
            plate: 'plate',
            siemens: 0.01,
            slope: 49.5,
            bathOhms: 100,
            charge: 0.01,
          },
          { kind: 'voltage-source', name: 'v', a: 'top', b: '0', volts: 0.1 },
          resistor('r', 'top', 'mid', 2),
        ],
      },
      { until: 1, begin: 'states', relative: 1e-8 },
    );
    // between their points, 20 us apart, the charge bends by up to 3 C/s^2: 1.5e-10 C of some 1e-2
    expect(apart(ours, ours.state('m'), theirs, 'v(q)')).toBeLessThan(1e-9);
    expect(apart(ours, ours.volts('mid'), theirs, 'v(mid)')).toBeLessThan(1e-7); // a charge of 1e-9 C is 5e-8 S of .5 S
  });
});

/**
 * Compact memristors against ngspice: the same equations written as behavioural sources that charge a
 * capacitor, its voltage the state, under the same sine.
 */
import sin from '@stdlib/math-base-special-sin';
import { beforeAll, describe, expect, test } from 'vitest';
import { hp, hpDefaults } from '../../sim/devices/compact/hp.ts';
import { driveAlone } from '../../sim/devices/compact/integrate.ts';
import { vteam, vteamDefaults } from '../../sim/devices/compact/vteam.ts';
import { yakopcic, yakopcicDefaults } from '../../sim/devices/compact/yakopcic.ts';
import { transient } from '../../sim/electrical/network/transient.ts';
import type { CompactModel } from '../../sim/electrical/network/types.ts';
import { runInProcess } from '../../sim/exchange/ngspice/process.ts';

/** Periods of the sine. */
const PERIODS = 2;

/** One model beside itself: dx/dt in ngspice's words, x the voltage of a capacitor. */
interface Case {
  readonly model: CompactModel;
  readonly amplitude: number;
  readonly hertz: number;
  readonly rate: string;
  readonly tolerance: number;
}

/** All models in one run, time counted in periods of each: dx/dt in shares of a period charges 1 F. */
const deck = (all: readonly Case[]): string =>
  [
    'compact memristors',
    ...all.flatMap(({ model, amplitude, hertz, rate }, k) => [
      `V${k} in${k} 0 SIN(0 ${amplitude} 1)`,
      `B${k} 0 x${k} I = ${1 / hertz}*(${rate.replaceAll('V(in)', `V(in${k})`).replaceAll('V(x)', `V(x${k})`)})`,
      `C${k} x${k} 0 1 IC=${model.initial}`,
    ]),
    '.options reltol=1e-6 abstol=1e-12 vntol=1e-10 chgtol=1e-20',
    `.tran 1e-3 ${PERIODS} 0 1.25e-4 uic`,
    '.end',
    '',
  ].join('\n');

const h = hpDefaults;
const hpRate = (window: string): string =>
  `${(h.mobility * h.onOhms) / h.thickness ** 2}*V(in)/(${h.offOhms}-${h.offOhms - h.onOhms}*V(x))*(${window})`;
const fourth = (y: string): string => `(${y})*(${y})*(${y})*(${y})`;
const v = vteamDefaults;
const y = yakopcicDefaults;

const cases: Readonly<Record<string, Case>> = {
  "HP with Joglekar's window": {
    model: hp({ window: 'joglekar', order: 2 }),
    amplitude: 1,
    hertz: 1,
    rate: hpRate(`1-${fourth('2*V(x)-1')}`),
    tolerance: 1e-5,
  },
  "HP with Biolek's window": {
    model: hp({ window: 'biolek', order: 2 }),
    amplitude: 1,
    hertz: 1,
    rate: hpRate(`V(in)<0 ? 1-${fourth('V(x)-1')} : 1-${fourth('V(x)')}`),
    tolerance: 1e-5,
  },
  VTEAM: {
    model: vteam({ initial: 0.1 }),
    amplitude: 0.222,
    hertz: 1e6,
    rate: [
      `V(in)>${v.offVolts} ? ${v.kOff / v.thickness}*(V(in)/${v.offVolts}-1)`,
      `(V(in)<${v.onVolts} ? ${v.kOn / v.thickness}*pow(V(in)/(${v.onVolts})-1,${v.alphaOn}) : 0)`,
    ].join(' : '),
    tolerance: 3e-5,
  },
  Yakopcic: {
    model: yakopcic(),
    amplitude: 0.5,
    hertz: 100,
    rate: [
      `(V(in)>${y.upVolts} ? ${y.aUp}*(exp(V(in))-exp(${y.upVolts}))`,
      ` : (V(in)<-${y.downVolts} ? -${y.aDown}*(exp(-V(in))-exp(${y.downVolts})) : 0))`,
      `*(V(in)>0 ? (V(x)>=${y.xUp} ? exp(-${y.alphaUp}*(V(x)-${y.xUp}))*((${y.xUp}-V(x))/${1 - y.xUp}+1) : 1)`,
      ` : (V(x)<=${1 - y.xDown} ? exp(${y.alphaDown}*(V(x)-${1 - y.xDown}))*V(x)/${1 - y.xDown} : 1))`,
    ].join(''),
    tolerance: 1e-5,
  },
};

describe('under a sine, the state is that of ngspice', () => {
  let vectors: ReadonlyMap<string, Float64Array>;
  beforeAll(async () => {
    ({ vectors } = await runInProcess(deck(Object.values(cases))));
  }, 120_000);

  test.each(Object.keys(cases).map((name, k) => [name, k] as const))('%s', (name, k) => {
    const { model, amplitude, hertz, tolerance } = cases[name];
    const times = vectors.get('time')!.map((periods) => periods / hertz);
    const reference = vectors.get(`v(x${k})`)!;
    const volts = (t: number): number => amplitude * sin(2 * Math.PI * hertz * t);
    const { states } = driveAlone(model, volts, { times, tolerance: 1e-9 });
    const low = reference.reduce((a, b) => Math.min(a, b));
    const high = reference.reduce((a, b) => Math.max(a, b));
    // it moves, and meets no end, where ngspice would go on and the model stops
    expect(high - low).toBeGreaterThan(0.1);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(1);
    const largest = states.reduce((most, x, i) => Math.max(most, Math.abs(x - reference[i])), 0);
    expect(largest).toBeLessThan(tolerance);
  });
});

describe('under a sine, the state alone is that within a network', () => {
  test.each(Object.entries(cases))('%s', (_, { model, amplitude, hertz }) => {
    const run = transient(
      {
        name: 'one memristor',
        components: [
          { kind: 'voltage-source', name: 'v', a: 'top', b: '0', volts: { shape: 'sine', amplitude, hertz } },
          { kind: 'memristor', name: 'm', a: 'top', b: '0', model },
        ],
      },
      { until: PERIODS / hertz, relative: 1e-7, longest: 1e-3 / hertz },
    );
    const within = run.state('m');
    const volts = (t: number): number => amplitude * sin(2 * Math.PI * hertz * t);
    const { states } = driveAlone(model, volts, { times: run.times });
    const largest = states.reduce((most, x, i) => Math.max(most, Math.abs(x - within[i])), 0);
    // the network's steps of the trapezoidal rule: 1e-7 each, some thousand of them, of either sign
    expect(largest).toBeLessThan(1e-5);
  });
});

/** The network solver against what can be solved by hand, and what it says when it cannot solve. */
import { describe, expect, test } from 'vitest';
import { operatingPoint } from '../../../sim/electrical/network/operating-point.ts';
import { transient } from '../../../sim/electrical/network/transient.ts';
import {
  type CompactModel,
  type Component,
  type Network,
  THERMAL_VOLTS,
  type Wave,
} from '../../../sim/electrical/network/types.ts';

const network = (...components: Component[]): Network => ({ name: 'bench', components });
const resistor = (name: string, a: string, b: string, ohms: number): Component => ({
  kind: 'resistor',
  name,
  a,
  b,
  ohms,
});
const volts = (name: string, a: string, wave: Wave, b = '0'): Component => ({
  kind: 'voltage-source',
  name,
  a,
  b,
  volts: wave,
});
const amperes = (name: string, a: string, b: string, wave: Wave): Component => ({
  kind: 'current-source',
  name,
  a,
  b,
  amperes: wave,
});
const capacitor = (name: string, a: string, b: string, farads: number, held?: number): Component => ({
  kind: 'capacitor',
  name,
  a,
  b,
  farads,
  ...(held === undefined ? {} : { volts: held }),
});
const opAmp = (
  name: string,
  plus: string,
  minus: string,
  out: string,
  gain = Number.POSITIVE_INFINITY,
  limit = Number.POSITIVE_INFINITY,
  offset = 0,
): Component => ({ kind: 'op-amp', name, plus, minus, out, gain, offset, limit });
const diode = (name: string, anode: string, cathode: string, seriesOhms = 0): Component => ({
  kind: 'diode',
  name,
  anode,
  cathode,
  saturation: 1e-14,
  seriesOhms,
});

/** Lambert's W for z > 0: w exp(w) = z, by Halley's method; nothing of the simulator is in it. */
function lambertW(z: number): number {
  let w = Math.log(1 + z);
  for (let k = 0; k < 50; k++) {
    const e = Math.exp(w);
    const g = w * e - z;
    w -= g / (e * (w + 1) - ((w + 2) * g) / (2 * w + 2));
  }
  return w;
}

/** Rounding of a few dozen operations on volts. */
const ROUNDING = 1e-13;

describe('operating points', () => {
  test('a bridge of resistors stands at what its two dividers give, and its source delivers both', () => {
    const point = operatingPoint(
      network(
        volts('v', 'top', 1),
        resistor('r1', 'top', 'left', 1e3),
        resistor('r2', 'left', '0', 2e3),
        resistor('r3', 'top', 'right', 3e3),
        resistor('r4', 'right', '0', 4e3),
      ),
    );
    expect(Math.abs(point.volts('left') - 2 / 3)).toBeLessThan(ROUNDING);
    expect(Math.abs(point.volts('right') - 4 / 7)).toBeLessThan(ROUNDING);
    // the source delivers what both arms take; it flows through it from its first node to its second, against that
    expect(point.amperes('v')).toBeCloseTo(-(1 / 3e3 + 1 / 7e3), 15);
  });

  test('a current source sends its current from its first node to its second', () => {
    const point = operatingPoint(network(amperes('i', '0', 'a', 1e-3), resistor('r', 'a', '0', 2e3)));
    expect(Math.abs(point.volts('a') - 2)).toBeLessThan(ROUNDING);
  });

  test('each controlled source multiplies what controls it', () => {
    const point = operatingPoint(
      network(
        volts('v', 'in', 2),
        resistor('r', 'in', 'sense', 1e3),
        volts('meter', 'sense', 0),
        { kind: 'vcvs', name: 'e', a: 'e', b: '0', controlA: 'in', controlB: '0', gain: 3 },
        resistor('re', 'e', '0', 1),
        { kind: 'vccs', name: 'g', a: '0', b: 'g', controlA: 'in', controlB: '0', siemens: 1e-3 },
        resistor('rg', 'g', '0', 500),
        { kind: 'ccvs', name: 'h', a: 'h', b: '0', control: 'meter', ohms: 2e3 },
        resistor('rh', 'h', '0', 1),
        { kind: 'cccs', name: 'f', a: '0', b: 'f', control: 'meter', gain: 5 },
        resistor('rf', 'f', '0', 100),
      ),
    );
    expect(point.volts('e')).toBeCloseTo(6, 12);
    expect(point.volts('g')).toBeCloseTo(1, 12);
    expect(point.amperes('meter')).toBeCloseTo(2e-3, 15);
    expect(point.volts('h')).toBeCloseTo(4, 12);
    expect(point.volts('f')).toBeCloseTo(1, 12);
  });

  test('a transconductor with a limit gives limit tanh(g v / limit)', () => {
    for (const v of [0.01, 0.2, 3, -3]) {
      const point = operatingPoint(
        network(
          volts('v', 'in', v),
          {
            kind: 'vccs',
            name: 'g',
            a: '0',
            b: 'out',
            controlA: 'in',
            controlB: '0',
            siemens: 1e-6,
            limit: 2e-7,
          },
          resistor('r', 'out', '0', 1e6),
        ),
      );
      expect(point.volts('out')).toBeCloseTo(0.2 * Math.tanh(5 * v), 14);
    }
  });

  test.each([
    [0, 1e3, 5],
    [10, 1e3, 5],
    [0, 1e6, 0.5],
    [50, 10, 12],
    [0, 1e3, -5],
  ])('a diode with %d ohm behind %d ohm at %d V is what Lambert W gives', (series, ohms, supply) => {
    const point = operatingPoint(
      network(volts('v', 'in', supply), resistor('r', 'in', 'a', ohms), diode('d', 'a', '0', series)),
    );
    // i = n Ut / R W(Is R / (n Ut) exp((V + Is R) / (n Ut))) - Is, R all that stands in series
    const r = ohms + series;
    const [saturation, ut] = [1e-14, THERMAL_VOLTS];
    const current =
      (ut / r) * lambertW(((saturation * r) / ut) * Math.exp((supply + saturation * r) / ut)) - saturation;
    // Newton ends where its next step would be the square of 1e-9
    expect(Math.abs(point.amperes('d') - current)).toBeLessThan(1e-12 * Math.abs(supply / r) + 1e-24);
    expect(Math.abs(point.volts('a') - (supply - current * ohms))).toBeLessThan(1e-12 * Math.abs(supply));
  });

  test('four transistors in weak inversion form a translinear loop: I1 I2 = I3 I4', () => {
    // diode-connected M1 on M2 against M3 on M4, all with their bulk at their source
    const mos = (name: string, gate: string, drain: string, source: string): Component => ({
      kind: 'transistor',
      name,
      channel: 'n',
      gate,
      drain,
      source,
      bulk: source,
      kappa: 0.7,
      law: { region: 'subthreshold', i0: 1e-15 },
    });
    const [i1, i2, i3] = [2e-9, 5e-9, 1e-9];
    const point = operatingPoint(
      network(
        volts('supply', 'vdd', 3),
        amperes('i1', 'vdd', 'a', i1),
        mos('m1', 'a', 'a', 'b'),
        // what M1 brings and what is added make I2 in M2
        amperes('more', 'vdd', 'b', i2 - i1),
        mos('m2', 'b', 'b', 'ground'),
        // M3 follows the gate of M1 and carries I3, which a source draws from its end
        mos('m3', 'a', 'vdd', 'c'),
        amperes('i3', 'c', '0', i3),
        mos('m4', 'c', 'out', 'ground'),
        volts('drain', 'out', 2),
        volts('zero', 'ground', 0),
      ),
    );
    // the loop holds for the forward currents; a channel that is not wholly saturated carries a little less
    const forward = (name: string, drain: string, source: string): number =>
      point.amperes(name) / (1 - Math.exp((point.volts(source) - point.volts(drain)) / THERMAL_VOLTS));
    expect(point.amperes('m1')).toBeCloseTo(i1, 18);
    expect(point.amperes('m2')).toBeCloseTo(i2, 18);
    expect(point.amperes('m3')).toBeCloseTo(i3, 18);
    const left = forward('m1', 'a', 'b') * forward('m2', 'b', 'ground');
    const right = forward('m3', 'vdd', 'c') * forward('m4', 'out', 'ground');
    expect(Math.abs(right / left - 1)).toBeLessThan(1e-12);
  });

  test('a p-channel mirror copies a current by its ratio', () => {
    const mos = (name: string, drain: string, i0: number): Component => ({
      kind: 'transistor',
      name,
      channel: 'p',
      gate: 'g',
      drain,
      source: 'vdd',
      bulk: 'vdd',
      kappa: 0.7,
      law: { region: 'subthreshold', i0 },
    });
    const point = operatingPoint(
      network(
        volts('supply', 'vdd', 3),
        mos('m1', 'g', 1e-15),
        amperes('bias', 'g', '0', 1e-9),
        mos('m2', 'out', 4e-15),
        volts('load', 'out', 1),
      ),
    );
    // M1, its drain at its gate, lacks exp(-V / Ut) of its forward current
    const short = Math.exp((point.volts('g') - 3) / THERMAL_VOLTS);
    expect(short).toBeGreaterThan(1e-10);
    expect(Math.abs((point.amperes('load') * (1 - short)) / 4e-9 - 1)).toBeLessThan(1e-12);
  });

  test('the EKV law passes into weak inversion: i0 = specific exp(-kappa threshold / Ut)', () => {
    const [kappa, threshold, specific] = [0.7, 0.5, 1e-7];
    const at = (gate: number, law: 'all' | 'subthreshold'): number =>
      operatingPoint(
        network(volts('g', 'g', gate), volts('d', 'd', 1), {
          kind: 'transistor',
          name: 'm',
          channel: 'n',
          gate: 'g',
          drain: 'd',
          source: '0',
          bulk: '0',
          kappa,
          law:
            law === 'all'
              ? { region: 'all', specific, threshold }
              : { region: 'subthreshold', i0: specific * Math.exp((-kappa * threshold) / THERMAL_VOLTS) },
        }),
      ).amperes('m');
    // ln(1 + e^(u/2))^2 = e^u (1 - e^(u/2) + ...): at u = -13.5 the two part by e^(-6.8), a thousandth
    expect(Math.abs(at(0, 'all') / at(0, 'subthreshold') - 1)).toBeLessThan(1.3e-3);
    // far above, (u/2)^2: 0.7 (1.5 - .5) / Ut = 27 and the drain is pinched off
    const u = (kappa * 1) / THERMAL_VOLTS;
    const pinched =
      at(1.5, 'all') / (specific * ((u / 2) ** 2 - Math.log1p(Math.exp((u - 1 / THERMAL_VOLTS) / 2)) ** 2));
    expect(Math.abs(pinched - 1)).toBeLessThan(1e-6); // ln(1 + e^-u/2) of 1e-6 is left out
  });

  test.each([10, 1e3, 1e5, Number.POSITIVE_INFINITY])(
    'with A = %d the loop gives A / (1 + A beta)',
    (gain) => {
      const beta = 1 / 4;
      const point = operatingPoint(
        network(
          volts('v', 'in', 0.3),
          opAmp('a', 'in', 'minus', 'out', gain),
          resistor('r2', 'out', 'minus', 3e3),
          resistor('r1', 'minus', '0', 1e3),
        ),
      );
      expect(Math.abs(point.volts('out') - 0.3 / (1 / gain + beta))).toBeLessThan(1e-12);
    },
  );

  test('an amplifier stops exactly at its limit, and what it held lets go', () => {
    const amplifier = (v: number) =>
      operatingPoint(
        network(
          volts('v', 'in', v),
          resistor('r1', 'in', 'minus', 1e3),
          resistor('r2', 'minus', 'out', 10e3),
          opAmp('a', '0', 'minus', 'out', 1e5, 12, 1e-3),
        ),
      );
    expect(amplifier(2).volts('out')).toBe(-12);
    expect(amplifier(-2).volts('out')).toBe(12);
    expect(amplifier(2).volts('minus')).toBeCloseTo((2 * 10 - 12) / 11, 12);
    expect(amplifier(0.5).volts('out')).toBeGreaterThan(-12);
  });

  test('an amplifier that its neighbour had driven to the limit comes back when that neighbour is held', () => {
    // alone, the first would put out -40 V and drive the second to +400 V; held at -12 V it asks for 24 V only
    const point = operatingPoint(
      network(
        volts('v', 'in', 4),
        resistor('r1', 'in', 'm1', 1e3),
        resistor('r2', 'm1', 'o1', 10e3),
        opAmp('first', '0', 'm1', 'o1', Number.POSITIVE_INFINITY, 12),
        resistor('r3', 'o1', 'm2', 1e3),
        resistor('r4', 'm2', 'o2', 2e3),
        opAmp('second', '0', 'm2', 'o2', Number.POSITIVE_INFINITY, 30),
      ),
    );
    expect(point.volts('o1')).toBe(-12);
    expect(Math.abs(point.volts('o2') - 24)).toBeLessThan(1e-12);
  });

  test('a logarithmic amplifier with a diode in its feedback gives -n Ut ln(i / Is + 1)', () => {
    const point = operatingPoint(
      network(
        volts('v', 'in', 2),
        resistor('r', 'in', 'm', 1e4),
        diode('d', 'm', 'out'),
        opAmp('a', '0', 'm', 'out', Number.POSITIVE_INFINITY, 12),
      ),
    );
    expect(point.volts('out')).toBeCloseTo(-THERMAL_VOLTS * Math.log(2e-4 / 1e-14 + 1), 12);
  });

  test('with its diode the wrong way round it runs into its limit', () => {
    const point = operatingPoint(
      network(
        volts('v', 'in', 2),
        resistor('r', 'in', 'm', 1e4),
        diode('d', 'out', 'm'),
        opAmp('a', '0', 'm', 'out', Number.POSITIVE_INFINITY, 12),
      ),
    );
    expect(point.volts('out')).toBe(-12);
  });

  test('twenty diodes in a row share 14 V equally', () => {
    const chain = Array.from({ length: 20 }, (_, k) => diode(`d${k}`, `n${k}`, k === 19 ? '0' : `n${k + 1}`));
    const point = operatingPoint(network(volts('v', 'n0', 14), ...chain));
    for (let k = 1; k < 20; k++)
      expect(Math.abs(point.volts(`n${k}`) - 14 * (1 - k / 20))).toBeLessThan(1e-9);
  });

  test('a bridge of diodes rectifies, whichever way the source stands', () => {
    for (const v of [10, -10]) {
      const point = operatingPoint(
        network(
          volts('v', 'a', v, 'b'),
          resistor('leak', 'b', '0', 1e6),
          diode('d1', 'a', 'plus'),
          diode('d2', 'b', 'plus'),
          diode('d3', 'minus', 'a'),
          diode('d4', 'minus', 'b'),
          resistor('load', 'plus', 'minus', 1e3),
        ),
      );
      const load = point.volts('plus') - point.volts('minus');
      // two drops of n Ut ln(i / Is + 1) each; the 1 M to ground takes nothing, for there is no way back
      expect(load).toBeCloseTo(10 - 2 * THERMAL_VOLTS * Math.log(load / 1e3 / 1e-14 + 1), 9);
    }
  });
});

/** Error of a step of 1 V into R = 1 k and C = 1 uF after one time constant, in n equal steps. */
function errorAfterTau(method: 'backward-euler' | 'trapezoidal', n: number): number {
  const run = transient(
    network(volts('v', 'in', 1), resistor('r', 'in', 'out', 1e3), capacitor('c', 'out', '0', 1e-6, 0)),
    { until: 1e-3, begin: 'states', method, fixed: 1e-3 / n },
  );
  expect(run.times).toHaveLength(n + 1);
  return Math.abs(run.volts('out').at(-1)! - (1 - Math.exp(-1)));
}

describe('transients', () => {
  test.each([
    // error of one time constant: h / 2 e^-1 and h^2 / 12 e^-1 to leading order
    ['backward-euler', 1, 0.5 * Math.exp(-1)],
    ['trapezoidal', 2, Math.exp(-1) / 12],
  ] as const)('%s is of order %d, with the constant that theory gives', (method, order, constant) => {
    for (const n of [100, 200, 400]) {
      const error = errorAfterTau(method, n);
      // the next term of the series is a hundredth and less
      expect(error * n ** order).toBeGreaterThan(constant * 0.99);
      expect(error * n ** order).toBeLessThan(constant * 1.01);
    }
  });

  test.each(['backward-euler', 'trapezoidal'] as const)(
    '%s with steps of its own choice keeps an RC step within what it was asked for',
    (method) => {
      const relative = method === 'trapezoidal' ? 1e-7 : 1e-5;
      const run = transient(
        network(volts('v', 'in', 1), resistor('r', 'in', 'out', 1e3), capacitor('c', 'out', '0', 1e-6, 0)),
        { until: 5e-3, begin: 'states', method, relative },
      );
      const out = run.volts('out');
      let worst = 0;
      run.times.forEach((t, k) => {
        worst = Math.max(worst, Math.abs(out[k] - (1 - Math.exp(-t / 1e-3))));
      });
      // errors of single steps add up over the steps of about one time constant
      expect(worst).toBeLessThan(relative * run.times.length);
      expect(worst).toBeGreaterThan(0);
      // and steps grow as the exponential flattens
      const steps = run.times.slice(1).map((t, k) => t - run.times[k]);
      expect(steps.at(-1)! / steps[10]).toBeGreaterThan(3);
    },
  );

  test('an RC ladder settles by the modes of its matrix', () => {
    // n equal sections driven by a step: v_k = 1 - sum of modes sin((2j-1) pi k / (2n+1)), a textbook sum
    const n = 5;
    const sections = Array.from({ length: n }, (_, k) => [
      resistor(`r${k}`, k === 0 ? 'in' : `n${k - 1}`, `n${k}`, 1e3),
      capacitor(`c${k}`, `n${k}`, '0', 1e-9, 0),
    ]).flat();
    const run = transient(network(volts('v', 'in', 1), ...sections), {
      until: 2e-5,
      begin: 'states',
      relative: 1e-7,
    });
    const tau = 1e-6;
    const exact = (node: number, t: number): number => {
      let sum = 0;
      for (let j = 1; j <= n; j++) {
        const angle = ((2 * j - 1) * Math.PI) / (2 * n + 1);
        // discrete sine modes with a fixed end at 0 and a free one behind node n
        const weight =
          (4 / (2 * n + 1)) *
          Array.from({ length: n }, (_, m) => Math.sin(angle * (m + 1))).reduce((a, b) => a + b, 0);
        sum += weight * Math.sin(angle * (node + 1)) * Math.exp((-4 * Math.sin(angle / 2) ** 2 * t) / tau);
      }
      return 1 - sum;
    };
    for (let node = 0; node < n; node++) {
      const v = run.volts(`n${node}`);
      let worst = 0;
      run.times.forEach((t, k) => {
        worst = Math.max(worst, Math.abs(v[k] - exact(node, t)));
      });
      expect(worst).toBeLessThan(1e-7 * run.times.length);
    }
  });

  test('corners of a source are met exactly: a ramp into RC follows its formula on both sides', () => {
    const wave: Wave = {
      shape: 'piecewise-linear',
      points: [
        [0, 0],
        [1e-3, 0],
        [2e-3, 1],
      ],
    };
    const run = transient(
      network(volts('v', 'in', wave), resistor('r', 'in', 'out', 1e3), capacitor('c', 'out', '0', 1e-7)),
      { until: 4e-3, relative: 1e-7 },
    );
    expect([...run.times]).toContain(1e-3);
    expect([...run.times]).toContain(2e-3);
    const tau = 1e-4;
    const ramp = (t: number): number => (t <= 0 ? 0 : (t - tau * (1 - Math.exp(-t / tau))) / 1e-3);
    const out = run.volts('out');
    run.times.forEach((t, k) => {
      expect(Math.abs(out[k] - (ramp(t - 1e-3) - ramp(t - 2e-3)))).toBeLessThan(1e-7 * run.times.length);
    });
  });

  test('a switch worked by time discharges from its very instant on', () => {
    const run = transient(
      network(volts('v', 'in', 1), resistor('r', 'in', 'out', 1e3), capacitor('c', 'out', '0', 1e-6, 0), {
        kind: 'switch',
        name: 's',
        a: 'out',
        b: '0',
        on: 1e-2,
        off: 0,
        control: {
          by: 'time',
          level: {
            shape: 'piecewise-linear',
            points: [
              [1e-3, 0],
              [1.002e-3, 1],
            ],
          },
        },
      }),
      { until: 2e-3, begin: 'states', relative: 1e-8 },
    );
    // thrown half way up the ramp
    const thrown = 1.001e-3;
    const before = 1 - Math.exp(-thrown / 1e-3);
    const expected = 1 / 11 + (before - 1 / 11) * Math.exp((-11 * (2e-3 - thrown)) / 1e-3);
    expect(Math.abs(run.volts('out').at(-1)! - expected)).toBeLessThan(1e-6);
  });

  test('a switch worked by a voltage is thrown where that voltage passes its threshold', () => {
    const run = transient(
      network(
        volts('v', 'in', 1),
        resistor('r', 'in', 'out', 1e3),
        capacitor('c', 'out', '0', 1e-6, 0),
        {
          kind: 'switch',
          name: 's',
          a: 'in',
          b: 'load',
          on: 1e-3,
          off: 1e-9,
          control: { by: 'voltage', a: 'out', b: '0', threshold: 0.5 },
        },
        resistor('load', 'load', '0', 1e3),
      ),
      { until: 2e-3, begin: 'states', relative: 1e-9 },
    );
    const load = run.volts('load');
    const thrown = run.times.findIndex((_, k) => load[k] > 0.25);
    expect(Math.abs(run.times[thrown] - 1e-3 * Math.LN2)).toBeLessThan(1e-9); // the error of the voltage, by its slope
  });

  test('an amplifier with a capacitor integrates, and stops at its limit', () => {
    const run = transient(
      network(
        volts('v', 'in', 1),
        resistor('r', 'in', 'm', 1e4),
        capacitor('c', 'm', 'out', 1e-7, 0),
        opAmp('a', '0', 'm', 'out', Number.POSITIVE_INFINITY, 5),
      ),
      { until: 1e-2, begin: 'states' },
    );
    const out = run.volts('out');
    run.times.forEach((t, k) => {
      if (t < 4.9e-3) expect(Math.abs(out[k] + t / 1e-3)).toBeLessThan(1e-9); // a straight line is exact for both rules
    });
    expect(out.at(-1)).toBe(-5);
  });

  test('a capacitor across a source follows it, and two in series share by their sizes', () => {
    const run = transient(
      network(
        volts('v', 'in', { shape: 'sine', amplitude: 1, hertz: 100 }),
        capacitor('c', 'in', '0', 1e-6),
        capacitor('c1', 'in', 'mid', 2e-6),
        capacitor('c2', 'mid', '0', 1e-6),
        resistor('leak', 'mid', '0', 1e12),
      ),
      { until: 5e-3, relative: 1e-7 },
    );
    const [top, mid] = [run.volts('in'), run.volts('mid')];
    run.times.forEach((_, k) => {
      expect(Math.abs(mid[k] - (2 / 3) * top[k])).toBeLessThan(1e-6); // 1e12 ohm takes nothing in 5 ms
    });
  });

  test('a memistor integrates the charge that is plated', () => {
    const run = transient(
      network(
        amperes('plating', '0', 'plate', {
          shape: 'pulse',
          low: 0,
          high: 2e-3,
          delay: 0.1,
          rise: 0,
          fall: 0,
          width: 0.5,
          period: 10,
        }),
        {
          kind: 'memistor',
          name: 'm',
          a: 'top',
          b: '0',
          plate: 'plate',
          siemens: 0.01,
          slope: 49.5,
          bathOhms: 100,
        },
        volts('v', 'top', 0.1),
      ),
      { until: 1, currents: ['m'] },
    );
    expect(Math.abs(run.state('m').at(-1)! - 1e-3)).toBeLessThan(1e-15); // charge is linear in time: rounding
    expect(Math.abs(run.amperes('m').at(-1)! - 0.1 * (0.01 + 49.5e-3))).toBeLessThan(1e-14);
  });

  test('a memistor that leaks loses its charge as exp(-t / tau)', () => {
    const run = transient(
      network(
        {
          kind: 'memistor',
          name: 'm',
          a: 'top',
          b: '0',
          plate: 'plate',
          siemens: 0.01,
          slope: 49.5,
          bathOhms: 100,
          charge: 0.01,
          retention: 2,
        },
        volts('v', 'top', 0.1),
        resistor('open', 'plate', '0', 1e3),
      ),
      { until: 4, relative: 1e-8 },
    );
    expect(Math.abs(run.state('m').at(-1)! / 0.01 - Math.exp(-2))).toBeLessThan(1e-8 * run.times.length);
  });

  /** A linear-drift memristor without a window; charge-controlled, so that it has a closed form. */
  const drift: CompactModel = {
    name: 'linear drift',
    bounds: [0, 1],
    initial: 0.1,
    current: (v, x) => v / (100 * x + 16e3 * (1 - x)),
    rate: (v, x) => (1e4 * v) / (100 * x + 16e3 * (1 - x)),
  };
  test('a memristor of linear drift follows the closed form of its flux', () => {
    const run = transient(
      network(
        { kind: 'memristor', name: 'm', a: 'top', b: '0', model: drift },
        volts('v', 'top', { shape: 'sine', amplitude: 1, hertz: 1 }),
      ),
      { until: 1, relative: 1e-8 },
    );
    // (16e3 x - 15.9e3 x^2 / 2) rises by 1e4 times the flux
    const flux = (t: number): number => (1 - Math.cos(2 * Math.PI * t)) / (2 * Math.PI);
    const start = 16e3 * 0.1 - (15.9e3 * 0.01) / 2;
    const x = run.state('m');
    run.times.forEach((t, k) => {
      const right = start + 1e4 * flux(t);
      const exact = (16e3 - Math.sqrt(16e3 ** 2 - 2 * 15.9e3 * right)) / 15.9e3;
      expect(Math.abs(x[k] - exact)).toBeLessThan(1e-8 * run.times.length);
    });
  });

  test("a memristor's state stays at its bound while it is pushed, and leaves it at once when it is pulled", () => {
    const run = transient(
      network(
        { kind: 'memristor', name: 'm', a: 'top', b: '0', model: drift, state: 0.9 },
        volts('v', 'top', {
          shape: 'piecewise-linear',
          points: [
            [0, 1],
            [1, 1],
            [1, -1],
          ],
        }),
      ),
      { until: 1.5, relative: 1e-8 },
    );
    const x = run.state('m');
    const atOne = run.times.indexOf(1);
    expect(x[atOne]).toBe(1);
    // from x = 1: 16e3 x - 15.9e3 x^2 / 2 falls by 1e4 * .5 V s
    const right = 16e3 - 15.9e3 / 2 - 1e4 * 0.5;
    expect(Math.abs(x.at(-1)! - (16e3 - Math.sqrt(16e3 ** 2 - 2 * 15.9e3 * right)) / 15.9e3)).toBeLessThan(
      1e-8 * run.times.length,
    );
  });

  test('equal runs give equal bits', () => {
    const once = (): string =>
      JSON.stringify([
        ...transient(
          network(
            volts('v', 'in', { shape: 'sine', amplitude: 3, hertz: 50 }),
            diode('d', 'in', 'out', 1),
            resistor('r', 'out', '0', 1e4),
            capacitor('c', 'out', '0', 1e-6),
          ),
          { until: 0.04 },
        ).volts('out'),
      ]);
    expect(once()).toBe(once());
  });
});

describe('what cannot be solved is said in one line', () => {
  const refused = (components: Component[], message: string | RegExp): void => {
    let said = '';
    try {
      operatingPoint(network(...components));
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toMatch(message);
    expect(said).not.toContain('\n');
  };

  test('a floating island, with its nodes and what touches them', () => {
    refused(
      [
        volts('v', 'a', 1),
        resistor('r', 'a', '0', 1),
        resistor('island', 'x', 'y', 1),
        capacitor('c', 'a', 'x', 1e-9),
      ],
      /^bench: the voltage of x is not fixed by anything \(nor are y\): only island, c touch it; give the node a path for direct current to ground or to a source\.$/,
    );
  });
  test('a gate that nothing drives', () => {
    refused(
      [
        volts('v', 'd', 1),
        {
          kind: 'transistor',
          name: 'm',
          channel: 'n',
          gate: 'g',
          drain: 'd',
          source: '0',
          bulk: '0',
          kappa: 0.7,
          law: { region: 'subthreshold', i0: 1e-15 },
        },
      ],
      /the voltage of g is not fixed by anything: only m touches it/,
    );
  });
  test('currents that have no way back', () => {
    refused(
      [amperes('i1', '0', 'a', 1e-3), amperes('i2', 'a', '0', 2e-3)],
      /the voltage of a is not fixed by anything: the current of i1 and i2 has no other way/,
    );
  });
  test('a loop of ideal voltage sources, with its members', () => {
    refused(
      [volts('v1', 'a', 1), volts('v2', 'b', 2, 'a'), volts('v3', 'b', 3), resistor('r', 'b', '0', 1)],
      'bench: v2, v1, v3 hold the voltage between b and ground all around a loop; put a resistor in series with one of them.',
    );
    refused(
      [volts('v1', 'a', 1, 'a'), resistor('r', 'a', '0', 1)],
      /v1 holds the voltage between a and a against itself/,
    );
  });
  test('an ideal amplifier without feedback', () => {
    refused(
      [
        volts('v', 'in', 1),
        resistor('r', 'in', 'm', 1),
        opAmp('a', '0', 'm', 'out'),
        resistor('load', 'out', '0', 1),
      ],
      'bench: a has no feedback: nothing leads from out to m; connect a resistor between them.',
    );
    refused(
      [opAmp('a', '0', 'm', 'out')],
      'bench: a: nothing is connected to its minus input m; give it feedback.',
    );
  });
  test('two components of one name, a control that is none, values out of range', () => {
    refused([resistor('r', 'a', '0', 1), resistor('r', 'a', '0', 1)], /two components are called r;/);
    refused(
      [resistor('r', 'a', '0', 1), { kind: 'cccs', name: 'f', a: '0', b: 'a', control: 'r', gain: 1 }],
      /f is controlled by the current of r, a resistor; put a voltage source of 0 V in its place/,
    );
    refused([resistor('r', 'a', '0', -5)], 'bench: r has ohms -5, expected a number above 0; correct it.');
    refused([capacitor('c', 'a', '0', 0)], /c has farads 0, expected a number above 0/);
  });
  test('what only somebody without types can write: an unknown kind, an end without a node, a word for a number', () => {
    const untyped = (c: object): Component[] => [resistor('load', 'a', '0', 1), c as Component];
    refused(
      untyped({ kind: 'inductor', name: 'l', a: 'a', b: '0', henries: 1 }),
      /^bench: l is of the kind inductor, expected one of resistor, conductance, .*memristor; correct it\.$/,
    );
    refused(
      untyped({ kind: 'resistor', name: 'r', a: 'a', ohms: 1 }),
      'bench: r is joined to undefined, expected the name of a node at each end; correct it.',
    );
    refused(
      untyped({ kind: 'resistor', name: 'r', a: 'a', b: '0', ohms: '10' }),
      'bench: r has ohms "10", expected a number above 0; correct it.',
    );
  });
  test.each<[Wave, string]>([
    [{ shape: 'piecewise-linear', points: [] }, 'volts.points 0, expected one point or more'],
    [
      {
        shape: 'piecewise-linear',
        points: [
          [1, 0],
          [0, 1],
        ],
      },
      'volts.points[1] at 0, expected 1 s or later',
    ],
    [
      { shape: 'piecewise-linear', points: [[0, Number.NaN]] },
      'volts.points[0] level NaN, expected a finite number',
    ],
    [{ shape: 'sine', amplitude: 1, hertz: Number.NaN }, 'volts.hertz NaN, expected a finite number'],
    [
      // a period of nothing would have a corner at every instant
      { shape: 'pulse', low: 0, high: 1, delay: 0, rise: 0, fall: 0, width: 0.5, period: 0 },
      'volts.period 0, expected rise, width and fall (0.5 s) or more',
    ],
    [
      { shape: 'saw' } as unknown as Wave,
      'volts of the shape "saw", expected sine, piecewise-linear or pulse',
    ],
  ])('a wave that is none: %j', (wave, message) => {
    refused(
      [{ kind: 'voltage-source', name: 'v', a: 'a', b: '0', volts: wave }, resistor('r', 'a', '0', 1)],
      `bench: v has ${message}; correct it.`,
    );
  });
  test('a singular matrix that topology does not show: a follower of its own output', () => {
    // a transconductor that feeds exactly what the resistor takes
    refused(
      [
        resistor('r', 'a', '0', 1e3),
        { kind: 'vccs', name: 'g', a: '0', b: 'a', controlA: 'a', controlB: '0', siemens: 1e-3 },
      ],
      /the voltage of a is not fixed by anything \(singular matrix\)/,
    );
  });
  test('an operating point that does not exist, with the node and what to try', () => {
    // a junction can never carry more than its saturation current backwards
    refused(
      [amperes('pull', 'a', '0', 1e-3), diode('d', 'a', '0')],
      /^bench: no operating point was found in \d+ iterations; a does not settle \(pull, d touch it\)\. Try /,
    );
  });
  test('a transient whose step becomes too small, with what, where and when', () => {
    expect(() =>
      transient(
        network(volts('v', 'in', 1), resistor('r', 'in', 'out', 1e3), {
          kind: 'memristor',
          name: 'm',
          a: 'out',
          b: '0',
          // a rate that goes off to infinity within a finite time
          model: {
            name: 'explosive',
            bounds: [0, Number.POSITIVE_INFINITY],
            initial: 1,
            current: (v) => v * 1e-3,
            rate: (_v, x) => x * x,
          },
        }),
        { until: 2, begin: 'states' },
      ),
    ).toThrow(
      /^bench: at (0\.99|1\.0|1 )\S* ?s the step would become \S+ s, and time stands still: .*Give jumps a rise time/,
    );
  });
  test('an instant that is no time', () => {
    expect(() => transient(network(resistor('r', 'a', '0', 1)), { until: -1 })).toThrow(
      'bench: a transient until -1 s was asked for, expected a time above 0.',
    );
  });
});

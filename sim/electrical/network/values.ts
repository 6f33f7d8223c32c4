/** What the numbers of components have to be, and what a component has to be at all, each said in one line. */
import { terminals } from './terminals.ts';
import type { Component, Network, Wave } from './types.ts';

/** @throws Error that names the component, what it has and what is expected */
export function checkValues(network: Network, c: Component): void {
  // who writes a network without types has nobody else to tell of a wrong word
  if (!Object.hasOwn(demands, c.kind)) {
    throw new Error(
      `${network.name}: ${c.name} is of the kind ${c.kind}, expected one of ${Object.keys(demands).join(', ')}; correct it.`,
    );
  }
  for (const node of terminals(c)) {
    if (typeof node !== 'string' || node === '')
      throw new Error(
        `${network.name}: ${c.name} is joined to ${node === '' ? 'a node without a name' : node}, expected the name of a node at each end; correct it.`,
      );
  }
  for (const { what, value, fits, expected } of demandsOf(c)) {
    if (!fits)
      throw new Error(
        `${network.name}: ${c.name} has ${what} ${shown(value)}, expected ${expected}; correct it.`,
      );
  }
}

/** A word stands in quotes: "10" is no number. */
const shown = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : `${value}`);

interface Demand {
  readonly what: string;
  readonly value: unknown;
  readonly fits: boolean;
  readonly expected: string;
}
const positive = (what: string, value: number): Demand => ({
  what,
  value,
  fits: value > 0 && Number.isFinite(value),
  expected: 'a number above 0',
});
const notNegative = (what: string, value: number): Demand => ({
  what,
  value,
  fits: value >= 0 && Number.isFinite(value),
  expected: 'a number of 0 or more',
});
const finite = (what: string, value: number): Demand => ({
  what,
  value,
  fits: Number.isFinite(value),
  expected: 'a finite number',
});
const orInfinite = (what: string, value: number): Demand => ({
  what,
  value,
  fits: value > 0,
  expected: 'a number above 0, or Infinity',
});

/**
 * What a source needs of its wave. Times that fall back, or a period that its pulse does not fit into,
 * would be played as something that nobody wrote.
 */
function wave(what: string, w: Wave): readonly Demand[] {
  if (typeof w === 'number') return [finite(what, w)];
  switch (w.shape) {
    case 'sine':
      return [
        finite(`${what}.amplitude`, w.amplitude),
        finite(`${what}.hertz`, w.hertz),
        finite(`${what}.offset`, w.offset ?? 0),
        finite(`${what}.phase`, w.phase ?? 0),
        notNegative(`${what}.delay`, w.delay ?? 0),
      ];
    case 'piecewise-linear':
      return [
        {
          what: `${what}.points`,
          value: w.points.length,
          fits: w.points.length > 0,
          expected: 'one point or more',
        },
        ...w.points.flatMap(([t, level], k): Demand[] => {
          const before = w.points[k - 1]?.[0] ?? Number.NEGATIVE_INFINITY;
          return [
            {
              what: `${what}.points[${k}] at`,
              value: t,
              fits: Number.isFinite(t) && t >= before,
              expected: k === 0 ? 'a time in seconds' : `${before} s or later`,
            },
            finite(`${what}.points[${k}] level`, level),
          ];
        }),
      ];
    case 'pulse': {
      const { rise, fall, width, period } = w;
      const whole = rise + width + fall;
      return [
        finite(`${what}.low`, w.low),
        finite(`${what}.high`, w.high),
        notNegative(`${what}.delay`, w.delay),
        notNegative(`${what}.rise`, rise),
        notNegative(`${what}.fall`, fall),
        notNegative(`${what}.width`, width),
        {
          what: `${what}.period`,
          value: period,
          fits: Number.isFinite(period) && period > 0 && period >= whole * (1 - ROUNDING),
          expected: `rise, width and fall (${whole} s) or more`,
        },
      ];
    }
    default:
      return [
        {
          what: `${what} of the shape`,
          value: (w as { readonly shape: unknown }).shape,
          fits: false,
          expected: 'sine, piecewise-linear or pulse',
        },
      ];
  }
}
/** A sum of three times may be this much longer than their whole. */
const ROUNDING = 1e-12;

type Demands = {
  readonly [K in Component['kind']]: (c: Extract<Component, { kind: K }>) => readonly Demand[];
};
const demandsOf = (c: Component): readonly Demand[] =>
  (demands[c.kind] as (c: Component) => readonly Demand[])(c);

/** What each kind demands of its numbers. */
const demands: Demands = {
  resistor: (c) => [positive('ohms', c.ohms)],
  // a device law that is not held at its ends may go below zero, and is still a law
  conductance: (c) => [finite('siemens', c.siemens)],
  'voltage-source': (c) => wave('volts', c.volts),
  'current-source': (c) => wave('amperes', c.amperes),
  vcvs: (c) => [finite('gain', c.gain)],
  cccs: (c) => [finite('gain', c.gain)],
  ccvs: (c) => [finite('ohms', c.ohms)],
  vccs: (c) => [finite('siemens', c.siemens), orInfinite('limit', c.limit ?? 1)],
  'op-amp': (c) => [orInfinite('gain', c.gain), finite('offset', c.offset), orInfinite('limit', c.limit)],
  switch: ({ on, off, control }) => [
    notNegative('on', on),
    notNegative('off', off),
    ...(control.by === 'time' ? wave('level', control.level) : [finite('threshold', control.threshold)]),
  ],
  capacitor: (c) => [positive('farads', c.farads), finite('volts', c.volts ?? 0)],
  diode: (c) => [
    positive('saturation', c.saturation),
    positive('emission', c.emission ?? 1),
    notNegative('seriesOhms', c.seriesOhms ?? 0),
  ],
  transistor: (c) => [
    positive('kappa', c.kappa),
    c.law.region === 'subthreshold' ? positive('i0', c.law.i0) : positive('specific', c.law.specific),
  ],
  memistor: (c) => [
    positive('bathOhms', c.bathOhms),
    finite('siemens', c.siemens),
    finite('slope', c.slope),
    finite('charge', c.charge ?? 0),
    orInfinite('retention', c.retention ?? Number.POSITIVE_INFINITY),
  ],
  memristor: (c) => {
    const [low, high] = c.model.bounds;
    const at = c.state ?? c.model.initial;
    return [{ what: 'state', value: at, fits: at >= low && at <= high, expected: `${low} to ${high}` }];
  },
};

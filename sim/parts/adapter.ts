import { bit, definePart, type Get, inherit, type Net, type Shape, value } from '../circuit.ts';
import { type Drive, isPulsed, type SchemeTerminals, updateScheme, weightKind } from '../devices/registry.ts';
import type { ElementSpec } from '../elements/element.ts';
import { type Adaptation, adaptations } from './adaptation.ts';
import { TIE } from './tie.ts';

type AdapterShape = Pick<Shape, 'rule' | 'step' | 'gamma' | 'eps' | 'adaptation' | 'device'>;

/** How the circuit's own memistors are driven. */
const plating = {
  driveSettings: {
    slope: inherit('slope'),
    current: inherit('current'),
  },
  drive: (get: Get): Drive => ({
    full: get('current'),
    perSecond: (get('current') * get('slope')) / get('unit'),
  }),
};

/**
 * The adapt logic: which signal steers the plating current, held since the compare phase, and how
 * long the current flows. Nulling: until the error has fallen to (1 - alpha) of what was held.
 * Timed: a ramp is compared with a width in proportion to the held signal, or fixed. Other schemes
 * come with the device library. Devices that move by pulses get so many a second instead of a current.
 */
export const adapter = (n: number, shape: AdapterShape) => {
  const { adaptation } = shape;
  const rule = adaptations[shape.rule];
  if (adaptation === 'nulling' && shape.rule !== 'alpha-lms') {
    throw new RangeError(
      `adaptation: nulling adapts until the error is null, which is alpha-lms; for ${shape.rule} choose timed.`,
    );
  }
  if (adaptation === 'nulling' && !(shape.step > 0 && shape.step < 2)) {
    throw new RangeError(
      `adaptation: nulling needs 0 < alpha < 2, got ${shape.step}; the error never falls to ${1 - shape.step} of itself.`,
    );
  }
  const scheme = adaptation === 'nulling' || adaptation === 'timed' ? null : updateScheme(adaptation);
  const kind = shape.device && weightKind(shape.device.kind);
  if (adaptation === 'stochastic' && !isPulsed(shape.device)) {
    throw new RangeError(
      'adaptation: stochastic counts coinciding pulses, and these weights do not move by pulses; choose timed, or a pulsed device.',
    );
  }
  const { driveSettings, drive } = kind ?? plating;
  return definePart({
    type: `plating control, ${adaptation}`,
    ports: {
      pattern: value(n),
      level: value(),
      error: value(),
      sum: value(),
      q: value(),
      hold: bit(),
      adapt: bit(),
      held: value(),
      flowing: bit(),
      stopped: bit(),
      plating: value(n),
    },
    settings: {
      fullScale: inherit('fullScale'),
      unit: inherit('unit'),
      ...driveSettings,
      ...scheme?.settings,
    },
    elements: (at, get, internal) => {
      const one = (name: string): Net => internal(name)[0]!;
      const [held, flowing, stopped, adapt] = [at.held[0]!, at.flowing[0]!, at.stopped[0]!, at.adapt[0]!];
      const fullScale = get('fullScale');
      const driven = drive(get);
      const signal = steering(
        rule,
        shape,
        { level: at.level[0]!, error: at.error[0]!, sum: at.sum[0]!, q: at.q[0]! },
        fullScale,
        one,
      );
      const still = one('still');
      const level = one('stop level');
      const terminals = { ...at, signal: signal.net, held, hold: at.hold[0]!, flowing, level };
      return [
        ...signal.elements,
        { kind: 'sampler', name: 'hold', input: [signal.net], capture: at.hold[0]!, out: at.held },
        ...(scheme
          ? scheme.elements(terminals, rule, shape, driven, fullScale, get, internal)
          : steady(terminals, rule, shape, driven, fullScale, one, at.error[0]!)),
        {
          kind: 'trip',
          name: 'stop',
          armed: adapt,
          level,
          polarity: adaptation === 'nulling' ? held : null,
          tie: 0,
          done: stopped,
        },
        { kind: 'gate', name: 'not stopped', operation: 'not', inputs: [stopped], out: still },
        { kind: 'gate', name: 'flowing', operation: 'and', inputs: [adapt, still], out: flowing },
      ];
    },
  });
};

/** Nulling, and timed pulses: one steady current, and what ends it. */
function steady(
  at: SchemeTerminals,
  rule: Adaptation,
  shape: AdapterShape,
  { full, perSecond }: Drive,
  fullScale: number,
  one: (name: string) => Net,
  error: Net,
): ElementSpec[] {
  const { held, level, flowing } = at;
  const elements: ElementSpec[] = [];
  if (shape.adaptation === 'nulling') {
    elements.push({
      kind: 'amplifier',
      name: 'null level',
      inputs: [
        { net: error, gain: 1 },
        { net: held, gain: -(1 - shape.step) },
      ],
      out: level,
      offset: 0,
    });
  } else {
    const width = one('width');
    const scale = (rule.gain * shape.step) / perSecond;
    if (rule.width === 'fixed')
      elements.push({ kind: 'constant', name: 'width', out: [width], values: [scale / fullScale] });
    else {
      const { factor, elements: dividing } = division(at, rule, shape, one);
      elements.push(...dividing, {
        kind: 'rectifier',
        name: 'width',
        input: held,
        factor,
        gain: scale,
        out: width,
      });
    }
    elements.push(...timeLeft(width, flowing, level, one('ramp')));
  }
  elements.push({
    kind: 'current',
    name: 'plating',
    pattern: at.pattern,
    polarity: held,
    on: flowing,
    amperes: full,
    signOnly: rule.lines === 'sign',
    // a pulse in proportion to the signal vanishes with it; a fixed one needs the band
    tie: rule.width === 'fixed' ? TIE : 0,
    out: at.plating,
  });
  return elements;
}

/** The computer that divides by x.x, for the rules that need it. */
export function division(
  at: Pick<SchemeTerminals, 'pattern' | 'hold'>,
  rule: Adaptation,
  shape: Pick<Shape, 'eps'>,
  one: (name: string) => Net,
): { readonly factor: Net | null; readonly elements: readonly ElementSpec[] } {
  if (rule.divided === 'no') return { factor: null, elements: [] };
  const factor = one('factor');
  return {
    factor,
    elements: [
      {
        kind: 'host',
        name: 'normalizer',
        program: { id: 'normalizer', eps: rule.divided === 'by x.x' ? 0 : shape.eps },
        reads: { pattern: at.pattern },
        writes: { factor: [factor] },
        capture: at.hold,
      },
    ],
  };
}

/** A ramp that is compared with the width of the pulse: the level is the time that is left. */
export const timeLeft = (width: Net, flowing: Net, level: Net, ramp: Net): readonly ElementSpec[] => [
  { kind: 'ramp', name: 'ramp', enable: flowing, slope: 1, out: ramp },
  {
    kind: 'amplifier',
    name: 'time left',
    inputs: [
      { net: width, gain: 1 },
      { net: ramp, gain: -1 },
    ],
    out: level,
    offset: 0,
  },
];

/** The signal that a rule follows, built from amplifiers, comparators and analog switches. */
function steering(
  rule: Adaptation,
  shape: Pick<Shape, 'gamma'>,
  at: { level: Net; error: Net; sum: Net; q: Net },
  fullScale: number,
  internal: (name: string) => Net,
): { net: Net; elements: ElementSpec[] } {
  if (rule.signal === 'error') return { net: at.error, elements: [] };
  const wrong = internal('decision error');
  const share = rule.signal === 'mays-increment' ? 0.5 : 1;
  const difference: ElementSpec = {
    kind: 'amplifier',
    name: 'decision error',
    inputs: [
      { net: at.level, gain: share },
      { net: at.q, gain: -share },
    ],
    out: wrong,
    offset: 0,
  };
  if (rule.signal === 'decision error') return { net: wrong, elements: [difference] };
  const outside = internal('outside the dead zone');
  const net = internal('steering');
  const common = { offset: 0, noise: 0, hysteresis: 0, previous: null, absolute: true, tie: TIE } as const;
  const deadZone: ElementSpec = {
    kind: 'comparator',
    name: 'dead zone',
    input: at.sum,
    threshold: shape.gamma / fullScale,
    out: outside,
    ...common,
  };
  if (rule.signal === 'mays-increment') {
    const choose: ElementSpec = {
      kind: 'selector',
      name: 'steering',
      select: outside,
      high: wrong,
      low: at.level,
      out: net,
    };
    return { net, elements: [difference, deadZone, choose] };
  }
  const [isWrong, inside, adapts, zero] = ['wrong', 'inside the dead zone', 'adapts', 'zero'].map(
    internal,
  ) as [Net, Net, Net, Net];
  return {
    net,
    elements: [
      difference,
      deadZone,
      { kind: 'comparator', name: 'wrong', input: wrong, threshold: 1 / fullScale, out: isWrong, ...common },
      { kind: 'gate', name: 'inside', operation: 'not', inputs: [outside], out: inside },
      { kind: 'gate', name: 'adapts', operation: 'or', inputs: [inside, isWrong], out: adapts },
      { kind: 'constant', name: 'zero', out: [zero], values: [0] },
      { kind: 'selector', name: 'steering', select: adapts, high: at.error, low: zero, out: net },
    ],
  };
}

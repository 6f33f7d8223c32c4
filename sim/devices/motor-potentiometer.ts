/**
 * Potentiometers turned by motors: the weights of the Mark I Perceptron. Every weight has a motor of
 * its own, driven by a share u of its full voltage; a train of gears takes the wiper along a film.
 *
 *   speed = 0                                          for |u| <= u0, the motor does not overcome friction
 *   speed = rate sgn(u) (|u| - u0) / (1 - u0)          beyond, no more than `slew` either way
 *   dG/dt = speed, held between the end stops;  G = G_ref + position
 *
 * With u held, a move is solved for any stretch of time; nothing is stepped. The wiper stands at once
 * when the voltage is gone: the gears are taken to be stiff and the motor to be braked.
 *
 * @see Hay, Lynch & Smith, "Mark I Perceptron operators' manual", Cornell Aeronautical Laboratory, 1960,
 *      for the motors; the numbers are chosen
 */
import { normals } from '../base/random.ts';
import type { Ohms, Siemens } from '../base/units.ts';
import { type Builder, range } from '../builder.ts';
import type { StoredConductanceSpec } from '../elements/element.ts';
import type { Machine } from '../machines/machine.ts';
import { sense } from './memistor.ts';

export interface MotorPotentiometerParameters {
  readonly device: 'motor-potentiometer';
  readonly reference: Siemens;
  /** conductances at the two end stops */
  readonly low: Siemens;
  readonly high: Siemens;
  /** true: the stops hold; false: the wiper turns on for ever */
  readonly stops: boolean;
  /** S/s at full voltage */
  readonly rate: number;
  /** relative deviation of it from motor to motor */
  readonly rateSpread: number;
  /** no motor turns faster than this, S/s; Infinity = no limit */
  readonly slew: number;
  /** u0, share of full voltage that only overcomes friction, 0 to below 1 */
  readonly deadBand: number;
  /** W that a motor takes while it is driven */
  readonly motorWatts: number;
  readonly readNoise: number;
  /** the motor that no longer turns, counted from 0; -1 = none */
  readonly stuckCell: number;
  readonly openCell: number;
  readonly leadOhms: Ohms;
}

const moves = { failed: 'stuck', atStop: 'end stop', turns: 'turning', stalls: 'humming', done: 'resting' };
const mode = { on: moves, meta: { outputs: {} } };
export const motorModes: Machine = {
  id: 'motor potentiometer',
  initial: 'resting',
  states: {
    resting: mode,
    turning: mode,
    // driven, but within the dead band
    humming: mode,
    'end stop': mode,
    stuck: { on: {}, meta: { outputs: {} } },
  },
};

/** A motor slower than this part of its rate would hardly be one; a wide spread is cut there. */
const SLOWEST = 0.1;

/** The rate of each motor as it was built, S/s at full voltage; 0 for one that no longer turns. */
export function motorRates(
  p: MotorPotentiometerParameters,
  n: number,
  device: number,
  seed: number,
): Float64Array {
  const deviations = new Float64Array(n);
  if (p.rateSpread > 0) normals(deviations, 0, n, seed, 'motorRate', device, 0);
  return deviations.map((z, i) => (i === p.stuckCell ? 0 : p.rate * Math.max(SLOWEST, 1 + p.rateSpread * z)));
}

/** Compiles a bank of motors. `control` is the share of full voltage, signed. */
export function motorPotentiometer(
  e: StoredConductanceSpec,
  p: MotorPotentiometerParameters,
  build: Builder,
): void {
  const n = e.conductance.length;
  const device = build.deviceNumber(e.name);
  // the position is kept as the difference to the reference, so that a weight of zero is exactly zero
  const position = build.state(`${e.name}.position`, new Array<number>(n).fill(0));
  const g = build.bus(e.conductance);
  const drive = build.bus(e.control);
  const enable = build.at(e.enable);
  const { reference, deadBand, slew, stuckCell } = p;
  const low = p.stops ? p.low - reference : Number.NEGATIVE_INFINITY;
  const high = p.stops ? p.high - reference : Number.POSITIVE_INFINITY;
  const rates = motorRates(p, n, device, build.seed);

  const speed = (i: number, u: number): number => {
    const size = Math.abs(u);
    if (size <= deadBand) return 0;
    const way = deadBand === 0 ? rates[i]! * size : (rates[i]! * (size - deadBand)) / (1 - deadBand);
    const held = way > slew ? slew : way;
    return u > 0 ? held : -held;
  };
  const law = (f: Float64Array): void => {
    for (let i = 0; i < n; i++) f[g + i] = reference + f[position + i]!;
  };
  build.operation({ name: `${e.name} law`, reads: range(position, n), writes: range(g, n), run: law });
  sense(e, p, build, device, g);

  const states = range(position, n);
  build.flow({
    name: e.name,
    reads: range(drive, n),
    gated: [],
    gate: null,
    states,
    updates: [...states, ...range(g, n)],
    enable,
    advance: (f, t) => {
      for (let i = 0; i < n; i++) {
        const v = speed(i, f[drive + i]!);
        if (v === 0) continue;
        const to = f[position + i]! + v * t;
        f[position + i] = to > high ? high : to < low ? low : to;
      }
      law(f);
    },
  });

  const { motorWatts } = p;
  const watts = (f: Float64Array): number => {
    let driven = 0;
    for (let i = 0; i < n; i++) if (f[drive + i] !== 0) driven++;
    return driven * motorWatts;
  };
  build.power({ name: e.name, account: 'plating', enable, reads: range(drive, n), watts });

  const atStop = (f: Float64Array, i: number): boolean =>
    p.stops && (f[position + i]! <= low || f[position + i]! >= high);
  const isDriven = (f: Float64Array, i: number): boolean => f[enable] === 1 && f[drive + i] !== 0;
  build.moded({
    path: e.name,
    count: n,
    modes: motorModes,
    reads: [enable, ...range(drive, n)],
    conductance: g,
    control: drive,
    bits: {
      failed: (_f, i) => i === stuckCell || i === p.openCell,
      atStop,
      turns: (f, i) => isDriven(f, i) && speed(i, f[drive + i]!) !== 0,
      stalls: isDriven,
    },
    saturated: atStop,
    fullness: (f, i) => Math.min(1, Math.max(0, (f[position + i]! + reference - p.low) / (p.high - p.low))),
    setConductance: (f, i, siemens) => {
      f[position + i] = Math.min(high, Math.max(low, siemens - reference));
    },
  });
}

/**
 * Hundreds of ADALINEs, each made with its own devices, on one stream of noisy patterns: the mean
 * squared error that each kind of device settles at, through the circuit, against figures measured
 * with an independent tool (AIHWKit).
 */
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { Run } from '../../sim/clock.ts';
import { compile } from '../../sim/compile.ts';
import { loadDeviceLibrary } from '../../sim/devices/library.ts';
import { weightPresets } from '../../sim/devices/weight-presets.ts';

loadDeviceLibrary();
const ADALINES = 500;
const STEPS = 4000;
const COUNTED = 1000;
const INPUTS = 16;

/** 16 random signs; d from weights -.4 to +.4 and a bias of .2, with uniform noise of +-.1. */
const stream = (() => {
  let state = 2024;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: STEPS }, () => {
    const x = Float64Array.from({ length: INPUTS }, () => (draw() < 0.5 ? -1 : 1));
    const clean = x.reduce((sum, v, i) => sum + (-0.4 + (0.8 * i) / 15) * v, 0.2);
    return { x, d: clean + 0.1 * (2 * draw() - 1) };
  });
})();

/** Mean squared error of the last thousand steps, w += .01 e x. */
function errorOf(device: string | null, seed: number): number {
  const made = device === null ? {} : { device: weightPresets.find((p) => p.id === device)!.device! };
  const circuit = adaline.build({
    inputs: INPUTS,
    bias: true,
    rule: 'mu-lms',
    step: 0.005,
    gamma: 0.5,
    eps: 1e-6,
    adaptation: device === null ? 'timed' : 'stochastic',
    summer: 'op-amp',
    ...made,
  });
  const settingValue = (_path: string, s: { ofDevice?: true; default: number; ideal: number }): number =>
    s[s.ofDevice ? 'default' : 'ideal'];
  const run = new Run(compile(circuit, { settingValue, seed }));
  let sum = 0;
  stream.forEach(({ x, d }, k) => {
    run.present({ x, d: [d], learn: [1] });
    while (run.phase.name !== 'compare') run.stepPhase();
    if (k >= STEPS - COUNTED) sum += run.read('error')[0]! ** 2;
    while (!run.stepPhase());
  });
  return sum / COUNTED;
}
const errorsOf = (device: string, count: number): number[] =>
  Array.from({ length: count }, (_, k) => errorOf(device, k + 1));
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('the mean squared error of 500 ADALINEs', { timeout: 300_000 }, () => {
  test('of ideal devices is .0038', () => {
    expect(errorOf(null, 1)).toBeCloseTo(0.0038, 4);
  });

  // 15 % is what two simulations with other random numbers are held to
  test.each([
    ['ecram', 0.0049],
    ['ecram-mo', 0.0059],
    ['capacitor', 0.0068],
  ])('of %s is %f, within 15 %%', (device, published) => {
    const error = mean(errorsOf(device, ADALINES));
    expect(Math.abs(error / published - 1)).toBeLessThan(0.15);
  });

  test('of constant steps is .005 to .015 for most of them; the tail is heavy', () => {
    const errors = errorsOf('gokmen-vlasov', ADALINES).sort((a, b) => a - b);
    // devices whose step or end the spread has turned round stand far off: 1 in 2300 steps
    const most = errors.slice(0, ADALINES - ADALINES / 100);
    expect(mean(most)).toBeGreaterThan(0.004);
    expect(mean(most)).toBeLessThan(0.015);
    expect(mean(errors)).toBeGreaterThan(1.2 * mean(most));
  });

  test.each(['reram-sb', 'reram-es'])('of %s is about .5: plain LMS fails on it', (device) => {
    const error = median(errorsOf(device, ADALINES / 5));
    expect(error).toBeGreaterThan(0.4);
    expect(error).toBeLessThan(0.65);
  });
});

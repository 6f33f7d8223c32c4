import { describe, expect, test } from 'vitest';
import { loadDeviceLibrary } from '../../sim/devices/library.ts';
import {
  type DivergenceMeasure,
  divergenceMeasures,
  type Explanation,
  explain,
  explainSteps,
  explanationCost,
} from '../../src/compare/causes.ts';
import { runExperiment } from '../../src/compare/result.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { type Given, handSet } from './helpers.ts';

const known = new Map<string, Explanation>();
/** The explanation, made once: it is a pure function of the words. */
function explained(given: Given, measure: DivergenceMeasure = 'weights'): Explanation {
  const key = JSON.stringify([given, measure]);
  const of = known.get(key) ?? explain(checkSpec(defaultSpec(given)), { measure })!;
  known.set(key, of);
  return of;
}
const measured = (given: Given, measure: DivergenceMeasure = 'weights'): number =>
  divergenceMeasures[measure].of(runExperiment(checkSpec(defaultSpec(given))).result);
const causeOf = ({ causes }: Explanation, end: string) => {
  const found = causes.filter((c) => c.path.endsWith(end));
  expect(found, end).toHaveLength(1);
  return found[0];
};
const sumOf = ({ causes, rest, residual }: Explanation): number =>
  causes.reduce((sum, c) => sum + (c.share ?? 0), (rest?.share ?? 0) + residual!);
// 256 terms of the size of the total, each rounded
const ROUNDING = 1e-12;

const and: Given = { circuit: 'adaline', patterns: 'and', rule: 'mu-lms', mu: 0.1, epochs: 10 };
const three: Given = {
  ...and,
  settings: { 'summer.gain': 1e3, 'neuron.leads': 0.05, strippingEfficiency: 0.9 },
};

describe('an explanation', () => {
  test('has nothing to explain where every non-ideality is off', () => {
    const { causes, total, residual, runs, rest } = explained(and);
    expect([causes, rest, runs]).toEqual([[], null, 1]);
    expect(residual).toBe(total);
    // both tracks do the same sums in another order
    expect(total).toBeLessThan(1e-12);
  });

  test('blames the only non-ideality that is on for everything', () => {
    const given = { ...and, device: 'low-reference', settings: { 'neuron.summer.gain': 1000 } };
    const of = explained(given);
    const { path, value, ideal, onAlone, offAlone, share } = causeOf(of, 'gain');
    expect([path, value, ideal]).toEqual(['neuron.summer.gain', 1000, 'inf']);
    expect(of.total).toBe(measured(given));
    expect([onAlone, offAlone, share]).toEqual([
      of.total! - of.residual!,
      of.total! - of.residual!,
      of.total! - of.residual!,
    ]);
    expect(of.residual).toBeLessThan(1e-12);
    expect(of.runs).toBe(2);
  });

  test.each([
    ['three of adaline', three],
    ['adaline as built', { circuit: 'adaline', device: 'as-built', patterns: 'and' }],
    [
      'the passive summer as built',
      { circuit: 'adaline', device: 'as-built', patterns: 'and', settings: { summer: 'passive' } },
    ],
    ['the knobby adaline as built', { circuit: 'knobby-adaline', device: 'as-built', alpha: 1, epochs: 5 }],
    [
      'the madaline as built',
      { circuit: 'madaline-xor', device: 'as-built', init: 'random', order: 'random', epochs: 5, alpha: 1 },
    ],
  ] as [string, Given][])('of %s adds up: shares and residual are the total of the run', (_, given) => {
    const of = explained(given);
    expect(of.total).toBe(measured(given));
    expect(Math.abs(sumOf(of) - of.total!)).toBeLessThanOrEqual(ROUNDING * of.total!);
  });

  test.each(['mse', 'decisions'] as const)('of %s adds up as well', (measure) => {
    const of = explained(three, measure);
    expect(of.total).toBe(measured(three, measure));
    expect(Math.abs(sumOf(of) - of.total!)).toBeLessThanOrEqual(ROUNDING);
  });

  test('says what each does alone and what the whole is without it, as runs made by hand do', () => {
    const of = explained(three);
    const settings = three.settings!;
    for (const path of Object.keys(settings)) {
      const alone = measured({ ...three, settings: { [path]: settings[path] } });
      const others = Object.fromEntries(Object.entries(settings).filter(([p]) => p !== path));
      const without = measured({ ...three, settings: others });
      const { onAlone, offAlone } = causeOf(of, path);
      expect(onAlone).toBe(alone - of.residual!);
      expect(offAlone).toBe(of.total! - without);
    }
  });

  test('shares two out by halves: the mean of on alone and off alone', () => {
    const of = explained({ ...and, settings: { 'summer.gain': 1e3, 'neuron.leads': 0.05 } });
    for (const { onAlone, offAlone, share } of of.causes)
      expect(Math.abs(share! - (onAlone! + offAlone!) / 2)).toBeLessThan(ROUNDING);
  });

  test('gives nothing to a non-ideality that does nothing', () => {
    // the plating follows the error, whatever the quantizer says
    const of = explained({ ...and, settings: { hysteresis: 0.3, 'summer.gain': 1e3 } });
    const { onAlone, offAlone, share } = causeOf(of, 'hysteresis');
    expect([onAlone, offAlone, share]).toEqual([0, 0, 0]);
    expect(causeOf(of, 'gain').share).toBeGreaterThan(0.01);
  });

  test('gives the same to the same fault in either of two units that do the same', () => {
    // from zero weights both units say + and both are nulled to -1, row after row
    const rows = handSet([
      [[-1, -1], -1],
      [[1, -1], -1],
    ]);
    // one rounding apart, so that they are two causes and not one
    const gain = { 'units[0].summer.gain': 1e3, 'units[1].summer.gain': 1e3 * (1 + 2 ** -50) };
    const words = defaultSpec({ circuit: 'madaline-xor', alpha: 1, epochs: 1, settings: gain });
    const { causes } = explain(checkSpec(words, rows))!;
    expect(causes.map((c) => c.path).sort()).toEqual(Object.keys(gain));
    const [first, second] = causes;
    expect(first.share).toBeGreaterThan(1e-6);
    // the difference of the gains, and rounding
    expect(Math.abs(first.share! / second.share! - 1)).toBeLessThan(1e-9);
  });

  test('takes equal settings of copies for one cause', () => {
    const { causes, runs } = explained({
      circuit: 'madaline-xor',
      alpha: 1,
      init: 'random',
      settings: { 'units[*].summer.gain': 1e4 },
    });
    expect(causes.map((c) => c.path)).toEqual(['units[*].summer.gain']);
    expect(runs).toBe(2);
  });

  test('takes the passive summer for a cause, with the op-amp as its ideal', () => {
    const of = explained({ circuit: 'adaline', patterns: 'and', settings: { summer: 'passive' } });
    expect(of.causes).toHaveLength(1);
    expect(of.causes[0]).toMatchObject({ path: 'summer', value: 'passive', ideal: 'op-amp' });
    expect(of.total).toBeGreaterThan(1e-3);
    expect(of.residual).toBeLessThan(1e-12);
  });

  test('joins all but seven into the rest where more than eight are on, and says which', () => {
    const { causes, rest, runs } = explained({ circuit: 'adaline', device: 'as-built', patterns: 'and' });
    expect(causes.length).toBeGreaterThan(8);
    const own = causes.filter((c) => c.share !== null);
    expect(own).toHaveLength(7);
    expect(new Set([...own.map((c) => c.path), ...rest!.paths])).toEqual(new Set(causes.map((c) => c.path)));
    const influence = (c: (typeof causes)[number]): number =>
      Math.max(Math.abs(c.onAlone!), Math.abs(c.offAlone!));
    const least = Math.min(...own.map(influence));
    for (const c of causes) if (c.share === null) expect(influence(c)).toBeLessThanOrEqual(least);
    // every set of eight, and each of the rest on alone and off alone
    expect(runs).toBe(256 + 2 * rest!.paths.length);
  });

  test('draws the same for the others when one is switched off', () => {
    const noisy: Given = { ...and, device: 'ideal', settings: { pulseNoise: 0.05, 'summer.gain': 1e3 } };
    const { causes, total } = explained(noisy);
    const noise = causes.find((c) => c.path.endsWith('pulseNoise'))!;
    expect(noise.onAlone).not.toBe(0);
    // pulse noise alone, from the same seed: the very number
    const alone = measured({ ...and, settings: { pulseNoise: 0.05 } });
    const gain = causes.find((c) => c.path.endsWith('gain'))!;
    expect(total! - gain.offAlone!).toBeCloseTo(alone, 15);
    expect(explained({ ...noisy, seed: 2 }).total).not.toBe(total);
  });

  test('keeps the choices of design in every run and names them', () => {
    const { kept } = explained({ ...and, device: 'low-reference', settings: { 'summer.gain': 1e3 } });
    expect(kept).toEqual([
      { path: 'neuron.reference', value: 0.055 },
      { path: 'neuron.unit', value: 0.045 },
    ]);
  });

  test('measures decisions as the share of presentations that were decided otherwise', () => {
    const given: Given = { ...and, settings: { 'quantizer.offset': 0.6, 'summer.gain': 1e3 } };
    const of = explained(given, 'decisions');
    const { comparison } = runExperiment(checkSpec(defaultSpec(given))).result;
    expect(of.total).toBe(1 - comparison.decisionAgreement);
    expect(of.total).toBeGreaterThan(0.1);
    expect(Math.abs(causeOf(of, 'offset').share!)).toBeGreaterThan(Math.abs(causeOf(of, 'gain').share!));
    expect(of.residual).toBe(0);
  });

  test('gives no number where a track diverges, and counts such runs', () => {
    const given: Given = {
      circuit: 'adaline',
      patterns: 'and',
      alpha: 1.9,
      epochs: 400,
      settings: { adaptation: 'timed', 'summer.offset': 1e-3, strippingEfficiency: 4 },
    };
    expect(runExperiment(checkSpec(defaultSpec(given))).result.hardware.diverged).not.toBeNull();
    const of = explained(given, 'mse');
    expect(of.total).toBeNull();
    expect(of.divergedRuns).toBeGreaterThan(0);
    for (const { share } of of.causes) expect(share).toBeNull();
  });

  test('is plain data: it crosses to another thread and through JSON as it is', () => {
    const of = explained(three);
    expect(JSON.parse(JSON.stringify(of))).toEqual(of);
    expect(structuredClone(of)).toEqual(of);
  });
});

test('a device in the place of the memistors stays, and its non-idealities are switched', () => {
  loadDeviceLibrary();
  const given: Given = { circuit: 'adaline', patterns: 'and', device: 'ecram', epochs: 20 };
  const of = explained(given);
  expect(of.total).toBe(measured(given));
  expect(Math.abs(sumOf(of) - of.total!)).toBeLessThanOrEqual(ROUNDING * of.total!);
  // all off, its steps are as small as wanted and equal everywhere: both tracks do the same
  expect(of.residual).toBeLessThan(1e-12);
  // steps down that shrink by half toward the bottom are what parts the tracks
  expect(of.causes[0].path).toBe('neuron.weights.gammaDown');
  expect(of.causes[0].share).toBeGreaterThan(of.total! / 2);
});

describe('explaining in pieces', () => {
  const spec = () => checkSpec(defaultSpec(three));

  test('tells how far it is, forward only and up to the end', () => {
    const shares: number[] = [];
    const of = explain(spec(), {
      onProgress: (share) => {
        shares.push(share);
        return false;
      },
    });
    expect(shares.length).toBeGreaterThan(of!.runs);
    shares.forEach((x, k) => {
      expect(x).toBeGreaterThanOrEqual(shares[k - 1] ?? 0);
    });
    expect(shares.at(-1)).toBe(1);
    expect(shares.every((x) => x <= 1)).toBe(true);
  });

  test('knows its cost before it begins', () => {
    expect(explanationCost(spec())).toBe(8 * 40);
    const many: Given = { circuit: 'adaline', device: 'as-built', patterns: 'and' };
    expect(explanationCost(checkSpec(defaultSpec(many)))).toBe(explained(many).runs * 80);
  });

  test('stops where it is told to', () => {
    const steps = explainSteps(spec());
    for (let k = 0; k < 10; k++) expect(steps.next(false).done).toBe(false);
    expect(steps.next(true)).toEqual({ done: true, value: null });
  });
});

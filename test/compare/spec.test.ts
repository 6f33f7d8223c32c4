/** What a run is when little is said, and which settings a circuit lists: the contract's defaults. */
import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import { listSettings } from '../../src/compare/settings.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { experimentOf, type Given } from './helpers.ts';

const numberOf = (given: Given, path: string): number =>
  experimentOf(given).program.settings.find((s) => s.path === path)!.value;

describe('what is not said', () => {
  test('is the adaline, its own patterns, alpha-LMS at .5, 20 epochs, cyclic, from zero, ideal', () => {
    expect(defaultSpec({})).toMatchObject({
      circuit: 'adaline',
      patterns: 'tgf',
      rule: 'alpha-lms',
      step: 0.5,
      epochs: 20,
      presentations: null,
      order: 'cyclic',
      bias: true,
      gate: null,
      init: 'zero',
      device: 'ideal',
    });
  });

  test('is mu = .05 for the rules that take a mu', () => {
    for (const rule of ['mu-lms', 'sign-error', 'sign-data', 'sign-sign'] as const)
      expect(defaultSpec({ rule }).step).toBe(0.05);
  });

  test('is nulling where the rule can null, and timed pulses elsewhere', () => {
    const adaptation = (given: Given): string => checkSpec(defaultSpec(given)).shape.adaptation;
    expect(adaptation({})).toBe('nulling');
    expect(adaptation({ alpha: 1.99 })).toBe('nulling');
    expect(adaptation({ alpha: 2 })).toBe('timed');
    expect(adaptation({ alpha: 0 })).toBe('timed');
    expect(adaptation({ rule: 'mu-lms' })).toBe('timed');
    expect(adaptation({ circuit: 'knobby-adaline' })).toBe('by hand');
  });

  test('is gamma .5 and eps 1e-6', () => {
    expect(checkSpec(defaultSpec({})).shape).toMatchObject({ gamma: 0.5, eps: 1e-6, summer: 'op-amp' });
  });
});

describe('settings', () => {
  test('full scale comes with the patterns: 60 for those of 1960, 1 otherwise', () => {
    expect(numberOf({ patterns: 'tgf' }, 'fullScale')).toBe(60);
    expect(numberOf({ patterns: 'and' }, 'fullScale')).toBe(1);
    expect(numberOf({ patterns: 'tgf', settings: { fullScale: 30 } }, 'fullScale')).toBe(30);
  });

  test('are found by their path, by the end of it, or by a path with stars', () => {
    for (const word of ['neuron.summer.gain', 'summer.gain', 'gain'])
      expect(numberOf({ settings: { [word]: 1e4 } }, 'neuron.summer.gain')).toBe(1e4);
    const given: Given = { circuit: 'madaline-xor', patterns: 'xor' };
    for (const unit of [0, 1]) {
      const path = `units[${unit}].summer.gain`;
      expect(numberOf({ ...given, settings: { 'units[*].summer.gain': 1e4 } }, path)).toBe(1e4);
      expect(numberOf({ ...given, settings: { gain: 1e4 } }, path)).toBe(1e4);
      expect(numberOf({ ...given, settings: { 'units[0].summer.gain': 1e4 } }, path)).toBe(
        unit === 0 ? 1e4 : Number.POSITIVE_INFINITY,
      );
    }
  });

  test('of the user go before those of the preset', () => {
    const given: Given = { device: 'low-reference', patterns: 'and' };
    expect(numberOf(given, 'neuron.reference')).toBe(0.055);
    expect(numberOf(given, 'neuron.unit')).toBe(0.045);
    expect(numberOf({ ...given, settings: { reference: 0.2 } }, 'neuron.reference')).toBe(0.2);
    expect(numberOf({ ...given, settings: { reference: 0.2 } }, 'neuron.unit')).toBe(0.045);
    expect(numberOf({ device: 'as-built' }, 'neuron.summer.gain')).toBe(1e6);
    expect(numberOf({ device: 'as-built', settings: { gain: Infinity } }, 'neuron.summer.gain')).toBe(
      Infinity,
    );
  });

  test.each(circuits.map((c) => [c.id, c] as const))(
    'of %s are listed whole, as plain data',
    (_id, circuit) => {
      const listed = listSettings(circuit);
      expect(JSON.parse(JSON.stringify(listed))).toEqual(listed); // no infinity is lost on the way
      expect(new Set(listed.map((s) => s.path)).size).toBe(listed.length);
      for (const s of listed) {
        expect(s.meaning, s.path).not.toBe('');
        expect(s.source, s.path).not.toBe('');
        expect(s.path).not.toMatch(/\[\d+\]/); // copies are one line, under a star
      }
      const paths = listed.map((s) => s.path);
      expect(paths).toContain('rule.gamma');
      expect(paths).toContain('fullScale');
      if (circuit.summers.length > 1) expect(paths).toContain('summer');
    },
  );

  test('every listed number can be set to its ideal and to its default', () => {
    for (const circuit of circuits) {
      const patterns = 'xor';
      for (const s of listSettings(circuit)) {
        for (const number of [s.ideal, s.default]) {
          const value = number === 'inf' ? Infinity : number === '-inf' ? -Infinity : number;
          const passive = s.path.endsWith('load') ? { summer: 'passive' } : {};
          // numbers of the update schemes are there where the scheme is
          const scheme = /\.adapter\.batch$/.test(s.path) ? (['manhattan'] as const) : null;
          const rule = scheme ? ({ rule: 'mu-lms' } as const) : {};
          for (const adaptation of scheme ?? circuit.adaptations) {
            const how = circuit.adaptations.length > 1 ? { adaptation } : {};
            const settings = { ...how, ...passive, [s.path]: value };
            const given = { circuit: circuit.id, patterns, ...rule, settings };
            expect(() => experimentOf(given), s.path).not.toThrow();
          }
        }
      }
    }
  });
});

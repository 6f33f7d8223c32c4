/** The digital ADALINE beside its mathematics: what the comparison shows of words of finite length. */
import { describe, expect, test } from 'vitest';
import '../../circuits/index.ts';
import { Experiment } from '../../src/compare/experiment.ts';
import { runExperiment } from '../../src/compare/result.ts';
import { Session } from '../../src/compare/session.ts';
import { checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';
import { InputError } from '../../src/data/input-error.ts';

const specOf = (given: Partial<Spec> = {}) =>
  checkSpec(defaultSpec({ circuit: 'digital-adaline', ...given }));
const resultOf = (given: Partial<Spec> = {}) => runExperiment(specOf(given)).result;

describe('the digital ADALINE beside the ideal', () => {
  // 2^-20 of full scale a bit; the error floor of about.md and the sets' own memory give a few of them
  test.each([
    ['tgf', 'alpha-lms', 17 / 32, 60],
    ['tgf', 'mu-lms', 2 ** -6, 60],
    ['tj', 'mu-lms', 2 ** -6, 1],
    ['and', 'sign-sign', 2 ** -6, 1],
    ['or', 'perceptron', 2 ** -2, 1],
  ] as const)('ends within some last bits of it: %s by %s', (patterns, rule, step, fullScale) => {
    const { comparison, hardware, remarks } = resultOf({ patterns, rule, step });
    expect(comparison.weightDistanceRms / (fullScale * 2 ** -20)).toBeLessThan(16);
    expect(comparison.decisionAgreement).toBe(1);
    expect(hardware.conductances).toEqual([]);
    expect(remarks).toEqual([]);
  });

  // the table of about.md
  test.each([
    [8, 0, 113.7174, 132.6646],
    [8, 1, 19.7247, 7.6637],
    [8, 2, 0, 13.4133],
    [12, 0, 4.917, 49.5478],
    [12, 1, 1.0372, 0.498],
    [12, 2, 0, 0.7379],
    [16, 0, 0.3073, 3.0811],
    [16, 1, 0.0692, 0.0424],
    [16, 2, 0, 0.0451],
  ])(
    'in words of %i bits with rounding %i ends with an error of %d divisions',
    (bits, rounding, rms, apart) => {
      const { hardware, comparison } = resultOf({
        rule: 'mu-lms',
        step: 2 ** -6,
        epochs: 200,
        settings: { wordLength: bits, rounding },
      });
      // written to four places
      expect(Math.sqrt(hardware.msePerEpoch.at(-1)!)).toBeCloseTo(rms, 3);
      expect(comparison.weightDistanceRms).toBeCloseTo(apart, 3);
    },
  );

  test('says which step its shift makes, where that is another', () => {
    expect(resultOf({ patterns: 'and', rule: 'mu-lms', step: 0.1, epochs: 1 }).remarks).toEqual([
      'The step is a shift of words: it acts as 0.1250 instead of 0.1.',
    ]);
    const acts = resultOf({ patterns: 'and', rule: 'mu-lms', step: 0.1 });
    expect(acts.hardware.weights).toEqual(
      resultOf({ patterns: 'and', rule: 'mu-lms', step: 0.125 }).hardware.weights,
    );
  });

  test('starts both tracks from the same random words', () => {
    const experiment = new Experiment(specOf({ init: 'random', rule: 'mu-lms', step: 2 ** -6 }));
    const start = [...experiment.hardwareWeights()];
    expect([...experiment.ideal.weights]).toEqual(start);
    expect(new Set(start.map(Math.abs)).size).toBeGreaterThan(10);
    for (const w of start) {
      expect(Number.isInteger((w / 60) * 2 ** 20)).toBe(true);
      expect(Math.abs(w)).toBeLessThanOrEqual(6);
    }
  });

  test('a look at another row runs the clock on a copy and leaves no trace', () => {
    const experiment = new Experiment(specOf({ patterns: 'and', rule: 'mu-lms', step: 2 ** -4 }));
    for (let k = 0; k < 7; k++) experiment.present();
    const before = new Uint8Array(experiment.run.snapshot());
    const w = experiment.hardwareWeights();
    const shown = experiment.patterns.map((_, row) => experiment.probe(row, 'sum')[0]);
    expect(new Uint8Array(experiment.run.snapshot())).toEqual(before);
    // patterns of +1 and -1 lose nothing in the sum
    expect(shown).toEqual(experiment.patterns.map(({ x }) => x.reduce((s, xi, i) => s + xi * w[i], 0)));
    expect(experiment.decisions().hardware).toEqual(shown.map((s) => (s! >= 0 ? 1 : -1)));
  });

  test('is stepped and rewound like every machine', () => {
    const session = new Session(specOf({ patterns: 'and', rule: 'mu-lms', step: 2 ** -4 }), {
      ticksPerPhase: 3,
    });
    const views: string[] = [];
    for (let k = 0; k < 40; k++) {
      views.push(JSON.stringify(session.view()));
      session.forward('tick');
    }
    for (let k = 39; k >= 0; k--) {
      session.back('tick');
      expect(JSON.stringify(session.view())).toBe(views[k]);
    }
    session.seek({ presentation: 30, phase: 0, tick: 0 });
    const cells = session.view().cells;
    expect(cells.map(({ mode }) => mode)).toEqual(['within', 'within', 'within']);
    expect(cells.every(({ siemens, hardware }) => siemens / 2 ** 20 === hardware)).toBe(true);
  });

  test('reports a word at the end of its range as saturated, and lets it come round where it may', () => {
    // 2 mu x.x = 6: endless words would diverge
    const given = { patterns: 'and', rule: 'mu-lms', step: 1, epochs: 5 } as const;
    const stays = resultOf({ ...given, settings: { wordLength: 6, range: 1 } });
    expect(stays.hardware.saturated.length).toBeGreaterThan(0);
    const top = Math.max(...stays.hardware.weights.map(Math.abs));
    expect(top).toBeLessThanOrEqual(2);
    const wraps = resultOf({ ...given, settings: { wordLength: 6, range: 1, saturation: 0 } });
    expect(wraps.hardware.weights).not.toEqual(stays.hardware.weights);
  });

  test('refuses alpha-lms where x.x is not the number of lines, in one line', () => {
    const words = () => specOf({ patterns: 'kepler' });
    expect(words).toThrow(InputError);
    expect(words).toThrow(
      /^kepler: found x = .* in row 1, but digital-adaline does alpha-lms only where every input is \+1 or -1/,
    );
  });
});

/**
 * The proof that the abstraction carries: two copies of the ADALINE's neuron under a fixed OR, beside
 * an ideal Madaline Rule I that shares no code with them.
 */
import { describe, expect, test } from 'vitest';
import { patternNames } from '../../src/compare/patterns.ts';
import { runExperiment } from '../../src/compare/result.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { median } from '../papers/helpers.ts';
import { experimentOf, gap, largestGap } from './helpers.ts';

const EQUAL = 1e-9; // as the issue asks; measured 1e-14

/** Presentations until all four rows are right after one; and the largest gap on the way and 50 beyond. */
function learnXor(seed: number, alpha: number, adaptation: string) {
  const experiment = experimentOf({
    circuit: 'madaline-xor',
    patterns: 'xor',
    alpha,
    order: 'random',
    init: 'random',
    seed,
    settings: { adaptation },
  });
  const right = (q: readonly number[]): boolean => q.every((v, row) => v === experiment.patterns[row].d);
  let solved: { hardware: number | null; ideal: number | null } = { hardware: null, ideal: null };
  let largest = gap(experiment);
  for (let k = 1; k <= 10_000 && (solved.hardware === null || solved.ideal === null); k++) {
    experiment.present();
    largest = Math.max(largest, gap(experiment));
    const { hardware, ideal } = experiment.decisions();
    solved = {
      hardware: solved.hardware ?? (right(hardware) ? k : null),
      ideal: solved.ideal ?? (right(ideal) ? k : null),
    };
  }
  largest = Math.max(largest, largestGap(experiment, 50));
  return { ...solved, largest, final: experiment.decisions().hardware };
}

describe.each([
  { alpha: 1, adaptation: 'nulling' },
  { alpha: 0.5, adaptation: 'timed' },
])('XOR at alpha $alpha, $adaptation, from random weights in random order', ({ alpha, adaptation }) => {
  const runs = Array.from({ length: 1000 }, (_, k) => learnXor(k + 1, alpha, adaptation));

  test('is solved by seeds 1 to 1000, all of them', () => {
    expect(runs.filter((run) => run.hardware === null)).toHaveLength(0);
    for (const run of runs) expect(run.final).toEqual([-1, 1, 1, -1]); // and stays solved
  });

  test('after exactly as many presentations as the ideal rule takes, with equal weights', () => {
    for (const run of runs) expect(run.hardware).toBe(run.ideal);
    expect(Math.max(...runs.map((run) => run.largest))).toBeLessThanOrEqual(EQUAL);
  });

  test('in a median of 11 to 16 presentations', () => {
    const middle = median(runs.map((run) => run.hardware!));
    expect(middle).toBeGreaterThanOrEqual(11); // the range of history.md section 3
    expect(middle).toBeLessThanOrEqual(16);
  });
});

describe('from equal weights, where sums of the two units are often equal', () => {
  const tables = patternNames.filter((name) => !['tgf', 'kepler', 'tj'].includes(name));
  test.each(tables)('both tracks pick the same unit on %s', (patterns) => {
    for (const order of ['cyclic', 'random', 'shuffled'] as const) {
      for (const alpha of [0.3, 0.5, 1, 1.5]) {
        for (const adaptation of ['nulling', 'timed']) {
          const experiment = experimentOf({
            circuit: 'madaline-xor',
            patterns,
            alpha,
            order,
            settings: { adaptation },
          });
          const what = `${order}, alpha ${alpha}, ${adaptation}`;
          expect(largestGap(experiment, 400), what).toBeLessThanOrEqual(EQUAL);
        }
      }
    }
  });
});

test('larger sets of signs stay equal, too', () => {
  for (const patterns of ['tj', 'separable:16x34']) {
    const experiment = experimentOf({
      circuit: 'madaline-xor',
      patterns,
      alpha: 0.7,
      order: 'random',
      init: 'random',
    });
    expect(largestGap(experiment, 5000), patterns).toBeLessThanOrEqual(EQUAL);
  }
});

test('the job assigner goes by what was decided, though a sum drifts across its threshold while it looks', () => {
  // a leak so strong that units which said + no longer do: nobody would be chosen from what they say now
  const outcome = runExperiment(
    checkSpec(
      defaultSpec({
        circuit: 'madaline-xor',
        patterns: 'and',
        order: 'random',
        init: 'random',
        alpha: 1,
        settings: { retention: 20, 'control.assign': 5 },
      }),
    ),
  );
  expect(outcome.result.hardware.overruns).toBe(0);
});

/** The logic of the machines at gate level, in lock-step with the machines' own runs. */
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import type { Shape } from '../../sim/circuit.ts';
import { patternSet } from '../../src/compare/patterns.ts';
import { type BenchOptions, shape } from '../sim/benches.ts';
import { beside, follow } from './logic-helpers.ts';

/** Shows a machine a set in order, and its logic beside it. */
async function lockStep(
  patterns: string,
  given: Partial<Shape>,
  presentations: number,
  options: BenchOptions = {},
  learns: (presentation: number) => boolean = () => true,
) {
  const set = patternSet(patterns, 1);
  const { run, blocks } = await beside(
    adaline,
    { inputs: set.inputs, ...given },
    { ...options, settings: { fullScale: set.fullScale, ...options.settings } },
  );
  const present = (k: number): void => {
    const row = set.rows[k % set.rows.length];
    run.present({ x: row.x, d: row.d!, learn: [learns(k) ? 1 : 0] });
  };
  return { run, ...follow(run, blocks[0], present, presentations) };
}

describe('the control logic of adaline', () => {
  const timed = { adaptation: 'timed' } as const;
  test.each([
    ['tgf by nulling', 'tgf', { rule: 'alpha-lms', step: 0.5, adaptation: 'nulling' }, 300],
    ['tgf by timed pulses', 'tgf', { rule: 'mu-lms', step: 0.01, ...timed }, 300],
    ['AND by nulling', 'and', { rule: 'alpha-lms', step: 1, adaptation: 'nulling' }, 300],
    ['AND by timed pulses', 'and', { rule: 'mu-lms', step: 0.1, ...timed }, 300],
    [
      'OR by the perceptron, which the decision alone steers',
      'or',
      { rule: 'perceptron', step: 0.3, ...timed },
      200,
    ],
    ['XOR by fixed pulses', 'xor', { rule: 'sign-error', step: 0.05, ...timed }, 200],
    ["XOR by Mays' relaxation", 'xor', { rule: 'mays-relaxation', step: 0.5, ...timed }, 200],
  ] as const)('says what the analog circuit does at every clock edge: %s', async (_, patterns, given, n) => {
    const { parted, compared, seen, edges } = await lockStep(patterns, given, n);
    expect(parted.slice(0, 5)).toEqual([]);
    expect(edges).toBeGreaterThanOrEqual(100 * n);
    expect(compared).toBeGreaterThan(edges);
    // and it was no still life: every phase came, and cells were plated and stripped
    for (const output of ['in_present', 'in_rest', 'hold', 'adapt', 'flowing', 'plate1', 'strip1'])
      expect([...seen.get(output)!].sort(), output).toEqual([0, 1]);
  });

  test('follows faults of the analog circuit: pulses that are too long, a comparator with noise', async () => {
    const { parted, run } = await lockStep(
      'tgf',
      { rule: 'alpha-lms', step: 0.5, adaptation: 'nulling' },
      60,
      {
        base: 'default',
        seed: 3,
      },
    );
    expect(parted.slice(0, 5)).toEqual([]);
    expect(run.presentations).toBe(60);
  });

  test('skips the adapt phase where nothing shall be learned', async () => {
    const { parted, edges } = await lockStep(
      'and',
      { rule: 'alpha-lms', step: 0.5, adaptation: 'nulling' },
      40,
      {},
      (k) => k % 2 === 0,
    );
    expect(parted.slice(0, 5)).toEqual([]);
    // 100 edges with the adapt phase of half a second, 50 without it
    expect(edges).toBe(20 * 100 + 20 * 50);
  });

  test('leaves an adapt phase at its limit when the null does not come', async () => {
    // a current so small that the null is far away
    const { parted, run } = await lockStep('tgf', { rule: 'alpha-lms', step: 1, adaptation: 'nulling' }, 3, {
      settings: { 'neuron.current': 1e-5, 'control.adaptLimit': 1 },
    });
    expect(run.overruns).toBeGreaterThan(0);
    expect(parted.slice(0, 5)).toEqual([]);
  });

  test('gives the direction of the sign where a pattern is not +1 or -1', async () => {
    const { parted, seen } = await lockStep(
      'kepler',
      { rule: 'mu-lms', step: 0.02, adaptation: 'timed' },
      40,
    );
    expect(parted.slice(0, 5)).toEqual([]);
    expect([...seen.get('plate1')!].sort()).toEqual([0, 1]);
  });

  test('has one plating-direction gate pair a cell, a pattern bit a line, and the sequencer as one cell', async () => {
    const { blocks } = await beside(adaline, { inputs: 16 });
    const { cells } = blocks[0].netlist;
    const named = (start: string): number =>
      cells.filter(({ name, kind }) => new RegExp(`^${start}\\d+$`).test(name) && kind !== 'output').length;
    expect([named('plates'), named('strips'), named('pattern')]).toEqual([17, 17, 17]);
    expect(cells.filter(({ kind }) => kind === 'fsm')).toHaveLength(1);
  });

  test('is told for nulling and for timed pulses, and for no scheme that gives every cell its own', async () => {
    const { logicBlocks } = await adaline.logic!();
    for (const [adaptation, count] of [
      ['nulling', 1],
      ['timed', 1],
      ['stochastic', 0],
      ['manhattan', 0],
    ] as const)
      expect(logicBlocks(shape({ adaptation }), () => 1)).toHaveLength(count);
  });

  test('would be caught: with the polarity turned, cells are plated that the circuit strips', async () => {
    const set = patternSet('and', 1);
    const { run, blocks } = await beside(adaline, { inputs: 2 });
    const turned = {
      ...blocks[0],
      moments: (phase: Parameters<(typeof blocks)[0]['moments']>[0]) =>
        blocks[0].moments(phase).map(({ inputs, shows }) => ({
          inputs: { ...inputs, positive: inputs['negative'], negative: inputs['positive'] },
          shows,
        })),
    };
    const present = (k: number): void =>
      run.present({ x: set.rows[k % 4].x, d: set.rows[k % 4].d!, learn: [1] });
    const outputs = new Set(follow(run, turned, present, 4).parted.map(({ output }) => output));
    expect([...outputs].sort()).toEqual(['plate0', 'plate1', 'plate2', 'strip0', 'strip1', 'strip2']);
  });
});

/** The logic of every machine against DigitalJS and, where it is installed, Icarus Verilog. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import { checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';
import { simulateVerilog } from '../../src/exchange/icarus.ts';
import { recordLogic } from '../../src/exchange/logic-recording.ts';
import { verifyLogic } from '../../src/exchange/verify-logic.ts';

const hasIcarus = spawnSync('iverilog', ['-V']).status === 0;
if (!hasIcarus) console.log('iverilog is not installed: what it says about the logic is not tested.');

const specOf = (circuit: string, given: Partial<Spec> = {}) => checkSpec(defaultSpec({ circuit, ...given }));
const withLogic = circuits.filter(({ logic }) => logic).map(({ id }) => id);

describe('the logic of a machine, on the presentations of its run', () => {
  test('is there for adaline and for digital-adaline', () => {
    expect(withLogic).toEqual(expect.arrayContaining(['adaline', 'digital-adaline']));
  });

  test.each(withLogic)(
    'of %s is what DigitalJS and Icarus Verilog find in 1,000 clock edges',
    { timeout: 120_000 },
    async (id) => {
      const verification = await verifyLogic(specOf(id));
      const { deviations, passed, tool, what } = verification!;
      expect(deviations.filter((d) => !d.passed)).toEqual([]);
      expect(passed).toBe(true);
      // beside the run, in DigitalJS, and in Verilog
      expect(deviations).toHaveLength(hasIcarus ? 3 : 2);
      expect(tool).toContain('digitaljs');
      expect(Number(/(\d+) clock edges/.exec(what)![1])).toBeGreaterThanOrEqual(1000);
    },
  );

  // of a machine whose weights begin at random, and which draws random words of its own
  test.skipIf(!hasIcarus)('from any state and with words by chance is the same in Verilog', async () => {
    const settings = { rounding: 2, saturation: 0, wordLength: 9 };
    const given = { rule: 'sign-data', step: 0.05, init: 'random', settings } as const;
    const [recording] = await recordLogic(specOf('digital-adaline', given), 60);
    expect(recording!.moments.length).toBeGreaterThan(1000);
    const { deviation } = simulateVerilog(recording!)!;
    expect(deviation).toMatchObject({ passed: true, deviation: 0 });
  });

  test('is not there for machines without it', async () => {
    expect(await verifyLogic(specOf('knobby-adaline'))).toBeNull();
  });

  test.skipIf(!hasIcarus)(
    'that is not the recorded one fails in Verilog, with the first difference',
    async () => {
      const [recording] = await recordLogic(
        specOf('digital-adaline', { patterns: 'and', rule: 'mu-lms' }),
        4,
      );
      // a register that starts elsewhere than the kernel's whose answers the test bench has
      const { netlist } = recording!;
      const cells = netlist.cells.map((cell) =>
        cell.kind === 'register' && cell.name === 'held' ? { ...cell, initial: 5 } : cell,
      );
      const played = { ...recording!, netlist: { ...netlist, cells } };
      const { deviation } = simulateVerilog(played, recording!)!;
      expect(deviation.passed).toBe(false);
      expect(deviation.deviation).toBeGreaterThan(0);
      expect(deviation.at).toMatch(/^cycle 0: held_error is 0*5, expected 0+$/);
    },
  );
});

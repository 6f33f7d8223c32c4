/**
 * The logic of every machine that has some, with random words at its inputs and not only those that
 * its run brings: our kernel against DigitalJS's own engine and against Icarus Verilog.
 */
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { digitalAdaline } from '../../circuits/digital-adaline/circuit.ts';
import { recordTrace, toVerilog } from '../../sim/exchange/verilog.ts';
import { compileLogic } from '../../sim/logic/kernel/kernel.ts';
import { beside } from '../circuits/logic-helpers.ts';
import { isInstalled, simulateVerilog } from '../sim/exchange/icarus.ts';
import { expectLockStep, randomWords, seldom } from '../sim/logic/lock-step.ts';

const CYCLES = 1000;

describe.each([
  [adaline.id, adaline, { adaptation: 'nulling' }],
  [digitalAdaline.id, digitalAdaline, { rule: 'mu-lms', step: 0.0625, adaptation: 'timed' }],
] as const)('the logic of %s', (id, definition, given) => {
  const netlists = async () =>
    (await beside(definition, { inputs: 2, ...given })).blocks.map((b) => b.netlist);

  test(`is in lock step with DigitalJS for ${CYCLES} cycles`, { timeout: 120_000 }, async () => {
    const found = await netlists();
    expect(found.length).toBeGreaterThan(0);
    for (const netlist of found) expectLockStep(netlist, CYCLES, seldom(4, randomWords(1)));
  });

  test.skipIf(!isInstalled('iverilog', '-V'))(
    `is what Icarus Verilog makes of it for ${CYCLES} cycles`,
    async () => {
      for (const [k, netlist] of (await netlists()).entries()) {
        const trace = recordTrace(compileLogic(netlist), CYCLES, seldom(2, randomWords(2)));
        const { warnings, printed } = simulateVerilog(`${id}_${k}`, toVerilog(netlist, { trace }));
        expect(warnings).toBe('');
        expect(printed).toMatch(/^PASS: /);
      }
    },
  );
});

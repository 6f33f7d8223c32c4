import { describe, expect, test } from 'vitest';
import { recordTrace, toVerilog } from '../../../sim/exchange/verilog.ts';
import { defineLogic } from '../../../sim/logic/build.ts';
import { compileLogic } from '../../../sim/logic/kernel/kernel.ts';
import type { LogicNetlist } from '../../../sim/logic/netlist.ts';
import { lmsDatapath, macGates } from '../../bench/logic-netlists.ts';
import { randomWords } from '../logic/lock-step.ts';
import { counter, lfsr, randomNetlist, zoo } from '../logic/netlists.ts';
import { isInstalled, lintVerilog, simulateVerilog } from './icarus.ts';

const iverilog = isInstalled('iverilog', '-V');
const verilator = isInstalled('verilator', '--version');
if (!iverilog) console.log('iverilog is not installed: what it says about exported Verilog is not tested.');
if (!verilator) console.log('verilator is not installed: exported Verilog is not linted with it.');

function withTest(netlist: LogicNetlist, cycles: number, seed = 5): string {
  return toVerilog(netlist, { trace: recordTrace(compileLogic(netlist), cycles, randomWords(seed)) });
}
const random = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => randomNetlist(seed, 30 + seed));
const blocks: readonly (readonly [string, LogicNetlist])[] = [
  zoo,
  counter,
  lfsr,
  lmsDatapath,
  macGates,
  ...random,
].map((netlist) => [netlist.name, netlist] as const);

describe.skipIf(!iverilog)('Icarus Verilog', () => {
  test.each(blocks)(
    'finds what our kernel finds in 1,000 cycles of %s',
    { timeout: 60_000 },
    (name, netlist) => {
      const { warnings, printed } = simulateVerilog(name, withTest(netlist, 1000));
      expect(warnings).toBe('');
      expect(printed).toMatch(/^PASS: \w+, \d+ comparisons in 1000 cycles\n/);
    },
  );

  test('counts what differs, and names the output and the cycle', () => {
    const trace = recordTrace(compileLogic(counter), 20, () => 1);
    // the counter is held in reset: only the cycle that was tampered with differs
    const cycles = trace.cycles.map((c, k) => (k === 7 ? { ...c, out: [c.out[0] + 1, c.out[1]] } : c));
    const { printed } = simulateVerilog('tampered', toVerilog(counter, { trace: { ...trace, cycles } }));
    expect(printed).toContain('cycle 7: value is 05, expected 06');
    expect(printed).toContain('FAIL: counter, 1 of 40 comparisons in 20 cycles');
  });
});

describe.skipIf(!verilator)('Verilator', () => {
  test.each(blocks)('has nothing to say against %s', { timeout: 60_000 }, (name, netlist) => {
    expect(lintVerilog(name, toVerilog(netlist))).toBe('');
  });

  test('reads a module and its test bench, with delays and without', { timeout: 60_000 }, () => {
    const text = withTest(counter, 20);
    for (const options of [[], ['--timing'], ['--no-timing']])
      expect(lintVerilog('counter', text, ...options), options.join()).toBe('');
  });
});

describe('the Verilog module', () => {
  test('keeps the names of ports and makes the others fit', () => {
    const netlist = defineLogic('names', (b) => {
      const register = b.input('reg', 4);
      const inner = b.scope('a', (s) => s.as('b').not(register));
      b.output('clk', b.as('a_b').negate(inner));
    });
    const text = toVerilog(netlist);
    // `reg` and `clk` are taken, by Verilog and by the clock's own name
    expect(text).toContain('input wire [3:0] reg_,');
    expect(text).toContain('assign a_b = ~reg_;');
    expect(text).toContain('assign a_b_ = -a_b;');
  });

  test('is not tested with the trace of another netlist', () => {
    const trace = recordTrace(compileLogic(zoo), 1, () => 0);
    expect(() => toVerilog(counter, { trace })).toThrow(
      /^counter: the trace has inputs a, c, bit, wide, reset .* record it from this netlist\.$/,
    );
  });

  test('is not tested where there is nothing to compare', () => {
    const trace = recordTrace(compileLogic(counter), 0, () => 0);
    expect(() => toVerilog(counter, { trace })).toThrow(
      'counter: 2 outputs and 0 cycles leave nothing to compare',
    );
  });
});

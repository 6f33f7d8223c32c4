import { describe, expect, test } from 'vitest';
import { defineLogic } from '../../../sim/logic/build.ts';
import { toDigitaljs } from '../../../sim/logic/digitaljs.ts';
import { DigitaljsRun, loadDigitaljs } from '../../../sim/logic/digitaljs-run.ts';
import { lmsDatapath, macGates } from '../../bench/logic-netlists.ts';
import { expectLockStep, randomWords, seldom } from './lock-step.ts';
import { counter, lfsr, lock, randomNetlist, zoo } from './netlists.ts';

describe('in lock step with DigitalJS', () => {
  test('every kind of cell, 1,000 cycles', { timeout: 120_000 }, () => {
    expectLockStep(zoo, 1000, seldom(8, randomWords(3)));
  });
  test('a counter with enable and reset, 1,000 cycles', () => {
    expectLockStep(counter, 1000, randomWords(4));
  });
  test('a shift register with feedback, 1,000 cycles', () => {
    expectLockStep(lfsr, 1000);
  });
  // DigitalJS does some hundred cycles a second of this one and 20 of the next: 1,000 are run every night
  test('the LMS datapath, 100 cycles', { timeout: 120_000 }, () => {
    expectLockStep(lmsDatapath, 100);
  });
  test('the multiply-accumulate in gates, 20 cycles', { timeout: 120_000 }, () => {
    expectLockStep(macGates, 20);
  });
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('random netlist %d', { timeout: 120_000 }, (seed) => {
    expectLockStep(randomNetlist(seed, 12 + seed), 50, randomWords(seed));
  });
});

describe('unknown words at the start', () => {
  const start = (netlist = counter) => new DigitaljsRun(loadDigitaljs(), netlist, { unknownStart: true });

  test('stand in registers until a reset reaches them', () => {
    const run = start();
    expect(run.bits('count')).toBe('xxxxxxxx');
    run.set('enable', 1);
    run.edge();
    expect(run.bits('count')).toBe('xxxxxxxx');
    run.set('reset', 1);
    run.edge();
    expect(run.bits('count')).toBe('00000101');
    run.set('reset', 0);
    run.edge();
    expect(run.bits('count')).toBe('00000110');
  });

  test('leave a register without reset when a known word comes', () => {
    const pipeline = defineLogic('pipeline', (b) => {
      const first = b.register('first', 4);
      first.next(b.input('word', 4));
      const second = b.register('second', 4);
      second.next(first);
      b.output('out', second);
    });
    const run = start(pipeline);
    run.set('word', 9);
    run.settle();
    expect([run.bits('first'), run.bits('second')]).toEqual(['xxxx', 'xxxx']);
    run.edge();
    expect([run.bits('first'), run.bits('second')]).toEqual(['1001', 'xxxx']);
    run.edge();
    expect([run.bits('first'), run.bits('second')]).toEqual(['1001', '1001']);
  });

  test('stand in a memory until something is written', () => {
    const memory = defineLogic('memory', (b) => {
      const memory = b.memory('memory', { width: 4, words: 4, initial: [1, 2, 3, 4] });
      const address = b.input('address', 2);
      memory.write(address, b.input('data', 4), b.input('write', 1));
      b.output('word', b.as('word_read').not(memory.read(address)));
    });
    const run = start(memory);
    run.set('data', 6);
    run.set('write', 1);
    run.settle();
    expect(run.bits('word_read')).toBe('xxxx');
    run.edge();
    expect(run.bits('word_read')).toBe('1001');
    run.set('write', 0);
    run.set('address', 1);
    run.edge();
    expect(run.bits('word_read')).toBe('xxxx');
  });

  test('spread through arithmetic, but not through a gate that another bit decides', () => {
    const mixed = defineLogic('mixed', (b) => {
      const unknown = b.register('unknown', 1);
      unknown.next(unknown);
      const known = b.input('known', 1);
      b.output('gate', b.as('both').and(unknown, known));
      b.output('sum', b.as('added').add(unknown, known));
    });
    const run = start(mixed);
    expect([run.bits('both'), run.bits('added')]).toEqual(['0', 'x']);
    run.set('known', 1);
    run.settle();
    expect([run.bits('both'), run.bits('added')]).toEqual(['x', 'x']);
  });

  test('are not there without the option: every register begins at its initial value', () => {
    const run = new DigitaljsRun(loadDigitaljs(), counter);
    expect(run.bits('count')).toBe('00000101');
  });
});

describe('the circuit for DigitalJS', () => {
  test('shows a static hazard event by event', () => {
    // a or not a is 1 but for the moment in which the inverter has not followed yet
    const hazard = defineLogic('hazard', (b) => {
      const a = b.input('a', 1);
      b.output('out', b.as('always').or(a, b.not(a)));
    });
    const run = new DigitaljsRun(loadDigitaljs(), hazard);
    run.set('a', 1);
    run.settle();
    run.set('a', 0);
    const seen: (string | null)[] = [];
    while (run.restless) {
      run.nextEvent();
      seen.push(run.bits('always'));
    }
    expect(seen).toContain('0');
    expect(run.bits('always')).toBe('1');
  });

  test('has a running clock that leaves time to settle', () => {
    const json = toDigitaljs(macGates);
    const clock = json.devices['clk'];
    expect(clock['type']).toBe('Clock');
    // the longest carry chain runs through 14 adder stages of the array and then 32 of the accumulator
    expect(Number(clock['propagation'])).toBeGreaterThanOrEqual(100);
    expect(toDigitaljs(macGates, { clock: 'input' }).devices['clk']['type']).toBe('Input');
  });

  test('has no clock where nothing remembers', () => {
    const gate = defineLogic('gate', (b) => b.output('out', b.not(b.input('in', 1))));
    expect(toDigitaljs(gate).devices).not.toHaveProperty('clk');
  });

  test('takes the rows of a machine from its events in order of priority', () => {
    const json = toDigitaljs(
      defineLogic('door', (b) => {
        const events = { bolt: b.input('bolt', 1), push: b.input('push', 1), done: b.input('done', 1) };
        b.output('light', b.fsm('door', lock, events)['light']!);
      }),
    );
    const rows = json.devices['door']['trans_table'] as {
      state_in: number;
      ctrl_in: string;
      state_out: number;
    }[];
    // inputs from the highest bit down: done, push, bolt; bolt overrules push in `closed`
    expect(rows.filter((row) => row.state_in === 0).map((row) => [row.ctrl_in, row.state_out])).toEqual([
      ['xx1', 3],
      ['x1x', 1],
      ['xxx', 0],
    ]);
  });

  test('refuses a cell with the clock as its name', () => {
    const taken = defineLogic('taken', (b) => {
      const clk = b.register('clk', 1);
      clk.next(b.not(clk));
      b.output('out', clk);
    });
    expect(() => toDigitaljs(taken)).toThrow(
      "taken: the clock's device is named clk as well as a cell; rename the cell.",
    );
  });
});

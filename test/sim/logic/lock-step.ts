/** Our kernel and DigitalJS's own engine, shown the same words cycle after cycle. */
import { expect } from 'vitest';
import { inputsOf, layOutState } from '../../../sim/logic/cells.ts';
import { DigitaljsRun, loadDigitaljs } from '../../../sim/logic/digitaljs-run.ts';
import { compileLogic } from '../../../sim/logic/kernel/kernel.ts';
import type { LogicNetlist } from '../../../sim/logic/netlist.ts';
import { drawings } from './netlists.ts';

/** The word of an input in a cycle. */
export type Stimulus = (input: string, cycle: number, width: number) => number;

/** Random words; all zeros and all ones more often than chance would give them. */
export function randomWords(seed: number): Stimulus {
  const draw = drawings(seed);
  return (_input, _cycle, width) => {
    const kind = draw(6);
    const word = kind === 0 ? 0 : kind === 1 ? 2 ** 32 - 1 : draw(2 ** 32);
    return word % 2 ** width;
  };
}

/** Each input changes in one of so many cycles: DigitalJS pays for what changes. */
export function seldom(cycles: number, stimulus: Stimulus): Stimulus {
  const draw = drawings(cycles);
  const held = new Map<string, number>();
  return (input, cycle, width) => {
    if (draw(cycles) === 0 || !held.has(input)) held.set(input, stimulus(input, cycle, width));
    return held.get(input)!;
  };
}

/** Compares every net that DigitalJS has, and every machine's state, before each clock edge. */
export function expectLockStep(netlist: LogicNetlist, cycles: number, stimulus = randomWords(1)): void {
  const kernel = compileLogic(netlist);
  const reference = new DigitaljsRun(loadDigitaljs(), netlist);
  const nets = Object.entries(netlist.nets).filter(([net]) => reference.bits(net) !== null);
  const { machines } = layOutState(netlist);
  expect(nets.length).toBeGreaterThan(0);
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      for (const { name, out } of inputsOf(netlist)) {
        const word = stimulus(name, cycle, netlist.nets[out]);
        kernel.set(name, word);
        reference.set(name, word);
      }
      reference.settle();
      for (const [net, width] of nets) {
        const [ours, theirs] = [kernel.get(net).toString(2).padStart(width, '0'), reference.bits(net)];
        if (ours !== theirs)
          expect.fail(`${netlist.name}.${net} in cycle ${cycle}: ours ${ours}, DigitalJS ${theirs}`);
      }
      const state = kernel.readState();
      for (const { cell, at } of machines) expect(reference.state(cell.name)).toBe(state[at]);
      kernel.edge();
      reference.edge();
    }
  } finally {
    reference.shutdown();
  }
}

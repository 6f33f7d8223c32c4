import { describe, expect, test } from 'vitest';
import { inputsOf } from '../../../sim/logic/cells.ts';
import { compileLogic } from '../../../sim/logic/kernel/kernel.ts';
import type { LogicNetlist } from '../../../sim/logic/netlist.ts';
import { lmsDatapath, macGates } from '../../bench/logic-netlists.ts';
import { counter, drawings, randomNetlist, zoo } from './netlists.ts';

/** Both engines, shown the same random inputs; every net and all state must agree at every edge. */
function expectEqualEngines(netlist: LogicNetlist, cycles: number, seed: number): void {
  const compiled = compileLogic(netlist);
  const interpreted = compileLogic(netlist, { engine: 'interpreter' });
  const draw = drawings(seed);
  const nets = Object.keys(netlist.nets);
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (const { name, out } of inputsOf(netlist)) {
      const width = netlist.nets[out];
      // runs of zeros and ones too, so that carries travel
      const value = [draw(2 ** 32), 0, 2 ** 32 - 1][Math.max(0, draw(5) - 2)] % 2 ** width;
      compiled.set(name, value);
      interpreted.set(name, value);
    }
    const edges = 1 + draw(3);
    for (const net of nets) {
      const [found, expected] = [compiled.get(net), interpreted.get(net)];
      if (found !== expected)
        expect.fail(`${netlist.name}.${net} in cycle ${cycle}: compiled ${found}, interpreted ${expected}`);
    }
    compiled.run(edges);
    interpreted.run(edges);
    expect(compiled.readState()).toEqual(interpreted.readState());
  }
}

describe('the compiled kernel', () => {
  test('agrees with the interpreter on every kind of cell', () => {
    expectEqualEngines(zoo, 1000, 7);
  });

  test.each(Array.from({ length: 150 }, (_, k) => k + 1))(
    'agrees with the interpreter on random netlist %d',
    (seed) => {
      expectEqualEngines(randomNetlist(seed, 5 + (seed % 60)), 40, seed);
    },
  );

  test.each([lmsDatapath, macGates])('agrees with the interpreter on $name', (netlist) => {
    expectEqualEngines(netlist, 300, 1);
  });

  test('does as many edges as it is asked for, whatever the chunks', () => {
    const kernel = compileLogic(counter);
    kernel.set('enable', 1);
    kernel.run(4096 + 4096 + 17);
    expect(kernel.get('value')).toBe((5 + 4096 + 4096 + 17) % 256);
    kernel.run(0);
    expect(kernel.get('value')).toBe((5 + 4096 + 4096 + 17) % 256);
    for (let k = 0; k < 3; k++) kernel.edge();
    expect(kernel.get('value')).toBe((5 + 4096 + 4096 + 20) % 256);
  });

  test('multiplies and accumulates: the gates do what the arithmetic says', () => {
    const kernel = compileLogic(macGates);
    const word = (name: string, bits: number): number =>
      Array.from({ length: bits }, (_, k) => kernel.get(`${name}${k}`) * 2 ** k).reduce((a, b) => a + b, 0);
    let [accumulator, product] = [0, 0];
    for (let cycle = 0; cycle < 2000; cycle++) {
      expect(kernel.get('acc')).toBe(accumulator);
      accumulator = ((kernel.get('keep') ? accumulator : 0) + product) % 2 ** 32;
      product = word('a', 8) * word('b', 8);
      kernel.edge();
    }
    expect(accumulator).toBeGreaterThan(0);
  });

  test('learns: the LMS datapath makes its error small', () => {
    const kernel = compileLogic(lmsDatapath);
    const signed = (word: number): number => (word << 16) >> 16;
    const meanSquare = (): number => {
      let sum = 0;
      for (let k = 0; k < 500; k++) {
        sum += signed(kernel.get('e')) ** 2;
        kernel.edge();
      }
      return sum / 500;
    };
    const first = meanSquare();
    kernel.run(5000);
    // a shift by 5 loses the step of errors below 32, and rounds negative ones away from zero
    expect(Math.sqrt(meanSquare())).toBeLessThan(64);
    expect(Math.sqrt(first)).toBeGreaterThan(1000);
  });
});

describe('the interface', () => {
  const engines = ['wasm', 'interpreter'] as const;

  test.each(engines)('%s: goes back to a state that was read', (engine) => {
    const kernel = compileLogic(zoo, { engine });
    const inputs = { a: 77, c: 201, bit: 1, wide: 0xdeadbeef };
    for (const [name, value] of Object.entries(inputs)) kernel.set(name, value);
    kernel.run(100);
    const saved = kernel.readState();
    kernel.run(57);
    const [state, words] = [kernel.readState(), Object.keys(zoo.nets).map(kernel.get)];
    kernel.run(1000);
    kernel.writeState(saved);
    expect(kernel.readState()).toEqual(saved);
    kernel.run(57);
    expect(kernel.readState()).toEqual(state);
    expect(Object.keys(zoo.nets).map(kernel.get)).toEqual(words);
  });

  test.each(engines)('%s: a state read is a copy', (engine) => {
    const kernel = compileLogic(counter, { engine });
    const before = kernel.readState();
    kernel.set('enable', 1);
    kernel.run(3);
    expect([...before]).toEqual([5]);
    expect([...kernel.readState()]).toEqual([8]);
  });

  test('names every word of state', () => {
    const { stateNames } = compileLogic(zoo);
    expect(stateNames).toContain('plain');
    expect(stateNames).toContain('door');
    expect(stateNames.filter((name) => name.startsWith('memory['))).toHaveLength(16);
  });

  test.each([
    [
      'an unknown input',
      () => compileLogic(counter).set('enabled', 1),
      'counter: there is no input enabled; its inputs are enable, reset.',
    ],
    [
      'a word that does not fit',
      () => compileLogic(counter).set('enable', 2),
      'counter: input enable got 2, expected a whole number from 0 to 1.',
    ],
    [
      'an unknown net',
      () => compileLogic(counter).get('sum'),
      'counter: there is no net or output sum; check its name.',
    ],
    [
      'a state of another size',
      () => compileLogic(counter).writeState(new Uint32Array(2)),
      'counter: the state has 2 words, expected 1; it is of another circuit.',
    ],
    [
      'a state with a word that is too large',
      () => compileLogic(counter).writeState(Uint32Array.of(256)),
      'counter: state count is 256, expected less than 256; it is of another circuit.',
    ],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(new Error(message));
  });

  test('runs without WebAssembly too', () => {
    const host = globalThis as { WebAssembly?: unknown };
    const { WebAssembly: engine } = host;
    try {
      host.WebAssembly = undefined;
      const kernel = compileLogic(counter);
      kernel.set('enable', 1);
      kernel.run(10);
      expect(kernel.get('value')).toBe(15);
    } finally {
      host.WebAssembly = engine;
    }
  });
});

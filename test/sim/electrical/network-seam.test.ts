/** The compiler without the network solver: nothing in this file loads it, and neither does the page at first. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { conductance, network, source } from '../benches.ts';

test('a circuit that needs the network solver says so when nothing has provided it', () => {
  expect(() =>
    network([1], ({ node, ground, levels }) => [
      source('step', levels[0], node('in')),
      conductance('r', node('in'), node('out'), 1e-3),
      {
        kind: 'capacitor',
        name: 'c',
        a: [node('out')],
        b: [ground],
        farads: 1e-3,
        initial: 0,
        volts: [node('c volts')],
      },
    ]),
  ).toThrow(
    'network.c[0] needs the network solver, which is not loaded; take its part from sim/parts/analog.ts, or provide the solver there.',
  );
});

test('a switch needs no network solver: it is a conductance that a bit chooses', () => {
  for (const [bit, volts] of [
    [1, 0.5],
    [0, 0],
  ] as const) {
    const run = network([1, bit], ({ node, ground, levels }) => [
      source('battery', levels[0], node('in')),
      { kind: 'switch', name: 's', a: [node('in')], b: [node('out')], control: levels[1], on: 1e-3, off: 0 },
      conductance('load', node('out'), ground, 1e-3),
    ]);
    expect(run.read('network.out')[0]).toBe(volts);
    expect(run.program.forms).toMatchObject({ millman: 1 });
  }
});

test('the worker of the page reaches no file of the network solver by static imports', () => {
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    const imports = /^(?:import|export)\s(?!type\b)[^;]*?from '(\.[^']+\.tsx?)';/gms;
    for (const [, path] of text.matchAll(imports)) follow(join(dirname(file), path));
  };
  follow(resolve('ui/worker/bench-worker.ts'));
  const reached = [...seen].map((file) => file.slice(resolve('.').length + 1));
  // what elements need to describe themselves is there; what solves is not
  expect(reached).toContain('sim/elements/capacitor.ts');
  expect(reached).toContain('sim/electrical/network-seam.ts');
  expect(reached.filter((f) => f.startsWith('sim/electrical/network/') && !f.endsWith('/types.ts'))).toEqual(
    [],
  );
  expect(reached.filter((f) => f.startsWith('sim/electrical/linear/'))).toEqual([]);
});

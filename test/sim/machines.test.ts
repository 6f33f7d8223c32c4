/**
 * Machines: one object drives xstate and the kernel's table, and both go the same way on any
 * sequence of bits. Bad machines are refused with the machine's and the state's name.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { adalineSequencer } from '../../circuits/adaline/sequencer.ts';
import { digitalSequencer } from '../../circuits/digital-adaline/sequencer.ts';
import { circuits } from '../../circuits/index.ts';
import { drillSequencer, knobbyAdaline } from '../../circuits/knobby-adaline/circuit.ts';
import { madalineSequencer } from '../../circuits/madaline-xor/circuit.ts';
import { bit, type Circuit, definePart, type Part } from '../../sim/circuit.ts';
import { Run } from '../../sim/clock.ts';
import { compile } from '../../sim/compile.ts';
import { memistorModes } from '../../sim/devices/memistor.ts';
import { rheostatModes } from '../../sim/devices/rheostat.ts';
import type { FsmSpec } from '../../sim/elements/element.ts';
import { comparatorModes, meterModes, switchModes, wordModes } from '../../sim/machines/device-modes.ts';
import { withLamps } from '../../sim/machines/lamps.ts';
import { type Machine, nextState, tabulate } from '../../sim/machines/machine.ts';
import { statesVisited, toXstate } from '../../sim/machines/xstate.ts';
import { datapathMachine } from '../../sim/parts/logic-datapath.ts';
import { sequencer } from '../../sim/parts/sequencer.ts';
import { Chance } from '../papers/helpers.ts';
import { runOf } from './benches.ts';

const machines: readonly Machine[] = [
  adalineSequencer,
  drillSequencer,
  madalineSequencer,
  digitalSequencer(17),
  datapathMachine,
  withLamps(adalineSequencer),
  memistorModes,
  rheostatModes,
  comparatorModes,
  switchModes,
  meterModes,
  wordModes,
];

/** Follows the table through sets of bits, as the kernel does. */
function walk(machine: Machine, inputs: readonly ReadonlySet<string>[]): string[] {
  const table = tabulate(machine);
  let state = table.initial;
  const visited = [table.states[state]];
  for (const bits of inputs) {
    state = nextState(table, state, (event) => bits.has(table.events[event]));
    visited.push(table.states[state]);
  }
  return visited;
}
/** Sequences of sets of bits, every event of the machine among them, and one that it does not know. */
const inputsOf = (machine: Machine): fc.Arbitrary<ReadonlySet<string>[]> =>
  fc.array(
    fc.subarray([...tabulate(machine).events, 'nothing it knows']).map((bits) => new Set(bits)),
    { maxLength: 40 },
  );

describe.each(machines.map((machine) => [machine.id, machine] as const))('%s', (_id, machine) => {
  test('goes the same way in xstate and in the table, whatever the bits', () => {
    fc.assert(
      fc.property(inputsOf(machine), (inputs) => {
        expect(walk(machine, inputs)).toEqual(statesVisited(machine, inputs));
      }),
      { seed: 1960, numRuns: 300 },
    );
  });

  test('shows the same Moore outputs in both', () => {
    const table = tabulate(machine);
    const { states } = toXstate(machine);
    table.states.forEach((name, k) => {
      const { outputs } = states[name].meta as { outputs: Record<string, number> };
      expect(Object.fromEntries(table.outputs.map((o, i) => [o, table.moore[k][i]]))).toEqual(outputs);
    });
  });

  test('reaches every state', () => {
    const seen = new Set<string>();
    const chance = new Chance(4);
    const { events } = tabulate(machine);
    const inputs = Array.from({ length: 2000 }, () => new Set(events.filter(() => chance.uniform() < 0.3)));
    for (const name of statesVisited(machine, inputs)) seen.add(name);
    if (machine === memistorModes || machine === rheostatModes) {
      // modes are told anew from the initial state at every look
      for (const bits of inputs) seen.add(statesVisited(machine, [bits])[1]);
    }
    expect([...seen].sort()).toEqual(Object.keys(machine.states).sort());
  });
});

test('any machine of this kind goes the same way in xstate and in the table', () => {
  const names = ['a', 'b', 'c', 'd'];
  const events = ['p', 'q', 'r', 'done'];
  const machine = fc
    .array(fc.array(fc.tuple(fc.constantFrom(...events), fc.constantFrom(...names)), { maxLength: 4 }), {
      minLength: names.length,
      maxLength: names.length,
    })
    .map(
      (states): Machine => ({
        id: 'random',
        initial: 'a',
        states: Object.fromEntries(
          names.map((name, k) => [name, { on: Object.fromEntries(states[k]), meta: { outputs: {} } }]),
        ),
      }),
    );
  const inputs = fc.array(
    fc.subarray(['p', 'q', 'r']).map((bits) => new Set(bits)),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(machine, inputs, (m, bits) => {
      expect(walk(m, bits)).toEqual(statesVisited(m, bits));
    }),
    { seed: 1960, numRuns: 300 },
  );
});

describe.each(circuits.map((definition) => [definition.id, definition] as const))(
  'the sequencer of %s, in the running kernel',
  (_id, definition) => {
    test('visits the phases that xstate visits on the same bits', () => {
      const run = runOf(definition, { adaptation: definition.adaptations[0] });
      const { program } = run;
      const fsm = program.elements.find(
        (e): e is FsmSpec => e.kind === 'fsm' && e.name === program.sequencer.name,
      )!;
      const { table } = program.sequencer;
      const chance = new Chance(9);
      const visited = [run.phase.name];
      const inputs: Set<string>[] = [];
      for (let k = 0; k < 60; k++) {
        const x = Array.from({ length: 3 }, () => (chance.uniform() < 0.5 ? -1 : 1));
        run.present({ x, d: [chance.uniform() < 0.5 ? -1 : 1], learn: [chance.below(2)] });
        for (let ended = false; !ended; ) {
          // the bits as they stand at the phase's end, where the machine reads them
          run.advanceTo(run.phaseSeconds());
          inputs.push(new Set(table.events.filter((e) => run.f[program.placeOf(fsm.inputs[e])] === 1)));
          ended = run.stepPhase();
          visited.push(run.phase.name);
        }
      }
      expect(visited).toEqual(statesVisited(fsm.machine, inputs));
      expect(new Set(visited)).toEqual(new Set(table.states));
    });
  },
);

describe('the modes of the simpler devices', () => {
  const modesOf = (run: Run, path: string): string[] => {
    const bank = run.program.devices.find((d) => d.path === path)!;
    return Array.from({ length: bank.count }, (_, k) => run.modeOf(bank, k));
  };

  test('a switch is plus, minus or zero as its line stands', () => {
    const run = runOf(adaline);
    run.present({ x: [1, -1, 0], d: [1], learn: [0] });
    expect(modesOf(run, 'lines.switches')).toEqual(['plus', 'plus', 'minus', 'zero']); // the bias first
    expect(modesOf(run, 'teacher.reference')).toEqual(['plus']);
    expect(modesOf(run, 'teacher.learn')).toEqual(['zero']);
  });

  test('a comparator is high just where the quantizer says so', () => {
    const run = runOf(adaline);
    const seen = new Set<string>();
    for (const level of [-0.3, -1e-6, 0, 1e-6, 0.3]) {
      run.setByHand(run.program.moded[0], 0, 0.505 + 0.0495 * level);
      run.present({ x: [0, 0, 0], d: [0], learn: [0] });
      const [mode] = modesOf(run, 'neuron.quantizer.comparator');
      expect(mode).toBe(level >= 0 ? 'high' : 'low');
      seen.add(mode);
    }
    expect([...seen].sort()).toEqual(['high', 'low']);
  });

  test('a meter is pegged beyond its end stops, and shows no more than them', () => {
    const run = runOf(knobbyAdaline, { adaptation: 'by hand' }, { settings: { endStop: 1.1 } });
    for (const [d, mode, shown] of [
      [1, 'on scale', 1],
      [1.5, 'pegged high', 1.1],
      [-7, 'pegged low', -1.1],
    ] as const) {
      run.present({ x: [1, 1, 1], d: [d], learn: [0] });
      expect(modesOf(run, 'neuron.operator.meter')).toEqual([mode]);
      expect(run.read('reading')[0]).toBeCloseTo(shown, 14); // the weights are zero: the error is d
    }
  });
});

describe('machines that cannot be', () => {
  const machine = (change: Partial<Machine>): Machine => ({
    id: 'lamp',
    initial: 'off',
    states: {
      off: { on: { press: 'on' }, meta: { outputs: { light: 0 } } },
      on: { on: { press: 'off' }, meta: { outputs: { light: 1 } } },
    },
    ...change,
  });

  test('a transition to no state', () => {
    const { states } = machine({});
    const on = { press: 'dimmed' };
    expect(() => tabulate(machine({ states: { ...states, off: { ...states['off'], on } } }))).toThrow(
      'lamp: off on press leads to dimmed, which is no state; it has off, on.',
    );
  });

  test('an initial state that is none', () => {
    expect(() => tabulate(machine({ initial: 'broken' }))).toThrow(
      'lamp: initial leads to broken, which is no state; it has off, on.',
    );
  });

  test('an output without a value in some state', () => {
    const { states } = machine({});
    expect(() =>
      tabulate(machine({ states: { ...states, on: { ...states['on'], meta: { outputs: {} } } } })),
    ).toThrow('lamp: state on gives no value to output light.');
  });

  test('an event or output without a port', () => {
    expect(() => sequencer(machine({}), [], ['light'])).toThrow(
      'lamp: no port for press; name every event and output.',
    );
    expect(() => sequencer(machine({}), ['press'], [])).toThrow(
      'lamp: no port for light; name every event and output.',
    );
  });

  const bench = (...machinesOfIt: Machine[]) => {
    const source = definePart({
      type: 'button',
      ports: { out: bit() },
      settings: {},
      elements: (at) => [{ kind: 'input', name: 'button', out: at.out, initial: [0] }],
    });
    const parts = Object.fromEntries(
      machinesOfIt.map((m, k) => [`machine${k}`, sequencer(m, ['press'], ['light'])]),
    );
    const circuit: Circuit = {
      id: 'bench',
      settings: {},
      parts: { button: source as unknown as Part, ...(parts as unknown as Record<string, Part>) },
      wires: machinesOfIt.map((_, k) => ['button.out', `machine${k}.press`]),
      stimulus: {},
      observe: {},
      sequencer: 'machine0',
    };
    return () => new Run(compile(circuit));
  };
  const phased = (...names: string[]): Machine => {
    const plain = machine({});
    const states = Object.fromEntries(
      Object.entries(plain.states).map(([name, s]) => [
        name,
        names.includes(name) ? { ...s, meta: { ...s.meta, phase: { seconds: 1 } } } : s,
      ]),
    );
    return { ...plain, states };
  };

  test('a circuit without a sequencer, and one with two', () => {
    expect(bench(machine({}))).toThrow('bench: exactly one machine must be the sequencer, found 0.');
    expect(bench(phased('off', 'on'), phased('off', 'on'))).toThrow(
      'bench: exactly one machine must be the sequencer, found 2.',
    );
  });

  test('a sequencer with a state that is no phase', () => {
    expect(bench(phased('off'))).toThrow(
      'bench: machine0.machine is the sequencer, but its state on is no phase; give it a duration.',
    );
  });

  test('one sequencer beside another machine is fine, and both follow the bits', () => {
    const run = bench(phased('off', 'on'), machine({}))();
    const [button] = run.program.ports.get('button.out')!;
    const seen: string[] = [];
    for (const level of [0, 1, 0, 1]) {
      run.f[run.program.placeOf(button)] = level;
      run.stepPhase();
      seen.push(`${run.phase.name} ${run.read('machine1.light')[0]}`);
    }
    expect(seen).toEqual(['off 0', 'on 1', 'on 1', 'off 0']);
  });
});

test('the adaline goes present, sense, compare, adapt, rest, and round again', () => {
  const run = runOf(adaline);
  run.present({ x: [1, 1, 1], d: [1], learn: [1] });
  const names: string[] = [];
  do names.push(run.phase.name);
  while (!run.stepPhase());
  expect(names).toEqual(['present', 'sense', 'compare', 'adapt', 'rest']);
  expect(run.phase.name).toBe('present');
});

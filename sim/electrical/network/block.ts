/**
 * The network solver as the compiler uses it: a group of nodes with capacitors, junctions,
 * transistors or transconductors becomes one block.
 *
 * A block is a pure function: its operation finds every voltage from what is held around it and from
 * its capacitors' voltages, starting from nothing each time; its flow moves the capacitors' voltages
 * alone, exactly where the block is linear, else in steps that depend on nothing but the state in
 * which it begins.
 */
import { type Flow, GROUND, type Place } from '../../builder.ts';
import type { Net } from '../../circuit.ts';
import type { BlockInput, CompiledBlock } from '../network-seam.ts';
import { LinearFlow } from './linear-flow.ts';
import { solveStatic } from './newton.ts';
import type { Dynamic } from './stampers.ts';
import { System } from './system.ts';
import { type StepOptions, Stepper } from './transient.ts';
import { type Component, GROUND_NODE, type Network, type Node } from './types.ts';

/** What a step may be wrong by: a thousandth of what circuits are held to against other tools. */
const STEPS: StepOptions = { relative: 1e-9, absolute: 1e-12 };

/** Compiles a block; see `BlockInput`. */
export function compileBlock(input: BlockInput): CompiledBlock {
  const { nodes, amplifiers, conductances, wired, at, nameOf } = input;
  const nodeOf = (net: Net): Node => (net === 0 ? GROUND_NODE : String(net));
  const wanted = [...nodes, ...amplifiers.map((a) => a.out)];
  const inside = new Set(wanted);
  const components: Component[] = [
    ...conductances.map(
      (c): Component => ({
        kind: 'conductance',
        name: c.name,
        a: nodeOf(c.a),
        b: nodeOf(c.b),
        // a stand-in until the first run: only that there is a path counts
        siemens: 1,
      }),
    ),
    ...wired.map((w) => w.component(nodeOf)),
    ...amplifiers.map(
      (a): Component => ({
        kind: 'op-amp',
        name: a.name,
        plus: a.plus === null ? GROUND_NODE : nodeOf(a.plus),
        minus: nodeOf(a.minus),
        out: nodeOf(a.out),
        gain: a.gain,
        offset: a.offset,
        limit: a.limit,
      }),
    ),
  ];
  const named = [
    ...conductances.flatMap((c) => [c.a, c.b]),
    ...wired.flatMap((w) => w.nets),
    ...amplifiers.flatMap((a) => [a.minus, a.out, a.plus ?? 0]),
  ];
  const around = [...new Set(named)].filter((net) => net !== 0 && !inside.has(net));
  const network: Network = {
    name: input.circuit,
    components,
    nameOf: (node) => nameOf(Number(node)),
  };
  const system = new System(network, { held: around.map(nodeOf), capacitorsHold: true });
  if (system.capacitorLoops) {
    const names = wired.filter((w) => w.state !== null).map((w) => w.name);
    throw new Error(
      `${input.circuit}: ${names.join(', ')} close${names.length === 1 ? 's' : ''} a loop with ideal outputs or among themselves, so that their voltages cannot all be remembered; put a resistor in series with one.`,
    );
  }
  const { frame } = system;
  const heldAt = Int32Array.from(around, at);
  const heldIn = Int32Array.from(around, (net) => system.placeOf(nodeOf(net)));
  const siemensAt = Int32Array.from(conductances, (c) => c.g);
  const siemensIn = Int32Array.from(conductances, (c) => system.conductanceIndex(c.name));
  const wantedAt = Int32Array.from(wanted, at);
  const wantedIn = Int32Array.from(wanted, (net) => system.placeOf(nodeOf(net)));
  const dynamicOf = new Map(system.dynamics.map((d) => [d.name, d]));
  const remembered = wired.flatMap((w): { readonly at: Place; readonly dynamic: Dynamic }[] =>
    w.state === null ? [] : [{ at: w.state, dynamic: dynamicOf.get(w.name)! }],
  );
  const takeIn = (f: Float64Array): void => {
    system.reset();
    const { x } = frame;
    for (let k = 0; k < heldAt.length; k++) x[heldIn[k]!] = f[heldAt[k]!]!;
    const { siemens } = system.conductances;
    for (let k = 0; k < siemensAt.length; k++) siemens[siemensIn[k]!] = f[siemensAt[k]!]!;
    for (let k = 0; k < remembered.length; k++) remembered[k]!.dynamic.now = f[remembered[k]!.at]!;
    frame.time = 0;
    frame.reach = 0;
    frame.past = 0;
    frame.side = 1;
    frame.scale = 1;
  };
  const held = [...heldAt, ...siemensAt].filter((p) => p !== GROUND);
  const states = remembered.map((r) => r.at);
  const name = `network ${nameOf(nodes[0]!)}`;
  const run = (f: Float64Array): void => {
    takeIn(f);
    solveStatic(system);
    const { x } = frame;
    for (let k = 0; k < wantedAt.length; k++) f[wantedAt[k]!] = x[wantedIn[k]!]!;
  };
  const exact = LinearFlow.suits(system) ? new LinearFlow(system) : null;
  const flow: Flow | null =
    states.length === 0
      ? null
      : {
          name,
          reads: held,
          gated: [],
          gate: null,
          states,
          updates: states,
          enable: null,
          advance: (f, t) => {
            if (t === 0) return;
            takeIn(f);
            if (exact) exact.advance(t);
            else {
              const stepper = new Stepper(system, STEPS);
              stepper.begin(t);
              stepper.run(t, Number.POSITIVE_INFINITY);
            }
            for (let k = 0; k < remembered.length; k++) f[remembered[k]!.at] = remembered[k]!.dynamic.now;
          },
        };
  return { operation: { name, reads: [...held, ...states], writes: [...wantedAt], run }, flow };
}

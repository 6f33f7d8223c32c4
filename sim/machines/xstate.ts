/** The one place of the hardware track where xstate comes in: a machine as an xstate machine. */
import { type AnyStateMachine, createMachine, initialTransition, transition } from 'xstate';
import type { Machine } from './machine.ts';

/** The very same configuration object, as xstate reads it. */
export const toXstate = (machine: Machine): AnyStateMachine =>
  createMachine(machine as unknown as Parameters<typeof createMachine>[0]);

/**
 * Follows a machine through xstate's pure `transition`. Events are bits, and several can be 1 at
 * once: the one that stands first in the state's `on` is sent, as a priority encoder would do.
 * @returns the names of the states visited, the initial one first
 */
export function statesVisited(machine: Machine, inputs: Iterable<ReadonlySet<string>>): string[] {
  const logic = toXstate(machine);
  let [snapshot] = initialTransition(logic);
  const visited = [String(snapshot.value)];
  for (const bits of inputs) {
    const state = machine.states[String(snapshot.value)];
    const event = Object.keys(state?.on ?? {}).find((name) => name === 'done' || bits.has(name));
    if (event !== undefined) [snapshot] = transition(logic, snapshot, { type: event });
    visited.push(String(snapshot.value));
  }
  return visited;
}

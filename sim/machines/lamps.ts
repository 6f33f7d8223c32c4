import type { Machine } from './machine.ts';

/** The output that a lamp for a state hangs on. */
export const lampOf = (state: string): string => `in_${state}`;

/**
 * The very same machine with one more output a state, 1 in that state and 0 in every other: a lamp
 * for each phase, and what timers are chosen by.
 */
export function withLamps(machine: Machine): Machine {
  const names = Object.keys(machine.states);
  const states = Object.entries(machine.states).map(([name, state]) => {
    const lamps = Object.fromEntries(
      names.map((other) => [lampOf(other), other === name ? 1 : 0] as [string, 0 | 1]),
    );
    return [
      name,
      { ...state, meta: { ...state.meta, outputs: { ...state.meta.outputs, ...lamps } } },
    ] as const;
  });
  return { ...machine, states: Object.fromEntries(states) };
}

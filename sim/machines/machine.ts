/**
 * Machines as data: a typed subset of an xstate configuration (flat, no context, actions or
 * timers), so that one object serves the kernel's table, xstate, a statechart and, later, a
 * gate-level FSM cell.
 */

/** How long a state that is a phase lasts. */
export interface PhaseTiming {
  /** its duration, s; a setting of the sequencer with the phase's name overrides it */
  readonly seconds: number;
  /** the phase lasts longer, until this bit is 1 */
  readonly waitFor?: string;
  /** ... but never longer than this, s */
  readonly limit?: number;
  /** the sensing drive delivers energy in this phase */
  readonly sensing?: boolean;
  /** the sums and the decision count as they stand when this phase begins, before any adaptation */
  readonly decides?: boolean;
  /** a presentation begins: the stimulus is taken over when this phase is entered */
  readonly begins?: boolean;
  /** a presentation ends with this phase */
  readonly ends?: boolean;
}

export interface MachineState {
  /** event -> next state. An event is the name of a bit; earlier ones have priority; `done` is always true at a phase's end. */
  readonly on: Readonly<Record<string, string>>;
  readonly meta: {
    /** Moore outputs: every output has a value in every state */
    readonly outputs: Readonly<Record<string, 0 | 1>>;
    readonly phase?: PhaseTiming;
  };
}

/** Passes as it stands to xstate's `createMachine`. */
export interface Machine {
  readonly id: string;
  readonly initial: string;
  readonly states: Readonly<Record<string, MachineState>>;
}

/** The compiled form: states by number, transitions in order of priority. */
export interface MachineTable {
  readonly states: readonly string[];
  readonly initial: number;
  /** the bits that it looks at: its events, and those that its phases wait for */
  readonly events: readonly string[];
  readonly outputs: readonly string[];
  /** per state: [event number, next state] in order of priority; event -1 is `done` */
  readonly transitions: readonly (readonly (readonly [event: number, target: number])[])[];
  readonly moore: readonly (readonly (0 | 1)[])[];
}

/**
 * Checks a machine and tables it.
 * @throws Error that names the machine and the state when a target is missing or an output undefined
 */
export function tabulate(machine: Machine): MachineTable {
  const states = Object.keys(machine.states);
  const numberOf = (name: string, where: string): number => {
    const k = states.indexOf(name);
    if (k < 0)
      throw new Error(
        `${machine.id}: ${where} leads to ${name}, which is no state; it has ${states.join(', ')}.`,
      );
    return k;
  };
  const all = Object.values(machine.states);
  const waits = all.flatMap((s) => s.meta.phase?.waitFor ?? []);
  const events = [...new Set([...all.flatMap((s) => Object.keys(s.on)), ...waits])].filter(
    (e) => e !== 'done',
  );
  const outputs = [...new Set(all.flatMap((s) => Object.keys(s.meta.outputs)))];
  const transitions = states.map((name) =>
    Object.entries(machine.states[name]!.on).map(
      ([event, target]) =>
        [event === 'done' ? -1 : events.indexOf(event), numberOf(target, `${name} on ${event}`)] as const,
    ),
  );
  const moore = states.map((name) =>
    outputs.map((output) => {
      const level = machine.states[name]!.meta.outputs[output];
      if (level === undefined)
        throw new Error(`${machine.id}: state ${name} gives no value to output ${output}.`);
      return level;
    }),
  );
  return { states, initial: numberOf(machine.initial, 'initial'), events, outputs, transitions, moore };
}

/** One step of the table: the first event in order of priority whose bit is 1, or the same state. */
export function nextState(table: MachineTable, state: number, isTrue: (event: number) => boolean): number {
  for (const [event, target] of table.transitions[state]!) if (event < 0 || isTrue(event)) return target;
  return state;
}

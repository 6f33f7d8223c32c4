import { bit, definePart, type Port, type Setting } from '../circuit.ts';
import { type Machine, tabulate } from '../machines/machine.ts';

const duration = (seconds: number, name: string): Setting => ({
  default: seconds,
  ideal: seconds,
  unit: 's',
  range: [0, 3600],
  meaning: `duration of the phase ${name}`,
  source: 'chosen',
});

/** Ports of a machine: every bit that it looks at, and every output. */
type MachinePorts<I extends string, O extends string> = { readonly [K in I | O]: Port<'bit'> };

/**
 * A machine as a part. One whose states are phases is the circuit's sequencer; the phases'
 * durations are settings, and `limits` those of the longest wait in a phase.
 */
export const sequencer = <const I extends string, const O extends string>(
  machine: Machine,
  inputs: readonly I[],
  outputs: readonly O[],
  limits: Readonly<Record<string, Setting>> = {},
) => {
  const phases = Object.entries(machine.states).flatMap(([name, s]) =>
    s.meta.phase ? [[name, s.meta.phase.seconds] as const] : [],
  );
  const table = tabulate(machine);
  const missing = [
    ...table.events.filter((e) => !inputs.includes(e as I)),
    ...table.outputs.filter((o) => !outputs.includes(o as O)),
  ];
  if (missing.length)
    throw new Error(`${machine.id}: no port for ${missing.join(', ')}; name every event and output.`);
  return definePart({
    type: 'sequencer',
    ports: Object.fromEntries([...inputs, ...outputs].map((name) => [name, bit()])) as MachinePorts<I, O>,
    settings: {
      ...Object.fromEntries(phases.map(([name, seconds]) => [name, duration(seconds, name)])),
      ...Object.fromEntries(Object.entries(limits).map(([name, setting]) => [`${name}Limit`, setting])),
    },
    elements: (at, get) => {
      const net = (name: string): number => at[name as I | O][0]!;
      return [
        {
          kind: 'fsm',
          name: 'machine',
          machine,
          inputs: Object.fromEntries(inputs.map((k) => [k, net(k)])),
          outputs: Object.fromEntries(outputs.map((k) => [k, net(k)])),
          seconds: Object.fromEntries(phases.map(([k]) => [k, get(k)])),
          limits: Object.fromEntries(Object.keys(limits).map((k) => [k, get(`${k}Limit`)])),
        },
      ];
    },
  });
};

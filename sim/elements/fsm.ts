import { tabulate } from '../machines/machine.ts';
import type { ElementDefinition, FsmSpec } from './element.ts';

export const fsm: ElementDefinition<FsmSpec> = {
  drives: (e) => [Object.values(e.outputs)],
  reads: (e) => Object.values(e.inputs),
  compile: (e, build) => {
    const table = tabulate(e.machine);
    const wire = (bits: Readonly<Record<string, number>>, name: string): number => {
      const net = bits[name];
      if (net === undefined)
        throw new Error(
          `${e.name}: the machine ${e.machine.id} names ${name}, which is no port of its part.`,
        );
      return net;
    };
    const outputs = build.stateAt(
      table.outputs.map((o) => wire(e.outputs, o)),
      table.moore[table.initial]!,
    );
    const phases = table.states.map((name) => {
      const phase = e.machine.states[name]!.meta.phase;
      if (!phase) return undefined;
      const seconds = e.seconds[name] ?? phase.seconds;
      const limit = e.limits[name] ?? phase.limit;
      return limit === undefined ? { ...phase, seconds } : { ...phase, seconds, limit };
    });
    build.machine({
      name: e.name,
      table,
      state: build.state(`${e.name}.state`, [table.initial]),
      inputs: table.events.map((event) => build.at(wire(e.inputs, event))),
      outputs: table.outputs.map((_, i) => outputs + i),
      phases,
    });
  },
};

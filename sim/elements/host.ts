import { range } from '../builder.ts';
import { hostPrograms } from '../hosts/index.ts';
import type { ElementDefinition, HostSpec } from './element.ts';

/** Reads at the end of a phase, thinks, and writes what the circuit sees from the next phase on. */
export const host: ElementDefinition<HostSpec> = {
  drives: (e) => Object.values(e.writes).map((nets) => [...nets]),
  reads: (e) => [...Object.values(e.reads).flat(), e.capture],
  compile: (e, build) => {
    const reads = Object.fromEntries(Object.entries(e.reads).map(([k, nets]) => [k, build.bus(nets)]));
    const writes = Object.entries(e.writes).map(([name, nets]) => ({
      name,
      at: build.stateAt(nets, new Array<number>(nets.length).fill(0)),
      next: new Float64Array(nets.length),
    }));
    const widths = Object.fromEntries(Object.entries(e.reads).map(([k, nets]) => [k, nets.length]));
    const act = hostPrograms(
      e.program,
      reads,
      widths,
      Object.fromEntries(writes.map((w) => [w.name, w.next])),
    );
    build.commit({
      name: e.name,
      capture: build.at(e.capture),
      reads: Object.entries(reads).flatMap(([k, at]) => range(at, widths[k]!)),
      writes: writes.flatMap((w) => range(w.at, w.next.length)),
      read: act,
      write: (f) => {
        for (const w of writes) f.set(w.next, w.at);
      },
    });
  },
};

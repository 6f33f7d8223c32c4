import { range } from '../builder.ts';
import { switchModes } from '../machines/device-modes.ts';
import type { ElementDefinition, InputSpec } from './element.ts';

/** Switches and lines that are set from outside. They are state: a snapshot keeps them. */
export const input: ElementDefinition<InputSpec> = {
  drives: (e) => [[...e.out]],
  reads: () => [],
  compile: (e, build) => {
    const n = e.out.length;
    const at = build.stateAt(e.out, e.initial);
    build.devices({
      path: e.name,
      count: n,
      modes: switchModes,
      reads: range(at, n),
      bits: { up: (f, i) => f[at + i]! > 0, down: (f, i) => f[at + i]! < 0 },
    });
  },
};

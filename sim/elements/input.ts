import type { ElementDefinition, InputSpec } from './element.ts';

/** Switches and lines that are set from outside. They are state: a snapshot keeps them. */
export const input: ElementDefinition<InputSpec> = {
  drives: (e) => [[...e.out]],
  reads: () => [],
  compile: (e, build) => {
    build.stateAt(e.out, e.initial);
  },
};

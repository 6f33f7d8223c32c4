import type { ConstantSpec, ElementDefinition } from './element.ts';

export const constant: ElementDefinition<ConstantSpec> = {
  drives: (e) => [[...e.out]],
  reads: () => [],
  compile: (e, build) => {
    build.stateAt(e.out, e.values);
  },
};

import { logicElementCompiler } from '../logic/seam.ts';
import type { ElementDefinition, LogicSpec } from './element.ts';

/** A block of logic; what it compiles to stands behind the seam, in sim/logic/element.ts. */
export const logic: ElementDefinition<LogicSpec> = {
  drives: (e) => [
    ...Object.values(e.outputs).map(({ net }) => [net]),
    ...(e.weights ? [[...e.weights.codes]] : []),
  ],
  reads: (e) => [...Object.values(e.inputs).map(({ net }) => net), e.capture],
  compile: (e, build) => {
    logicElementCompiler(e.name)(e, build);
  },
};

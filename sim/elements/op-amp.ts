import type { ElementDefinition, OpAmpSpec } from './element.ts';

/** Finite gain, offset and saturation; no current flows into its inputs. */
export const opAmp: ElementDefinition<OpAmpSpec> = {
  drives: () => [],
  reads: () => [],
  compile: (e, build) => {
    build.amplified(e);
  },
  stamp: (e, _f, _at, equations) => {
    equations.opAmp(e);
  },
};

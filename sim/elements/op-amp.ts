import { GROUND_NODE } from '../electrical/network/types.ts';
import type { ElementDefinition, OpAmpSpec } from './element.ts';

/** Finite gain, offset and saturation; no current flows into its inputs. */
export const opAmp: ElementDefinition<OpAmpSpec> = {
  drives: () => [],
  reads: () => [],
  nodes: (e) => [e.minus, e.out, ...(e.plus === null ? [] : [e.plus])],
  compile: (e, build) => {
    build.amplified(e);
  },
  stamp: (e, _f, _at, { node, add }) => {
    const { name, gain, offset, limit } = e;
    const plus = e.plus === null ? GROUND_NODE : node(e.plus);
    add({
      kind: 'op-amp',
      name,
      plus,
      minus: node(e.minus),
      out: node(e.out),
      gain,
      offset,
      limit,
    });
  },
};

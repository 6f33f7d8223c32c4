import type { Form } from '../builder.ts';
import type { ElementDefinition, GateSpec } from './element.ts';

/** What the gate's output is for a count of ones among its inputs. */
export function gateLevel(operation: GateSpec['operation'], ones: number, inputs: number): 0 | 1 {
  switch (operation) {
    case 'and':
      return ones === inputs ? 1 : 0;
    case 'nand':
      return ones === inputs ? 0 : 1;
    case 'or':
      return ones > 0 ? 1 : 0;
    case 'nor':
    case 'not':
      return ones > 0 ? 0 : 1;
    case 'xor':
      return (ones & 1) as 0 | 1;
    case 'xnor':
      return (1 - (ones & 1)) as 0 | 1;
  }
}

export const gate: ElementDefinition<GateSpec> = {
  drives: (e) => [[e.out]],
  reads: (e) => e.inputs,
  compile: (e, build) => {
    const at = e.inputs.map(build.at);
    const out = build.at(e.out);
    const n = at.length;
    const levels = Float64Array.from({ length: n + 1 }, (_, ones) => gateLevel(e.operation, ones, n));
    const run = (f: Float64Array): void => {
      let ones = 0;
      for (let i = 0; i < n; i++) ones += f[at[i]!]!;
      f[out] = levels[ones]!;
    };
    const [a = 0, b = 0] = at;
    const constants = [...levels];
    const form: Form | null =
      n === 1
        ? { kind: 'gate of one', a, constants }
        : n === 2
          ? { kind: 'gate of two', a, b, constants }
          : null;
    build.operation({ name: e.name, reads: at, writes: [out], run, ...(form ? { form } : {}) });
  },
};

import type { Form } from '../builder.ts';
import type { AmplifierSpec, ElementDefinition } from './element.ts';

/** A summing amplifier with ideal inputs and output: what the circuit around the weights is built from. */
export const amplifier: ElementDefinition<AmplifierSpec> = {
  drives: (e) => [[e.out]],
  reads: (e) => e.inputs.map((i) => i.net),
  compile: (e, build) => {
    const at = e.inputs.map((i) => build.at(i.net));
    const out = build.at(e.out);
    const [first, second] = e.inputs;
    const [p = 0, q = 0] = at;
    const { offset } = e;
    const g = first?.gain ?? 0;
    const h = second?.gain ?? 0;
    let run: (f: Float64Array) => void;
    let form: Form | undefined;
    if (at.length === 1) {
      form = { kind: 'one', a: p, constants: [offset, g] };
      run = (f) => {
        f[out] = offset + g * f[p]!;
      };
    } else if (at.length === 2) {
      form = { kind: 'two', a: p, b: q, constants: [offset, g, h] };
      run = (f) => {
        f[out] = offset + g * f[p]! + h * f[q]!;
      };
    } else {
      const gains = e.inputs.map((i) => i.gain);
      run = (f) => {
        let sum = offset;
        for (let i = 0; i < at.length; i++) sum += gains[i]! * f[at[i]!]!;
        f[out] = sum;
      };
    }
    build.operation({ name: e.name, reads: at, writes: [out], run, ...(form ? { form } : {}) });
  },
};

/**
 * Joins neighbouring computations on single numbers into one loop over a small program: amplifiers,
 * comparators, gates and rectifiers are each too little work to be worth a call. The arithmetic is
 * that of the elements, term by term; a test holds the two to the same bits.
 */
import type { Form, FormKind, Operation } from './builder.ts';
import type { Steps } from './schedule.ts';

const kinds: Readonly<Record<FormKind, number>> = {
  one: 0,
  two: 1,
  threshold: 2,
  'threshold of size': 3,
  'gate of one': 4,
  'gate of two': 5,
  size: 6,
  'scaled size': 7,
};
/** Numbers in the program for each computation: kind, out, a, b; and c0, c1, c2. */
const PLACES = 4;
const CONSTANTS = 3;

/** Joins every stretch of two or more neighbours that have a form. */
export function fuse(steps: Steps): Steps {
  const out: Operation[] = [];
  let open: Operation[] = [];
  const close = (): void => {
    if (open.length > 1) out.push(joined(open));
    else out.push(...open);
    open = [];
  };
  for (const o of steps) {
    if (o.form) open.push(o);
    else {
      close();
      out.push(o);
    }
  }
  close();
  return out;
}

function joined(operations: Steps): Operation {
  const n = operations.length;
  const code = new Int32Array(PLACES * n);
  const constants = new Float64Array(CONSTANTS * n);
  operations.forEach(({ form, writes }, k) => {
    const { kind, a, b = 0 } = form as Form;
    code.set([kinds[kind], writes[0]!, a, b], PLACES * k);
    constants.set(form!.constants, CONSTANTS * k);
  });
  const run = (f: Float64Array): void => {
    for (let k = 0, c = 0; k < code.length; k = (k + PLACES) | 0, c = (c + CONSTANTS) | 0) {
      const a = f[code[k + 2]!]!;
      let y = 0;
      switch (code[k]) {
        case 0:
          y = constants[c]! + constants[c + 1]! * a;
          break;
        case 1:
          y = constants[c]! + constants[c + 1]! * a + constants[c + 2]! * f[code[k + 3]!]!;
          break;
        case 2:
          y = a + constants[c]! >= 0 ? 1 : 0;
          break;
        case 3:
          y = Math.abs(a) + constants[c]! >= 0 ? 1 : 0;
          break;
        case 4:
          y = constants[c + a]!;
          break;
        case 5:
          y = constants[c + a + f[code[k + 3]!]!]!;
          break;
        case 6:
          y = constants[c]! * Math.abs(a);
          break;
        default:
          y = constants[c]! * Math.abs(a) * f[code[k + 3]!]!;
      }
      f[code[k + 1]!] = y;
    }
  };
  return {
    name: operations.map((o) => o.name).join(', '),
    reads: operations.flatMap((o) => o.reads),
    writes: operations.flatMap((o) => o.writes),
    run,
  };
}

import { bit, definePart } from '../circuit.ts';
import type { GateSpec } from '../elements/element.ts';

/** One gate of k inputs. */
export const logicGate = (operation: GateSpec['operation'], inputs: number) =>
  definePart({
    type: operation.toUpperCase(),
    ports: { in: bit(inputs), out: bit() },
    settings: {},
    elements: (at) => [{ kind: 'gate', name: 'gate', operation, inputs: at.in, out: at.out[0]! }],
  });

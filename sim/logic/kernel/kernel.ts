/** A checked netlist, ready to run. */
import { inputsOf, layOutState, outputsOf } from '../cells.ts';
import { checkLogic } from '../check.ts';
import type { LogicKernel, LogicNetlist } from '../netlist.ts';
import { compileToWasm } from './compile.ts';
import { interpret } from './interpreter.ts';

export interface KernelOptions {
  /** `wasm` (default) falls back to the interpreter where WebAssembly is blocked */
  readonly engine?: 'wasm' | 'interpreter';
}

/**
 * Checks and compiles a netlist; registers, machines and memories stand at their initial values.
 * `run` returns only when it is done: call it for some thousand edges at a time where somebody may
 * want to stop it.
 * @throws Error that names the netlist and the cell when it is wrong (check.ts)
 */
export function compileLogic(netlist: LogicNetlist, { engine = 'wasm' }: KernelOptions = {}): LogicKernel {
  const order = checkLogic(netlist);
  const made = (engine === 'wasm' ? compileToWasm(netlist, order) : null) ?? interpret(netlist, order);
  const { words, state, settle, run } = made;
  const layout = layOutState(netlist);
  const places = new Map(Object.keys(netlist.nets).map((net, k) => [net, k]));
  const inputs = new Map(
    inputsOf(netlist).map(({ name, out }) => [name, { at: places.get(out)!, width: netlist.nets[out]! }]),
  );
  for (const cell of outputsOf(netlist)) places.set(cell.name, places.get(cell.in)!);
  let stale = true;
  const settled = (): void => {
    if (stale) settle();
    stale = false;
  };
  const advance = (edges: number): void => {
    run(edges);
    stale = true;
  };
  return {
    netlist,
    stateNames: layout.names,
    set: (input, value) => {
      const place = inputs.get(input);
      if (!place)
        throw new Error(
          `${netlist.name}: there is no input ${input}; its inputs are ${[...inputs.keys()].join(', ') || 'none'}.`,
        );
      if (!Number.isInteger(value) || value < 0 || value >= 2 ** place.width)
        throw new Error(
          `${netlist.name}: input ${input} got ${value}, expected a whole number from 0 to ${2 ** place.width - 1}.`,
        );
      words[place.at] = value;
      stale = true;
    },
    get: (net) => {
      const place = places.get(net);
      if (place === undefined)
        throw new Error(`${netlist.name}: there is no net or output ${net}; check its name.`);
      settled();
      return words[place]!;
    },
    evaluate: settled,
    edge: () => advance(1),
    run: advance,
    readState: () => state.slice(),
    writeState: (from) => {
      if (from.length !== state.length)
        throw new Error(
          `${netlist.name}: the state has ${from.length} words, expected ${state.length}; it is of another circuit.`,
        );
      for (const [k, word] of from.entries())
        if (word >= layout.limits[k]!)
          throw new Error(
            `${netlist.name}: state ${layout.names[k]} is ${word}, expected less than ${layout.limits[k]}; it is of another circuit.`,
          );
      state.set(from);
      stale = true;
    },
  };
}

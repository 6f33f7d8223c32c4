/**
 * A netlist as WebAssembly: `run` keeps registers and whatever is used twice in locals and does its
 * edges in one loop; `settle` writes the words of all nets to memory for whoever looks.
 *
 * Memory, in words of 32 bits: all nets, then all state in the order of `layOutState`.
 */
import {
  type Code,
  defineFunction,
  type FunctionDefinition,
  instantiate,
  type Local,
  PAGE_BYTES,
  writeModule,
} from '../../base/wasm.ts';
import { inputsOf, layOutState, type StateLayout, type Step } from '../cells.ts';
import type { LogicNetlist } from '../netlist.ts';
import type { Engine } from './engine.ts';
import type { Value } from './graph.ts';
import { type Lowered, lower } from './lower.ts';

/** Edges in one call of the module; engines replace slow code by quick code between calls. */
const CHUNK = 4096;
/** Longest expression that stays on the stack without a local between. */
const DEEPEST = 48;

/**
 * The second module, for whoever looks, is made when somebody first does.
 * @returns null where there is no WebAssembly or it is blocked
 */
export function compileToWasm(netlist: LogicNetlist, order: readonly Step[]): Engine | null {
  const layout = layOutState(netlist);
  const lowered = lower(netlist, layout, order);
  const nets = Object.keys(netlist.nets);
  const stateAt = (place: number): number => 4 * (nets.length + place);
  const pages = Math.max(1, Math.ceil(stateAt(layout.initial.length) / PAGE_BYTES));
  const running = instantiate(
    writeModule({ memory: { pages }, functions: [runFunction(lowered, layout, stateAt)] }),
  );
  if (!running) return null;
  const run = running.functions['run']!;
  let settle: (() => unknown) | undefined;
  const words = new Uint32Array(running.memory, 0, nets.length);
  const state = new Uint32Array(running.memory, 4 * nets.length, layout.initial.length);
  state.set(layout.initial);
  return {
    words,
    state,
    settle: () => {
      settle ??= instantiate(
        writeModule({
          memory: { pages, lent: true },
          functions: [settleFunction(netlist, nets, lowered, stateAt)],
        }),
        running,
      )?.functions['settle'];
      settle?.();
    },
    run: (edges) => {
      for (let left = edges; left > 0; left -= CHUNK) run(Math.min(left, CHUNK));
    },
  };
}

type PlaceOf = (place: number) => number;

function settleFunction(
  netlist: LogicNetlist,
  nets: readonly string[],
  { graph, clean }: Lowered,
  stateAt: PlaceOf,
): FunctionDefinition {
  const inputs = new Set(inputsOf(netlist).map(({ out }) => out));
  const roots = nets.flatMap((net, k) => (inputs.has(net) ? [] : [{ at: 4 * k, value: clean(net) }]));
  return defineFunction('settle', {}, (code) => {
    const values = roots.map(({ value }) => value);
    const emit = emitter(code, graph.values, values, {
      leaf: (value) => loadLeaf(code, value, stateAt),
      stateAt,
    });
    emit.begin();
    for (const { at, value } of roots) {
      code.i32(0);
      emit(value);
      code.store('i32.store', at);
    }
  });
}

function runFunction(
  { graph, next, writes, loose }: Lowered,
  layout: StateLayout,
  stateAt: PlaceOf,
): FunctionDefinition {
  return defineFunction('run', { parameters: ['i32'] }, (code, left) => {
    const changing = [...next].filter(
      ([place, value]) => !(value.operation === 'state' && value.at === place),
    );
    const roots = [
      ...changing.map(([, value]) => value),
      ...writes.flatMap(({ address, data, enable }) => [address, data, enable]),
    ];
    const registers = new Map<number, Local>();
    const inputs = new Map<number, Local>();
    for (const value of reachable(graph.values, roots)) {
      const kept = value.operation === 'state' ? registers : value.operation === 'input' ? inputs : null;
      if (!kept || kept.has(value.at)) continue;
      const local = code.local('i32');
      loadLeaf(code, value, stateAt);
      code.set(local);
      kept.set(value.at, local);
    }
    for (const [place] of changing) if (!registers.has(place)) registers.set(place, code.local('i32'));
    const emit = emitter(code, graph.values, roots, {
      leaf: (value) => code.get((value.operation === 'state' ? registers : inputs).get(value.at)!),
      stateAt,
    });
    emit.steady();
    const stored = writes.map((write) => ({ ...write, locals: [0, 1, 2].map(() => code.local('i32')) }));
    code.loop((again) => {
      emit.begin();
      // everybody reads now ...
      for (const { address, data, enable, locals } of stored)
        for (const [k, value] of [address, data, enable].entries()) {
          emit(value);
          code.set(locals[k]!);
        }
      for (const [, value] of changing) emit(value);
      // ... and then everybody writes
      for (const [place] of changing.toReversed()) code.set(registers.get(place)!);
      for (const { place, locals } of stored) {
        const [address, data, enable] = locals as [Local, Local, Local];
        code
          .get(enable)
          .if(() => code.get(address).i32(2).op('i32.shl').get(data).store('i32.store', stateAt(place)));
      }
      code.get(left).i32(1).op('i32.sub').tee(left).branchIf(again);
    });
    for (const [place] of changing) {
      code.i32(0).get(registers.get(place)!);
      if (loose.has(place)) code.i32(layout.limits[place]! - 1).op('i32.and');
      code.store('i32.store', stateAt(place));
    }
  });
}

function loadLeaf(code: Code, value: Value, stateAt: (place: number) => number): void {
  code.i32(0).load('i32.load', value.operation === 'state' ? stateAt(value.at) : 4 * value.at);
}

/** All values that the roots are made of, older ones first. */
function reachable(values: readonly Value[], roots: readonly Value[]): Value[] {
  const wanted = new Uint8Array(values.length);
  for (const root of roots) wanted[root.id] = 1;
  for (let id = values.length - 1; id >= 0; id--)
    if (wanted[id] === 1) for (const part of values[id]!.of) wanted[part.id] = 1;
  return values.filter((_, id) => wanted[id] === 1);
}

interface Emitter {
  /** Leaves the value on the stack. */
  (value: Value): void;
  /** Computes here and now, before the loop, what no edge changes. */
  readonly steady: () => void;
  /** Computes what lies too deep to be reached from its readers; call it before the first value. */
  readonly begin: () => void;
}

/**
 * Emits values on demand. One that is read twice gets a local when it is met first; a local is free
 * again after its last reader.
 */
function emitter(
  code: Code,
  values: readonly Value[],
  roots: readonly Value[],
  { leaf, stateAt }: { readonly leaf: (value: Value) => void; readonly stateAt: PlaceOf },
): Emitter {
  const used = reachable(values, roots);
  const readers = new Uint32Array(values.length);
  for (const value of used) for (const part of value.of) readers[part.id]!++;
  for (const root of roots) readers[root.id]!++;
  const locals: (Local | undefined)[] = [];
  const permanent = new Uint8Array(values.length);
  const free: Local[] = [];

  const compute = (value: Value): void => {
    const { operation, of } = value;
    if (operation === 'constant') code.i32(value.at);
    else if (operation === 'input' || operation === 'state') leaf(value);
    else {
      for (const part of of) read(part);
      if (operation === 'load') code.i32(2).op('i32.shl').load('i32.load', stateAt(value.at));
      else code.op(instructions[operation]);
    }
  };
  const read = (value: Value): void => {
    const local = locals[value.id];
    if (local) {
      code.get(local);
      readers[value.id]!--;
      if (readers[value.id] === 0 && permanent[value.id] === 0) free.push(local);
      return;
    }
    compute(value);
    if (isLeaf(value) || readers[value.id]! <= 1) return;
    readers[value.id]!--;
    const own = free.pop() ?? code.local('i32');
    locals[value.id] = own;
    code.tee(own);
  };
  const keep = (value: Value): void => {
    compute(value);
    const own = free.pop() ?? code.local('i32');
    locals[value.id] = own;
    code.set(own);
  };
  const steady = (): void => {
    for (const value of used) {
      if (!value.steady || isLeaf(value)) continue;
      permanent[value.id] = 1;
      keep(value);
    }
  };
  const begin = (): void => {
    for (const value of used)
      if (value.depth > 0 && value.depth % DEEPEST === 0 && !isLeaf(value) && !locals[value.id]) keep(value);
  };
  return Object.assign(read, { steady, begin });
}

const instructions = {
  and: 'i32.and',
  or: 'i32.or',
  xor: 'i32.xor',
  add: 'i32.add',
  sub: 'i32.sub',
  mul: 'i32.mul',
  shl: 'i32.shl',
  shr_u: 'i32.shr_u',
  shr_s: 'i32.shr_s',
  eq: 'i32.eq',
  ne: 'i32.ne',
  lt_s: 'i32.lt_s',
  lt_u: 'i32.lt_u',
  le_s: 'i32.le_s',
  le_u: 'i32.le_u',
  ge_s: 'i32.ge_s',
  popcnt: 'i32.popcnt',
  select: 'select',
} as const;
const isLeaf = ({ operation }: Value): boolean =>
  operation === 'constant' || operation === 'input' || operation === 'state';

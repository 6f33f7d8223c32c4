/**
 * The plain way: every cell as its description says it, one after the other, over one array of
 * words. The compiled kernel is held to this one, and it stands in where WebAssembly is blocked.
 */
import { nextState } from '../../machines/machine.ts';
import { layOutState, type Step } from '../cells.ts';
import type { LogicNetlist, NetName, SettlingCell } from '../netlist.ts';
import type { Engine } from './engine.ts';

export function interpret(netlist: LogicNetlist, order: readonly Step[]): Engine {
  const names = Object.keys(netlist.nets);
  const places = new Map(names.map((name, k) => [name, k]));
  const at = (net: NetName): number => places.get(net)!;
  /** words of all nets */
  const v = new Uint32Array(names.length);
  const layout = layOutState(netlist);
  const state = layout.initial.slice();
  const next = new Uint32Array(state.length);

  const show = [
    ...layout.registers.map(({ cell, at: from }) => {
      const out = at(cell.out);
      return () => {
        v[out] = state[from]!;
      };
    }),
    ...layout.machines.map(({ cell, at: from, table }) => {
      const outputs = Object.entries(cell.outputs).map(([output, net]) => ({
        bit: table.outputs.indexOf(output),
        out: at(net),
      }));
      return () => {
        const levels = table.moore[state[from]!]!;
        for (const { bit, out } of outputs) v[out] = levels[bit]!;
      };
    }),
  ];
  const settle = order.map((step) => {
    const { cell } = step;
    if (cell.kind !== 'memory') return settling(netlist, cell, at, v);
    const base = layout.memories.find((memory) => memory.cell === cell)!.at;
    const address = at(step.reads[0]);
    const out = at(step.out);
    return () => {
      v[out] = state[base + v[address]!]!;
    };
  });
  const capture = [
    ...layout.registers.map(({ cell, at: to }) => {
      const from = at(cell.in);
      const enable = cell.enable === undefined ? -1 : at(cell.enable);
      const reset = cell.reset === undefined ? -1 : at(cell.reset);
      return () => {
        if (reset >= 0 && v[reset] === 1) next[to] = cell.initial;
        else if (enable < 0 || v[enable] === 1) next[to] = v[from]!;
      };
    }),
    ...layout.machines.map(({ cell, at: to, table }) => {
      const events = table.events.map((event) => cell.inputs[event]).map((net) => net && at(net));
      const done = cell.inputs['done'] === undefined ? -1 : at(cell.inputs['done']);
      // nextState takes `done` for true; while its wire is 0, transitions on it do not count
      const undone = {
        ...table,
        transitions: table.transitions.map((list) => list.filter(([event]) => event >= 0)),
      };
      const isTrue = (event: number): boolean => v[events[event] as number] === 1;
      return () => {
        next[to] = nextState(done < 0 || v[done] === 1 ? table : undone, state[to]!, isTrue);
      };
    }),
    ...layout.memories.map(({ cell, at: base }) => {
      const writes = cell.writes.map((w) => [at(w.address), at(w.data), at(w.enable)] as const);
      return () => {
        for (const [address, data, enable] of writes)
          if (v[enable] === 1) next[base + v[address]!] = v[data]!;
      };
    }),
  ];

  const evaluate = (): void => {
    for (const one of show) one();
    for (const one of settle) one();
  };
  return {
    settle: evaluate,
    run: (edges) => {
      for (let k = 0; k < edges; k++) {
        evaluate();
        next.set(state);
        for (const one of capture) one();
        state.set(next);
      }
    },
    words: v,
    state,
  };
}

/** One cell as a function from words to a word. */
function settling(
  { nets }: LogicNetlist,
  cell: SettlingCell,
  at: (net: NetName) => number,
  v: Uint32Array,
): () => void {
  const out = at(cell.out);
  const width = nets[cell.out]!;
  const ones = 2 ** width - 1;
  switch (cell.kind) {
    case 'constant':
      return () => {
        v[out] = cell.value;
      };
    case 'gate': {
      const inputs = cell.in.map(at);
      const { operation } = cell;
      const inverted =
        operation === 'nand' || operation === 'nor' || operation === 'xnor' || operation === 'not';
      const isAnd = operation === 'and' || operation === 'nand';
      const isOr = operation === 'or' || operation === 'nor';
      return () => {
        let word = v[inputs[0]!]!;
        for (let k = 1; k < inputs.length; k++) {
          const other = v[inputs[k]!]!;
          word = isAnd ? word & other : isOr ? word | other : word ^ other;
        }
        v[out] = (inverted ? ~word : word) & ones;
      };
    }
    case 'reduce': {
      const from = at(cell.in);
      const all = 2 ** nets[cell.in]! - 1;
      return () => {
        const word = v[from]!;
        if (cell.operation === 'and') v[out] = Number(word === all);
        else if (cell.operation === 'or') v[out] = Number(word !== 0);
        else {
          let parity = 0;
          for (let rest = word; rest !== 0; rest >>>= 1) parity ^= rest & 1;
          v[out] = parity;
        }
      };
    }
    case 'threshold': {
      const inputs = cell.in.map(at);
      return () => {
        let sum = 0;
        for (const [k, from] of inputs.entries()) sum += cell.weights[k]! * v[from]!;
        v[out] = Number(sum >= cell.threshold);
      };
    }
    case 'arithmetic': {
      const [a, b] = [reader(nets, cell.a, cell.signed, at, v), reader(nets, cell.b, cell.signed, at, v)];
      // |a b| can pass 2^53, where doubles lose the low bits that matter
      if (cell.operation === 'multiply')
        return () => {
          v[out] = Math.imul(a(), b()) & ones;
        };
      const sign = cell.operation === 'add' ? 1 : -1;
      return () => {
        v[out] = (a() + sign * b()) & ones;
      };
    }
    case 'negate': {
      const from = at(cell.in);
      return () => {
        v[out] = -v[from]! & ones;
      };
    }
    case 'shift': {
      const word = reader(nets, cell.in, cell.signed && cell.direction === 'right', at, v);
      const by = typeof cell.by === 'number' ? () => cell.by as number : reader(nets, cell.by, false, at, v);
      if (cell.direction === 'left')
        return () => {
          v[out] = by() >= width ? 0 : (word() << by()) & ones;
        };
      return () => {
        v[out] = Math.floor(word() / 2 ** Math.min(by(), 63)) & ones;
      };
    }
    case 'compare': {
      const [a, b] = [reader(nets, cell.a, cell.signed, at, v), reader(nets, cell.b, cell.signed, at, v)];
      const holds = comparisons[cell.operation];
      return () => {
        v[out] = Number(holds(a(), b()));
      };
    }
    case 'mux': {
      const inputs = cell.in.map(at);
      const select = at(cell.select);
      return () => {
        v[out] = v[inputs[Math.min(v[select]!, inputs.length - 1)]!]!;
      };
    }
    case 'slice': {
      const from = at(cell.in);
      return () => {
        v[out] = (v[from]! >>> cell.low) & ones;
      };
    }
    case 'concat': {
      const inputs = cell.in.map((net) => ({ from: at(net), scale: 2 ** nets[net]! })).reverse();
      return () => {
        let word = 0;
        for (const { from, scale } of inputs) word = word * scale + v[from]!;
        v[out] = word;
      };
    }
    case 'extend': {
      const word = reader(nets, cell.in, cell.signed, at, v);
      return () => {
        v[out] = word() & ones;
      };
    }
  }
}

const comparisons = {
  eq: (a: number, b: number): boolean => a === b,
  ne: (a: number, b: number): boolean => a !== b,
  lt: (a: number, b: number): boolean => a < b,
  le: (a: number, b: number): boolean => a <= b,
  gt: (a: number, b: number): boolean => a > b,
  ge: (a: number, b: number): boolean => a >= b,
};

/** Reads a net as a number, in two's complement where it is signed. */
function reader(
  nets: LogicNetlist['nets'],
  net: NetName,
  signed: boolean,
  at: (net: NetName) => number,
  v: Uint32Array,
): () => number {
  const from = at(net);
  if (!signed) return () => v[from]!;
  const half = 2 ** (nets[net]! - 1);
  return () => (v[from]! >= half ? v[from]! - 2 * half : v[from]!);
}

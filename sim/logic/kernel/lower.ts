/** A netlist's cells as values of a graph. */
import type { MachineTable } from '../../machines/machine.ts';
import { inputsOf, type StateLayout, type Step } from '../cells.ts';
import type { FsmCell, LogicNetlist, NetName, SettlingCell } from '../netlist.ts';
import { Graph, type Value } from './graph.ts';

export interface Lowered {
  readonly graph: Graph;
  /** the word of a net, with nothing above its bits */
  readonly clean: (net: NetName) => Value;
  /** what each register and machine takes over at the edge, by place */
  readonly next: ReadonlyMap<number, Value>;
  /** what each write port does at the edge, in order */
  readonly writes: readonly {
    readonly place: number;
    readonly address: Value;
    readonly data: Value;
    readonly enable: Value;
  }[];
  /** places of registers whose words may carry anything above their bits from edge to edge */
  readonly loose: ReadonlySet<number>;
}

/** Words of a concat by their parts, so that a slice of one finds its part again. */
interface Part {
  readonly value: Value;
  readonly width: number;
}

/**
 * Registers that are only added up, compared by equal bits or passed on need not be cut at every
 * edge: a first pass lowers with all of them loose and notes which ones somebody has to cut anyway.
 */
export function lower(netlist: LogicNetlist, layout: StateLayout, order: readonly Step[]): Lowered {
  const cut = new Set<number>();
  const wide = layout.registers.filter(({ cell }) => netlist.nets[cell.out]! > 1).map(({ at }) => at);
  if (wide.length > 0) lowerWith(netlist, layout, order, new Set(wide), cut);
  const loose = new Set(wide.filter((at) => !cut.has(at)));
  return lowerWith(netlist, layout, order, loose, new Set());
}

function lowerWith(
  netlist: LogicNetlist,
  layout: StateLayout,
  order: readonly Step[],
  loose: ReadonlySet<number>,
  cut: Set<number>,
): Lowered {
  const { nets } = netlist;
  const graph = new Graph();
  const values = new Map<NetName, Value>();
  const parts = new Map<NetName, readonly Part[]>();
  const width = (net: NetName): number => nets[net]!;
  const raw = (net: NetName): Value => values.get(net)!;
  const tidy = (value: Value, bits: number): Value => {
    if (value.bits > bits && value.operation === 'state') cut.add(value.at);
    return graph.clean(value, bits);
  };
  const clean = (net: NetName): Value => tidy(raw(net), width(net));

  const place = new Map(Object.keys(nets).map((net, k) => [net, k]));
  for (const { out } of inputsOf(netlist)) values.set(out, graph.input(place.get(out)!, width(out)));
  for (const { cell, at } of layout.registers)
    values.set(cell.out, graph.state(at, loose.has(at) ? 32 : width(cell.out)));
  for (const { cell, at, table } of layout.machines) {
    const state = graph.state(at, bitsFor(table.states.length));
    for (const [output, net] of Object.entries(cell.outputs))
      values.set(net, moore(graph, table, table.outputs.indexOf(output), state));
  }
  const memoryPlace = new Map(layout.memories.map(({ cell, at }) => [cell, at]));
  const settling: Settling = { graph, width, raw, clean, tidy, parts };
  for (const step of order) {
    const { cell } = step;
    values.set(
      step.out,
      cell.kind === 'memory'
        ? graph.load(memoryPlace.get(cell)!, clean(step.reads[0]), cell.width)
        : settle(cell, settling),
    );
  }

  const next = new Map<number, Value>();
  for (const { cell, at } of layout.registers) {
    const keeps = values.get(cell.out)!;
    let value = raw(cell.in);
    if (cell.enable !== undefined) value = graph.select(clean(cell.enable), value, keeps);
    if (cell.reset !== undefined)
      value = graph.select(clean(cell.reset), graph.constant(cell.initial), value);
    next.set(at, loose.has(at) ? value : graph.clean(value, width(cell.out)));
  }
  for (const { cell, at, table } of layout.machines)
    next.set(at, nextOfMachine(graph, cell, table, graph.state(at, bitsFor(table.states.length)), clean));
  const writes = layout.memories.flatMap(({ cell, at }) =>
    cell.writes.map((w) => ({
      place: at,
      address: clean(w.address),
      data: clean(w.data),
      enable: clean(w.enable),
    })),
  );
  return { graph, clean: (net) => graph.clean(raw(net), width(net)), next, writes, loose };
}

const bitsFor = (states: number): number => Math.max(1, 32 - Math.clz32(states - 1));

interface Settling {
  readonly graph: Graph;
  readonly width: (net: NetName) => number;
  readonly raw: (net: NetName) => Value;
  readonly clean: (net: NetName) => Value;
  readonly tidy: (value: Value, bits: number) => Value;
  readonly parts: Map<NetName, readonly Part[]>;
}

/** One cell's word; bits above it may be anything where `bits` says so. */
function settle(cell: SettlingCell, { graph, width, raw, clean, tidy, parts }: Settling): Value {
  const ones = (net: NetName): Value => graph.constant(width(net) === 32 ? -1 : 2 ** width(net) - 1);
  /** as a number of 32 bits with sign */
  const signed = (net: NetName): Value => {
    const by = 32 - width(net);
    return graph.shiftRightSigned(graph.shl(raw(net), by), by);
  };
  /** widened from its own width to at least `to` */
  const widened = (net: NetName, to: number, withSign: boolean): Value =>
    width(net) >= to ? raw(net) : withSign ? signed(net) : clean(net);

  switch (cell.kind) {
    case 'constant':
      return graph.constant(cell.value);
    case 'gate': {
      const { operation } = cell;
      const words = cell.in.map(raw);
      const isAnd = operation === 'and' || operation === 'nand';
      const isOr = operation === 'or' || operation === 'nor';
      let joined = words[0]!;
      for (let k = 1; k < words.length; k++) {
        const word = words[k]!;
        joined = isAnd ? graph.and(joined, word) : isOr ? graph.or(joined, word) : graph.xor(joined, word);
      }
      const inverted =
        operation === 'not' || operation === 'nand' || operation === 'nor' || operation === 'xnor';
      return inverted ? graph.xor(joined, ones(cell.out)) : joined;
    }
    case 'reduce':
      if (cell.operation === 'and') return graph.equal(clean(cell.in), ones(cell.in));
      if (cell.operation === 'or') return graph.notEqual(clean(cell.in), graph.constant(0));
      return graph.and(graph.ones(clean(cell.in)), graph.constant(1));
    case 'threshold': {
      // equal weights are counted together
      const byWeight = new Map<number, Value>();
      for (const [k, net] of cell.in.entries()) {
        const weight = cell.weights[k]!;
        const before = byWeight.get(weight);
        byWeight.set(weight, before ? graph.add(before, clean(net)) : clean(net));
      }
      let sum = graph.constant(0);
      for (const [weight, count] of byWeight)
        sum =
          weight < 0
            ? graph.sub(sum, graph.mul(count, graph.constant(-weight)))
            : graph.add(sum, graph.mul(count, graph.constant(weight)));
      return graph.atLeast(sum, graph.constant(cell.threshold));
    }
    case 'arithmetic': {
      const to = width(cell.out);
      const [a, b] = [widened(cell.a, to, cell.signed), widened(cell.b, to, cell.signed)];
      if (cell.operation === 'add') return graph.add(a, b);
      return cell.operation === 'subtract' ? graph.sub(a, b) : graph.mul(a, b);
    }
    case 'negate':
      return graph.sub(graph.constant(0), raw(cell.in));
    case 'shift': {
      const bits = width(cell.out);
      const keepsSign = cell.direction === 'right' && cell.signed;
      const operation = cell.direction === 'left' ? 'shl' : keepsSign ? 'shr_s' : 'shr_u';
      const word = cell.direction === 'left' ? raw(cell.in) : keepsSign ? signed(cell.in) : clean(cell.in);
      if (typeof cell.by === 'number') {
        if (keepsSign) return graph.shiftRightSigned(word, Math.min(cell.by, 31));
        return cell.by >= bits ? graph.constant(0) : graph.shiftBy(operation, word, graph.constant(cell.by));
      }
      const by = clean(cell.by);
      if (by.bits <= 5) return graph.shiftBy(operation, word, by);
      const small = graph.less('lt_u', by, graph.constant(32));
      if (keepsSign) return graph.shiftBy(operation, word, graph.select(small, by, graph.constant(31)));
      const shifted = graph.shiftBy(operation, word, graph.and(by, graph.constant(31)));
      return graph.select(small, shifted, graph.constant(0));
    }
    case 'compare': {
      if (cell.operation === 'eq') return graph.equal(clean(cell.a), clean(cell.b));
      if (cell.operation === 'ne') return graph.notEqual(clean(cell.a), clean(cell.b));
      // with the sign in bit 31 it does not matter what stands below
      const by = 32 - width(cell.a);
      const read = (net: NetName): Value => (cell.signed ? graph.shl(raw(net), by) : clean(net));
      const [a, b] = [read(cell.a), read(cell.b)];
      const sign = cell.signed ? 's' : 'u';
      const than =
        cell.operation === 'lt' || cell.operation === 'gt'
          ? (`lt_${sign}` as const)
          : (`le_${sign}` as const);
      return cell.operation === 'lt' || cell.operation === 'le'
        ? graph.less(than, a, b)
        : graph.less(than, b, a);
    }
    case 'mux': {
      const select = clean(cell.select);
      const words = cell.in.map(raw);
      const last = words.at(-1)!;
      /** of the words from `low` up that the bits below `bit` choose among */
      const choose = (bit: number, low: number): Value => {
        if (low >= words.length - 1) return last;
        if (bit === 0) return words[low]!;
        const chosen = graph.and(graph.shiftRight(select, bit - 1), graph.constant(1));
        return graph.select(chosen, choose(bit - 1, low + 2 ** (bit - 1)), choose(bit - 1, low));
      };
      return choose(width(cell.select), 0);
    }
    case 'slice': {
      const to = width(cell.out);
      let low = cell.low;
      for (const part of parts.get(cell.in) ?? []) {
        if (low >= 0 && low + to <= part.width)
          return tidy(graph.shiftRight(tidy(part.value, part.width), low), to);
        low -= part.width;
      }
      if (cell.low === 0) return raw(cell.in);
      // a shift brings nothing from above the word that the cut would not remove
      return graph.clean(graph.shiftRight(raw(cell.in), cell.low), to);
    }
    case 'concat': {
      let low = 0;
      let word = graph.constant(0);
      const found: Part[] = [];
      for (const [k, net] of cell.in.entries()) {
        const value = k === cell.in.length - 1 ? raw(net) : clean(net);
        found.push({ value: raw(net), width: width(net) });
        word = graph.or(word, graph.shl(value, low));
        low += width(net);
      }
      parts.set(cell.out, found);
      return word;
    }
    case 'extend':
      return widened(cell.in, width(cell.out), cell.signed);
  }
}

/** An output of a machine as a bit of its state. */
function moore(graph: Graph, table: MachineTable, output: number, state: Value): Value {
  const on = table.moore.flatMap((levels, k) => (levels[output] === 1 ? [k] : []));
  if (table.states.length <= 32) {
    const levels = on.reduce((word, k) => word | (1 << k), 0);
    return graph.and(graph.shiftBy('shr_u', graph.constant(levels), state), graph.constant(1));
  }
  return on.reduce((bit, k) => graph.or(bit, graph.equal(state, graph.constant(k))), graph.constant(0));
}

function nextOfMachine(
  graph: Graph,
  cell: FsmCell,
  table: MachineTable,
  state: Value,
  clean: (net: NetName) => Value,
): Value {
  const bit = (event: number): Value => {
    const net = cell.inputs[event < 0 ? 'done' : table.events[event]!];
    return net === undefined ? graph.constant(1) : clean(net);
  };
  return table.transitions.reduce<Value>((next, list, k) => {
    // the last event has the least to say
    const target = list.reduceRight<Value>(
      (otherwise, [event, to]) => graph.select(bit(event), graph.constant(to), otherwise),
      graph.constant(k),
    );
    return graph.select(graph.equal(state, graph.constant(k)), target, next);
  }, state);
}

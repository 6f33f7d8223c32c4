/** Finds every mistake in a logic netlist before anything is computed with it. */
import { addressBits } from '../base/bits.ts';
import { tabulate } from '../machines/machine.ts';
import { drivePort, drivesOf, readPort, readsOf, type Step, settlingOrder } from './cells.ts';
import type { GateCell, LogicCell, LogicNetlist, NetName } from './netlist.ts';

/** Widest word, bits. */
const WIDEST = 32;
/** Names go into drawings, traces and Verilog: letters, digits and underscores, with dots between scopes. */
const NAME = /^[A-Za-z_]\w*(\.\w+)*$/;

/**
 * Checks names, widths, ports, drivers, values and loops.
 * @returns the settling cells in order, which is found on the way
 * @throws  Error with one line that names the netlist and the cell, says what was found, what was
 *          expected and what to do
 */
export function checkLogic(netlist: LogicNetlist): Step[] {
  const problem = problemsOf(netlist).next().value;
  if (problem !== undefined) throw new Error(`${netlist.name}: ${problem}`);
  return settlingOrder(netlist);
}

function* problemsOf(netlist: LogicNetlist): Generator<string, undefined> {
  const { nets, cells } = netlist;
  for (const net of Object.keys(nets)) {
    const width = nets[net]!;
    if (!NAME.test(net)) yield `net "${net}" has no usable name; use letters, digits and underscores.`;
    if (!Number.isInteger(width) || width < 1 || width > WIDEST)
      yield `net ${net} is ${width} bits wide; words have 1 to ${WIDEST} bits, split it.`;
  }
  const owners = new Set<string>();
  for (const cell of cells) {
    // a cell with the name of its net has a usable name
    if (!('out' in cell && cell.out === cell.name) && !NAME.test(cell.name))
      yield `${cell.kind} "${cell.name}" has no usable name; use letters, digits and underscores.`;
    owners.add(cell.name);
  }
  if (owners.size < cells.length) {
    const names = cells.map(({ name }) => name);
    const twice = names.find((name, k) => names.indexOf(name) !== k);
    yield `two cells are named ${twice}; rename one of them.`;
  }
  yield* driverProblems(netlist);
  const width = (net: NetName): number => nets[net]!;
  for (const cell of cells) {
    // most cells of a large netlist are gates, and most gates are right
    if (cell.kind === 'gate' && isPlain(cell, nets)) continue;
    yield* widthProblems(cell, width);
  }
  return undefined;
}

const isPlain = (cell: GateCell, nets: LogicNetlist['nets']): boolean =>
  cell.in.length > 1 && cell.operation !== 'not' && cell.in.every((net) => nets[net] === nets[cell.out]);

function* driverProblems({ nets, cells }: LogicNetlist): Generator<string, undefined> {
  const known = new Set(Object.keys(nets));
  const drivers = new Map<NetName, string>();
  const read = new Set<NetName>();
  const unknown = (cell: LogicCell, port: string, net: NetName): string =>
    `${cell.name}.${port} names net ${net}, which the netlist does not have; add it to nets with its width.`;
  for (const cell of cells) {
    const driven = drivesOf(cell);
    for (let k = 0; k < driven.length; k++) {
      const net = driven[k]!;
      const driver =
        cell.kind === 'fsm' || cell.kind === 'memory' ? `${cell.name}.${drivePort(cell, k)}` : cell.name;
      if (!known.has(net)) yield unknown(cell, drivePort(cell, k), net);
      const other = drivers.get(net);
      if (other !== undefined)
        yield `net ${net} is driven by ${other} and by ${driver}; a net has one driver, choose between them with a mux.`;
      drivers.set(net, driver);
    }
  }
  for (const cell of cells) {
    const nets = readsOf(cell);
    for (let k = 0; k < nets.length; k++) {
      const net = nets[k]!;
      read.add(net);
      if (drivers.has(net)) continue;
      if (!known.has(net)) yield unknown(cell, readPort(cell, k), net);
      yield `${cell.name}.${readPort(cell, k)} reads net ${net}, which nothing drives; drive it, with an input or a constant for instance.`;
    }
    if (cell.kind === 'output' && known.has(cell.name) && cell.in !== cell.name)
      yield `output ${cell.name} shows net ${cell.in}, but another net has its name; rename one of them.`;
  }
  for (const net of known)
    if (!drivers.has(net)) yield `net ${net} is driven by nothing; take it out of nets or drive it.`;
  for (const cell of cells)
    if (cell.kind === 'input' && !read.has(cell.out))
      yield `input ${cell.name} is read by no cell; wire it or take it out.`;
  return undefined;
}

const bits = (n: number): string => (n === 1 ? '1 bit' : `${n} bits`);

function* widthProblems(cell: LogicCell, width: (net: NetName) => number): Generator<string, undefined> {
  const { name } = cell;
  const wrong = (port: string, net: NetName, expected: number, why: string): string =>
    `${name}.${port} is ${net} with ${bits(width(net))}, expected ${bits(expected)} ${why}; slice or extend it.`;
  const fits = (value: number, w: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** w;
  const misfit = (what: string, value: number, w: number): string =>
    `${name}: ${what} ${value} does not fit ${bits(w)}; expected a whole number from 0 to ${2 ** w - 1}.`;
  const count = (port: string, found: number, expected: string): string =>
    `${name}.${port} has ${found} words, expected ${expected}; add or remove some.`;

  switch (cell.kind) {
    case 'input':
    case 'output':
    case 'arithmetic':
      break;
    case 'constant':
      if (!fits(cell.value, width(cell.out))) yield misfit('value', cell.value, width(cell.out));
      break;
    case 'gate': {
      const found = cell.in.length;
      if (cell.operation === 'not' ? found !== 1 : found < 2)
        yield count(
          'in',
          found,
          cell.operation === 'not' ? 'one for not' : `two or more for ${cell.operation}`,
        );
      for (const [k, net] of cell.in.entries())
        if (width(net) !== width(cell.out))
          yield wrong(`in[${k}]`, net, width(cell.out), `as ${cell.out} has`);
      break;
    }
    case 'reduce':
      if (width(cell.out) !== 1) yield wrong('out', cell.out, 1, 'for a reduction');
      break;
    case 'threshold': {
      if (cell.in.length === 0) yield count('in', 0, 'one or more');
      if (cell.weights.length !== cell.in.length)
        yield `${name} has ${cell.in.length} inputs and ${cell.weights.length} weights; give every input one weight.`;
      for (const value of [...cell.weights, cell.threshold])
        if (!Number.isInteger(value))
          yield `${name}: weight or threshold ${value} is no whole number; scale weights and threshold alike.`;
      const largest = cell.weights.reduce((sum, w) => sum + Math.abs(w), Math.abs(cell.threshold));
      if (largest >= 2 ** 31)
        yield `${name}: weights and threshold add up to ${largest}, expected less than 2^31; scale them down alike.`;
      for (const [k, net] of cell.in.entries())
        if (width(net) !== 1) yield wrong(`in[${k}]`, net, 1, 'for a threshold gate');
      if (width(cell.out) !== 1) yield wrong('out', cell.out, 1, 'for a threshold gate');
      break;
    }
    case 'negate':
      if (width(cell.in) !== width(cell.out))
        yield wrong('in', cell.in, width(cell.out), `as ${cell.out} has`);
      break;
    case 'shift':
      if (width(cell.in) !== width(cell.out))
        yield wrong('in', cell.in, width(cell.out), `as ${cell.out} has`);
      if (typeof cell.by === 'number' && !fits(cell.by, 6))
        yield `${name}: it shifts by ${cell.by}; expected a whole number from 0 to 63.`;
      break;
    case 'compare':
      if (width(cell.b) !== width(cell.a)) yield wrong('b', cell.b, width(cell.a), `as ${cell.a} has`);
      if (width(cell.out) !== 1) yield wrong('out', cell.out, 1, 'for a comparison');
      break;
    case 'mux': {
      const most = 2 ** width(cell.select);
      if (cell.in.length < 1 || cell.in.length > most)
        yield count('in', cell.in.length, `1 to ${most} for a select of ${bits(width(cell.select))}`);
      for (const [k, net] of cell.in.entries())
        if (width(net) !== width(cell.out))
          yield wrong(`in[${k}]`, net, width(cell.out), `as ${cell.out} has`);
      break;
    }
    case 'slice':
      if (!Number.isInteger(cell.low) || cell.low < 0 || cell.low + width(cell.out) > width(cell.in))
        yield `${name} takes ${bits(width(cell.out))} from bit ${cell.low} up, but ${cell.in} has ${bits(width(cell.in))}; choose bits from 0 to ${width(cell.in) - 1}.`;
      break;
    case 'concat': {
      const sum = cell.in.reduce((total, net) => total + width(net), 0);
      if (sum !== width(cell.out))
        yield `${name} joins ${bits(sum)}, but ${cell.out} has ${bits(width(cell.out))}; expected them equal, change the width of ${cell.out}.`;
      break;
    }
    case 'extend':
      if (width(cell.in) > width(cell.out))
        yield `${name} widens ${cell.in} with ${bits(width(cell.in))} to ${bits(width(cell.out))}; expected as many or more, use a slice to cut.`;
      break;
    case 'register':
      if (width(cell.in) !== width(cell.out))
        yield wrong('in', cell.in, width(cell.out), `as ${cell.out} has`);
      if (cell.enable !== undefined && width(cell.enable) !== 1)
        yield wrong('enable', cell.enable, 1, 'for an enable');
      if (cell.reset !== undefined && width(cell.reset) !== 1)
        yield wrong('reset', cell.reset, 1, 'for a reset');
      if (!fits(cell.initial, width(cell.out))) yield misfit('initial', cell.initial, width(cell.out));
      break;
    case 'memory': {
      if (!Number.isInteger(cell.width) || cell.width < 1 || cell.width > WIDEST)
        yield `${name}: its words have ${cell.width} bits, expected 1 to ${WIDEST}; split it.`;
      const bitsOfAddress = addressBits(cell.words);
      if (cell.words !== 2 ** bitsOfAddress || bitsOfAddress < 1 || bitsOfAddress > 16)
        yield `${name} has ${cell.words} words, expected a power of two from 2 to 65536; round it up.`;
      if (cell.initial.length > cell.words)
        yield `${name}: initial has ${cell.initial.length} words, the memory ${cell.words}; shorten it.`;
      for (const value of cell.initial)
        if (!fits(value, cell.width)) yield misfit('initial', value, cell.width);
      for (const [k, { address, out }] of cell.reads.entries()) {
        if (width(address) !== bitsOfAddress)
          yield wrong(`reads[${k}].address`, address, bitsOfAddress, `for ${cell.words} words`);
        if (width(out) !== cell.width) yield wrong(`reads[${k}].out`, out, cell.width, 'as its words have');
      }
      for (const [k, { address, data, enable }] of cell.writes.entries()) {
        if (width(address) !== bitsOfAddress)
          yield wrong(`writes[${k}].address`, address, bitsOfAddress, `for ${cell.words} words`);
        if (width(data) !== cell.width)
          yield wrong(`writes[${k}].data`, data, cell.width, 'as its words have');
        if (width(enable) !== 1) yield wrong(`writes[${k}].enable`, enable, 1, 'for an enable');
      }
      break;
    }
    case 'fsm': {
      const { machine } = cell;
      const table = tabulate(machine);
      const needed = new Set(table.transitions.flatMap((list) => list.map(([event]) => event)));
      for (const [k, event] of table.events.entries())
        if (needed.has(k) && !Object.hasOwn(cell.inputs, event))
          yield `${name}: event ${event} of machine ${machine.id} is wired to no net; add it to inputs.`;
      for (const [event, net] of Object.entries(cell.inputs)) {
        if (event !== 'done' && !table.events.includes(event))
          yield `${name}: machine ${machine.id} knows no event ${event}, only ${[...table.events, 'done'].join(', ')}; rename the input.`;
        if (width(net) !== 1) yield wrong(event, net, 1, 'for an event');
      }
      for (const [output, net] of Object.entries(cell.outputs)) {
        if (!table.outputs.includes(output))
          yield `${name}: machine ${machine.id} has no output ${output}, only ${table.outputs.join(', ')}; rename the output.`;
        if (width(net) !== 1) yield wrong(output, net, 1, 'for an output');
      }
      break;
    }
  }
  return undefined;
}

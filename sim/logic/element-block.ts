/** The logic that a machine is made of, as blocks that can be exported, checked and watched. */
import type { Net } from '../circuit.ts';
import type { Elaborated } from '../elaborate.ts';
import type { LogicPort, LogicSpec } from '../elements/element.ts';
import type { BlockMoment, LogicBlock, PhaseAhead } from './block.ts';
import { encode } from './element.ts';
import type { LogicNetlist } from './netlist.ts';

/** Every element of logic in an elaborated circuit. */
export const elementBlocks = (flat: Elaborated, titleOf: (e: LogicSpec) => string): LogicBlock[] =>
  flat.elements
    .filter((e) => e.kind === 'logic')
    .map((e) => ({
      netlist: e.netlist,
      title: titleOf(e),
      moments: momentsOf(flat, e),
      held: ({ program, f }) => {
        const { at, width } = program.states.find(({ path }) => path === `${e.name}.state`)!;
        return Uint32Array.from(f.subarray(at, at + width));
      },
    }));

type WordAt = (phase: PhaseAhead) => number;

function momentsOf(flat: Elaborated, e: LogicSpec): LogicBlock['moments'] {
  const wordAt = (width: number, port: LogicPort): WordAt => {
    const numberAt = readerOf(flat, port.net);
    const modulus = 2 ** width;
    const [low, high] = port.signed ? [-modulus / 2, modulus / 2 - 1] : [0, modulus - 1];
    return (phase) => {
      const code = encode(numberAt(phase) + (port.offset ?? 0), port.lsb, low, high);
      return code < 0 ? code + modulus : code;
    };
  };
  const inputs = Object.entries(e.inputs).map(
    ([name, port]) => [name, wordAt(widthOf(e.netlist, name), port)] as const,
  );
  const outputs = Object.entries(e.outputs).map(
    ([name, port]) => [name, wordAt(widthOf(e.netlist, name), port)] as const,
  );
  const capture = readerOf(flat, e.capture);
  return (phase) => {
    if (capture(phase) !== 1) return [];
    const given = Object.fromEntries(inputs.map(([name, word]) => [name, word(phase)]));
    // the run shows its outputs between phases: before the first of these edges, and after the last
    const first: BlockMoment = {
      inputs: given,
      shows: Object.fromEntries(outputs.map(([name, word]) => [name, word(phase)])),
    };
    const others: BlockMoment = { inputs: given, shows: {} };
    return Array.from({ length: e.edges }, (_, k) => (k === 0 ? first : others));
  };
}

/** Bits of an input or output of a netlist. */
function widthOf(netlist: LogicNetlist, name: string): number {
  for (const cell of netlist.cells) {
    if (cell.name !== name) continue;
    if (cell.kind === 'input') return netlist.nets[cell.out]!;
    if (cell.kind === 'output') return netlist.nets[cell.in]!;
  }
  throw new Error(`${netlist.name}: it has no input or output ${name}.`);
}

/** Reads one terminal at the end of a phase, by a port that it belongs to. */
function readerOf(flat: Elaborated, net: Net): (phase: PhaseAhead) => number {
  for (const [port, nets] of flat.ports) {
    const line = nets.indexOf(net);
    if (line >= 0) return (phase) => phase.at(Number.POSITIVE_INFINITY, port)[line]!;
  }
  throw new Error(`${flat.circuit.id}: terminal ${net} belongs to no port.`);
}

/**
 * Where the compiler meets the network solver. The solver is large and few circuits need it, so the
 * compiler does not import it: the parts that are made of capacitors, junctions or transistors do
 * (sim/parts/analog.ts), and a page that shows no such circuit never loads it.
 */
import { Later } from '../base/later.ts';
import type { Amplified, Flow, Operation, Place, Wired } from '../builder.ts';
import type { Net } from '../circuit.ts';

/** A conductance of a block: from a to b, read at g. */
export interface BlockConductance {
  readonly name: string;
  readonly a: Net;
  readonly b: Net;
  readonly g: Place;
}
/** Nodes that have to be solved together, and all that touches them. */
export interface BlockInput {
  readonly circuit: string;
  /** the nodes whose voltage is wanted; every other node that something names is held by somebody else */
  readonly nodes: readonly Net[];
  /** their outputs are wanted, too */
  readonly amplifiers: readonly Amplified[];
  readonly conductances: readonly BlockConductance[];
  readonly wired: readonly Wired[];
  readonly at: (net: Net) => Place;
  readonly nameOf: (net: Net) => string;
}
export interface CompiledBlock {
  /** finds every voltage of the block from what is held and from the capacitors' voltages */
  readonly operation: Operation;
  /** lets its capacitors charge; null where there is none */
  readonly flow: Flow | null;
}
export type BlockCompiler = (input: BlockInput) => CompiledBlock;

const solver = new Later<BlockCompiler>(
  'the network solver',
  'take its part from sim/parts/analog.ts, or provide the solver there',
);

/** Makes the network solver known to the compiler, once and for all. */
export const provideBlockCompiler = (compiler: BlockCompiler): void => solver.add('', compiler);
/** @throws Error that names who needs the solver when nothing has provided it */
export const blockCompiler = (needed: string): BlockCompiler => solver.get('', needed);

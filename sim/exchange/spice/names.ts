/** Node and card names: a part's path without what SPICE does not take, and never the same name twice. */
import type { Net } from '../../circuit.ts';
import type { Program } from '../../compile.ts';

/** 'units[0].weights.cell' -> 'units0.weights.cell': letters, digits, dots and underscores, lower case. */
export const plainName = (path: string): string =>
  path
    .toLowerCase()
    .replaceAll(/\[(\d+)\]/g, '$1')
    .replaceAll(/[^a-z0-9_.]+/g, '_')
    .replaceAll('.', '_');

/** Gives out names; one that is taken is given with a number. */
export class Names {
  private readonly taken = new Set<string>(['0', 'gnd', 'time']);
  private readonly nodes = new Map<Net, string>([[0, '0']]);
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }
  /** The node of a terminal. */
  node(net: Net): string {
    const known = this.nodes.get(net);
    if (known !== undefined) return known;
    const name = this.fresh(this.program.nameOf(net));
    this.nodes.set(net, name);
    return name;
  }
  /** A new name as close to the wish as possible. */
  fresh(wish: string): string {
    const plain = plainName(wish);
    let name = plain;
    for (let k = 2; this.taken.has(name); k++) name = `${plain}_${k}`;
    this.taken.add(name);
    return name;
  }
}

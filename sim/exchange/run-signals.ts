/** Every terminal of a running circuit as a signal, by the path of its part. */
import type { Net } from '../circuit.ts';
import type { Run } from '../clock.ts';
import type { Program } from '../compile.ts';
import { elaborate } from '../elaborate.ts';
import type { ElementSpec } from '../elements/element.ts';
import { run as settle } from '../schedule.ts';
import type { VcdSignal } from './vcd.ts';

/**
 * The ports of all parts, and the lines inside them. A port of several lines becomes as many
 * signals, numbered from 0. Terminals that wires join have one source, which is the place of the
 * terminal in `Run.looked`.
 */
export function runSignals({ circuit, settings, elements, ports, placeOf }: Program): VcdSignal[] {
  const values = new Map(settings.map(({ path, value }) => [path, value]));
  const { kinds } = elaborate(circuit, (path, setting) => values.get(path) ?? setting.ideal);
  const isBit = bitsAmong(elements, (net) => kinds.get(net) === 'bit');
  return [...ports]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, nets]) => {
      const names = path.split('.');
      const name = names.pop()!;
      return nets.map((net, i) => ({
        scope: [circuit.id, ...names],
        name: nets.length > 1 ? `${name}[${i}]` : name,
        kind: isBit(net) ? ('bit' as const) : ('real' as const),
        source: placeOf(net),
      }));
    });
}

/** Looks at everything at an instant of the present phase. @returns the values, by place; the next look changes them */
export function lookAtAll(run: Run, seconds: number): Float64Array {
  run.look(seconds);
  // the schedule puts off what the run itself does not need
  settle(run.program.operations, run.looked);
  return run.looked;
}

/** Bits by their port, and the lines inside parts that elements of logic drive. */
function bitsAmong(
  elements: readonly ElementSpec[],
  isBitPort: (net: Net) => boolean,
): (net: Net) => boolean {
  const driven = new Set<Net>();
  const isBit = (net: Net): boolean => isBitPort(net) || driven.has(net);
  for (const e of elements) {
    if (e.kind === 'gate' || e.kind === 'comparator') driven.add(e.out);
    if (e.kind === 'trip') driven.add(e.done);
    if (e.kind === 'fsm') for (const net of Object.values(e.outputs)) driven.add(net);
  }
  for (const e of elements)
    if (e.kind === 'sampler' && e.input.every(isBit)) for (const net of e.out) driven.add(net);
  return isBit;
}

import { Later } from '../base/later.ts';
import { normalizer } from './normalizer.ts';
import { operator } from './operator.ts';
import type { HostProgram } from './program.ts';

/** A program bound to its places: reads the state, fills what it will write. */
export type Act = (f: Float64Array) => void;

/** Binds a program. `reads` are first places, `widths` how many follow, `writes` the buffers to fill. */
export function hostPrograms(
  program: HostProgram,
  reads: Readonly<Record<string, number>>,
  widths: Readonly<Record<string, number>>,
  writes: Readonly<Record<string, Float64Array>>,
): Act {
  const read = (name: string): number => {
    const at = reads[name];
    if (at === undefined) throw new Error(`${program.id}: it reads ${name}, which is not wired to it.`);
    return at;
  };
  const write = (name: string): Float64Array => {
    const buffer = writes[name];
    if (!buffer) throw new Error(`${program.id}: it sets ${name}, which is not wired to it.`);
    return buffer;
  };
  if (program.id === 'normalizer')
    return normalizer(program, read('pattern'), widths['pattern']!, write('factor'));
  if (program.id === 'operator') return operator(program, read, widths['pattern']!, write('target'));
  const bind = later.get(program.id, 'a host');
  return bind(program, read, widths['pattern']!, write);
}

type Bind<P> = (
  program: P,
  read: (name: string) => number,
  n: number,
  write: (name: string) => Float64Array,
) => Act;
const later = new Later<Bind<HostProgram>>('the program', 'load the device library first');
/** Makes a program known that is not there from the start. */
export function addHostProgram<I extends HostProgram['id']>(
  id: I,
  bind: Bind<Extract<HostProgram, { id: I }>>,
): void {
  later.add(id, bind as unknown as Bind<HostProgram>);
}

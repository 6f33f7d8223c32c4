import { memistor } from '../devices/memistor.ts';
import { rheostat } from '../devices/rheostat.ts';
import type { ElementDefinition, StoredConductanceSpec } from './element.ts';

/** A conductance with a memory. The law of the memory is the device's own, in sim/devices. */
export const storedConductance: ElementDefinition<StoredConductanceSpec> = {
  drives: (e) => {
    const lists = [[...e.conductance]];
    if (e.sensed[0] !== e.conductance[0]) lists.push([...e.sensed]);
    if (e.remaining.length) lists.push([...e.remaining]);
    return lists;
  },
  reads: (e) => [...e.control, e.enable, ...e.pattern],
  compile: (e, build) => {
    if (e.law.device === 'memistor') memistor(e, e.law, build);
    else rheostat(e, e.law, build);
  },
  stamp: (e, f, at, equations) => {
    e.a.forEach((a, i) => {
      equations.conductance(a, e.b[i]!, f[at(e.sensed[i]!)]!, e.law.leadOhms, `${e.name}[${i}]`);
    });
  },
};

import { memistor } from '../devices/memistor.ts';
import { weightKind } from '../devices/registry.ts';
import { rheostat } from '../devices/rheostat.ts';
import { stampConductance } from '../electrical/stamping.ts';
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
  nodes: (e) => [...e.a, ...e.b],
  compile: (e, build) => {
    if (e.law.device === 'memistor') memistor(e, e.law, build);
    else if (e.law.device === 'rheostat') rheostat(e, e.law, build);
    else weightKind(e.law.device).compile(e, build);
  },
  stamp: (e, f, at, stamping) => {
    e.a.forEach((a, i) => {
      stampConductance(stamping, `${e.name}[${i}]`, a, e.b[i]!, f[at(e.sensed[i]!)]!, e.law.leadOhms);
    });
  },
};

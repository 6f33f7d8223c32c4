/**
 * The logic of a machine against independent tools: our kernel beside the machine's own run, beside
 * DigitalJS's engine net by net, and beside Icarus Verilog where it is installed. Node only.
 */

import { layOutState } from '../../sim/logic/cells.ts';
import { type DigitaljsLibrary, DigitaljsRun, loadDigitaljs } from '../../sim/logic/digitaljs-run.ts';
import { compileLogic } from '../../sim/logic/kernel/kernel.ts';
import type { CheckedSpec } from '../compare/spec.ts';
import { simulateVerilog } from './icarus.ts';
import { playBack, type Recording, recordLogic } from './logic-recording.ts';
import type { Deviation, Verification } from './verification.ts';

/** Clock edges that are compared: as many whole presentations as it takes. */
const ENOUGH_EDGES = 1000;
const DIGITALJS = 'digitaljs 0.14.2';

/**
 * Runs the logic of a machine in lock-step with other tools, on the presentations of a run.
 * @returns null where the machine has no logic at gate level
 */
export async function verifyLogic(spec: CheckedSpec): Promise<Verification | null> {
  const recordings = await recordLogic(spec, Number.POSITIVE_INFINITY, ENOUGH_EDGES);
  if (recordings.length === 0) return null;
  const library = loadDigitaljs();
  const edges = recordings.reduce((n, { moments }) => n + moments.length, 0);
  const presentations = recordings[0]?.moments.at(-1)?.presentation ?? 0;
  const deviations: Deviation[] = [];
  const tools = new Set([DIGITALJS]);
  for (const recording of recordings) {
    deviations.push(besideTheRun(recording), besideDigitaljs(recording, library));
    const icarus = await simulateVerilog(recording);
    if (icarus === null) continue;
    tools.add(icarus.tool);
    deviations.push(icarus.deviation);
  }
  return {
    tool: [...tools].join(' and '),
    what: `every output beside the run, and every net beside the tools, before each of ${edges} clock edges of ${presentations} presentations`,
    deviations,
    passed: deviations.every(({ passed }) => passed),
  };
}

/** Our kernel's outputs against what the machine's own run shows. */
function besideTheRun(recording: Recording): Deviation {
  const kernel = compileLogic(recording.netlist);
  const count = new Count();
  playBack(recording, kernel.set, kernel.edge, (moment) => {
    kernel.evaluate();
    for (const [output, word] of Object.entries(moment.shows))
      count.compare(
        kernel.get(output) === word,
        () => `${output} in ${moment.phase} of presentation ${moment.presentation}`,
      );
  });
  return count.deviation(`${recording.title}: outputs beside the run`);
}

/** Every net and every machine's state against DigitalJS's own engine. */
function besideDigitaljs(recording: Recording, library: DigitaljsLibrary): Deviation {
  const { netlist } = recording;
  const kernel = compileLogic(netlist);
  const reference = new DigitaljsRun(library, netlist);
  const nets = Object.entries(netlist.nets).filter(([net]) => reference.bits(net) !== null);
  const { machines } = layOutState(netlist);
  const count = new Count();
  const set = (name: string, word: number): void => {
    kernel.set(name, word);
    reference.set(name, word);
  };
  const edge = (): void => {
    kernel.edge();
    reference.edge();
  };
  try {
    playBack(recording, set, edge, ({ phase, presentation }) => {
      kernel.evaluate();
      reference.settle();
      const at = (name: string) => (): string => `${name} in ${phase} of presentation ${presentation}`;
      for (const [net, width] of nets)
        count.compare(kernel.get(net).toString(2).padStart(width, '0') === reference.bits(net), at(net));
      const state = kernel.readState();
      for (const machine of machines)
        count.compare(reference.state(machine.cell.name) === state[machine.at], at(machine.cell.name));
    });
  } finally {
    reference.shutdown();
  }
  return count.deviation(`${recording.title}: nets in ${DIGITALJS}`);
}

/** Counts what is unequal, and remembers where that was first. */
class Count {
  private samples = 0;
  private unequal = 0;
  private first = '';

  compare(isEqual: boolean, where: () => string): void {
    this.samples++;
    if (isEqual) return;
    if (this.unequal === 0) this.first = where();
    this.unequal++;
  }
  deviation(name: string): Deviation {
    return {
      kind: 'logic',
      name,
      deviation: this.unequal,
      relative: this.samples === 0 ? 1 : this.unequal / this.samples,
      tolerance: 0,
      unit: `of ${this.samples} samples`,
      at: this.first,
      // nothing compared is nothing shown
      passed: this.samples > 0 && this.unequal === 0,
    };
  }
}

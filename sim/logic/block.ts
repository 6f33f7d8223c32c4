/**
 * A block of a machine's logic at gate level, and how it stands beside the machine's own run: which
 * words its inputs get at every clock edge, and what its outputs must show then.
 */
import type { Seconds } from '../base/units.ts';
import type { Run } from '../clock.ts';
import type { LogicNetlist } from './netlist.ts';

/** A phase of a run as it is about to happen, looked at ahead. Looking changes nothing. */
export interface PhaseAhead {
  readonly name: string;
  readonly seconds: Seconds;
  /** a port's numbers so many seconds after the phase began; no later than its end */
  readonly at: (seconds: Seconds, port: string) => Float64Array;
}
/** The words just before a clock edge. */
export interface BlockMoment {
  /** input of the netlist -> word */
  readonly inputs: Readonly<Record<string, number>>;
  /** output of the netlist -> word that the machine's own run shows at that time */
  readonly shows: Readonly<Record<string, number>>;
}
export interface LogicBlock {
  readonly netlist: LogicNetlist;
  /** what it is, in a few words */
  readonly title: string;
  /** every clock edge of a phase, in order */
  readonly moments: (phase: PhaseAhead) => readonly BlockMoment[];
  /**
   * The block's state as the run itself holds it, in the order of its kernel's `stateNames`: for a
   * block that the machine is made of. A block that stands beside an analog run keeps its own.
   */
  readonly held?: (run: Run) => Uint32Array;
}
/** The number of a setting by its path in the circuit. */
export type SettingAt = (path: string) => number;

/**
 * The present phase of a run, to be looked at from its beginning to its end.
 * @throws Error from `Run.phaseSeconds` when the phase would never end
 */
export function phaseAhead(run: Run): PhaseAhead {
  const seconds = run.phaseSeconds();
  let looked = Number.NaN;
  return {
    name: run.phase.name,
    seconds,
    at: (t, port) => {
      const wanted = Math.min(t, seconds);
      if (wanted !== looked) run.look(wanted);
      looked = wanted;
      return run.readLook(port);
    },
  };
}

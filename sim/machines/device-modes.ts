/**
 * The modes of the simpler devices, as machines. Memistors and rheostats keep theirs beside their
 * laws. A mode is told from bits whenever somebody looks; what a device has to remember is state
 * elsewhere (a comparator's flip-flop, a switch's position).
 */
import type { Machine, MachineState } from './machine.ts';

const state = (on: Readonly<Record<string, string>>): MachineState => ({ on, meta: { outputs: {} } });

/** A comparator's output, which hysteresis makes a thing with a memory. */
export const comparatorModes: Machine = {
  id: 'comparator',
  initial: 'low',
  states: { low: state({ rises: 'high' }), high: state({ falls: 'low' }) },
};

/** A toggle switch, or a line that is driven in proportion; a line at zero volts rests. */
const toggled = state({ up: 'plus', down: 'minus', done: 'zero' });
export const switchModes: Machine = {
  id: 'switch',
  initial: 'zero',
  states: { zero: toggled, plus: toggled, minus: toggled },
};

/** A pointer between its end stops, or on one. */
const swung = state({ aboveScale: 'pegged high', belowScale: 'pegged low', done: 'on scale' });
export const meterModes: Machine = {
  id: 'meter',
  initial: 'on scale',
  states: { 'on scale': swung, 'pegged high': swung, 'pegged low': swung },
};

/** A word of so many bits, or one that has come to an end of its range. */
const held = state({ top: 'at the top', bottom: 'at the bottom', done: 'within' });
export const wordModes: Machine = {
  id: 'word',
  initial: 'within',
  states: { within: held, 'at the top': held, 'at the bottom': held },
};

/**
 * Acts by hand as text: `PRESENTATION.PHASE.TICK` and what was done, acts joined by `;`.
 *   3.1.0s1101,60     switches: 1 for +, 0 for -, and the reference
 *   3.1.0v.5_-2,60    inputs that are not switches, as numbers
 *   3.3.0c5,0.52      the sixth cell or knob, set to .52 S
 */
import type { HandEvent, Moment } from '../../src/compare/session.ts';
import { decimal } from '../../src/data/decimal.ts';

/** What hands can reach on a panel. */
export interface Reach {
  readonly inputs: number;
  readonly cells: number;
  readonly ticksPerPhase: number;
  readonly presentations: number;
}
export const mostHandEvents = 500;
export const mostPhases = 64;

export function encodeHandEvents(events: readonly HandEvent[]): string {
  return events
    .map(({ at, what }) => {
      const when = encodeMoment(at);
      if (what.kind === 'cell') return `${when}c${what.index},${what.siemens}`;
      const switches = what.inputs.every((x) => x === 1 || x === -1);
      const inputs = switches
        ? `s${what.inputs.map((x) => (x === 1 ? '1' : '0')).join('')}`
        : `v${what.inputs.join('_')}`;
      return `${when}${inputs},${what.d}`;
    })
    .join(';');
}

/**
 * @throws Error, in one line, for the first act that cannot be
 */
export function decodeHandEvents(text: string, reach: Reach): HandEvent[] {
  const acts = text === '' ? [] : text.split(';');
  if (acts.length > mostHandEvents)
    throw new Error(`found ${acts.length} acts by hand, expected at most ${mostHandEvents}.`);
  const events: HandEvent[] = [];
  for (const act of acts) {
    const parts = /^([\d.]+)([svc])([^,]*),(.*)$/.exec(act);
    const at = parts && decodeMoment(parts[1]!);
    if (!parts || !at || !isWithin(at, reach)) throw new Error(`act ${events.length + 1} cannot be read.`);
    const last = events.at(-1);
    if (last && compareMoments(at, last.at) < 0)
      throw new Error(`act ${events.length + 1} comes before the one before it.`);
    events.push({ at, what: decodeAct(parts[2]!, parts[3]!, decimal(parts[4]!), reach, events.length + 1) });
  }
  return events;
}

function decodeAct(
  kind: string,
  what: string,
  value: number,
  reach: Reach,
  number: number,
): HandEvent['what'] {
  if (!Number.isFinite(value)) throw new Error(`act ${number} lacks a finite number.`);
  if (kind === 'c') {
    const index = /^\d{1,6}$/.test(what) ? Number(what) : Number.NaN;
    if (!(index < reach.cells))
      throw new Error(`act ${number} turns a cell that is not there; this machine has ${reach.cells}.`);
    if (!(value > 0 && value <= 1000))
      throw new Error(`act ${number} sets ${value} S, expected more than 0 and at most 1000 S.`);
    return { kind: 'cell', index, siemens: value };
  }
  const inputs =
    kind === 's'
      ? Array.from(what, (sign) => (sign === '1' ? 1 : sign === '0' ? -1 : Number.NaN))
      : what.split('_').map(decimal);
  if (inputs.length !== reach.inputs || !inputs.every(Number.isFinite))
    throw new Error(`act ${number} does not fit the ${reach.inputs} inputs of these patterns.`);
  return { kind: 'stimulus', inputs, d: value };
}

export function encodeMoment({ presentation, phase, tick }: Moment): string {
  return `${presentation}.${phase}.${tick}`;
}
/** Missing parts are zero; null when it is no moment. */
export function decodeMoment(text: string): Moment | null {
  const found = /^(\d{1,15})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?$/.exec(text);
  return found
    ? { presentation: Number(found[1]), phase: Number(found[2] ?? 0), tick: Number(found[3] ?? 0) }
    : null;
}
export const compareMoments = (a: Moment, b: Moment): number =>
  a.presentation - b.presentation || a.phase - b.phase || a.tick - b.tick;

function isWithin(at: Moment, reach: Reach): boolean {
  return at.presentation <= reach.presentations && at.phase < mostPhases && at.tick < reach.ticksPerPhase;
}

/**
 * The clock of a deck. Where our kernel does everything at once at the end of a phase (all read, then
 * all write), a deck needs a moment for it: two strobes that do not overlap, as in a real machine.
 *
 *   T-6u .. T-2u   read: masters of samplers take what stands before them
 *   T    .. T+u    bits of the sequencer that fall, and the stimulus and the draws of a new presentation
 *   T+2u .. T+7u   write: slaves take over from their masters, ramps and trips go back to zero
 *   T+8u .. T+9u   bits of the sequencer that rise
 *
 * Comparators that end a wait have a finite gain in a deck: the last of a current fades with the time
 * constant tau = 20 u. A phase lasts at least 22 tau after its last trip, and the next phase that waits
 * for nothing gives back what that adds.
 */
import type { Seconds } from '../../base/units.ts';
import type { RecordedPhase, Recording } from './recording.ts';

/** A corner of a piecewise linear signal. */
export type Corner = readonly [t: Seconds, value: number];

export interface Timing {
  /** the strobes' unit of time */
  readonly unit: Seconds;
  /** time constant with which a trip's current fades */
  readonly tau: Seconds;
  /** largest step of the transient, s */
  readonly maxStep: Seconds;
  /** where each phase ends in the deck */
  readonly ends: readonly Seconds[];
  /** where each phase is compared: just before its end */
  readonly samples: readonly Seconds[];
  readonly stop: Seconds;
}

/** Shortest phase that has room for both strobes, in units. */
const SHORTEST = 40;
const GRACE = 22;
/** From the beginning of a phase to the middle of its rising bits, less that from its end to the middle of its falling ones. */
const LATE = 8;

/** Lays the recorded phases out in the time of the deck. */
export function timingOf({ phases }: Recording, fastest: number): Timing {
  const last = phases.at(-1);
  const presentations = last?.presentation ?? 1;
  const usual = (last?.end ?? 1) / presentations;
  const maxStep = Math.min((usual > 0 ? usual : 1) / 100, fastest > 0 ? 2e-4 / fastest : 1);
  // ngspice joins corners that are closer than half a ten-thousandth of its largest step
  const unit = maxStep / 10_000;
  const tau = 20 * unit;
  const ends: Seconds[] = [];
  let at = 0;
  for (const phase of phases) {
    const seconds = phase.end - phase.start;
    const least = phase.tripped
      ? Math.max(seconds, Math.max(0, ...phase.trips) + GRACE * tau) + LATE * unit
      : phase.overran
        ? seconds + LATE * unit
        : Math.max(seconds / 2, Math.min(seconds, SHORTEST * unit));
    at = Math.max(phase.end, at + Math.max(least, SHORTEST * unit));
    ends.push(at);
  }
  return {
    unit,
    tau,
    maxStep,
    ends,
    samples: ends.map((end) => end - 6 * unit),
    stop: at + 10 * unit,
  };
}

/** A pulse of height 1 around the end of every phase, its corners so many units from there. */
export function strobe({ ends, unit }: Timing, corners: readonly [number, number, number, number]): Corner[] {
  const [a, b, c, d] = corners;
  return [
    [0, 0],
    ...ends.flatMap((end): Corner[] => [
      [end + a * unit, 0],
      [end + b * unit, 1],
      [end + c * unit, 1],
      [end + d * unit, 0],
    ]),
  ];
}
export const READ = [-6, -5, -3, -2] as const;
export const WRITE = [2, 3, 6, 7] as const;

/** A bit of the sequencer: falls at once, rises when the strobes are over. */
export function phaseBit(
  { ends, unit }: Timing,
  phases: readonly RecordedPhase[],
  level: (p: RecordedPhase) => number,
): Corner[] {
  const out: Corner[] = [];
  let before = 0;
  phases.forEach((phase, k) => {
    const now = level(phase);
    const start = k === 0 ? 0 : ends[k - 1]!;
    if (k === 0) out.push([0, now]);
    else if (now !== before) {
      const at = start + (now > before ? LATE : 0) * unit;
      out.push([at, before], [at + unit, now]);
    }
    before = now;
  });
  return out;
}

/** A signal that changes when a presentation begins. */
export function perPresentation(
  { ends, unit }: Timing,
  phases: readonly RecordedPhase[],
  value: (presentation: number) => number,
): Corner[] {
  const out: Corner[] = [[0, value(0)]];
  let before = value(0);
  phases.forEach((phase, k) => {
    if (k === 0 || phase.presentation === phases[k - 1]!.presentation) return;
    const now = value(phase.presentation - 1);
    if (now === before) return;
    out.push([ends[k - 1]!, before], [ends[k - 1]! + unit, now]);
    before = now;
  });
  return out;
}

/** A number that moves evenly in each phase until its last trip, or until shortly before its end. */
export function moving(
  { ends, samples, unit }: Timing,
  phases: readonly RecordedPhase[],
  initial: number,
  value: (p: RecordedPhase) => number,
): Corner[] {
  const out: Corner[] = [[0, initial]];
  let before = initial;
  phases.forEach((phase, k) => {
    const now = value(phase);
    if (now === before) return;
    const start = (k === 0 ? 0 : ends[k - 1]!) + LATE * unit;
    const last = Math.max(0, ...phase.trips);
    const stop = last > 0 ? start + last : samples[k]! - unit;
    out.push([start, before], [Math.max(stop, start + unit), now]);
    before = now;
  });
  return out;
}

/** Corners a little before every trip that was recorded: hints for the step control, which decide nothing. */
export function hints({ ends, unit, tau }: Timing, phases: readonly RecordedPhase[]): Corner[] {
  const out: Corner[] = [[0, 0]];
  let level = 0;
  phases.forEach((phase, k) => {
    const start = (k === 0 ? 0 : ends[k - 1]!) + LATE * unit;
    for (const trip of [...phase.trips].sort((a, b) => a - b)) {
      const at = start + trip - 3 * tau;
      if (at <= out.at(-1)![0] || at <= start + 2 * unit) continue;
      // a corner is a change of slope
      out.push([at, level]);
      level = 1 - level;
    }
  });
  return out;
}

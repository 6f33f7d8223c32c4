/**
 * Why did hardware and ideal part? Every non-ideality that is on is switched off alone and on
 * alone, from the same seed, and the divergence is shared out among them. Draws are counted by
 * purpose, so that switching one off leaves what all others draw.
 */
import { Game, keyOf, type On, type Player } from './causes-game.ts';
import { shapleyValues } from './causes-shapley.ts';
import { experimentSteps, presentationsAsked, type RunResult } from './result.ts';
import { spoken } from './settings.ts';
import type { CheckedSpec } from './spec.ts';

/** What a divergence is measured by. */
export const divergenceMeasures = {
  weights: {
    title: 'distance of the final weights (rms)',
    unit: 'units of d',
    of: (run: RunResult) => run.comparison.weightDistanceRms,
  },
  decisions: {
    title: 'share of presentations that the tracks decided otherwise',
    unit: '',
    of: (run: RunResult) => 1 - run.comparison.decisionAgreement,
  },
  mse: {
    title: 'mean squared error of the last half of the epochs, hardware less ideal',
    unit: 'units of d, squared',
    of: (run: RunResult) => lastHalf(run.hardware.msePerEpoch) - lastHalf(run.ideal.msePerEpoch),
  },
} as const;
export type DivergenceMeasure = keyof typeof divergenceMeasures;

/** Mean over the last half of the epochs; NaN once a track has diverged. */
function lastHalf(mse: readonly (number | null)[]): number {
  const last = mse.slice(Math.floor(mse.length / 2));
  return last.length === 0 ? 0 : last.reduce<number>((sum, m) => sum + (m ?? Number.NaN), 0) / last.length;
}

/** One non-ideality that is on. */
export interface Cause {
  /** setting, copies joined under a star where all of them have this value; or a word such as summer */
  readonly path: string;
  /** what it does physically, in one sentence */
  readonly meaning: string;
  readonly unit: string;
  /** what it is in this run, and what would switch it off; inf is a word */
  readonly value: number | string;
  readonly ideal: number | string;
  /** measure with this one on alone, less the residual; null when it is no number */
  readonly onAlone: number | null;
  /** what the total loses when this one is switched off alone */
  readonly offAlone: number | null;
  /** its Shapley value; null when it is counted in the rest, or a run gave no number */
  readonly share: number | null;
}
/** The least influential ones where there are more than can be enumerated: one player. */
export interface RestOfCauses {
  readonly paths: readonly string[];
  readonly onAlone: number | null;
  readonly offAlone: number | null;
  readonly share: number | null;
}
/** The whole answer, as plain data. `residual`, all shares and the rest's share add up to `total`. */
export interface Explanation {
  readonly measure: DivergenceMeasure;
  readonly title: string;
  readonly unit: string;
  /** measure with everything on, as the run has it; null when it is no number */
  readonly total: number | null;
  /** what remains with every non-ideality off: rounding, or what the design itself does */
  readonly residual: number | null;
  /** the largest share first */
  readonly causes: readonly Cause[];
  readonly rest: RestOfCauses | null;
  /** choices of design that differ from the usual ones; they stand in every run */
  readonly kept: readonly { readonly path: string; readonly value: number | string }[];
  /** runs that were made */
  readonly runs: number;
  /** runs in which the hardware diverged */
  readonly divergedRuns: number;
}
export interface ExplainOptions {
  readonly measure?: DivergenceMeasure;
}

/** Players of the sharing out; what is beyond becomes one of them. */
const MOST_PLAYERS = 8;

/**
 * Explains the divergence in pieces: yields the share of the work done now and then, and stops when
 * it is sent true. At most 2^8 runs, and where more than 8 are on, two more for each.
 * @returns null when it was stopped
 */
export function* explainSteps(
  spec: CheckedSpec,
  { measure = 'weights' }: ExplainOptions = {},
): Generator<number, Explanation | null, boolean> {
  const { title, unit, of } = divergenceMeasures[measure];
  const game = new Game(spec);
  const { players } = game;
  const wanted = runsFor(players.length);
  const known = new Map<string, number>();
  let divergedRuns = 0;

  /** Runs the protocol with these on, unless that is known. @returns true when it was stopped */
  function* play(on: On): Generator<number, boolean, boolean> {
    const key = keyOf(on);
    if (known.has(key)) return false;
    const steps = experimentSteps(game.specWith(on));
    let step = steps.next();
    while (!step.done) {
      const stop = yield (known.size + step.value) / wanted;
      step = steps.next(stop);
    }
    if (step.value.stopped) return true;
    const { result } = step.value;
    if (result.hardware.diverged !== null) divergedRuns++;
    known.set(key, of(result));
    return yield known.size / wanted;
  }

  const all = players.map(() => true);
  const none = players.map(() => false);
  const only = (i: number): On => players.map((_, k) => k === i);
  const without = (i: number): On => players.map((_, k) => k !== i);
  const singles = players.flatMap((_, i) => [without(i), only(i)]);
  for (const on of [all, none, ...singles]) if (yield* play(on)) return null;
  const worth = (on: On): number => known.get(keyOf(on))!;
  const total = worth(all);
  const residual = worth(none);
  const effects = players.map((_, i) => ({
    onAlone: worth(only(i)) - residual,
    offAlone: total - worth(without(i)),
  }));

  const seats = seatsFor(effects);
  const setOf = (set: number): On => {
    const on = [...none];
    seats.forEach((seat, k) => {
      if (set & (1 << k)) for (const i of seat) on[i] = true;
    });
    return on;
  };
  const sets = 2 ** seats.length;
  for (let set = 0; set < sets; set++) if (yield* play(setOf(set))) return null;
  const shares = shapleyValues(seats.length, (set) => worth(setOf(set)));

  const causes = players
    .map((player, i) => {
      const seat = seats.findIndex((members) => members.length === 1 && members[0] === i);
      return causeOf(player, effects[i]!, shares[seat]);
    })
    .sort((a, b) => sizeOf(b.share) - sizeOf(a.share) || sizeOf(b.offAlone) - sizeOf(a.offAlone));
  const last = sets - 1;
  const restBit = 1 << (seats.length - 1);
  return {
    measure,
    title,
    unit,
    total: numberOrNull(total),
    residual: numberOrNull(residual),
    causes,
    rest:
      players.length > seats.length
        ? {
            paths: seats.at(-1)!.map((i) => players[i]!.path),
            onAlone: numberOrNull(worth(setOf(restBit)) - residual),
            offAlone: numberOrNull(total - worth(setOf(last & ~restBit))),
            share: numberOrNull(shares.at(-1)),
          }
        : null,
    kept: game.kept,
    runs: known.size,
    divergedRuns,
  };
}

/**
 * Explains the divergence of a run.
 * @param options.onProgress  called now and then with the share done; return true to stop
 * @returns null when it was stopped
 */
export function explain(
  spec: CheckedSpec,
  options: ExplainOptions & { readonly onProgress?: (done: number) => boolean } = {},
): Explanation | null {
  const steps = explainSteps(spec, options);
  let step = steps.next();
  while (!step.done) step = steps.next(options.onProgress?.(step.value) ?? false);
  return step.value;
}

/** Presentations that an explanation simulates at most, over all its runs: what it will cost. */
export function explanationCost(spec: CheckedSpec): number {
  return runsFor(new Game(spec).players.length) * presentationsAsked(spec);
}

/** Every set of up to eight; where there are more, each of them on alone and off alone as well. */
const runsFor = (players: number): number =>
  players > MOST_PLAYERS ? 2 ** MOST_PLAYERS + 2 * (players - (MOST_PLAYERS - 1)) : 2 ** players;

interface Effect {
  readonly onAlone: number;
  readonly offAlone: number;
}

/**
 * Who plays: each alone up to eight; where there are more, those that do least are one player, the
 * last. Least is who does little when switched off, and little when on alone, for what hides behind
 * another shows only without it.
 */
function seatsFor(effects: readonly Effect[]): number[][] {
  const players = effects.map((_, i) => i);
  if (effects.length <= MOST_PLAYERS) return players.map((i) => [i]);
  const influence = effects.map(({ onAlone, offAlone }) => {
    const most = Math.max(Math.abs(onAlone), Math.abs(offAlone));
    return Number.isFinite(most) ? most : Number.MAX_VALUE;
  });
  players.sort((a, b) => influence[b]! - influence[a]! || a - b);
  return [...players.slice(0, MOST_PLAYERS - 1).map((i) => [i]), players.slice(MOST_PLAYERS - 1)];
}

const causeOf = (
  { path, meaning, unit, value, ideal }: Player,
  { onAlone, offAlone }: Effect,
  share: number | undefined,
): Cause => ({
  path,
  meaning,
  unit,
  value: typeof value === 'number' ? spoken(value) : value,
  ideal: typeof ideal === 'number' ? spoken(ideal) : ideal,
  onAlone: numberOrNull(onAlone),
  offAlone: numberOrNull(offAlone),
  share: numberOrNull(share),
});

const numberOrNull = (x: number | undefined): number | null =>
  x !== undefined && Number.isFinite(x) ? x : null;
const sizeOf = (x: number | null): number => (x === null ? -1 : Math.abs(x));

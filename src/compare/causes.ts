/**
 * Why did hardware and ideal part? Every non-ideality that is on is switched off alone and on
 * alone, from the same seed, and the divergence is shared out among them. Draws are counted by
 * purpose, so that switching one off leaves what all others draw.
 */
import { type ElaboratedSetting, elaborate, genericPath } from '../../sim/elaborate.ts';
import { shapleyValues } from './causes-shapley.ts';
import { experimentSteps, presentationsAsked, type RunResult } from './result.ts';
import { settingValues, spoken } from './settings.ts';
import { type CheckedSpec, checkSpec } from './spec.ts';

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
  const n = players.length;
  const many = n > MOST_PLAYERS;
  const wanted = many ? 2 + 2 * n + 2 ** MOST_PLAYERS - 2 * MOST_PLAYERS : 2 ** n;
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

  // those that do least become one player: little when switched off, and little when on alone,
  // for what hides behind another shows only without it
  const ranked = players.map((_, i) => i);
  if (many) {
    const influence = effects.map(({ onAlone, offAlone }) => {
      const most = Math.max(Math.abs(onAlone), Math.abs(offAlone));
      return Number.isFinite(most) ? most : Number.MAX_VALUE;
    });
    ranked.sort((a, b) => influence[b]! - influence[a]! || a - b);
  }
  const seats: number[][] = many
    ? [...ranked.slice(0, MOST_PLAYERS - 1).map((i) => [i]), ranked.slice(MOST_PLAYERS - 1)]
    : ranked.map((i) => [i]);
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

  const shareOf = new Map<number, number>();
  seats.forEach((seat, k) => {
    if (seat.length === 1) shareOf.set(seat[0]!, shares[k]!);
  });
  const causes = players
    .map(
      ({ path, meaning, unit: of, value, ideal }, i): Cause => ({
        path,
        meaning,
        unit: of,
        value: typeof value === 'number' ? spoken(value) : value,
        ideal: typeof ideal === 'number' ? spoken(ideal) : ideal,
        onAlone: numberOrNull(effects[i]!.onAlone),
        offAlone: numberOrNull(effects[i]!.offAlone),
        share: numberOrNull(shareOf.get(i)),
      }),
    )
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
    rest: many
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
  const n = new Game(spec).players.length;
  const runs = n > MOST_PLAYERS ? 2 + 2 * n + 2 ** MOST_PLAYERS - 2 * MOST_PLAYERS : 2 ** n;
  return runs * presentationsAsked(spec);
}

const numberOrNull = (x: number | undefined): number | null =>
  x !== undefined && Number.isFinite(x) ? x : null;
const sizeOf = (x: number | null): number => (x === null ? -1 : Math.abs(x));

/** Which players are on. */
type On = readonly boolean[];
const keyOf = (on: On): string => on.map((b) => (b ? '1' : '0')).join('');

/** A non-ideality that can be switched: settings that go together, or a part that replaces another. */
interface Player {
  readonly path: string;
  readonly meaning: string;
  readonly unit: string;
  readonly value: number | string;
  readonly ideal: number | string;
  /** settings that it has the values of */
  readonly paths: readonly string[];
}

/** Choices of parts of which one is a non-ideality: the word that switches it off. */
const structures = {
  summer: {
    ideal: 'op-amp',
    meaning: 'the bare bus sums: every conductance loads it, and the scale of the sum moves with the weights',
  },
} as const;

/** True for what `ideal` switches off; a choice of design is none. */
const isFault = ({ setting }: ElaboratedSetting): boolean =>
  setting.fault === true || setting.default !== setting.ideal;

/** The non-idealities of a run, and the run with any of them on. */
class Game {
  readonly players: readonly Player[];
  readonly kept: Explanation['kept'];
  private readonly spec: CheckedSpec;
  /** what was said of parts and rule, not of numbers of the circuit */
  private readonly words: Readonly<Record<string, number | string>>;
  private readonly settings: readonly ElaboratedSetting[];
  private readonly values: ReadonlyMap<string, number>;
  private readonly variants = new Map<string, Variant>();

  constructor(spec: CheckedSpec) {
    this.spec = spec;
    this.words = Object.fromEntries(
      Object.entries(spec.settings).filter(([path, x]) => typeof x === 'string' || path.startsWith('rule.')),
    );
    const { definition, shape } = spec;
    this.settings = elaborate(definition.build(shape), settingValues(spec)).settings;
    this.values = new Map(this.settings.map(({ path, value }) => [path, value]));
    const differ = this.settings.filter(({ setting, value }) => value !== setting.ideal);
    this.players = [...structuralPlayers(spec), ...this.settingPlayers(differ.filter(isFault))];
    const usual = settingValues({ ...spec, device: 'ideal', settings: this.words });
    this.kept = differ
      .filter((s) => !isFault(s) && s.value !== usual(s.path, s.setting))
      .map(({ path, value }) => ({ path, value: spoken(value) }));
  }

  /** Copies with one value are one player. */
  private settingPlayers(on: readonly ElaboratedSetting[]): Player[] {
    const groups = new Map<string, ElaboratedSetting[]>();
    for (const s of on) {
      const key = `${genericPath(s.path)} ${s.value}`;
      groups.set(key, [...(groups.get(key) ?? []), s]);
    }
    return [...groups.values()].map((group) => {
      const { setting, value, path } = group[0]!;
      const generic = genericPath(path);
      const copies = this.settings.filter((s) => genericPath(s.path) === generic).length;
      return {
        path: group.length === copies ? generic : group.map((s) => s.path).join(', '),
        meaning: setting.meaning,
        unit: setting.unit,
        value,
        ideal: setting.ideal,
        paths: group.map((s) => s.path),
      };
    });
  }

  /** The same run with these players on and all others off: a spec as anybody could write it. */
  specWith(on: On): CheckedSpec {
    const { players } = this;
    const chosen: Record<string, number | string> = { ...this.words };
    const active = new Set(players.flatMap((p, i) => (on[i] ? p.paths : [])));
    players.forEach((p, i) => {
      if (Object.hasOwn(structures, p.path)) chosen[p.path] = (on[i] ? p.value : p.ideal) as string;
    });
    const { bare, settings } = this.variant({ ...chosen });
    for (const s of settings) {
      // another part may have settings of its own, which this run does not have: they stay ideal
      const wanted =
        isFault(s) && !active.has(s.path) ? s.setting.ideal : (this.values.get(s.path) ?? s.value);
      if (s.value !== wanted) chosen[s.path] = wanted;
    }
    return { ...bare, settings: chosen };
  }

  /** The run with these words alone, and the settings that it then has. */
  private variant(words: Readonly<Record<string, number | string>>): Variant {
    const key = JSON.stringify(words);
    const known = this.variants.get(key);
    if (known) return known;
    const bare = checkSpec({ ...this.spec, settings: words }, this.spec.data);
    const { settings } = elaborate(bare.definition.build(bare.shape), settingValues(bare));
    const made = { bare, settings };
    this.variants.set(key, made);
    return made;
  }
}
interface Variant {
  readonly bare: CheckedSpec;
  readonly settings: readonly ElaboratedSetting[];
}

function structuralPlayers({ shape, definition }: CheckedSpec): Player[] {
  const { ideal, meaning } = structures.summer;
  if (shape.summer === ideal || !definition.summers.includes(ideal)) return [];
  return [{ path: 'summer', meaning, unit: '', value: shape.summer, ideal, paths: [] }];
}

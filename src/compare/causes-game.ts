/**
 * The game that an explanation shares out: which non-idealities are on in a run, and the same run
 * with any of them on and all others off.
 */
import { type ElaboratedSetting, elaborate, genericPath } from '../../sim/elaborate.ts';
import { settingValues, spoken } from './settings.ts';
import { type CheckedSpec, checkSpec } from './spec.ts';

/** Which players are on. */
export type On = readonly boolean[];
export const keyOf = (on: On): string => on.map((b) => (b ? '1' : '0')).join('');

/** A non-ideality that can be switched: settings that go together, or a part that replaces another. */
export interface Player {
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
export class Game {
  readonly players: readonly Player[];
  /** choices of design that differ from the usual ones; they stand in every run */
  readonly kept: readonly { readonly path: string; readonly value: number | string }[];
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

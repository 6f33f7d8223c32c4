/** Settings by path: what a circuit has, and what the user's words make of them. */
import type { CircuitDefinition, Shape } from '../../sim/circuit.ts';
import { type DevicePreset, devicePresets } from '../../sim/devices/presets.ts';
import { elaborate, genericPath, type SettingValue } from '../../sim/elaborate.ts';
import { InputError } from '../data/input-error.ts';
import { suggest } from '../data/suggest.ts';
import { type CheckedSpec, choices, ruleNumbers } from './spec.ts';

/** One line of `adaline list circuits --json`: a path that `--set` takes. */
export interface ListedSetting {
  readonly path: string;
  readonly unit: string;
  readonly default: number | string;
  readonly ideal: number | string;
  readonly range: readonly [number | string, number | string] | readonly string[];
  readonly meaning: string;
  readonly source: string;
}

/** The shape of a circuit when nobody says otherwise. */
export const plainShape = (definition: CircuitDefinition): Shape => ({
  inputs: definition.maxInputs < 16 ? 2 : 16,
  bias: true,
  rule: 'alpha-lms',
  step: 0.5,
  gamma: 0.5,
  eps: 1e-6,
  adaptation: definition.adaptations[0] ?? 'timed',
  summer: definition.summers[0] ?? 'op-amp',
});

/** JSON has no infinity: a number that is off by being endless is the word inf. */
const spoken = (x: number): number | string =>
  x === Number.POSITIVE_INFINITY ? 'inf' : x === Number.NEGATIVE_INFINITY ? '-inf' : x;

/** Every path that `--set` takes on a circuit, copies joined under a star. */
export function listSettings(
  definition: CircuitDefinition,
  shape: Shape = plainShape(definition),
): ListedSetting[] {
  const seen = new Set<string>();
  const numbers = elaborate(definition.build(shape)).settings.flatMap(({ path, setting }) => {
    const generic = genericPath(path);
    if (seen.has(generic)) return [];
    seen.add(generic);
    return [
      {
        path: generic,
        unit: setting.unit,
        default: spoken(setting.default),
        ideal: spoken(setting.ideal),
        range: [spoken(setting.range[0]), spoken(setting.range[1])] as const,
        meaning: setting.meaning,
        source: setting.source,
      },
    ];
  });
  const words = (Object.keys(choices) as (keyof typeof choices)[]).flatMap((path) => {
    const values: readonly string[] = path === 'adaptation' ? definition.adaptations : definition.summers;
    if (values.length < 2) return [];
    const [usual = ''] = values;
    return [
      {
        path,
        unit: '',
        default: usual,
        ideal: usual,
        range: values,
        meaning: choices[path].meaning,
        source: 'chosen',
      },
    ];
  });
  const rule = (Object.keys(ruleNumbers) as (keyof typeof ruleNumbers)[]).map((path) => ({
    path,
    unit: ruleNumbers[path].unit,
    default: ruleNumbers[path].default,
    ideal: ruleNumbers[path].default,
    range: [0, 'inf'] as const,
    meaning: ruleNumbers[path].meaning,
    source: 'chosen',
  }));
  return [...numbers, ...words, ...rule];
}

/** The preset with this id; `checkSpec` has seen that there is one. */
const presetById = (id: string): DevicePreset => devicePresets.find((p) => p.id === id)!;

/** All paths of a circuit that a user's word may mean: the path itself, its general form, or its end. */
function matches(word: string, paths: readonly string[]): string[] {
  const exact = paths.filter((p) => p === word || genericPath(p) === word);
  return exact.length
    ? exact
    : paths.filter((p) => genericPath(p).endsWith(`.${word}`) || p.endsWith(`.${word}`));
}

/**
 * The number of every setting for a checked spec: the user's own, else the preset's, else the
 * preset's column; full scale comes with the patterns.
 * @throws InputError for a path that the circuit does not have, with the nearest one
 */
export function settingValues(spec: CheckedSpec): SettingValue {
  const { definition, shape } = spec;
  const preset = presetById(spec.device);
  const paths = elaborate(definition.build(shape)).settings.map((s) => s.path);
  const values = new Map<string, number>();
  values.set('fullScale', spec.data.fullScale);
  for (const [word, x] of Object.entries(preset.settings))
    for (const path of matches(word, paths)) values.set(path, x);
  for (const [word, x] of Object.entries(spec.settings)) {
    if (word in choices || word in ruleNumbers) continue;
    const found = matches(word, paths);
    const names = [...new Set(found.map(genericPath))];
    if (found.length === 0) {
      const known = [...new Set(paths.map(genericPath))];
      // a slip in the last word is the commonest: compare with the ends of paths as well
      const ends = known.map((p) => p.slice(p.lastIndexOf('.') + 1));
      const near = suggest(word, [...known, ...ends, ...Object.keys(choices), ...Object.keys(ruleNumbers)]);
      const hint =
        near === null
          ? `see adaline list circuits --json`
          : `did you mean ${known.find((p) => p.endsWith(`.${near}`)) ?? near}?`;
      throw new InputError(`--set ${word}: ${spec.circuit} has no such setting; ${hint}`);
    }
    if (names.length > 1) {
      throw new InputError(
        `--set ${word}: found ${names.length} settings of that name, ${names.join(', ')}; write the whole path.`,
      );
    }
    if (typeof x !== 'number' || Number.isNaN(x))
      throw new InputError(`--set ${word}: found "${x}", expected a number (or inf); change it.`);
    for (const path of found) values.set(path, x);
  }
  return (path, setting) => values.get(path) ?? setting[preset.base];
}

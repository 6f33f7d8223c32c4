/** Settings by path: what a circuit has, and what the user's words make of them. */
import type { AdaptationMode, CircuitDefinition, Shape } from '../../sim/circuit.ts';
import { type DevicePreset, devicePresets } from '../../sim/devices/presets.ts';
import { hasUpdateScheme, isPulsed } from '../../sim/devices/registry.ts';
import type { WeightDevice } from '../../sim/devices/weight-device.ts';
import { type ElaboratedSetting, elaborate, genericPath, type SettingValue } from '../../sim/elaborate.ts';
import { InputError } from '../data/input-error.ts';
import { printable, quoted } from '../data/quoted.ts';
import { suggest } from '../data/suggest.ts';
import { type CheckedSpec, choices, presetOf, ruleNumbers } from './spec.ts';

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
export const spoken = (x: number): number | string =>
  x === Number.POSITIVE_INFINITY ? 'inf' : x === Number.NEGATIVE_INFINITY ? '-inf' : x;

/** Adaptations of a circuit with a device, those of the device library once it is loaded. */
const adaptationsOf = (
  { adaptations, schemes = [] }: CircuitDefinition,
  device?: WeightDevice,
): AdaptationMode[] => [
  ...adaptations,
  ...schemes.filter((s) => hasUpdateScheme(s) && (s !== 'stochastic' || isPulsed(device))),
];

/** Every shape in which a circuit has other parts than in the first: its adaptations and summers. */
const variants = (definition: CircuitDefinition, device?: WeightDevice): Shape[] =>
  adaptationsOf(definition, device).flatMap((adaptation) =>
    definition.summers.map((summer) => ({
      ...plainShape(definition),
      adaptation,
      summer,
      ...(device ? { device } : {}),
    })),
  );

/**
 * Every path that `--set` takes on a circuit, copies joined under a star.
 * @param shape  lists what the circuit has in this shape alone; otherwise in any
 */
export const listSettings = (definition: CircuitDefinition, shape?: Shape): ListedSetting[] =>
  listedIn(definition, shape ? [shape] : variants(definition)).map(
    ({ ofDevice: _ofDevice, ...listed }) => listed,
  );

function listedIn(
  definition: CircuitDefinition,
  shapes: readonly Shape[],
): (ListedSetting & { readonly ofDevice: boolean })[] {
  const seen = new Set<string>();
  const all = shapes.flatMap((s) => elaborate(definition.build(s)).settings);
  const numbers = all.flatMap(({ path, setting }) => {
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
        ofDevice: setting.ofDevice ?? false,
      },
    ];
  });
  const words = (Object.keys(choices) as (keyof typeof choices)[]).flatMap((path) => {
    const values: readonly string[] =
      path === 'adaptation' ? adaptationsOf(definition, shapes[0]?.device) : definition.summers;
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
        ofDevice: false,
      },
    ];
  });
  const rule = (Object.keys(ruleNumbers) as (keyof typeof ruleNumbers)[]).map((path) => ({
    path,
    unit: ruleNumbers[path].unit,
    default: ruleNumbers[path].default,
    ideal: ruleNumbers[path].default,
    range: ruleNumbers[path].range,
    meaning: ruleNumbers[path].meaning,
    source: 'chosen',
    ofDevice: false,
  }));
  return [...numbers, ...words, ...rule];
}

/** All paths of a circuit that a user's word may mean: the path itself, its general form, or its end. */
function matches(word: string, paths: readonly string[]): string[] {
  const exact = paths.filter((p) => p === word || genericPath(p) === word);
  return exact.length
    ? exact
    : paths.filter((p) => genericPath(p).endsWith(`.${word}`) || p.endsWith(`.${word}`));
}

/** Every path of a circuit with the value that a preset gives it; none where it cannot take the device. */
export function presetValues(
  definition: CircuitDefinition,
  preset: DevicePreset,
): (ListedSetting & { readonly value: number | string })[] {
  if (preset.device && !definition.takesDevices) return [];
  const listed = listedIn(definition, variants(definition, preset.device));
  const paths = listed.map((s) => s.path);
  const own = new Map(
    Object.entries(preset.settings).flatMap(([word, x]) => matches(word, paths).map((path) => [path, x])),
  );
  return listed.map(({ ofDevice, ...s }) => ({
    ...s,
    value: own.get(s.path) ?? s[ofDevice ? 'default' : preset.base],
  }));
}

/**
 * The number of every setting for a checked spec: the user's own, else the preset's, else the
 * preset's column; full scale comes with the patterns.
 * @throws InputError for a path that the circuit does not have, with the nearest one
 */
export function settingValues(spec: CheckedSpec): SettingValue {
  const { definition, shape } = spec;
  const preset = presetOf(spec);
  const settings = elaborate(definition.build(shape)).settings;
  const paths = settings.map((s) => s.path);
  const values = new Map<string, number>();
  values.set('fullScale', spec.data.fullScale);
  // an epoch is as long as the set
  for (const path of paths) if (path.endsWith('.adapter.batch')) values.set(path, spec.data.rows.length);
  for (const [word, x] of Object.entries(preset.settings))
    for (const path of matches(word, paths)) values.set(path, x);
  for (const [word, x] of Object.entries(spec.settings)) {
    if (Object.hasOwn(choices, word) || Object.hasOwn(ruleNumbers, word)) continue;
    const found = matches(word, paths);
    const names = [...new Set(found.map(genericPath))];
    if (found.length === 0) {
      const known = [...new Set(paths.map(genericPath))];
      // a slip in the last word is the commonest: compare with the ends of paths as well
      const ends = known.map((p) => p.slice(p.lastIndexOf('.') + 1));
      const near = suggest(word, [...known, ...ends, ...Object.keys(choices), ...Object.keys(ruleNumbers)]);
      const shapes = [...variants(definition, shape.device), ...variants(definition)];
      const elsewhere = matches(
        word,
        listedIn(definition, shapes).map((s) => s.path),
      );
      const owner = elsewhere.length > 0 ? undefined : deviceWith(word, definition);
      const hint =
        owner !== undefined
          ? `it is a number of other devices, such as ${owner}; choose one with --device.`
          : elsewhere.length > 0
            ? `${elsewhere[0]} belongs to another summer, adaptation or device; choose that first.`
            : near === null
              ? `see adaline list circuits ${spec.circuit}.`
              : `did you mean ${known.find((p) => p.endsWith(`.${near}`)) ?? near}?`;
      throw new InputError(`--set ${printable(word, 60)}: ${spec.circuit} has no such setting; ${hint}`);
    }
    if (names.length > 1) {
      throw new InputError(
        `--set ${word}: found ${names.length} settings of that name, ${names.join(', ')}; write the whole path.`,
      );
    }
    if (typeof x !== 'number' || Number.isNaN(x))
      throw new InputError(
        `--set ${word}: found ${quoted(String(x))}, expected a number (or inf); change it.`,
      );
    const { range, unit, whole } = settings.find((s) => s.path === found[0])!.setting;
    if (!(x >= range[0] && x <= range[1]) || (whole && !Number.isInteger(x))) {
      throw new InputError(
        `--set ${word}: found ${spoken(x)}, expected ${whole ? 'a whole number, ' : ''}${spoken(range[0])} to ${spoken(range[1])}${unit ? ` ${unit}` : ''}; set a number in that range.`,
      );
    }
    for (const path of found) values.set(path, x);
  }
  const numberOf: SettingValue = (path, setting) =>
    values.get(path) ?? setting[setting.ofDevice ? 'default' : preset.base];
  checkOrder(settings, numberOf);
  return numberOf;
}

/** A device whose cells have a setting of that name. */
function deviceWith(word: string, definition: CircuitDefinition): string | undefined {
  if (!definition.takesDevices) return undefined;
  const known = pathsWith.get(definition) ?? new Map<WeightDevice, readonly string[]>();
  pathsWith.set(definition, known);
  return devicePresets.find(({ device }) => {
    if (!device) return false;
    const paths = known.get(device) ?? listedIn(definition, variants(definition, device)).map((s) => s.path);
    known.set(device, paths);
    return matches(word, paths).length > 0;
  })?.id;
}
/** A circuit's paths with each device: many, and asked for again with every wrong word. */
const pathsWith = new WeakMap<CircuitDefinition, Map<WeightDevice, readonly string[]>>();

/** Ends of a range have to lie in their order. @throws InputError when a setting is not below its neighbour */
function checkOrder(settings: readonly ElaboratedSetting[], numberOf: SettingValue): void {
  const byPath = new Map(settings.map((s) => [s.path, s.setting]));
  for (const { path, setting } of settings) {
    if (setting.below === undefined) continue;
    const upper = `${path.slice(0, path.lastIndexOf('.') + 1)}${setting.below}`;
    const [low, high] = [numberOf(path, setting), numberOf(upper, byPath.get(upper)!)];
    if (low >= high) {
      throw new InputError(
        `--set ${path}: found ${spoken(low)}, expected less than ${upper}, which is ${spoken(high)}; change one of them.`,
      );
    }
  }
}

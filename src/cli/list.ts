/** adaline list: the catalogue, for people and as JSON. */
import { circuits } from '../../circuits/index.ts';
import type { CircuitDefinition } from '../../sim/circuit.ts';
import { type DevicePreset, devicePresets } from '../../sim/devices/presets.ts';
import { generatedPatternExamples, patternNames, patternSet } from '../compare/patterns.ts';
import { listRules } from '../compare/rules.ts';
import { type ListedSetting, listSettings, presetValues } from '../compare/settings.ts';
import { circuitById, presetOf } from '../compare/spec.ts';
import { InputError } from '../data/input-error.ts';
import { quoted } from '../data/quoted.ts';
import { didYouMean } from '../data/suggest.ts';
import { readArguments } from './arguments.ts';
import { type Paint, paint } from './colours.ts';
import { exit, type Io } from './io.ts';
import { alignColumns, hangLast, wrap } from './table.ts';

interface Kind {
  /** what `--json` prints */
  readonly data: () => unknown;
  readonly text: (ink: Paint, width: number) => string[];
}

const kinds = {
  circuits: { data: circuitData, text: circuitText },
  rules: { data: listRules, text: ruleText },
  patterns: { data: patternData, text: patternText },
  devices: { data: deviceData, text: deviceText },
  labs: { data: () => [], text: () => ['There are no labs yet; they come with a later version.'] },
} as const satisfies Record<string, Kind>;
type KindName = keyof typeof kinds;
const names = Object.keys(kinds) as readonly KindName[];

/** Prints the catalogue, or one kind of it, or the settings of one circuit. @returns exit code */
export function list(words: readonly string[], io: Io): number {
  const { options, rest } = readArguments(words, { command: 'list', options: { json: 'switch' }, most: 2 });
  const [kind, which] = rest;
  if (kind !== undefined && !Object.hasOwn(kinds, kind)) {
    throw new InputError(
      `list: found ${quoted(kind)}, expected ${names.join(', ')}; ${didYouMean(kind, names)}`,
    );
  }
  if (which !== undefined && kind !== 'circuits' && kind !== 'devices') {
    throw new InputError(`list: found ${quoted(which)} besides, expected one word; leave it out.`);
  }
  const circuit = which !== undefined && kind === 'circuits' ? circuitById(which) : null;
  const preset = which !== undefined && kind === 'devices' ? presetOf({ device: which }) : null;
  const ink = paint(io.colour);
  const width = Math.min(100, Math.max(40, io.columns));
  if (options.json) {
    const data = circuit
      ? describe(circuit)
      : preset
        ? describeDevice(preset)
        : kind === undefined
          ? Object.fromEntries(names.map((name) => [name, kinds[name].data()]))
          : kinds[kind as KindName].data();
    io.out(`${json(data)}\n`);
  } else if (circuit) {
    io.out(`${settingsText(circuit, ink, width).join('\n')}\n`);
  } else if (preset) {
    io.out(`${deviceSettingsText(preset, ink, width).join('\n')}\n`);
  } else {
    const shown = kind === undefined ? names : [kind as KindName];
    const blocks = shown.map((name) => [
      ...(shown.length > 1 ? [ink.strong(name)] : []),
      ...kinds[name].text(ink, width),
    ]);
    io.out(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`);
  }
  return exit.done;
}

/** JSON with every record of plain values on one line: a setting is found with grep. */
function json(data: unknown, indent = ''): string {
  if (typeof data !== 'object' || data === null || isPlainRecord(data)) return JSON.stringify(data);
  const deeper = `${indent}  `;
  const isList = Array.isArray(data);
  const members = isList
    ? data.map((value) => json(value, deeper))
    : Object.entries(data).map(([key, value]) => `${JSON.stringify(key)}: ${json(value, deeper)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return `${open}\n${members.map((text) => deeper + text).join(',\n')}\n${indent}${close}`;
}
const isPlain = (x: unknown): boolean => typeof x !== 'object' || x === null;
/** Values, and lists of values, one level deep. */
const isPlainRecord = (data: object): boolean =>
  Object.values(data).every(
    (x) => isPlain(x) || (!Array.isArray(data) && Array.isArray(x) && x.every(isPlain)),
  );

const describe = (definition: CircuitDefinition): unknown => ({
  id: definition.id,
  title: definition.title,
  summary: definition.summary,
  year: definition.year,
  maxInputs: definition.maxInputs,
  units: definition.units,
  ideal: definition.ideal,
  rules: definition.rules,
  adaptations: definition.adaptations,
  summers: definition.summers,
  protocol: definition.protocol,
  settings: listSettings(definition),
});

function circuitData(): unknown {
  return circuits.map(describe);
}
function circuitText(ink: Paint, width: number): string[] {
  return [
    ...circuits.flatMap((c) => [
      `${ink.strong(c.id.padEnd(16))}${c.title}, ${c.year}`,
      ...indented(`${c.summary}; up to ${c.maxInputs} inputs`, width, 16),
      ...indented(`rules: ${c.rules.join(', ')}`, width, 16),
    ]),
    ink.quiet('adaline list circuits CIRCUIT shows the settings that --set takes.'),
  ];
}

function ruleText(ink: Paint, width: number): string[] {
  const rows = listRules().map((r) => [
    ink.strong(r.id),
    `${r.step} ${r.defaultStep}`,
    `${r.formula}${r.binaryDesired ? '; every d is +1 or -1' : ''}`,
  ]);
  const head = ['rule', 'step', 'what it does; e = d - s before the step'].map(ink.quiet);
  return hangLast([head, ...rows], ['left', 'left', 'left'], width);
}

const describedPatterns = () =>
  patternNames.map((name) => {
    const set = patternSet(name, 1);
    return { set, binary: set.rows.every((row) => row.d?.every((d) => Math.abs(d) === 1)) };
  });
function patternData(): unknown {
  return describedPatterns().map(({ set, binary }) => ({
    name: set.name,
    title: set.title,
    count: set.rows.length,
    inputs: set.inputs,
    inputNames: set.inputNames,
    binaryDesired: binary,
    fullScale: set.fullScale,
    source: set.source,
  }));
}
function patternText(ink: Paint, width: number): string[] {
  const rows = describedPatterns().map(({ set, binary }) => [
    ink.strong(set.name),
    String(set.rows.length),
    String(set.inputs),
    binary ? '+1 or -1' : 'numbers',
    set.title,
  ]);
  return [
    ...hangLast(
      [['set', 'rows', 'inputs', 'desired', 'title'].map(ink.quiet), ...rows],
      ['left', 'right', 'right', 'left', 'left'],
      width,
    ),
    ...wrap(
      `Made by seed: ${generatedPatternExamples.join(', ')} (inputs x rows). Or your own FILE.csv.`,
      width,
    ),
  ];
}

function deviceData(): unknown {
  return devicePresets.map(describeDevice);
}
function describeDevice(preset: DevicePreset): unknown {
  const { id, title, summary, device, source } = preset;
  return {
    id,
    title,
    summary,
    kind: device?.kind ?? 'memistor',
    source,
    settings: circuits.flatMap((circuit) =>
      presetValues(circuit, preset).map((s) => ({ circuit: circuit.id, ...s })),
    ),
  };
}
function deviceText(ink: Paint, width: number): string[] {
  const describePreset = (p: DevicePreset): string => {
    const own = Object.entries(p.settings).map(([path, x]) => `${path}=${x}`);
    return `${p.title}: ${p.summary}${own.length ? ` (${own.join(', ')})` : ''}; ${p.source}`;
  };
  const block = (word: string, presets: readonly DevicePreset[]): string[] =>
    hangLast(
      [[word, 'what it is, and where its numbers come from'].map(ink.quiet)].concat(
        presets.map((p) => [ink.strong(p.id), describePreset(p)]),
      ),
      ['left', 'left'],
      width,
    );
  return [
    ...block(
      'memistors',
      devicePresets.filter((p) => !p.device),
    ),
    '',
    ...block(
      'in their place',
      devicePresets.filter((p) => p.device),
    ),
    '',
    ...wrap(
      'Or your own FILE.csv of pulse,up,down. adaline list devices DEVICE shows the numbers of one, and --json every number of every device with its source.',
      width,
    ).map(ink.quiet),
  ];
}

/** The numbers of a device: those that only it has, and those that it sets. */
function deviceSettingsText(preset: DevicePreset, ink: Paint, width: number): string[] {
  const [definition] = circuits;
  const usual = new Set(listSettings(definition!).map((s) => s.path));
  const all = presetValues(definition!, preset);
  const schemes = all.find((s) => s.path === 'adaptation')?.range.join('|') ?? '';
  const rows = all
    .filter((s) => s.path !== 'adaptation' && s.path !== 'summer')
    .filter((s) => s.value !== s.ideal || (preset.device && !usual.has(s.path)))
    .map((s) => [ink.strong(s.path), spoken(s.value, s.unit), spoken(s.ideal, s.unit), s.meaning]);
  return [
    ...wrap(`${preset.id}: ${preset.title}; ${preset.summary}`, width).map(ink.strong),
    ...wrap(preset.source, width),
    '',
    ...(rows.length === 0
      ? ['Every number is the ideal one.']
      : hangLast(
          [['--set', 'here', 'ideal', 'what it is'].map(ink.quiet), ...rows],
          ['left', 'left', 'left', 'left'],
          width,
        )),
    '',
    `${ink.strong('adaptation')}  ${schemes}`,
    '',
    ...wrap(
      `Paths are those of ${definition!.id}; the end of one is enough where it is clear: --set gain=1e3. --json tells ranges and sources, on every circuit.`,
      width,
    ),
  ];
}

/** Every setting of a circuit: what it is when ideal, and as built. */
function settingsText(definition: CircuitDefinition, ink: Paint, width: number): string[] {
  const own = listSettings(definition);
  const isWord = (s: ListedSetting): boolean => typeof s.default === 'string' && !/^-?inf$/.test(s.default);
  const rows = own
    .filter((s) => !isWord(s))
    .map((s) => [
      ink.strong(s.path),
      spoken(s.ideal, s.unit),
      s.default === s.ideal ? '' : spoken(s.default, s.unit),
    ]);
  const words = own.filter(isWord).map((s) => [ink.strong(s.path), s.range.join('|')]);
  return [
    ...wrap(`${definition.id}: ${definition.title}; ${definition.summary}`, width).map(ink.strong),
    '',
    ...alignColumns([['--set', 'ideal', 'as built'].map(ink.quiet), ...rows], ['left', 'left', 'left']),
    '',
    ...alignColumns(words, ['left', 'left']),
    ...(words.length > 0 ? [''] : []),
    ...wrap(
      'The end of a path is enough where it is clear: --set gain=1e3. --json tells what each one means, its range and its source.',
      width,
    ),
  ];
}

const spoken = (x: number | string, unit: string): string => {
  if (typeof x === 'string') return x;
  const plain = x === 0 || (Math.abs(x) >= 1e-4 && Math.abs(x) < 1e6);
  return `${plain ? x : x.toExponential().replace('e+', 'e')}${unit ? ` ${unit}` : ''}`;
};

const indented = (text: string, width: number, by: number): string[] =>
  wrap(text, width - by).map((line) => ' '.repeat(by) + line);

/** The options that describe a run, shared by every command that needs one: run, export, verify. */
import type { FittedDevice } from '../compare/own-device.ts';
import { type CheckedSpec, checkSpec, defaultSpec, type Spec } from '../compare/spec.ts';
import { InputError } from '../data/input-error.ts';
import { quoted } from '../data/quoted.ts';
import { type Options, type OptionTable, readNumber, readSetting } from './arguments.ts';
import { deviceFromFile } from './device-source.ts';
import { patternsFromFile } from './pattern-source.ts';

export const specOptions = {
  patterns: 'value',
  rule: 'value',
  alpha: 'value',
  mu: 'value',
  epochs: 'value',
  presentations: 'value',
  order: 'value',
  'no-bias': 'switch',
  gate: 'value',
  init: 'value',
  seed: 'value',
  device: 'value',
  set: 'list',
} as const satisfies OptionTable;
export type SpecOptions = Options<typeof specOptions>;

/**
 * The words of the command line as a checked description of a run, its files read.
 * @param change  what a command says besides, such as another number of presentations
 * @param own     the device of the file after `--device`, where it was read already
 * @throws InputError with one line: what, found, expected, remedy
 */
export function readCheckedSpec(
  circuit: string,
  options: SpecOptions,
  change: (spec: Spec) => Spec = (spec) => spec,
  own = readOwnDevice(options),
): CheckedSpec {
  const spec = change(readSpec(circuit, options, own));
  const data = options.patterns === undefined ? undefined : patternsFromFile(options.patterns);
  return checkSpec(spec, data);
}

/** So many presentations where nobody said how many. */
export const usualPresentations =
  ({ epochs, presentations }: SpecOptions, usual: number) =>
  (spec: Spec): Spec =>
    epochs === undefined && presentations === undefined ? { ...spec, presentations: usual } : spec;

/** The words of the command line as the description of a run; what they mean is checked later. */
export function readSpec(circuit: string, options: SpecOptions, own = readOwnDevice(options)): Spec {
  if (options.alpha !== undefined && options.mu !== undefined) {
    throw new InputError(
      '--mu: found --alpha as well, expected one step; leave out the one that the rule does not use.',
    );
  }
  if (options.epochs !== undefined && options.presentations !== undefined) {
    throw new InputError(
      '--presentations: found --epochs as well, expected one of them; leave the other out.',
    );
  }
  const number = (flag: 'alpha' | 'mu' | 'epochs' | 'presentations' | 'seed') =>
    options[flag] === undefined ? {} : { [flag]: readNumber(flag, options[flag]) };
  const word = (flag: 'rule' | 'order' | 'init' | 'patterns' | 'device') =>
    options[flag] === undefined ? {} : { [flag]: options[flag] };
  return defaultSpec({
    circuit,
    ...word('patterns'),
    ...word('rule'),
    ...number('alpha'),
    ...number('mu'),
    ...number('epochs'),
    ...number('presentations'),
    ...word('order'),
    ...word('init'),
    ...number('seed'),
    ...(own ? { device: own.device.name, ownDevice: own.device } : word('device')),
    bias: !options['no-bias'],
    gate: options.gate === undefined ? null : readGate(options.gate),
    settings: Object.fromEntries(options.set.map(readAssignment)),
  });
}

/** The device of the file after `--device`; undefined where it is the name of a preset. */
export const readOwnDevice = ({ device }: SpecOptions): FittedDevice | undefined =>
  device === undefined ? undefined : deviceFromFile(device);

function readGate(text: string): number {
  const limit = /^round:(.+)$/.exec(text)?.[1];
  if (limit === undefined) {
    throw new InputError(`--gate: found ${quoted(text)}, expected round:LIMIT; write it like round:.5.`);
  }
  return readNumber('gate round', limit);
}

function readAssignment(text: string): [string, number | string] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new InputError(`--set: found ${quoted(text)}, expected PATH=VALUE; write it like gain=1e3.`);
  }
  return [text.slice(0, at), readSetting(text.slice(at + 1))];
}

/** Reading the words of a command: options by a small table, with one clear line for each mistake. */
import { parseArgs } from 'node:util';
import { decimal } from '../data/decimal.ts';
import { InputError } from '../data/input-error.ts';
import { quoted } from '../data/quoted.ts';
import { suggest } from '../data/suggest.ts';

/** switch: it is there or not. value: it takes one, the last one counts. list: it may come again. */
export type OptionKind = 'switch' | 'value' | 'list';
export type OptionTable = Readonly<Record<string, OptionKind>>;

type Given<K extends OptionKind> = K extends 'switch' ? boolean : K extends 'list' ? string[] : string;
export type Options<T extends OptionTable> = {
  readonly [N in keyof T]: T[N] extends 'value' ? string | undefined : Given<T[N]>;
};

/**
 * Reads options and other words. A value may begin with a minus sign.
 * @param command  name of the command, for the messages
 * @param most     how many words without a flag it takes
 * @throws InputError for an unknown option, a missing or unwanted value, a word too many
 */
export function readArguments<const T extends OptionTable>(
  words: readonly string[],
  { command, options: table, most }: { readonly command: string; readonly options: T; readonly most: number },
): { readonly options: Options<T>; readonly rest: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, kind]) => [name, { type: kind === 'switch' ? 'boolean' : 'string' }]),
  ) as Record<string, { type: 'boolean' | 'string' }>;
  const { tokens } = parseArgs({
    args: [...words],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  const given: Record<string, boolean | string | string[] | undefined> = {};
  for (const [name, kind] of Object.entries(table)) {
    given[name] = kind === 'switch' ? false : kind === 'list' ? [] : undefined;
  }
  const rest: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined || !rawName.startsWith('--')) throw unknownOption(command, rawName, table);
    if (kind === 'switch') {
      if (value !== undefined) {
        throw new InputError(`${rawName}: found the value ${quoted(value)}, expected none; leave it out.`);
      }
      given[name] = true;
      continue;
    }
    // an option's name where a value belongs: the value was forgotten
    if (value === undefined || value === '' || (!token.inlineValue && value.startsWith('--'))) {
      const found = value ? `the option ${quoted(value)}` : 'nothing';
      throw new InputError(
        `${rawName}: found ${found}, expected a value after it; see adaline ${command} --help.`,
      );
    }
    if (kind === 'list') (given[name] as string[]).push(value);
    else given[name] = value;
  }
  if (rest.length > most) {
    const extra = quoted(rest[most]!);
    const expected = most === 0 ? 'options only' : most === 1 ? 'one word' : `at most ${most} words`;
    throw new InputError(`${command}: found ${extra} besides, expected ${expected}; leave it out.`);
  }
  return { options: given as Options<T>, rest };
}

function unknownOption(command: string, rawName: string, table: OptionTable): InputError {
  const names = Object.keys(table).map((name) => `--${name}`);
  const near = suggest(rawName.replace(/^-+/, '--'), names);
  const remedy = near === null ? `see adaline ${command} --help.` : `did you mean ${near}?`;
  return new InputError(`${quoted(rawName)}: ${command} has no such option; ${remedy}`);
}

/**
 * Reads a number after a flag.
 * @throws InputError when it is none
 */
export function readNumber(flag: string, text: string): number {
  const x = decimal(text);
  if (Number.isFinite(x)) return x;
  throw new InputError(`--${flag}: found ${quoted(text)}, expected a number; write it like 0.5 or 5e-3.`);
}

/**
 * Reads the value of a setting: a number, inf, -inf, or a word, which is left to whoever knows the
 * setting.
 */
export function readSetting(text: string): number | string {
  if (/^[+]?inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-inf(inity)?$/i.test(text)) return Number.NEGATIVE_INFINITY;
  const x = decimal(text);
  return Number.isNaN(x) ? text : x;
}

import { InputError } from './input-error.ts';
import { quoted } from './quoted.ts';

/** Sets that are made when asked for. */
export const generatedKinds = ['separable', 'iid'] as const;
export type GeneratedKind = (typeof generatedKinds)[number];

/** What a name such as `separable:16x34` or `iid:16x20000` asks for. */
export interface GeneratedName {
  readonly kind: GeneratedKind;
  /** Inputs without the bias, 1 to 256. */
  readonly inputs: number;
  /** 1 to 1,000,000, and at most 2^25 values in all. */
  readonly rows: number;
}

const MOST_INPUTS = 256;
const MOST_ROWS = 1_000_000;
// 256 MB of inputs; a browser's tab survives it.
const MOST_VALUES = 2 ** 25;

/**
 * Reads KIND:INPUTSxROWS.
 * @returns null when the name is of another sort: it does not begin with the word of a kind
 * @throws  InputError when it does, and the rest is wrong
 */
export function parseGeneratedName(name: string): GeneratedName | null {
  const kind = generatedKinds.find((word) => name === word || name.startsWith(`${word}:`));
  if (kind === undefined) return null;
  const example = `${kind}:${kind === 'iid' ? '16x20000' : '16x34'}`;
  const size = /^(\d+)x(\d+)$/.exec(name.slice(kind.length + 1));
  if (size === null) {
    throw new InputError(
      `patterns: found ${quoted(name)}, expected ${kind}:INPUTSxROWS in whole numbers; write it like ${example}.`,
    );
  }
  const inputs = within(name, 'inputs', size[1]!, MOST_INPUTS);
  const rows = within(name, 'rows', size[2]!, MOST_ROWS);
  if (inputs * rows > MOST_VALUES) {
    throw new InputError(
      `patterns: found ${inputs * rows} values in ${quoted(name)}, expected at most ${MOST_VALUES}; ask for at most ${Math.floor(MOST_VALUES / inputs)} rows.`,
    );
  }
  return { kind, inputs, rows };
}

function within(name: string, what: string, digits: string, most: number): number {
  const count = Number(digits);
  if (count >= 1 && count <= most) return count;
  throw new InputError(
    `patterns: found ${digits.slice(0, 20)} ${what} in ${quoted(name)}, expected 1 to ${most}; change the number.`,
  );
}

const LONGEST_VALUE = 32;

/**
 * Puts a text of unknown origin between double quotes, fit for a message of one line: at most
 * 32 characters of it, see `printable`.
 */
export function quoted(text: string): string {
  return `"${printable(text, LONGEST_VALUE)}"`;
}

/**
 * Makes a text of unknown origin safe to print inside a line: control characters, line breaks and
 * whatever else a terminal might act on are written as their code point, such as <u+1b>.
 * @param longest  characters to keep; an ellipsis stands for the rest
 */
export function printable(text: string, longest: number = Number.POSITIVE_INFINITY): string {
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  const kept = characters.length > longest ? [...characters.slice(0, longest), '…'] : characters;
  return kept.join('').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, codePoint);
}

function codePoint(character: string): string {
  return `<u+${character.codePointAt(0)?.toString(16)}>`;
}

/** Text in columns. */
export type Align = 'left' | 'right';

/**
 * Pads cells so that columns stand below each other; the last one is not padded.
 * @param align  of each column
 * @param gap    spaces between columns
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  align: readonly Align[],
  gap = 2,
): string[] {
  const widths = align.map((_, k) => rows.reduce((w, row) => Math.max(w, widthOf(row[k] ?? '')), 0));
  return rows.map((row) =>
    align
      .map((side, k) => {
        const cell = row[k] ?? '';
        const space = ' '.repeat((widths[k] ?? 0) - widthOf(cell));
        return side === 'right' ? space + cell : cell + space;
      })
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

/** Columns of which the last, at the left, is wrapped to the width of the page. */
export function hangLast(
  rows: readonly (readonly string[])[],
  align: readonly Align[],
  width: number,
): string[] {
  const fixed = alignColumns(
    rows.map((row) => [...row.slice(0, -1), '|']),
    [...align.slice(0, -1), 'left'],
  );
  const indent = widthOf(fixed[0] ?? '') - 1;
  return rows.flatMap((row, k) =>
    wrap(row.at(-1) ?? '', width - indent).map((part, n) =>
      n === 0 ? `${fixed[k]!.slice(0, -1)}${part}`.trimEnd() : ' '.repeat(indent) + part,
    ),
  );
}

/** Columns that a text takes, colours not counted. */
export const widthOf = (text: string): number => [...text.replaceAll(colourCodes, '')].length;

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with the escape character
const colourCodes = /\u001b\[[\d;]*m/g;

/** Breaks a text at spaces into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

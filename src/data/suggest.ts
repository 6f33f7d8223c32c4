/**
 * The known name nearest to a mistaken one, or null when none is near. Near is at most a third of
 * the letters wrong (one letter in short names), upper and lower case being equal; a name that
 * begins with the mistaken one, or that it begins with, is near as well.
 */
export function suggest(mistaken: string, known: Iterable<string>): string | null {
  const wanted = mistaken.slice(0, LONGEST_NAME).toLowerCase();
  if (wanted === '') return null;
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const candidate = name.toLowerCase();
    const distance = editDistance(wanted, candidate);
    const shorter = Math.min(wanted.length, candidate.length);
    const begins = shorter >= 2 && wanted.slice(0, shorter) === candidate.slice(0, shorter);
    if ((distance <= limit || begins) && distance < least) {
      nearest = name;
      least = distance;
    }
  }
  return nearest;
}

/**
 * What to say after an unknown name: `did you mean "tgf"?`, or the known names when none is near.
 * @param known  not empty; at most 24 of them are listed
 */
export function didYouMean(mistaken: string, known: readonly string[]): string {
  const nearest = suggest(mistaken, known);
  if (nearest !== null) return `did you mean "${nearest}"?`;
  const rest = known.length - LISTED_NAMES;
  return `known are ${known.slice(0, LISTED_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

const LISTED_NAMES = 24;
// No name is longer; the limit keeps a pasted file from taking quadratic time.
const LONGEST_NAME = 100;

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one text into the other,
 * no letter being touched twice.
 * @see  Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964
 */
export function editDistance(from: string, to: string): number {
  const columns = to.length + 1;
  let older = new Uint32Array(columns);
  let old = Uint32Array.from({ length: columns }, (_, j) => j);
  let row = new Uint32Array(columns);
  for (let i = 1; i <= from.length; i++) {
    row[0] = i;
    for (let j = 1; j < columns; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        old[j]! + 1,
        row[j - 1]! + 1,
        old[j - 1]! + (same ? 0 : 1),
        swapped ? older[j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [older, old, row] = [old, row, older];
  }
  return old[to.length]!;
}

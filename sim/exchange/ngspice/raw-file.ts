/** The raw file that ngspice writes: a header of lines, then the points, as text or as doubles. */

/** A plot of a raw file. */
export interface RawFile {
  readonly title: string;
  /** the line that names the program, where there is one */
  readonly command: string;
  readonly vectors: ReadonlyMap<string, Float64Array>;
}

/**
 * Reads the first plot of a raw file of real numbers.
 * @throws Error that says what is missing
 * @see    ngspice manual, chapter "Interactive Interpreter", command write
 */
export function readRawFile(bytes: Uint8Array): RawFile {
  const { fields, names, points, dataAt, binary } = readHeader(bytes);
  if (/complex/i.test(fields.get('flags') ?? '')) {
    throw new Error('raw file: found complex numbers, expected real ones; write a transient.');
  }
  const vectors = names.map(() => new Float64Array(points));
  if (binary) readBinary(bytes, dataAt, vectors, points);
  else readText(bytes, dataAt, vectors, points);
  return {
    title: fields.get('title') ?? '',
    command: fields.get('command') ?? '',
    vectors: new Map(names.map((name, k) => [name.toLowerCase(), vectors[k]!])),
  };
}

interface Header {
  readonly fields: ReadonlyMap<string, string>;
  readonly names: readonly string[];
  readonly points: number;
  readonly dataAt: number;
  readonly binary: boolean;
}

function readHeader(bytes: Uint8Array): Header {
  const decoder = new TextDecoder();
  const fields = new Map<string, string>();
  const names: string[] = [];
  let at = 0;
  let inNames = false;
  while (at < bytes.length) {
    const end = bytes.indexOf(10, at);
    if (end < 0) break;
    const line = decoder.decode(bytes.subarray(at, end)).replace(/\r$/, '');
    at = end + 1;
    const [, key = '', rest = ''] = /^([A-Za-z. ]+):\s*(.*)$/.exec(line) ?? [];
    const name = key.toLowerCase();
    if (name === 'binary' || name === 'values') {
      const points = Number(fields.get('no. points'));
      const variables = Number(fields.get('no. variables'));
      if (!Number.isInteger(points) || names.length !== variables) {
        throw new Error(
          `raw file: found ${names.length} names and ${fields.get('no. points') ?? 'no number of'} points, expected ${variables} names; the file is damaged.`,
        );
      }
      return { fields, names, points, dataAt: at, binary: name === 'binary' };
    }
    if (inNames) names.push(line.trim().split(/\s+/)[1] ?? '');
    else if (name === 'variables') {
      inNames = true;
      if (rest) names.push(rest.split(/\s+/)[1] ?? '');
    } else if (name) fields.set(name, rest);
  }
  throw new Error('raw file: found no data, expected Values: or Binary:; the run left nothing.');
}

function readBinary(bytes: Uint8Array, from: number, vectors: readonly Float64Array[], points: number): void {
  const width = vectors.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length - from < 8 * width * points) {
    throw new Error(
      `raw file: found ${bytes.length - from} bytes, expected ${8 * width * points}; the file is cut short.`,
    );
  }
  for (let p = 0, at = from; p < points; p++)
    for (let k = 0; k < width; k++, at += 8) vectors[k]![p] = view.getFloat64(at, true);
}

function readText(bytes: Uint8Array, from: number, vectors: readonly Float64Array[], points: number): void {
  const words = new TextDecoder().decode(bytes.subarray(from)).split(/\s+/).filter(Boolean);
  const width = vectors.length;
  if (words.length < points * (width + 1)) {
    throw new Error(
      `raw file: found ${words.length} numbers, expected ${points * (width + 1)}; the file is cut short.`,
    );
  }
  // every point begins with its number
  for (let p = 0, at = 1; p < points; p++, at++)
    for (let k = 0; k < width; k++) vectors[k]![p] = Number(words[at++]);
}

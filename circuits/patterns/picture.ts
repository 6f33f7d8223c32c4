/**
 * Reads a picture, written row by row from the top with a space between rows:
 * `#` is a switch thrown to +1, `.` one thrown to -1.
 * @param picture  such as '###. .#.. .#.. .#..'
 * @returns inputs in reading order, shape [rows * columns], each +1 or -1
 * @throws  RangeError when rows differ in length or hold any other sign
 */
export function inputsFromPicture(picture: string): Float64Array {
  const lines = picture.split(' ');
  const width = lines[0]?.length ?? 0;
  for (const line of lines) {
    if (line.length !== width || !/^[#.]+$/.test(line)) {
      throw new RangeError(`picture "${picture}": found row "${line}", expected ${width} signs # or .`);
    }
  }
  return Float64Array.from(lines.join(''), (sign) => (sign === '#' ? 1 : -1));
}

/** Names of the inputs of a picture in reading order: x1, x2, ..., x[count]. */
export function switchNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `x${i + 1}`);
}

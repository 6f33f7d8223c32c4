/** Numbers as the page shows them: a real minus sign, a fixed width, never NaN. */
const MINUS = '\u2212';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
export const NO_NUMBER = '\u2014';

/** `digits` places after the point; a power of ten where the number is too large for that. */
export function decimals(x: number, digits: number): string {
  if (!Number.isFinite(x)) return x === Infinity ? '∞' : x === -Infinity ? `${MINUS}∞` : NO_NUMBER;
  if (Math.abs(x) >= 1e6) return powerOfTen(x, 2);
  const text = x.toFixed(digits);
  const isZero = Number(text) === 0;
  return isZero ? text.replace('-', '') : text.replace('-', MINUS);
}
/** With its sign, also when positive; zero has none. */
export function signed(x: number, digits: number): string {
  const text = decimals(x, digits);
  return x > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}
/** With its sign and as many places as it has, at most four. */
export function signedExactly(x: number): string {
  let digits = 0;
  while (digits < 4 && Number(x.toFixed(digits)) !== x) digits++;
  return signed(x, digits);
}
/** A number that says what it has to and no more, such as a setting. */
export function plain(x: number): string {
  if (!Number.isFinite(x)) return decimals(x, 0);
  const size = Math.abs(x);
  if (x !== 0 && (size < 1e-3 || size >= 1e6)) return powerOfTen(x, 3);
  return String(Number(x.toPrecision(6))).replace('-', MINUS);
}
/** Two or three significant digits, for what spans many sizes. */
export function rounded(x: number, significant = 3): string {
  if (!Number.isFinite(x)) return decimals(x, 0);
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (size < 1e-3 || size >= 1e6) return powerOfTen(x, significant);
  const digits = significant - 1 - Math.floor(Math.log10(size));
  return decimals(x, Math.max(0, digits));
}
export function powerOfTen(x: number, significant: number): string {
  const [mantissa = '', exponent = '0'] = x.toExponential(significant - 1).split('e');
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const power = superscript(Number(exponent));
  return `${trimmed.replace('-', MINUS)}·10${power}`;
}
export function superscript(whole: number): string {
  const digits = Array.from(String(Math.abs(whole)), (digit) => SUPERSCRIPTS[Number(digit)]).join('');
  return whole < 0 ? `⁻${digits}` : digits;
}

/** A pattern's name; rows of a truth table are named by their signs, which get a real minus. */
export const patternName = (name: string): string =>
  /^[+-]+$/.test(name) ? name.replaceAll('-', MINUS) : name;

/** Whole numbers in groups of three. */
export function grouped(n: number): string {
  return String(n).replaceAll(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}
/** Units of short times. */
const SHORT = [
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
] as const;
/** How long something lasts, with the prefix that keeps the number short: "10 µs", "0.05 s". */
export function duration(s: number): string {
  const [size, unit] = s >= 0.01 || s === 0 ? [1, 's'] : (SHORT.find(([least]) => s >= least) ?? SHORT[2]);
  return `${plain(Number((s / size).toPrecision(4)))} ${unit}`;
}
/** Simulated time so far. */
export function seconds(s: number): string {
  if (s > 0 && s < 0.05) {
    const [size, unit] = SHORT.find(([least]) => s >= least) ?? SHORT[2];
    return `${(s / size).toFixed(2)} ${unit}`;
  }
  if (s < 1e4) return `${s.toFixed(2)} s`;
  if (s < 36e5) return `${(s / 3600).toFixed(2)} h`;
  return `${grouped(Math.round(s / 86400))} days`;
}
export function joules(j: number): string {
  if (j === 0) return '0 J';
  if (j < 1e-3) return `${(j * 1e6).toFixed(0)} µJ`;
  if (j < 1) return `${(j * 1e3).toFixed(1)} mJ`;
  if (j < 1e4) return `${j.toFixed(2)} J`;
  return j < 1e7 ? `${(j / 1e3).toFixed(1)} kJ` : `${powerOfTen(j, 3)} J`;
}
/** One of these, with the right ending: "1 cell", "8 cells". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}
/** Places after the point that suit numbers of this size. */
export function digitsFor(scale: number): number {
  return scale >= 10 ? 2 : scale >= 1 ? 3 : 4;
}

/** Numbers as people read them in a terminal. */

/**
 * Four significant digits, plain where that is short and with an exponent elsewhere.
 * A number that is none, or endless, is a dash.
 */
export function figure(x: number | null, digits = 4): string {
  if (x === null || !Number.isFinite(x)) return '-';
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (size >= 1e-3 && size < 1e6) return trimmed(x.toPrecision(digits));
  return x.toExponential(1).replace('e+', 'e');
}

// toPrecision turns 120 into 120.0, and 123456 into 1.235e+5
function trimmed(text: string): string {
  if (text.includes('e')) return grouped(Math.round(Number(text)));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A whole number with its thousands apart: 12,000. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** A count with its noun: 1 epoch, 20 epochs. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${grouped(n)} ${n === 1 ? one : many}`;

/**
 * How to print numbers that stand below each other: five significant digits of the largest, the
 * same number of decimals for all.
 */
export function columnFormat(values: readonly number[]): (x: number) => string {
  const largest = values.reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0);
  if (largest >= 1e6 || (largest > 0 && largest < 1e-3)) return (x) => (x === 0 ? '0' : exponential(x));
  const decimals = Math.min(4, Math.max(0, 4 - Math.floor(Math.log10(largest || 1))));
  return (x) => (Number.isFinite(x) ? withoutMinusZero(x.toFixed(decimals)) : '-');
}

const exponential = (x: number): string => (Number.isFinite(x) ? x.toExponential(3).replace('e+', 'e') : '-');
const withoutMinusZero = (text: string): string => (/^-[0.]+$/.test(text) ? text.slice(1) : text);

/** A small difference: two digits are enough to see how large it is. */
export function difference(x: number): string {
  if (x === 0) return '0';
  return Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5 ? trimmed(x.toPrecision(3)) : figure(x);
}

/** Seconds as people say them: 120 s, 39.9 min, 2.5 h. */
export function duration(seconds: number): string {
  if (seconds < 600) return `${figure(seconds, 3)} s`;
  if (seconds < 2 * 3600) return `${figure(seconds / 60, 3)} min`;
  return seconds < 3 * 86_400 ? `${figure(seconds / 3600, 3)} h` : `${figure(seconds / 86_400, 3)} days`;
}

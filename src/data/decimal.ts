/**
 * The value of a decimal number such as -0.5, .5, +1 or 2e-3; NaN when the text is anything else.
 * Number() alone would take '', 0x1f, 0b1 and Infinity. 1e999 gives Infinity.
 */
export function decimal(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

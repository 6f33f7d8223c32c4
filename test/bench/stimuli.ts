/**
 * What every case is shown: 64 random patterns of 16 lines of +/-1 and a bias, with random targets of
 * +/-1, which 17 weights cannot reach. The error keeps a floor, so that there is always work to do.
 */
export const LINES = 17;
export const PATTERNS = 64;

function drawings(): () => number {
  let state = 1960;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const draw = drawings();
const sign = (): 1 | -1 => (draw() < 0.5 ? -1 : 1);

/** Patterns with their bias, which is line 0. */
export const rows = Array.from({ length: PATTERNS }, () =>
  Float64Array.from({ length: LINES }, (_, i) => (i === 0 ? 1 : sign())),
);
export const desired = Float64Array.from({ length: PATTERNS }, sign);
/** The same for the hardware, which adds the bias itself. */
export const stimuli = rows.map((row, p) => ({ x: row.slice(1), d: [desired[p]], learn: [1] }));

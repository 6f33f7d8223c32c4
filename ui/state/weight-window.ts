/**
 * The stretch of weights that gauges, dials and plots show. It grows in steps of 1, 2, 5 so that
 * nothing jumps with every presentation.
 */
export function weightWindow(weights: Iterable<number>, fullScale: number): number {
  let most = 0.1 * fullScale;
  for (const w of weights) if (Number.isFinite(w)) most = Math.max(most, Math.abs(w));
  return nextStep(most);
}
/** The smallest of 1, 2, 5 times a power of ten that is not below x. */
export function nextStep(x: number): number {
  if (!(x > 0) || !Number.isFinite(x)) return 1;
  const power = 10 ** Math.floor(Math.log10(x));
  for (const factor of [1, 2, 5, 10]) if (x <= factor * power * (1 + 1e-12)) return factor * power;
  return 10 * power;
}

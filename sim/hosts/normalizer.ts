import type { Act } from './index.ts';
import type { NormalizerProgram } from './program.ts';

/**
 * Divides by the squared length of the pattern, which no simple circuit does:
 * factor = 1 / (eps + x.x). A pattern of zeros has no length; its factor is 0 and nothing adapts.
 */
export function normalizer(program: NormalizerProgram, x: number, n: number, factor: Float64Array): Act {
  const { eps } = program;
  return (f) => {
    let length = 0;
    for (let i = 0; i < n; i++) length += f[x + i]! * f[x + i]!;
    factor[0] = length === 0 ? 0 : 1 / (eps + length);
  };
}

import { engineVersion } from '../compare/result.ts';
import { spoken } from '../compare/settings.ts';
import type { CheckedSpec } from '../compare/spec.ts';
import { printable } from '../data/quoted.ts';

/** Lines that say which run an exported file was made from. */
export function runHeader(spec: CheckedSpec, presentations: number): readonly string[] {
  const own = Object.entries(spec.settings).map(
    ([path, x]) => `${printable(path)}=${typeof x === 'number' ? spoken(x) : printable(x)}`,
  );
  return [
    `${spec.definition.title}, from adaline-lab ${engineVersion}.`,
    `${spec.rule}, step ${spec.step}, ${spec.shape.adaptation}; patterns ${printable(spec.data.name)}, ${spec.order};`,
    `devices ${printable(spec.device)}; seed ${spec.seed}; ${presentations} presentations.`,
    ...(own.length > 0 ? [`Set: ${own.join(', ')}.`] : []),
  ];
}

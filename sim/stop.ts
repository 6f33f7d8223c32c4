/** Conditions on which a run stops: a signal that passes a level. */
import type { Run } from './clock.ts';

export interface StopCondition {
  /** an observation of the circuit, or any port */
  readonly observe: string;
  /** one of its lines; all of them when omitted */
  readonly line?: number;
  readonly is: 'above' | 'below';
  readonly level: number;
  /** compares |signal| instead */
  readonly absolute?: boolean;
}

/** True when the condition holds now, for the line it names or for every line. */
export function reached(run: Run, condition: StopCondition): boolean {
  const signal = run.read(condition.observe);
  const lines = condition.line === undefined ? signal : signal.subarray(condition.line, condition.line + 1);
  if (lines.length === 0)
    throw new RangeError(
      `stop: ${condition.observe} has ${signal.length} lines, asked for ${condition.line}.`,
    );
  return lines.every((v) => {
    const size = condition.absolute ? Math.abs(v) : v;
    return condition.is === 'above' ? size > condition.level : size < condition.level;
  });
}

/**
 * Measures one case in this process: rounds of the hand-written loop and of the case take turns, so
 * that both meet the same moods of the machine. Sends the medians to the process that started it.
 */
import { cases, handLoop, type Work } from './cases.ts';

export interface Measured {
  /** ns a presentation */
  readonly hand: number;
  readonly nanoseconds: number;
  /** median of the rounds' own ratios */
  readonly ratio: number;
}

const WARM = 8;
const ROUNDS = 31;

function nanoseconds(work: Work, presentations: number): number {
  const from = process.hrtime.bigint();
  work(presentations);
  return Number(process.hrtime.bigint() - from) / presentations;
}
function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

const [, , name] = process.argv;
const one = cases.find((c) => c.name === name);
if (!one) throw new Error(`bench: no case is called ${name}.`);
const byHand = handLoop();
const work = one.prepare();
const rounds = Array.from({ length: WARM + ROUNDS }, () => ({
  hand: nanoseconds(byHand, 200_000),
  own: nanoseconds(work, one.presentations),
})).slice(WARM);
const measured: Measured = {
  hand: median(rounds.map((r) => r.hand)),
  nanoseconds: median(rounds.map((r) => r.own)),
  ratio: median(rounds.map((r) => r.own / r.hand)),
};
process.send?.(measured);

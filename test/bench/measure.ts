/**
 * Measures one case or contest in this process. A case: rounds of the hand-written loop and of the case take turns, so
 * that both meet the same moods of the machine. Sends the medians to the process that started it.
 */
import { cases, handLoop, type Work } from './cases.ts';
import { hold } from './contest.ts';
import { contests } from './contests/index.ts';

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

function measure(name: string): Measured | undefined {
  const one = cases.find((c) => c.name === name);
  if (!one) return undefined;
  const byHand = handLoop();
  const work = one.prepare();
  const rounds = Array.from({ length: WARM + ROUNDS }, () => ({
    hand: nanoseconds(byHand, 200_000),
    own: nanoseconds(work, one.presentations),
  })).slice(WARM);
  return {
    hand: median(rounds.map((r) => r.hand)),
    nanoseconds: median(rounds.map((r) => r.own)),
    ratio: median(rounds.map((r) => r.own / r.hand)),
  };
}

const [, , name = ''] = process.argv;
const contest = contests.find((c) => c.name === name);
const measured = contest ? await hold(contest) : measure(name);
if (!measured) throw new Error(`bench: no case is called ${name}.`);
process.send?.(measured);
process.disconnect?.();

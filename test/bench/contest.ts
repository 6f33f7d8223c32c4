/**
 * A contest: our code and a rival do the same work in turns, in one process. What counts is the
 * ratio of their times, or a plain speed where there is no rival. A topic's contests stand in a
 * file of contests/.
 */

/** One who takes part. */
export interface Side {
  readonly name: string;
  /** units of work in one round: enough to be timed, some ten milliseconds */
  readonly amount: number;
  /** does the work once, timed from outside */
  readonly work?: (amount: number) => void | Promise<void>;
  /** or times itself, as another program does, ns a unit */
  readonly measure?: (amount: number) => number | Promise<number>;
}
export interface Sides {
  readonly own: Side;
  /** null where the rival is not installed, or there is none */
  readonly rival: Side | null;
  /** anything measured on the way that belongs beside the figure: the rival's version, a size */
  readonly note?: string;
  /** takes down what `prepare` has put up */
  readonly end?: () => void | Promise<void>;
}
export interface Contest {
  readonly name: string;
  /** what is counted, in the plural: cycles, updates, solutions */
  readonly unit: string;
  readonly target:
    | { readonly timesFaster: number }
    | { readonly perSecond: number }
    | { readonly milliseconds: number };
  /** warm rounds that count; 15 unless a side is slow */
  readonly rounds?: number;
  readonly prepare: () => Sides | Promise<Sides>;
}

/** What came out. */
export interface Result {
  readonly own: number;
  readonly rival: number | null;
  readonly rivalName: string | null;
  /** median over rounds of rival time / own time */
  readonly timesFaster: number | null;
  readonly note: string;
}

async function nanoseconds({ work, measure, amount }: Side): Promise<number> {
  if (measure) return measure(amount);
  const from = process.hrtime.bigint();
  await work?.(amount);
  return Number(process.hrtime.bigint() - from) / amount;
}
function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Holds a contest: rounds in which both sides take turns, so that both meet the same moods of the machine. */
export async function hold(contest: Contest): Promise<Result> {
  const { own, rival, note = '', end } = await contest.prepare();
  const counting = contest.rounds ?? 15;
  const warm = Math.max(1, counting >> 2);
  const times: { own: number; rival: number | null }[] = [];
  try {
    for (let k = 0; k < warm + counting; k++)
      times.push({ own: await nanoseconds(own), rival: rival && (await nanoseconds(rival)) });
  } finally {
    await end?.();
  }
  const rounds = times.slice(warm);
  return {
    own: median(rounds.map((r) => r.own)),
    rival: rival && median(rounds.map((r) => r.rival ?? Number.NaN)),
    rivalName: rival?.name ?? null,
    timesFaster: rival && median(rounds.map((r) => (r.rival ?? Number.NaN) / r.own)),
    note,
  };
}

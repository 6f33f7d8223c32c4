/** What both tracks said, presentation by presentation: learning curves and agreement. */
import { Trace } from '../../sim/trace.ts';
import type { Presented } from './experiment.ts';

/** How often both tracks decided alike, over the presentations so far. */
export interface Agreement {
  readonly agreed: number;
  readonly count: number;
  /** first presentation whose decisions differ, counted from 1 */
  readonly firstParted: number | null;
}
/** Learning curves, mean e^2 by epoch, and e^2 by presentation where there are few. */
export interface History {
  readonly hardware: Float64Array;
  readonly ideal: Float64Array;
  /** first presentation of each point */
  readonly from: Float64Array;
}

/** The oldest presentations give way beyond so many. */
const MOST_HISTORY = 2_000_000;

/** The record of one experiment; what was recorded before a rewind is found again by the replay. */
export class Chronicle {
  private readonly trace = new Trace(['hardware', 'ideal', 'epoch', 'agreed', 'parted'], MOST_HISTORY);

  /** Notes what was presented; a replay finds again what is recorded already. */
  record(p: Presented): void {
    const { trace } = this;
    const k = p.presentation - 1;
    if (k < trace.length) return;
    const agree = p.hardware.q === p.ideal.q;
    const known = k > trace.first;
    const agreed = (known ? trace.at(k - 1, 'agreed') : 0) + (agree ? 1 : 0);
    const parted = (known ? trace.at(k - 1, 'parted') : 0) || (agree ? 0 : p.presentation);
    trace.record(k, p.hardware.e, p.ideal.e, p.epoch, agreed, parted);
  }
  /** Forgets what came after so many presentations: it is no longer what would come. */
  forget(presentations: number): void {
    this.trace.forget(presentations);
  }
  /** The epoch of a presentation, counted from 0; null when it is not recorded. */
  epochOf(presentation: number): number | null {
    const { trace } = this;
    return presentation >= trace.first && presentation < trace.length
      ? trace.at(presentation, 'epoch')
      : null;
  }

  /**
   * Learning curves: by presentation up to `points` presentations, by equal stretches beyond.
   * @param presentations how many have ended at the moment that is looked at
   * @param multiple a stretch is so many presentations, or a multiple of it
   */
  history(presentations: number, points = 1000, multiple = 1): History {
    const { trace } = this;
    const { first } = trace;
    // a moment before the oldest row that is kept has no curve
    const kept = Math.max(0, Math.min(presentations, trace.length) - first);
    const least = Math.max(1, Math.ceil(kept / points));
    const stretch = least === 1 ? 1 : Math.ceil(least / multiple) * multiple;
    const count = Math.ceil(kept / stretch);
    const hardware = new Float64Array(count);
    const ideal = new Float64Array(count);
    const from = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const begin = first + k * stretch;
      const end = Math.min(first + kept, begin + stretch);
      let h = 0;
      let i = 0;
      for (let p = begin; p < end; p++) {
        h += trace.at(p, 'hardware') ** 2;
        i += trace.at(p, 'ideal') ** 2;
      }
      hardware[k] = h / (end - begin);
      ideal[k] = i / (end - begin);
      from[k] = begin + 1;
    }
    return { hardware, ideal, from };
  }

  /** Decisions of both tracks, each before its step. */
  agreement(presentations: number): Agreement {
    const { trace } = this;
    const count = Math.min(presentations, trace.length);
    if (count <= trace.first) return { agreed: 0, count: 0, firstParted: null };
    return {
      agreed: trace.at(count - 1, 'agreed'),
      count,
      firstParted: trace.at(count - 1, 'parted') || null,
    };
  }
}

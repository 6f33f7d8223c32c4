/** Finds the causes of a divergence: hundreds of runs, in a worker of their own. */
import { type DivergenceMeasure, type Explanation, explainSteps } from '../../src/compare/causes.ts';
import type { JobReply } from '../state/job.ts';
import { checkedRun, type RunAtHand } from './run-at-hand.ts';

export interface ExplainQuestion {
  readonly run: RunAtHand;
  readonly measure: DivergenceMeasure;
}

const say = (reply: JobReply<Explanation>): void => postMessage(reply);
/** How often progress is told, ms. */
const TELL_EVERY = 80;

addEventListener('message', async ({ data }: MessageEvent<ExplainQuestion>) => {
  try {
    const steps = explainSteps(await checkedRun(data.run), { measure: data.measure });
    let told = performance.now();
    let step = steps.next();
    while (!step.done) {
      if (performance.now() - told > TELL_EVERY) {
        told = performance.now();
        say({ kind: 'progress', done: step.value });
      }
      step = steps.next(false);
    }
    // nobody stops it from within: whoever wants to stop it ends the worker
    say({ kind: 'done', result: step.value! });
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

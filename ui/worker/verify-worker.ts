/** Runs a run's netlist in ngspice and compares it with our own kernel, in a worker of its own. */
import { runWasm } from '../../sim/exchange/ngspice/wasm.ts';
import { checkSpec } from '../../src/compare/spec.ts';
import {
  compareElectrical,
  type ElectricalComparison,
  prepareElectrical,
} from '../../src/exchange/verify-electrical.ts';
import type { JobReply } from '../state/job.ts';
import { checkedRun, type RunAtHand } from './run-at-hand.ts';

export interface VerifyQuestion {
  readonly run: RunAtHand;
  /** how many are compared, from the first on */
  readonly presentations: number;
}
export interface Verified extends ElectricalComparison {
  /** the netlist as ngspice got it */
  readonly deck: string;
  readonly circuit: string;
}

const say = (reply: JobReply<Verified>): void => postMessage(reply);

// The engine loads its WebAssembly in a promise that nobody holds.
addEventListener('unhandledrejection', ({ reason }) =>
  say({ kind: 'failed', message: `ngspice could not be loaded: ${reason?.message ?? reason}` }),
);

addEventListener('message', async ({ data }: MessageEvent<VerifyQuestion>) => {
  try {
    say({ kind: 'progress', done: null, words: 'Our kernel runs, and the netlist is written.' });
    const spec = await checkedRun(data.run);
    const prepared = prepareElectrical(
      checkSpec({ ...spec, presentations: data.presentations }, data.run.patterns ? spec.data : undefined),
    );
    say({ kind: 'progress', done: null, words: 'ngspice is loaded, and runs the netlist.' });
    const { vectors, tool } = await runWasm(prepared.deck.text);
    const { verification, traces } = compareElectrical(prepared, vectors, tool);
    say({
      kind: 'done',
      result: { verification, traces, deck: prepared.deck.text, circuit: spec.circuit },
    });
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

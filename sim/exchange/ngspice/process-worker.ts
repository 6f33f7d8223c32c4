/** The process of process.ts: runs the one deck that it is sent, and answers. */
import { NgspiceError, type NgspiceRun } from './run.ts';
import { failureOfExit, runWasm } from './wasm.ts';

export type Answer = { readonly run: NgspiceRun } | { readonly message: string; readonly log: string };

const failure = (error: unknown): Answer => ({
  message: (error as Error).message,
  log: error instanceof NgspiceError ? error.log : '',
});
let answered = false;
const answer = (a: Answer): void => {
  if (!answered) process.send?.(a);
  answered = true;
};

// ngspice exits where a mistake leaves it no way on
process.on('exit', () => answer(failure(failureOfExit())));
process.once('message', (deck: string) => {
  void runWasm(deck).then(
    (run) => answer({ run }),
    (error) => answer(failure(error)),
  );
});

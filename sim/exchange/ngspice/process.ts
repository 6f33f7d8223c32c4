/** ngspice as WebAssembly in a process of its own under Node, so that it can be stopped and given a limit. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer } from './process-worker.ts';
import { DEFAULT_TIMEOUT, NgspiceError, type NgspiceOptions, type NgspiceRun, tookTooLong } from './run.ts';

/** From sources this file ends in .ts, and its process needs the same loader; built, both are .js. */
const fromSource = import.meta.url.endsWith('.ts');
const worker = fileURLToPath(
  new URL(fromSource ? './process-worker.ts' : './process-worker.js', import.meta.url),
);

/**
 * Runs a deck in a new process, which ends with it.
 * @throws NgspiceError in ngspice's own words, when it takes too long or is stopped
 */
export function runInProcess(
  deck: string,
  { signal, timeoutSeconds = DEFAULT_TIMEOUT }: NgspiceOptions = {},
): Promise<NgspiceRun> {
  return new Promise((resolve, reject) => {
    const child = fork(worker, [], {
      serialization: 'advanced',
      execArgv: fromSource ? ['--import', 'tsx'] : [],
      // the engine prints its warnings; they are in the log
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      child.kill();
      settle();
    };
    const fail = (message: string, log = ''): void => end(() => reject(new NgspiceError(message, log)));
    const stop = (): void => fail('ngspice: stopped');
    const timer = setTimeout(() => fail(tookTooLong(timeoutSeconds)), timeoutSeconds * 1000);
    signal?.addEventListener('abort', stop);
    child.on('message', (answer: Answer) => {
      if ('run' in answer) end(() => resolve(answer.run));
      else fail(answer.message, answer.log);
    });
    child.on('error', (error) => fail(`ngspice: ${error.message}`));
    child.on('exit', () => fail('ngspice: its process ended early'));
    if (signal?.aborted) stop();
    else child.send(deck);
  });
}

/** The worker's post: takes requests, and works in slices with a look at the post between them. */
import type { Reply, Request } from '../state/protocol.ts';
import { Bench } from './bench.ts';

interface WorkerScope {
  postMessage(message: Reply, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
}
const scope = globalThis as unknown as WorkerScope;

const bench = new Bench(
  (message, transfer) => scope.postMessage(message, transfer ?? []),
  () => performance.now(),
);

// A message to oneself comes after those that already wait, and sooner than any timer.
const { port1, port2 } = new MessageChannel();
let working = false;
function workOn(): void {
  if (working) return;
  working = true;
  port2.postMessage(null);
}
port1.onmessage = () => {
  working = false;
  const begun = performance.now();
  if (!bench.slice()) return;
  // a slice that had nothing to do waits for real time instead of burning a core
  if (performance.now() - begun < 2) setTimeout(workOn, 4);
  else workOn();
};

scope.onmessage = ({ data: request }) => {
  if (request.kind === 'data') void readData(request.name, request.text);
  else if (bench.take(request)) workOn();
};

/** Few people bring data of their own; the reader is fetched for those who do. */
async function readData(file: string, text: string): Promise<void> {
  try {
    const { parseCsv } = await import('../../src/data/csv.ts');
    if (bench.take({ kind: 'data', data: parseCsv(text, { file }) })) workOn();
  } catch (error) {
    scope.postMessage(
      { kind: 'problem', message: error instanceof Error ? error.message : String(error) },
      [],
    );
  }
}

/** The worker's post: takes requests, and works in slices with a look at the post between them. */
import type { Reply, Request } from '../state/protocol.ts';
import { Bench } from './bench.ts';
import { makeCatalogue } from './catalogue.ts';
import { loadDevices, loadFor, namedIn } from './loading.ts';

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

/** What has to be loaded first holds up what comes after it, so that requests keep their order. */
let post: Promise<void> = Promise.resolve();
scope.onmessage = ({ data: request }) => {
  post = post.then(() => take(request));
};

async function take(request: Request): Promise<void> {
  try {
    if (request.kind === 'change') await loadFor(request.spec);
    else if (request.kind === 'open') await loadFor(namedIn(request.hash));
  } catch {
    problem('What was chosen could not be loaded. Look at the connection, and choose it again.');
    if (request.kind === 'change') return;
  }
  if (request.kind === 'data') await readData(request.name, request.text);
  else if (request.kind === 'device') await readDevice(request.name, request.text);
  else if (request.kind === 'watch-logic') void watchLogic(request.on);
  else if (bench.take(request)) workOn();
  if (request.kind === 'open') void listDevices();
}

/** Once the bench stands, whatever can be chosen besides is fetched, so that it can be listed. */
let listed = false;
async function listDevices(): Promise<void> {
  try {
    await loadDevices();
  } catch {
    // those that are there stay in the list; whoever asks for another is told
    return;
  }
  if (!listed)
    post = post.then(() => scope.postMessage({ kind: 'catalogue', catalogue: makeCatalogue() }, []));
  listed = true;
}

function problem(message: string): void {
  scope.postMessage({ kind: 'problem', message }, []);
}

/** Few people bring data of their own; the reader is fetched for those who do. */
async function readData(file: string, text: string): Promise<void> {
  try {
    const { parseCsv } = await import('../../src/data/csv.ts');
    if (bench.take({ kind: 'data', data: parseCsv(text, { file }) })) workOn();
  } catch (error) {
    problem(error instanceof Error ? error.message : String(error));
  }
}

/** Wanted by the last that was asked: the follower may come when nobody looks any more. */
let logicWanted = false;
async function watchLogic(on: boolean): Promise<void> {
  logicWanted = on;
  if (!on) return bench.watch(null);
  const { LogicFollower } = await import('./logic-follower.ts');
  if (logicWanted) bench.watch(new LogicFollower((message) => scope.postMessage(message, [])));
}

/** A measured device becomes the weights of the machine. */
async function readDevice(file: string, text: string): Promise<void> {
  try {
    await loadDevices();
    const { fitOwnDevice } = await import('../../src/compare/own-device.ts');
    const { device, fit } = fitOwnDevice(text, file);
    const { up, down, low, high, residual } = fit;
    const nodes = device.up.length;
    scope.postMessage(
      { kind: 'device-fit', fit: { name: device.name, nodes, up, down, low, high, residual } },
      [],
    );
    if (bench.take({ kind: 'change', spec: { device: device.name, ownDevice: device } })) workOn();
  } catch (error) {
    scope.postMessage(
      { kind: 'device-refused', message: error instanceof Error ? error.message : String(error) },
      [],
    );
  }
}

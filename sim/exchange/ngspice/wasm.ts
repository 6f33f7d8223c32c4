/**
 * ngspice as WebAssembly, from the package eecircuit-engine: some 20 MB, loaded when first used and
 * only here. It runs in the thread that calls it and blocks that thread meanwhile, so a page calls it
 * in a worker, which it can end; process.ts does the same under Node. Knows nothing of Node.
 */
import type { ResultType, Simulation } from 'eecircuit-engine';
import { failed, NgspiceError, type NgspiceRun, wasAborted } from './run.ts';

/** A deck that always runs. The engine answers a failed run with the result of the one before it. */
const PRIMER = 'primer\nV1 a 0 1\nR1 a 0 1\n.tran 1 1\n.end\n';

let engine: Promise<Simulation> | null = null;
let running: Simulation | null = null;
let runs = 0;

/**
 * The failure of a run that ended the engine itself: some mistakes in a deck make ngspice exit, which
 * reaches the host of this thread as an error that nobody caught. The thread is of no more use then.
 */
export const failureOfExit = (): NgspiceError => failed(running?.getInfo() ?? '');

/**
 * Runs a deck to its end.
 * @param deck  a whole netlist with its title line, one analysis and .end
 * @throws      NgspiceError in ngspice's own words
 */
export async function runWasm(deck: string): Promise<NgspiceRun> {
  engine ??= start();
  const simulation = await engine;
  // the title tells this run's result from an older one
  const title = `run ${++runs}`;
  const end = deck.indexOf('\n');
  const result = await runOnce(simulation, `${title}${end < 0 ? '\n.end\n' : deck.slice(end)}`);
  const log = simulation.getInfo();
  if (!result.header.startsWith(`Title: ${title}\n`) || wasAborted(log)) throw failed(log);
  if (result.dataType !== 'real') {
    throw new NgspiceError('ngspice: found a complex result, expected a transient; use .tran.', log);
  }
  const vectors = new Map(result.data.map((v) => [v.name.toLowerCase(), Float64Array.from(v.values)]));
  const version = /ngspice-([\d.]+)/.exec(result.header)?.[1] ?? '';
  return { vectors, log, tool: `ngspice ${version} as WebAssembly` };
}

async function start(): Promise<Simulation> {
  const { Simulation } = await import('eecircuit-engine');
  const simulation = new Simulation();
  running = simulation;
  await simulation.start();
  await runOnce(simulation, PRIMER);
  return simulation;
}

async function runOnce(simulation: Simulation, deck: string): Promise<ResultType> {
  simulation.setNetList(deck);
  // the engine prints every warning on the console as well; its log has them
  const { error } = console;
  console.error = () => {};
  let stop = (): void => {};
  const ended = new Promise<never>((_, reject) => {
    stop = watchForExit(simulation, () => {
      engine = null;
      reject(failureOfExit());
    });
  });
  try {
    return await Promise.race([simulation.runSim(), ended]);
  } finally {
    stop();
    console.error = error;
  }
}

/** Looks so often, ms, and takes an engine for dead that has said nothing for so many looks. */
const LOOK = 50;
const SILENT_LOOKS = 20;

/**
 * Notices an engine whose program has ended: it never answers. While it computes it blocks this
 * thread and its looks; so looks that find nothing new find a dead one.
 */
function watchForExit(simulation: Simulation, onExit: () => void): () => void {
  let said = '';
  let silent = 0;
  const timer = setInterval(() => {
    const says = simulation.getInfo();
    silent = says === said ? silent + 1 : 0;
    said = says;
    if (silent >= SILENT_LOOKS) onExit();
  }, LOOK);
  return () => clearInterval(timer);
}

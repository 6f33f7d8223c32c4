/**
 * The page's end of the worker: keeps the last messages for React to draw, and asks for the next
 * picture only when the last one has been drawn, so that pictures never pile up.
 */
import { useSyncExternalStore } from 'react';
import type { History } from '../../src/compare/session.ts';
import type { RunAtHand } from '../worker/run-at-hand.ts';
import type { Catalogue, DeviceFit, Frame, LogicReply, Reply, Request, Setup, Speed } from './protocol.ts';
import { speeds } from './protocol.ts';
import { remember, remembered } from './theme.ts';

/** The last of everything that the worker said. */
export interface BenchState {
  readonly catalogue: Catalogue | null;
  readonly setup: Setup | null;
  readonly frame: Frame | null;
  readonly history: History | null;
  /** a long way to a moment, while it is walked */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly problem: string | null;
  readonly speed: Speed;
  /** what was said last of the logic, of each kind, while somebody looks at it */
  /** the device that was read last, and why one was not taken */
  readonly deviceFit: DeviceFit | null;
  readonly deviceRefused: string;
  readonly logic: { readonly [K in LogicReply['kind']]?: Extract<LogicReply, { readonly kind: K }> };
}

const SPEED_KEY = 'adaline-lab speed';
const rememberedSpeed = (): Speed => speeds.find((speed) => speed === remembered(SPEED_KEY)) ?? '10';

let state: BenchState = {
  catalogue: null,
  setup: null,
  frame: null,
  history: null,
  progress: null,
  problem: null,
  speed: rememberedSpeed(),
  deviceFit: null,
  deviceRefused: '',
  logic: {},
};
const listeners = new Set<() => void>();
let worker: Worker | null = null;

function update(part: Partial<BenchState>): void {
  state = { ...state, ...part };
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Reads a part of the state; components draw again when that part is another. */
export function useBench<T>(select: (state: BenchState) => T): T {
  return useSyncExternalStore(subscribe, () => select(state));
}

export function send(request: Request): void {
  if (request.kind === 'data') offered = request;
  worker?.postMessage(request);
}

/** The user's file: the bench keeps what it read from it; other workers read it again. */
let offered: RunAtHand['patterns'] = null;
let taken: RunAtHand['patterns'] = null;
/** The run on the bench, for a worker of its own. */
export function runAtHand({ spec, ownData }: Setup): RunAtHand {
  return { spec, patterns: ownData && taken ? { name: taken.name, text: taken.text } : null };
}

/** Starts the worker and opens what the address says. */
export function openBench(): void {
  worker = new Worker(new URL('../worker/bench-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = (event: MessageEvent<Reply>) => hear(event.data);
  worker.onerror = () =>
    update({ problem: 'The simulation has stopped with an error. Reload the page to go on.' });
  send({ kind: 'open', hash: location.hash, speed: state.speed });
  addEventListener('hashchange', () => {
    // our own writing to the address fires no event; this is somebody's link
    if (location.hash !== state.frame?.address)
      send({ kind: 'open', hash: location.hash, speed: state.speed });
  });
}

function hear(message: Reply): void {
  switch (message.kind) {
    case 'catalogue':
      update({ catalogue: message.catalogue });
      break;
    case 'setup':
      if (message.setup.ownData && offered) taken = offered;
      offered = null;
      update({ setup: message.setup, problem: null });
      break;
    case 'frame': {
      const { frame } = message;
      update(frame.history ? { frame, history: frame.history } : { frame });
      if (frame.address !== null) writeAddress();
      askForNext(frame.running && state.speed === 'full' ? 2 : 1);
      break;
    }
    case 'device-fit':
      update({ deviceFit: message.fit, deviceRefused: '' });
      break;
    case 'device-refused':
      update({ deviceRefused: message.message });
      break;
    case 'logic-blocks':
    case 'logic-failed':
      update({ logic: { [message.kind]: message } });
      break;
    case 'logic':
      update({ logic: { ...state.logic, logic: message } });
      break;
    case 'progress':
      update({ progress: { done: message.done, total: message.total } });
      break;
    case 'idle':
      update({ progress: null });
      break;
    case 'problem':
      offered = null;
      update({ problem: message.message });
      break;
  }
}

/** At full speed every second frame is enough for the eye, and leaves the other to whoever scrolls or types. */
function askForNext(frames: number): void {
  requestAnimationFrame(() => (frames > 1 ? askForNext(frames - 1) : send({ kind: 'frame' })));
}

/** Browsers refuse an address that changes too often, so it is written now and then. */
const WRITE_EVERY = 350;
let writing: ReturnType<typeof setTimeout> | null = null;
function writeAddress(): void {
  if (writing !== null) return;
  writing = setTimeout(() => {
    writing = null;
    const address = state.frame?.address;
    if (typeof address === 'string' && address !== location.hash) history.replaceState(null, '', address);
  }, WRITE_EVERY);
}
/** The address of the moment on the screen. */
export function linkToMoment(): { readonly link: string; readonly lacks: string | null } {
  const link = new URL(state.frame?.address ?? location.hash, location.href).href;
  return { link, lacks: state.frame?.addressLacks ?? null };
}

export function setSpeed(speed: Speed): void {
  remember(SPEED_KEY, speed);
  update({ speed });
  send({ kind: 'speed', speed });
}
export function runOrPause(): void {
  send({ kind: state.frame?.running ? 'pause' : 'run' });
}
export function forgetProblem(): void {
  update({ problem: null });
}

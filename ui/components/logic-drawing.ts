/**
 * A netlist as DigitalJS draws it. This file is the lazy chunk; nothing else on the page imports the
 * library.
 */
import { toDigitaljs } from '../../sim/logic/digitaljs.ts';
import { Stage, type StepDone } from '../../sim/logic/digitaljs-stage.ts';
import type { LogicNetlist } from '../../sim/logic/netlist.ts';
import type { LogicWords } from '../state/protocol.ts';
import { layOut } from './logic-layout.ts';

export type { StepDone } from '../../sim/logic/digitaljs-stage.ts';

/** A drawing on the page. */
export interface LogicDrawing {
  /** shows the words of a moment; the library's engine sleeps meanwhile */
  readonly show: (words: LogicWords) => void;
  readonly step: (how: Step) => Promise<StepDone>;
  /** as after switching on: what registers hold is unknown */
  readonly switchOn: () => StepDone;
  /** turns an input by hand */
  readonly setInput: (net: string, word: number) => void;
  /** the word on a net in bits, x where it is unknown */
  readonly read: (net: string) => string | null;
  readonly restless: () => boolean;
  /** 1 is the library's own size */
  readonly zoom: (scale: number) => void;
  /** the scale at which the drawing is as wide as its place */
  readonly fitting: () => number;
  readonly destroy: () => void;
}
export type Step = 'event' | 'settle' | 'clock';

/** Names stay readable down to this scale. */
const SMALLEST = 0.55;
const LARGEST = 1;

/**
 * Draws a netlist in a place of the page, and lays it out.
 * @throws Error when the library or its layout cannot be loaded, or the netlist not be drawn
 */
export async function drawLogic(place: HTMLElement, netlist: LogicNetlist): Promise<LogicDrawing> {
  const machines = netlist.cells.filter((cell) => cell.kind === 'fsm');
  const states = new Map(machines.map(({ name, machine }) => [name, Object.keys(machine.states)]));
  const stage = new Stage(toDigitaljs(netlist), states);
  const paper = document.createElement('div');
  place.append(paper);
  place.classList.add('hidden');
  const nets = Object.keys(netlist.nets);
  stage.place(await layOut(stage.sketch()));
  await stage.draw(paper);
  stage.zoom(1);
  const width = paper.clientWidth;
  place.classList.remove('hidden');
  return {
    show({ nets: words, state }) {
      stage.show(new Map(nets.map((net, k) => [net, words[k]!])), state);
    },
    step: (how) =>
      how === 'event' ? stage.nextEvent() : how === 'settle' ? stage.settle() : stage.nextClock(),
    switchOn: () => stage.switchOn(),
    setInput: (net, word) => stage.setInput(net, word),
    read: (net) => stage.read(net),
    restless: () => stage.restless,
    zoom: (scale) => stage.zoom(scale),
    fitting: () => Math.min(LARGEST, Math.max(SMALLEST, (place.clientWidth - 2) / width)),
    destroy() {
      stage.destroy();
      paper.remove();
    },
  };
}

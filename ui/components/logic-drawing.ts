/**
 * A netlist as DigitalJS draws it. This file is the lazy chunk; nothing else on the page imports the
 * library.
 */
import { toDigitaljs } from '../../sim/logic/digitaljs.ts';
import { PADDING, Stage, type StepDone } from '../../sim/logic/digitaljs-stage.ts';
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
  /** 1 is the library's own size; what is in the middle of the view stays there */
  readonly zoom: (scale: number) => void;
  /** the scale at which the whole drawing is seen */
  readonly whole: () => number;
  /** which of these cells shows most of the others when it is in the middle of the view */
  readonly busiest: (cells: readonly string[]) => string;
  /** brings a cell to the middle of the view, and marks it; nothing happens where there is none */
  readonly lookAt: (cell: string) => void;
  readonly destroy: () => void;
}
export type Step = 'event' | 'settle' | 'clock';

/** Names can be read without effort at this scale. */
export const READABLE = 1.1;

/**
 * Draws a netlist in a place of the page, and lays it out.
 * @param place what the drawing fills; the element around it scrolls
 * @param say   hears what is being done
 * @throws Error when the library or its layout cannot be loaded, or the netlist not be drawn
 */
export async function drawLogic(
  place: HTMLElement,
  netlist: LogicNetlist,
  say: (words: string) => void,
): Promise<LogicDrawing> {
  const view = place.parentElement!;
  const machines = netlist.cells.filter((cell) => cell.kind === 'fsm');
  const states = new Map(machines.map(({ name, machine }) => [name, Object.keys(machine.states)]));
  const stage = new Stage(toDigitaljs(netlist), states);
  const paper = document.createElement('div');
  place.append(paper);
  place.classList.add('hidden');
  const nets = Object.keys(netlist.nets);
  say('Cells and wires are given their places.');
  stage.place(await layOut(stage.sketch()));
  say(`${netlist.cells.length} cells are drawn.`);
  await stage.draw(paper);
  stage.zoom(READABLE);
  const [width, height] = [paper.clientWidth, paper.clientHeight].map((x) => (x - 2 * PADDING) / READABLE);
  place.classList.remove('hidden');
  const cellNamed = (id: string): Element | null => paper.querySelector(`[model-id="${CSS.escape(id)}"]`);
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
    zoom(scale) {
      const { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = view;
      const across = (scrollLeft + clientWidth / 2) / scrollWidth;
      const down = (scrollTop + clientHeight / 2) / scrollHeight;
      stage.zoom(scale);
      view.scrollLeft = across * view.scrollWidth - clientWidth / 2;
      view.scrollTop = down * view.scrollHeight - clientHeight / 2;
    },
    // less a pixel, so that rounding brings no scroll bar
    whole: () =>
      Math.min(
        (view.clientWidth - 2 * PADDING - 1) / width!,
        (view.clientHeight - 2 * PADDING - 1) / height!,
      ),
    busiest(cells) {
      const centres = cells.flatMap((id) => {
        const box = cellNamed(id)?.getBoundingClientRect();
        return box ? [{ id, x: box.left + box.width / 2, y: box.top + box.height / 2 }] : [];
      });
      const { clientWidth, clientHeight } = view;
      const seen = centres.map(
        ({ x, y }) =>
          centres.filter((c) => Math.abs(c.x - x) < clientWidth / 2 && Math.abs(c.y - y) < clientHeight / 2)
            .length,
      );
      return centres[seen.indexOf(Math.max(...seen))]?.id ?? '';
    },
    lookAt(cell) {
      for (const marked of paper.querySelectorAll('.looked-at')) marked.classList.remove('looked-at');
      const drawn = cellNamed(cell);
      if (!drawn) return;
      drawn.classList.add('looked-at');
      const [box, frame] = [drawn.getBoundingClientRect(), view.getBoundingClientRect()];
      view.scrollLeft += box.left + box.width / 2 - (frame.left + frame.width / 2);
      view.scrollTop += box.top + box.height / 2 - (frame.top + frame.height / 2);
    },
    destroy() {
      stage.destroy();
      paper.remove();
    },
  };
}

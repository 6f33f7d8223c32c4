/**
 * DigitalJS on a page: draws a netlist, shows words that were computed elsewhere, and steps by event
 * with its own engine from there. Bundlers resolve the library's browser build; Node cannot load this
 * file. Whatever touches the library's private fields stands here.
 */
import { Circuit, cells, engines, paperOptions } from 'digitaljs';
import type { DigitaljsJson } from './digitaljs.ts';

/** A three-valued word of the library. */
interface Signal {
  readonly bits: number;
  readonly isDefined: boolean;
  readonly isFullyDefined: boolean;
  readonly isHigh: boolean;
  readonly isLow: boolean;
  toBin(): string;
  eq(other: Signal): boolean;
}
type Signals = Record<string, Signal>;

interface Port {
  readonly id: string;
  readonly group: 'in' | 'in2' | 'out';
  readonly dir: 'in' | 'out';
  readonly bits: number;
  readonly labelled?: boolean;
  readonly portlabel?: string;
  readonly decor?: string;
}
/** A cell of the drawing, as far as this file knows it. */
interface Cell {
  readonly id: string;
  last_clk?: number | Record<string, number>;
  /** of memories */
  readonly memdata?: { get(address: number): Signal; set(address: number, word: Signal): void };
  get(name: 'outputSignals' | 'inputSignals'): Signals;
  get(name: 'type'): string;
  get(name: 'init_state' | 'current_state' | 'mode'): number;
  get(name: 'constant'): string;
  get(name: 'source'): { readonly id: string; readonly port: string };
  get(name: 'target'): { readonly id: string; readonly port: string };
  set(name: string, value: unknown): void;
  operation(inputs: Signals): Signals;
  setInput(signal: Signal): void;
  getPorts(): Port[];
  getPortsPositions(group: string): Record<string, Point>;
  prop(path: readonly string[]): unknown;
  setLayoutPosition(at: Point): void;
  getLayoutSize(): { readonly width: number; readonly height: number };
  resize(width: number, height: number): void;
  size(): { readonly width: number; readonly height: number };
  vertices(points: readonly Point[]): void;
}
interface Graph {
  getCell(id: string): Cell | undefined;
  getElements(): Cell[];
  getLinks(): Cell[];
  on(event: string, heard: (cell: Cell) => void): void;
  startBatch(name: string): void;
  stopBatch(name: string): void;
}
interface Queue {
  isEmpty(): boolean;
  poll(): number;
  peek(): number;
}
interface Paper {
  once(event: string, heard: () => void): void;
  fixed(fixed: boolean): void;
  scale(factor: number): void;
  fitToContent(options: object): void;
  remove(): void;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a layout has to place: boxes with the ends of their wires, and wires between those. */
export interface Sketch {
  readonly boxes: readonly {
    readonly id: string;
    readonly width: number;
    readonly height: number;
    readonly ports: readonly {
      readonly id: string;
      readonly side: 'left' | 'right' | 'top';
      readonly x: number;
      readonly y: number;
    }[];
  }[];
  readonly wires: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}
/** Where boxes and the bends of wires go, by their ids. */
export interface Layout {
  readonly boxes: Readonly<Record<string, Point>>;
  readonly bends: Readonly<Record<string, readonly Point[]>>;
}

/** An output of a cell of the drawing. */
export interface Driver {
  readonly id: string;
  readonly port: string;
}

const isClock = (cell: Cell): boolean => cell.get('type') === 'Clock';
/** Gates that one instant may take to settle before the drawing gives up; a loop would take for ever. */
const MOST_OPERATIONS = 100_000;
/** Instants that a step may take. */
const MOST_INSTANTS = 20_000;

/**
 * The library's synchronous engine, which can be put to sleep: then it computes nothing but what
 * nobody has told it, and is woken with the state that was shown last.
 */
class StageEngine extends (engines.SynchEngine as new (graph: Graph, options: object) => BaseEngine) {
  /** cells that nobody tells what they drive; they follow at once while the engine sleeps */
  private readonly pending = new Set<Cell>();
  private told: ReadonlySet<Cell> = new Set();
  private asleep = false;

  override _enqueue(cell: Cell): void {
    // the library's constructor comes here before the fields above are there
    if (this.asleep !== true) super._enqueue(cell);
    else if (!this.told.has(cell)) this.pending.add(cell);
  }
  private forget(): void {
    this._queue.clear();
    while (!this._pq.isEmpty()) this._pq.poll();
  }

  sleep(told: ReadonlySet<Cell>): void {
    this.asleep = true;
    this.told = told;
    this.forget();
  }
  /** Lets everything follow that nobody told. */
  follow(): void {
    let count = 0;
    for (const cell of this.pending) {
      this.pending.delete(cell);
      const type = cell.get('type');
      if (type === 'Input' || type === 'Output' || type === 'Clock') continue;
      if (++count > MOST_OPERATIONS) throw new Error('drawing: the logic does not settle.');
      cell.set('outputSignals', cell.operation(cell.get('inputSignals')));
    }
  }
  /** Goes on from what is shown, at tick 0; nothing is due but the clock. */
  wake(clocks: readonly Cell[]): void {
    if (!this.asleep) return;
    this.asleep = false;
    this.pending.clear();
    this.forget();
    this._tick = 0;
    for (const clock of clocks) super._enqueue(clock);
  }
  /** Instant of the next event, and whether it is the clock's alone. */
  get next(): { readonly tick: number; readonly onlyClock: boolean } | null {
    if (this._pq.isEmpty()) return null;
    const tick = this._pq.peek();
    return { tick, onlyClock: [...(this._queue.get(tick)?.keys() ?? [])].every(isClock) };
  }
}
interface BaseEngine {
  _tick: number;
  readonly _queue: Map<number, Map<Cell, Signals>>;
  readonly _pq: Queue;
  _enqueue(cell: Cell): void;
  updateGatesNext(): Promise<number>;
}

/** What one step of the library's own engine did. */
export interface StepDone {
  /** the library's delay ticks since the moment that was shown */
  readonly tick: number;
  readonly changed: ReadonlySet<string>;
}

/** A netlist on a page. */
export class Stage {
  private readonly circuit: { readonly _graph: Graph; readonly _engine: StageEngine } & {
    displayOn(element: unknown): Paper;
    stopListening(other: unknown, event: string): void;
    shutdown(): void;
  };
  private readonly drivers: ReadonlyMap<string, Driver>;
  private readonly clocks: readonly Cell[];
  private readonly graph: Graph;
  private readonly engine: StageEngine;
  private changed = new Set<string>();
  private paper: Paper | null = null;

  /**
   * @param drawable the netlist as DigitalJS takes it
   * @param states   names of the states of its machines, by the ids of their cells
   */
  constructor(drawable: DigitaljsJson, states: ReadonlyMap<string, readonly string[]>) {
    const { devices, connectors } = structuredClone(drawable);
    this.drivers = new Map(connectors.map(({ name, from }) => [name, from]));
    // a name on every wire would hide the drawing; cells are labelled with the same names
    const wires = connectors.map(({ from, to }) => ({ from, to }));
    for (const device of Object.values(devices)) Object.assign(device, { numbase: 'dec' });
    this.circuit = new Circuit(
      { devices, connectors: wires, subcircuits: {} },
      { engine: StageEngine, layoutEngine: 'none', windowCallback: () => {} },
    );
    this.graph = this.circuit._graph;
    this.engine = this.circuit._engine;
    const elements = this.graph.getElements();
    this.clocks = elements.filter(isClock);
    for (const cell of elements) cell.resize(widthOf(cell), cell.size().height);
    const netsOf = new Map<string, string[]>();
    for (const [net, { id }] of this.drivers) netsOf.set(id, [...(netsOf.get(id) ?? []), net]);
    this.graph.on('change:outputSignals', (cell) => {
      for (const net of netsOf.get(cell.id) ?? []) this.changed.add(net);
    });
    const label = (cell: Cell): void => {
      const name = states.get(cell.id)?.[cell.get('current_state')];
      if (name !== undefined) cell.set('label', `${cell.id}: ${name}`);
    };
    this.graph.on('change:current_state', label);
    for (const id of states.keys()) label(this.graph.getCell(id)!);
  }

  /** Draws on an element of the page, once everything has its place. */
  async draw(element: unknown): Promise<void> {
    const paper = this.circuit.displayOn(element);
    this.paper = paper;
    await new Promise<void>((drawn) => paper.once('render:done', drawn));
    // it would measure the whole drawing with every signal that changes
    this.circuit.stopListening(paper, 'render:done');
    paper.fixed(true);
  }

  /** Everything that has to be placed. */
  sketch(): Sketch {
    return {
      boxes: this.graph.getElements().map((cell) => {
        return {
          id: cell.id,
          ...cell.getLayoutSize(),
          ports: cell.getPorts().map(({ id, group }) => {
            const at = cell.getPortsPositions(group)[id]!;
            // wires end at the mark that stands off the body
            const off = (name: string): number =>
              Number(cell.prop(['ports', 'groups', group, 'attrs', 'port', name]) ?? 0);
            return {
              id: `${cell.id}.${id}`,
              side: group === 'in' ? 'left' : group === 'out' ? 'right' : 'top',
              x: at.x + off('refX'),
              y: at.y + off('refY'),
            };
          }),
        };
      }),
      wires: this.graph.getLinks().map((link) => ({
        id: link.id,
        from: `${link.get('source').id}.${link.get('source').port}`,
        to: `${link.get('target').id}.${link.get('target').port}`,
      })),
    };
  }
  /** Puts everything in its place. */
  place({ boxes, bends }: Layout): void {
    const { graph } = this;
    graph.startBatch('layout');
    for (const [id, { x, y }] of Object.entries(boxes)) graph.getCell(id)!.setLayoutPosition({ x, y });
    for (const [id, points] of Object.entries(bends)) graph.getCell(id)!.vertices(points);
    graph.stopBatch('layout');
  }
  /** Draws at a scale, and makes the paper as large as what is on it. */
  zoom(scale: number): void {
    this.paper?.scale(scale);
    this.paper?.fitToContent({ padding: PADDING, allowNewOrigin: 'any' });
  }

  /**
   * Shows words that were computed elsewhere: the library's engine sleeps, and cells of its own kind,
   * which have no net of ours, follow.
   * @param words by the names of the nets
   * @param state words of registers, machines and memories, by the kernel's names of them
   */
  show(words: ReadonlyMap<string, number>, state: Readonly<Record<string, number>>): void {
    const { graph, engine } = this;
    const outputs = new Map<Cell, Signals>();
    for (const [net, word] of words) {
      const driver = this.drivers.get(net);
      const cell = driver && graph.getCell(driver.id);
      if (!cell || !driver) continue;
      const shown = outputs.get(cell) ?? { ...cell.get('outputSignals') };
      const before = shown[driver.port]!;
      shown[driver.port] = signalLike(before, word);
      outputs.set(cell, shown);
    }
    engine.sleep(new Set(outputs.keys()));
    for (const clock of this.clocks)
      outputs.set(clock, { out: signalLike(clock.get('outputSignals')['out']!, 0) });
    for (const [cell, signals] of outputs) {
      const before = cell.get('outputSignals');
      if (Object.keys(signals).some((port) => !signals[port]!.eq(before[port]!)))
        cell.set('outputSignals', signals);
    }
    for (const [name, word] of Object.entries(state)) {
      const [, id = name, address] = /^(.*)\[(\d+)\]$/.exec(name) ?? [];
      const cell = graph.getCell(id);
      const type = cell?.get('type');
      if (type === 'Memory') cell!.memdata!.set(Number(address), signalLike(cell!.memdata!.get(0), word));
      if (type !== 'FSM') continue;
      cell!.set('current_state', word);
      engine._enqueue(cell!);
    }
    engine.follow();
    for (const cell of graph.getElements()) {
      if (typeof cell.last_clk === 'number') cell.last_clk = -1;
      else if (cell.last_clk) for (const port of Object.keys(cell.last_clk)) cell.last_clk[port] = -1;
    }
    this.changed.clear();
  }

  /** True when the library's engine has an event waiting besides the clock's. */
  get restless(): boolean {
    const { next } = this.engine;
    return next !== null && !next.onlyClock;
  }
  /** The next instant at which some signal changes. */
  nextEvent(): Promise<StepDone> {
    return this.run(() => this.changed.size > 0);
  }
  /** Until nothing is due but the clock. */
  settle(): Promise<StepDone> {
    return this.run(() => !this.restless);
  }
  /** Past the next rising edge, until everything has settled. */
  async nextClock(): Promise<StepDone> {
    const high = (): boolean => this.clocks.some((clock) => clock.get('outputSignals')['out']!.isHigh);
    let wasLow = false;
    const { changed } = await this.run(() => {
      if (!high()) wasLow = true;
      return wasLow && high();
    }, 1);
    const { tick, changed: after } = await this.settle();
    return { tick, changed: new Set([...changed, ...after]) };
  }
  private async run(until: () => boolean, least = 0): Promise<StepDone> {
    this.engine.wake(this.clocks);
    this.changed = new Set();
    for (let k = 0; k < MOST_INSTANTS && this.engine.next !== null; k++) {
      if (k >= least && until()) break;
      await this.engine.updateGatesNext();
    }
    return { tick: this.engine._tick, changed: this.changed };
  }

  /** As after switching on: registers hold unknown words, machines stand in their first state. */
  switchOn(): StepDone {
    this.engine.wake(this.clocks);
    this.changed = new Set();
    for (const cell of this.graph.getElements()) {
      const type = cell.get('type');
      if (type === 'Dff') cell.set('outputSignals', { out: unknownLike(cell.get('outputSignals')['out']!) });
      if (type !== 'FSM') continue;
      cell.set('current_state', cell.get('init_state'));
      this.engine._enqueue(cell);
    }
    return { tick: this.engine._tick, changed: this.changed };
  }
  /** Turns an input by hand; the library's engine goes on from there. */
  setInput(net: string, word: number): void {
    const driver = this.drivers.get(net);
    if (!driver) return;
    this.engine.wake(this.clocks);
    const cell = this.graph.getCell(driver.id)!;
    cell.setInput(signalLike(cell.get('outputSignals')[driver.port]!, word));
  }
  /** The word on a net as bits, x where it is unknown; null when the drawing has no such net. */
  read(net: string): string | null {
    const driver = this.drivers.get(net);
    return driver
      ? (this.graph.getCell(driver.id)!.get('outputSignals')[driver.port]?.toBin() ?? null)
      : null;
  }

  destroy(): void {
    this.circuit.shutdown();
    this.paper?.remove();
  }
}

/** Room around a drawing at any scale, px. */
export const PADDING = 14;
/** px of a character of a port's name, and of a number */
const LETTER = 5.6;
const DIGIT = 6.8;
/** usual width of a constant, px: numbers of other lengths shall not move the whole drawing */
const CONSTANT = 50;

/**
 * How wide a box has to be for what stands in it. The library measures its boxes one by one on the
 * page, which takes it longer than all the rest of the drawing.
 */
function widthOf(cell: Cell): number {
  const type = cell.get('type');
  const digits = (bits: number): number => String(2 ** bits - 1).length;
  if (type === 'Constant')
    return Math.max(CONSTANT, 16 + DIGIT * String(Number.parseInt(cell.get('constant'), 2)).length);
  if (type === 'SignExtend' || type === 'ZeroExtend') return 20 + DIGIT * 'zero-extend'.length;
  if (type === 'BusSlice') return 70;
  if (type === 'Input' || type === 'Output') {
    const [port] = cell.getPorts();
    return port!.bits === 1 ? 30 : 16 + DIGIT * digits(port!.bits);
  }
  const longest = (group: string): number =>
    cell
      .getPorts()
      .filter((port) => port.group === group && port.labelled)
      .reduce((most, { portlabel, id }) => Math.max(most, (portlabel ?? id).length), 0);
  const [left, right] = [longest('in'), longest('out')];
  return left + right > 0 ? 26 + LETTER * (left + right) : cell.size().width;
}

/** A word of as many bits as another one has. */
function signalLike(other: Signal, word: number): Signal {
  const { fromNumber } = other.constructor as unknown as {
    fromNumber(word: number, bits: number): Signal;
  };
  return fromNumber.call(other.constructor, word, other.bits);
}

// Wires keep the bends of their layout; the library's usual router would find a way anew with every signal.
Object.assign(paperOptions, {
  defaultRouter: { name: 'normal' },
  defaultConnector: { name: 'straight', args: { cornerType: 'cubic', cornerRadius: 5 } },
});

function unknownLike(other: Signal): Signal {
  const { xes } = other.constructor as unknown as { xes(bits: number): Signal };
  return xes.call(other.constructor, other.bits);
}

/** How a signal looks: by class, so that the page's own styles apply, and by its value as text. */
const lookOf = (signal: Signal): string =>
  !signal.isFullyDefined ? 'unknown' : signal.bits > 1 ? 'word' : signal.isHigh ? 'high' : 'low';
const textOf = (signal: Signal): string =>
  signal.isFullyDefined ? String(Number.parseInt(signal.toBin(), 2)) : 'x';

interface PortOfView {
  readonly portSelectors: Record<
    string,
    {
      textContent: string;
      setAttribute(name: string, value: string): void;
      querySelector(what: string): { textContent: string } | null;
    }
  >;
}
interface View {
  readonly model: Cell;
  readonly _portElementsCache: Record<string, PortOfView>;
  readonly selectors: Record<string, { setAttribute(name: string, value: string): void } | undefined>;
}

Object.assign(cells.GateView.prototype, {
  _updatePortSignals(this: View): void {
    for (const signals of [this.model.get('inputSignals'), this.model.get('outputSignals')]) {
      for (const [port, signal] of Object.entries(signals)) {
        const drawn = this._portElementsCache[port]?.portSelectors;
        if (!drawn) continue;
        drawn['port']?.setAttribute('class', `port ${lookOf(signal)}`);
        if (signals !== this.model.get('outputSignals')) continue;
        const text = drawn['bits']?.querySelector('tspan');
        if (text) text.textContent = textOf(signal);
      }
    }
  },
});
// A line, and nothing to grab it by.
Object.assign(cells.Wire.prototype, {
  markup: [{ tagName: 'path', selector: 'line', attributes: { fill: 'none', 'pointer-events': 'none' } }],
});
Object.assign(cells.WireView.prototype, {
  _updateSignal(this: { readonly model: { get(name: 'signal'): Signal } } & View): void {
    this.selectors['line']?.setAttribute('class', `connection ${lookOf(this.model.get('signal'))}`);
  },
  _updateBits(): void {},
  _updateWarning(): void {},
});
Object.assign(cells.OutputView.prototype, {
  _updateLamp(this: View): void {
    this.selectors['led']?.setAttribute('class', `led ${lookOf(this.model.get('inputSignals')['in']!)}`);
  },
});
Object.assign(cells.InputView.prototype, {
  _updateButton(this: View): void {
    this.selectors['btnface']?.setAttribute(
      'class',
      `btnface ${lookOf(this.model.get('outputSignals')['out']!)}`,
    );
  },
});

// Boxes have their widths already.
for (const { prototype } of Object.values<{ readonly prototype?: object }>(cells))
  if (prototype && '_autoResizeBox' in prototype) prototype._autoResizeBox = false;

/** Values stand in the mark of a bit, and above the wire of a word; inputs have none, their driver says it. */
const { _preprocessPorts, portMarkup } = cells.Gate.prototype;
Object.assign(cells.Gate.prototype, {
  _preprocessPorts(this: Cell, ports: DrawnPort[]): void {
    _preprocessPorts.call(this, ports);
    for (const port of ports) {
      const drives = port.dir === 'out';
      // only what is seen: a page draws hundreds of ports
      port.markup = portMarkup.filter(
        ({ selector }) =>
          selector === 'wire' ||
          selector === 'port' ||
          (selector === 'bits' && drives) ||
          (selector === 'iolabel' && port.labelled) ||
          (selector === 'decor' && port.decor),
      );
      if (!drives) continue;
      // placed by the mark's own numbers: beside a `ref` the library would measure every one on the page
      const mark = (name: string): number =>
        Number(this.prop(['ports', 'groups', port.group, 'attrs', 'port', name]) ?? 0);
      const [x, r] = [mark('refX'), mark('r')];
      port.attrs['bits'] =
        port.bits > 1
          ? { text: 'x', ref: null, refX: x + r + 2, refDx: null, refY: -r - 4, textAnchor: 'start' }
          : {
              text: 'x',
              ref: null,
              refX: x,
              refDx: null,
              refY: 0,
              textAnchor: 'middle',
              textVerticalAnchor: 'middle',
            };
    }
  },
});
interface DrawnPort extends Port {
  readonly attrs: Record<string, object>;
  markup: unknown;
}

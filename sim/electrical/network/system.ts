/**
 * A network as equations: one for each node (its currents add up to nothing), one for each branch
 * whose current is an unknown, one for each state.
 * @see Ho, Ruehli & Brennan, "The modified nodal approach to network analysis", IEEE Trans. CAS 22(6), 1975
 */
import { linearSolver } from '../linear/linear-solver.ts';
import { type LinearSolver, type LinearWork, Pattern } from '../linear/pattern.ts';
import {
  CapacitorStamper,
  Conductances,
  ControlledCurrentStamper,
  ControlledVoltageStamper,
  CurrentMirrorStamper,
  CurrentSourceStamper,
  DiodeStamper,
  type Dynamic,
  type Frame,
  MemistorStamper,
  MemristorStamper,
  OpAmpStamper,
  type Places,
  type Stamper,
  SwitchStamper,
  TransistorStamper,
  VoltageSourceStamper,
} from './stampers.ts';
import { terminals } from './terminals.ts';
import { capacitorsInLoops, checkNetwork } from './topology.ts';
import { type Component, GROUND_NODE, type Network, type Node } from './types.ts';

export interface SystemOptions {
  /** nodes that somebody else holds: no equation of their own, their voltage is set by `hold` */
  readonly held?: readonly Node[];
  readonly solver?: 'auto' | 'dense' | 'sparse';
  /** true where capacitors' voltages are given, so that a node needs no other path */
  readonly capacitorsHold?: boolean;
}

export class System {
  readonly network: Network;
  readonly frame: Frame;
  /** unknowns: nodes first */
  readonly size: number;
  readonly nodes: readonly Node[];
  readonly conductances: Conductances;
  readonly dynamics: readonly Dynamic[];
  readonly opAmps: readonly OpAmpStamper[];
  readonly switches: readonly SwitchStamper[];
  readonly stampers: readonly Stamper[];
  /** true when one step of Newton solves it, for given modes */
  readonly linear: boolean;
  /** capacitors and sources of voltage close a loop, so that a jump of one is a jump of the other */
  readonly capacitorLoops: boolean;
  /** conductance from every node to ground, S: a crutch of gmin stepping, else 0 */
  gmin = 0;
  private readonly places: ReadonlyMap<Node, number>;
  private readonly names: readonly string[];
  private readonly kinds: readonly ('node' | 'branch' | 'state')[];
  private readonly conductanceOf: ReadonlyMap<string, number>;
  private readonly stamperOf: ReadonlyMap<string, Stamper>;
  private readonly resettable: readonly { reset(): void }[];
  private readonly diagonal: Int32Array;
  private readonly solver: LinearSolver;
  private readonly right: Float64Array;
  private readonly slots: Float64Array;
  private readonly factored: Float64Array;
  private standing = false;

  /** @throws Error that names what is wrong with the network; see topology.ts */
  constructor(network: Network, options: SystemOptions = {}) {
    const { held = [] } = options;
    checkNetwork(network, { held, capacitorsHold: options.capacitorsHold ?? false });
    this.network = network;
    const inner = diodeNodes(network);
    const nodes = nodesOf(network, new Set([GROUND_NODE, ...held]));
    nodes.push(...inner.values());
    this.nodes = nodes;
    const names = nodes.map((n) => (network.nameOf ? network.nameOf(n) : n));
    const kinds: ('node' | 'branch' | 'state')[] = nodes.map(() => 'node');
    // unknowns are counted before anything is built, for their number is the size of the pattern
    const size = nodes.length + network.components.reduce((n, c) => n + extraUnknowns(c), 0);
    this.size = size;
    const pattern = new Pattern(size);
    const places = new Map<Node, number>(nodes.map((n, k) => [n, k]));
    places.set(GROUND_NODE, size);
    held.forEach((n, k) => {
      places.set(n, size + 1 + k);
    });
    this.places = places;
    const branchOf = new Map<string, number>();
    const asked: (() => void)[] = [];
    const p: Places = {
      node: (n) => places.get(n)!,
      unknown: (name, kind) => {
        kinds.push(kind);
        branchOf.set(name, names.length);
        return names.push(name) - 1;
      },
      slot: (row, column) => (row < size && column < size ? pattern.slot(row, column) + 1 : 0),
      currentOf: (name) => branchOf.get(name)!,
    };
    this.diagonal = Int32Array.from(nodes, (_, k) => p.slot(k, k));
    const conductors: { name: string; a: Node; b: Node; siemens: number }[] = [];
    const stampers: Stamper[] = [];
    for (const c of network.components) {
      switch (c.kind) {
        case 'resistor':
          conductors.push({ name: c.name, a: c.a, b: c.b, siemens: 1 / c.ohms });
          break;
        case 'conductance':
          conductors.push(c);
          break;
        case 'ccvs':
          // what controls it may come later in the list
          asked.push(() => {
            stampers.push(
              new ControlledVoltageStamper(
                c.name,
                c.a,
                c.b,
                [{ at: p.currentOf(c.control), gain: c.ohms }],
                p,
              ),
            );
          });
          break;
        case 'cccs':
          asked.push(() => {
            stampers.push(new CurrentMirrorStamper(c.name, c.a, c.b, c.control, c.gain, p));
          });
          break;
        case 'diode': {
          const end = inner.get(c.name);
          if (end !== undefined)
            conductors.push({ name: `${c.name} series`, a: c.anode, b: end, siemens: 1 / c.seriesOhms! });
          stampers.push(new DiodeStamper(c, end ?? c.anode, p));
          break;
        }
        default:
          stampers.push(stamperFor(c, p));
      }
    }
    for (const build of asked) build();
    this.conductances = new Conductances(conductors, p);
    this.conductanceOf = new Map(conductors.map((c, k) => [c.name, k]));
    this.stampers = stampers;
    this.stamperOf = new Map(stampers.map((s) => [s.name, s]));
    this.dynamics = stampers.filter(
      (s): s is CapacitorStamper | MemistorStamper | MemristorStamper =>
        s instanceof CapacitorStamper || s instanceof MemistorStamper || s instanceof MemristorStamper,
    );
    this.opAmps = stampers.filter((s) => s instanceof OpAmpStamper);
    this.switches = stampers.filter((s) => s instanceof SwitchStamper);
    this.resettable = stampers.filter((s) => s instanceof DiodeStamper || s instanceof TransistorStamper);
    this.linear = !network.components.some(isCurved);
    this.capacitorLoops = capacitorsInLoops(network, held);
    this.names = names;
    this.kinds = kinds;
    this.slots = new Float64Array(pattern.count + 1);
    this.factored = new Float64Array(pattern.count + 1);
    this.solver = linearSolver(pattern, options.solver);
    this.right = new Float64Array(size);
    this.frame = {
      x: new Float64Array(size + 1 + held.length),
      f: new Float64Array(size + 1 + held.length),
      values: this.slots,
      scale: 1,
      time: 0,
      side: 1,
      reach: 0,
      past: 0,
      open: false,
      limited: false,
    };
  }

  get work(): LinearWork {
    return this.solver.work;
  }
  nameOf(unknown: number): string {
    return this.names[unknown]!;
  }
  kindOf(unknown: number): 'node' | 'branch' | 'state' {
    return this.kinds[unknown]!;
  }
  /** What an unknown state is counted in. */
  unitOf(unknown: number): number {
    return this.dynamics.find((d) => d.name === this.names[unknown])?.unit ?? 1;
  }
  /** Where a node's voltage stands in `frame.x`. @throws Error when the network has no such node */
  placeOf(node: Node): number {
    const place = this.places.get(node);
    if (place === undefined)
      throw new Error(
        `${this.network.name}: there is no node ${node}; its nodes are ${this.nodes.join(', ')}.`,
      );
    return place;
  }
  voltage(node: Node): number {
    return this.frame.x[this.placeOf(node)]!;
  }
  /** Current through a component, from its first node to its second; through an op-amp: into its output. */
  current(component: string): number {
    const stamper = this.stamperOf.get(component);
    if (stamper) return stamper.current(this.frame);
    const k = this.conductanceOf.get(component);
    if (k === undefined) throw new Error(`${this.network.name}: there is no component ${component}.`);
    return this.conductances.current(k, this.frame);
  }
  /** Index into `conductances.siemens`, for values that change. */
  conductanceIndex(component: string): number {
    return this.conductanceOf.get(component)!;
  }
  stamper(component: string): Stamper | undefined {
    return this.stamperOf.get(component);
  }
  /** Forgets all that Newton remembers from one step to the next: a solution then depends on nothing that came before. */
  reset(): void {
    const { x } = this.frame;
    x.fill(0, 0, this.size);
    for (const s of this.resettable) s.reset();
    for (const a of this.opAmps) a.mode = 0;
  }

  /** Sets every switch that time works, for what comes after the present instant. */
  throwTimed(): void {
    const { frame } = this;
    const { time } = frame;
    frame.time = time * (1 + JUST_AFTER);
    for (const s of this.switches) if (s.e.control.by === 'time') s.mode = s.wanted(frame);
    frame.time = time;
  }

  /** Fills residuals and slopes at x. */
  load(): void {
    const { frame, conductances, stampers, gmin, diagonal } = this;
    frame.f.fill(0);
    frame.values.fill(0);
    frame.limited = false;
    conductances.load(frame);
    for (let k = 0; k < stampers.length; k++) stampers[k]!.load(frame);
    if (gmin === 0) return;
    const { x, f, values } = frame;
    for (let k = 0; k < diagonal.length; k++) {
      f[k] = f[k]! + gmin * x[k]!;
      values[diagonal[k]!] = values[diagonal[k]!]! + gmin;
    }
  }

  /** One step of Newton from what `load` found: dx in the array that is returned. @throws Singular */
  step(): Float64Array {
    const { frame, right, size, slots, factored } = this;
    if (!this.standing || !same(slots, factored)) {
      this.standing = false;
      this.solver.factor(slots.subarray(1));
      factored.set(slots);
      this.standing = true;
    }
    for (let i = 0; i < size; i++) right[i] = -frame.f[i]!;
    this.solver.solve(right);
    return right;
  }
}

/** An instant is known to rounding; this much later, as a part of it, a level has passed what it passes there. */
const JUST_AFTER = 1e-11;

/** Whether the same slopes stand: slot 0 takes what nobody asks for, and differs without meaning anything. */
function same(a: Float64Array, b: Float64Array): boolean {
  for (let k = 1; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

const isCurved = (c: Component): boolean =>
  c.kind === 'diode' ||
  c.kind === 'transistor' ||
  c.kind === 'memristor' ||
  c.kind === 'memistor' ||
  (c.kind === 'vccs' && c.limit !== undefined && Number.isFinite(c.limit));

/** Kinds whose current or state is an unknown. */
const withUnknown: ReadonlySet<Component['kind']> = new Set([
  'voltage-source',
  'vcvs',
  'ccvs',
  'op-amp',
  'capacitor',
  'memistor',
  'memristor',
]);
const extraUnknowns = (c: Component): number => (withUnknown.has(c.kind) ? 1 : 0);

type DirectKind = Exclude<Component['kind'], 'resistor' | 'conductance' | 'ccvs' | 'cccs' | 'diode'>;
type Makers = {
  readonly [K in DirectKind]: (c: Extract<Component, { kind: K }>, p: Places) => Stamper;
};
const makers: Makers = {
  'voltage-source': (c, p) => new VoltageSourceStamper(c.name, c.a, c.b, c.volts, p),
  'current-source': (c, p) => new CurrentSourceStamper(c.name, c.a, c.b, c.amperes, p),
  vcvs: (c, p) => {
    const controls = [
      { at: p.node(c.controlA), gain: c.gain },
      { at: p.node(c.controlB), gain: -c.gain },
    ];
    return new ControlledVoltageStamper(c.name, c.a, c.b, controls, p);
  },
  vccs: (c, p) => new ControlledCurrentStamper(c, p),
  'op-amp': (c, p) => new OpAmpStamper(c, p),
  switch: (c, p) => new SwitchStamper(c, p),
  capacitor: (c, p) => new CapacitorStamper(c, p),
  transistor: (c, p) => new TransistorStamper(c, p),
  memistor: (c, p) => new MemistorStamper(c, p),
  memristor: (c, p) => new MemristorStamper(c, p),
};
const stamperFor = (c: Extract<Component, { kind: DirectKind }>, p: Places): Stamper =>
  (makers[c.kind] as (c: Component, p: Places) => Stamper)(c, p);

/** The nodes inside diodes, by the diode's name. */
const diodeNodes = (network: Network): Map<string, Node> =>
  new Map(
    network.components.flatMap((c) =>
      c.kind === 'diode' && (c.seriesOhms ?? 0) > 0 ? [[c.name, `${c.name} inside`] as const] : [],
    ),
  );

/** Every node that a component names, in that order, but for some. */
function nodesOf(network: Network, without: ReadonlySet<Node>): Node[] {
  const nodes = new Set<Node>();
  for (const c of network.components) for (const n of terminals(c)) if (!without.has(n)) nodes.add(n);
  return [...nodes];
}

/**
 * A recorded run as an ngspice deck: every element of the elaborated circuit as cards, the clock as
 * sources, a transient over the chosen presentations.
 *
 * The record of our kernel gives the deck its stimulus, its draws, the sequence of phases with their
 * durations, and nothing else: what is sensed, decided, held, plated and nulled is ngspice's own.
 */
import { normals } from '../../base/random.ts';
import type { Seconds } from '../../base/units.ts';
import { PRESENTATION } from '../../builder.ts';
import type { Net } from '../../circuit.ts';
import { numberOf, type Program } from '../../compile.ts';
import type { ComparatorSpec, ElementSpec } from '../../elements/element.ts';
import { definitionOf } from '../../elements/index.ts';
import { writeCards } from './cards.ts';
import { Netlist, number } from './netlist.ts';
import type { RecordedPhase, Recording } from './recording.ts';
import { hints, READ, strobe, timingOf, WRITE } from './timing.ts';
import { isPlayed } from './weight-cards.ts';

/** A line that both compute. */
export interface Compared {
  readonly net: Net;
  /** the line's name in the circuit */
  readonly name: string;
  /** the name of ngspice's vector */
  readonly vector: string;
  /** node: a voltage by Kirchhoff's laws. value: a number of any unit. bit: a decision. */
  readonly kind: 'node' | 'value' | 'bit';
  /** comparators that decide it, by their place in `Deck.deciders`; bits only */
  readonly deciders: readonly number[];
  /** above this a bit is high: half, or the middle of two levels that are made of bits */
  readonly middle: number;
  /** numbers below this mean nothing more than this; -Infinity for most lines */
  readonly least: number;
  /** what it is added to or compared with in amplifiers, each in its own unit by a factor */
  readonly peers: readonly { readonly net: Net; readonly factor: number }[];
}
/** A comparator, with the distance of what it sees from its threshold by our kernel's record. */
export interface Decider {
  readonly name: string;
  /** within this of its threshold a decision is a matter of rounding */
  readonly range: number;
  readonly margin: (phase: RecordedPhase) => number;
}
export interface Deck {
  readonly text: string;
  readonly compared: readonly Compared[];
  readonly deciders: readonly Decider[];
  /** true when weights are of a kind that the deck plays from our record */
  readonly playsWeights: boolean;
  /** when each recorded phase is compared, in the time of the deck */
  readonly samples: readonly Seconds[];
  /** when each recorded phase ends, in the time of the deck */
  readonly ends: readonly Seconds[];
}
export interface DeckOptions {
  /** first line of the deck */
  readonly title: string;
  /** comments below the title */
  readonly remarks?: readonly string[];
  /** corners a little before recorded trips, which help the step control; true when omitted */
  readonly hints?: boolean;
}

/** Writes the deck of a recorded run. */
export function writeDeck(recording: Recording, options: DeckOptions): Deck {
  const { program } = recording;
  const timing = timingOf(recording, fastestRate(program.elements));
  const to = new Netlist(recording, timing, (e) => definitionOf(e).drives(e).flat());
  to.card(oneLine(options.title));
  for (const remark of options.remarks ?? []) to.comment(oneLine(remark));
  to.comment('Run it with: ngspice -b -r out.raw FILE');
  to.comment(
    'Every line that carries a number is a node: 1 V stands for 1 of its unit, a bit is 0 V or 1 V.',
  );
  to.blank();
  to.comment('The two strobes around the end of every phase: samplers read, then all write.');
  to.table('clk_read', strobe(timing, READ));
  to.table('clk_write', strobe(timing, WRITE));
  if (options.hints ?? true) {
    const corners = hints(timing, recording.phases);
    if (corners.length > 1) {
      to.comment('Corners before the expected trips: hints for the size of steps. Nothing reads this node.');
      to.table('hint', corners);
    }
  }
  for (const e of program.elements) {
    to.blank();
    writeCards(e, to);
  }
  to.blank();
  to.writeTables();
  const { deciders, deciding, middles } = decidersOf(program, timing.tau, (trip) => to.levelOf(trip).falls);
  // a hand that has long been ready is ready: how long it has waited is nobody's concern
  const timesLeft = new Set(
    program.elements.flatMap((e) => (e.kind === 'stored-conductance' ? e.remaining : [])),
  );
  const compared = [...comparedNets(program.elements, deciding)].map(
    ([net, kind]): Compared => ({
      net,
      kind,
      name: program.nameOf(net),
      vector: `v(${to.node(net)})`,
      deciders: kind === 'bit' ? [...(deciding.get(net) ?? [])] : [],
      middle: middles.get(net) ?? 0.5,
      peers: peersOf(net, program.elements),
      least: timesLeft.has(net) ? 0 : Number.NEGATIVE_INFINITY,
    }),
  );
  to.blank();
  to.comment('Constant currents are integrated exactly; the tolerances are for edges and leaks.');
  to.card('.options method=trap reltol=1e-9 vntol=1e-9 abstol=1e-12 chgtol=1e-2 trtol=1 itl4=200');
  for (let k = 0; k < compared.length; k += 6)
    to.card(
      `.save ${compared
        .slice(k, k + 6)
        .map((c) => c.vector)
        .join(' ')}`,
    );
  const { maxStep, stop } = timing;
  to.card(`.tran ${number(maxStep)} ${number(stop)} 0 ${number(maxStep)} UIC`);
  to.card('.end');
  return {
    text: `${to.text}\n`,
    compared,
    deciders,
    playsWeights: program.elements.some(isPlayed),
    samples: timing.samples,
    ends: timing.ends,
  };
}

/** Decisions closer to their threshold than this, V, hang on the last digits of either tool. */
const UNDECIDED = 1e-6;

/** Every bit that comparators decide, with those comparators: through gates, samplers and levels made of bits. */
function decidersOf(
  program: Program,
  tau: number,
  fallsOf: (trip: string) => number,
): { deciders: Decider[]; deciding: Map<Net, Set<number>>; middles: Map<Net, number> } {
  const middles = new Map<Net, number>();
  const deciders: Decider[] = [];
  const deciding = new Map<Net, Set<number>>();
  const fixed = new Set<Net>();
  for (const e of program.elements) {
    if (e.kind === 'fsm') for (const net of Object.values(e.outputs)) fixed.add(net);
    if (e.kind === 'comparator') {
      deciding.set(e.out, new Set([deciders.length]));
      deciders.push({ name: e.name, range: UNDECIDED, margin: comparatorMargin(e, program) });
    }
    if (e.kind === 'trip') {
      const [level, done] = [program.placeOf(e.level), program.placeOf(e.done)];
      deciding.set(e.done, new Set([deciders.length]));
      deciders.push({
        name: e.name,
        // its gain is finite: one that came as near as this without tripping is undecided
        range: 2 * tau * fallsOf(e.name),
        margin: ({ watched, values }) =>
          watched && values[done] !== 1 ? values[level]! : Number.POSITIVE_INFINITY,
      });
    }
  }
  for (let grown = true; grown; ) {
    grown = false;
    const join = (out: Net, inputs: readonly Net[]): void => {
      if (!inputs.some((net) => deciding.has(net))) return;
      if (!inputs.every((net) => deciding.has(net) || fixed.has(net))) return;
      const known = deciding.get(out) ?? new Set<number>();
      const before = known.size;
      for (const net of inputs) for (const k of deciding.get(net) ?? []) known.add(k);
      if (known.size > before || !deciding.has(out)) grown = true;
      deciding.set(out, known);
    };
    for (const e of program.elements) {
      if (e.kind === 'gate') join(e.out, e.inputs);
      else if (e.kind === 'amplifier' && e.inputs.length === 1) {
        // one bit as two levels
        const [{ net, gain }] = e.inputs as [(typeof e.inputs)[number]];
        join(e.out, [net]);
        if (deciding.has(e.out)) middles.set(e.out, e.offset + gain * (middles.get(net) ?? 0.5));
      } else if (e.kind === 'sampler') for (const [i, net] of e.out.entries()) join(net, [e.input[i]!]);
    }
  }
  return { deciders, deciding, middles };
}

function peersOf(net: Net, elements: readonly ElementSpec[]): Compared['peers'] {
  return elements.flatMap((e) => {
    const own = e.kind === 'amplifier' ? e.inputs.find((i) => i.net === net) : undefined;
    if (e.kind !== 'amplifier' || !own) return [];
    const others = e.inputs.filter((i) => i !== own);
    return others.map((i) => ({ net: i.net, factor: Math.abs(i.gain / own.gain) }));
  });
}

/** What a comparator compares with zero, noise and hysteresis included. */
function comparatorMargin(e: ComparatorSpec, program: Program): Decider['margin'] {
  const place = program.placeOf(e.input);
  const shift = e.offset - e.threshold + e.tie;
  const previous = e.hysteresis > 0 && e.previous !== null ? program.placeOf(e.previous) : -1;
  const device = numberOf(e.name);
  const draw = new Float64Array(1);
  return ({ values: f }) => {
    let v = e.absolute ? Math.abs(f[place]!) : f[place]!;
    if (e.noise > 0) {
      normals(draw, 0, 1, program.seed, 'comparator', device, f[PRESENTATION]!);
      v += e.noise * draw[0]!;
    }
    if (previous >= 0) v += (f[previous] === 1 ? 0.5 : -0.5) * e.hysteresis;
    return v + shift;
  };
}

/** Lines that ngspice computes, with what they are; the given ones (stimulus, clock) are left out. */
function comparedNets(
  elements: readonly ElementSpec[],
  deciding: ReadonlyMap<Net, unknown>,
): Map<Net, Compared['kind']> {
  const kinds = new Map<Net, Compared['kind']>();
  const given = new Set<ElementSpec['kind']>(['input', 'constant', 'fsm', 'logic', 'coincidence']);
  const played = new Set(
    elements.flatMap((e) => (e.kind === 'stored-conductance' && isPlayed(e) ? e.conductance : [])),
  );
  for (const e of elements) {
    if (given.has(e.kind) || isPlayed(e)) continue;
    // weights that are read from given conductances are given
    if (e.kind === 'readout' && e.conductance.every((net) => played.has(net))) continue;
    const isGate = e.kind === 'gate';
    for (const net of definitionOf(e).drives(e).flat())
      kinds.set(net, isGate || deciding.has(net) ? 'bit' : 'value');
    for (const net of definitionOf(e).nodes?.(e) ?? []) if (net !== 0) kinds.set(net, 'node');
    if (e.kind === 'source') for (const net of e.out) kinds.set(net, 'node');
  }
  return kinds;
}

/** The largest rate at which anything relaxes by itself, 1/s: it limits the steps. */
function fastestRate(elements: readonly ElementSpec[]): number {
  let fastest = 0;
  for (const e of elements) {
    if (e.kind !== 'stored-conductance' || e.law.device !== 'memistor') continue;
    const { law } = e;
    const amperes = elements.reduce(
      (most, c) => (c.kind === 'current' ? Math.max(most, c.amperes) : most),
      0,
    );
    const span = (law.full - law.substrate) / law.slope;
    fastest = Math.max(
      fastest,
      (law.softness * amperes) / span,
      1 / law.retention,
      law.rectification * Math.abs(law.drive) * law.slope,
    );
  }
  return fastest;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

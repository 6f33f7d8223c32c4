/**
 * A deck while it is written: nodes for terminals, cards with comments, and the few subassemblies
 * that several elements are made of. Every quantity of a value or bit line is the voltage of a node:
 * 1 V stands for 1 of whatever it is (A, S, s, C), and a bit is 0 V or 1 V.
 */
import type { Seconds } from '../../base/units.ts';
import type { Net } from '../../circuit.ts';
import type { Program } from '../../compile.ts';
import type { ElementSpec } from '../../elements/element.ts';
import { Names } from './names.ts';
import type { LevelSpeed, Recording } from './recording.ts';
import { type Corner, moving, perPresentation, phaseBit, type Timing } from './timing.ts';

/** Farads of a holding capacitor: small beside everything that integrates. */
const HOLD = '1n';

export class Netlist {
  readonly recording: Recording;
  readonly program: Program;
  readonly timing: Timing;
  private readonly names: Names;
  private readonly lines: string[] = [];
  /** tables over time: so long that they stand at the end, where nobody has to leaf over them */
  private readonly tables: string[] = [];
  private readonly driver = new Map<Net, ElementSpec>();

  constructor(recording: Recording, timing: Timing, drivenBy: (e: ElementSpec) => readonly Net[]) {
    this.recording = recording;
    this.program = recording.program;
    this.timing = timing;
    this.names = new Names(this.program);
    for (const e of this.program.elements) for (const net of drivenBy(e)) this.driver.set(net, e);
  }

  get text(): string {
    return this.lines.join('\n');
  }
  /** The element that drives a line. */
  driverOf(net: Net): ElementSpec | undefined {
    return this.driver.get(net);
  }

  node(net: Net): string {
    return this.names.node(net);
  }
  /** The voltage of a terminal in an expression; ground is 0. */
  v(net: Net): string {
    return net === 0 ? '0' : `V(${this.node(net)})`;
  }
  /** A node that only these cards know. */
  inner(wish: string): string {
    return this.names.fresh(wish);
  }
  /** What the run of our kernel began with. */
  initial(net: Net): number {
    return this.recording.initial[this.program.placeOf(net)]!;
  }

  blank(): void {
    this.lines.push('');
  }
  comment(text: string): void {
    this.lines.push(`* ${text}`);
  }
  card(text: string): void {
    this.lines.push(text);
  }
  /** A voltage to ground by a formula. */
  formula(node: string, expression: string): void {
    this.card(`B_${node} ${node} 0 V = ${expression}`);
  }
  drive(net: Net, expression: string): void {
    this.formula(this.node(net), expression);
  }
  /** A voltage to ground that follows a table of corners; `writeTables` puts long ones in their place. */
  table(node: string, corners: readonly Corner[]): void {
    const [first, ...rest] = corners;
    if (rest.length === 0) {
      this.card(`V_${node} ${node} 0 DC ${number(first?.[1] ?? 0)}`);
      return;
    }
    const rows: string[] = [];
    for (let k = 0; k < corners.length; k += 4) {
      const words = corners.slice(k, k + 4).map(([t, v]) => `${instant(t)} ${number(v)}`);
      rows.push(`+ ${words.join('  ')}`);
    }
    const to = rows.length > 1 ? this.tables : this.lines;
    if (rows.length > 1) this.comment(`V_${node}: a table over time, at the end`);
    to.push(`V_${node} ${node} 0 PWL(`, ...rows, '+ )');
  }
  /** Writes the long tables. */
  writeTables(): void {
    if (this.tables.length === 0) return;
    this.comment('Tables over time: pairs of seconds and volts, joined by straight lines.');
    this.lines.push(...this.tables);
  }

  /** A bit or number that our kernel's record gives, phase by phase. */
  play(net: Net): void {
    const place = this.program.placeOf(net);
    this.table(
      this.node(net),
      phaseBit(this.timing, this.recording.phases, (p) => p.values[place]!),
    );
  }
  /** A number that moves within phases, from its record: evenly, and to the last trip where there is one. */
  playMoving(net: Net): void {
    const place = this.program.placeOf(net);
    this.table(
      this.node(net),
      moving(this.timing, this.recording.phases, this.initial(net), (p) => p.values[place]!),
    );
  }
  /** A signal that changes when a presentation begins. */
  playPresentations(node: string, value: (presentation: number) => number): void {
    this.table(node, perPresentation(this.timing, this.recording.phases, value));
  }

  /**
   * A register: its master follows `input` while the read strobe and `capture` are up, the slave
   * takes over at the write strobe.
   * @returns nothing; `out` is the slave's node
   */
  register(out: string, input: string, capture: Net | null, initial: number): void {
    const master = this.inner(`${out}_next`);
    const when = capture === null ? 'V(clk_read)' : `V(clk_read)*(${isOne(this.v(capture))})`;
    this.card(`B_${master} 0 ${master} I = 1e3*${when}*(${input} - V(${master}))`);
    this.card(`C_${master} ${master} 0 ${HOLD} IC=${number(initial)}`);
    this.card(`B_${out} 0 ${out} I = 1e3*V(clk_write)*(V(${master}) - V(${out}))`);
    this.card(`C_${out} ${out} 0 ${HOLD} IC=${number(initial)}`);
  }

  /**
   * A memory of something that has come: a capacitor that `rate` (per second, 0 or more) charges
   * toward 1, until the write strobe empties it. It has no feedback: a latch of two stable states
   * could be thrown by the iterations of one step.
   */
  memory(out: string, rate: string): void {
    this.card(`B_${out} 0 ${out} I = 1e-9*(${rate})*(1 - V(${out})) - 1e3*V(clk_write)*V(${out})`);
    this.card(`C_${out} ${out} 0 ${HOLD} IC=0`);
  }

  /** An integrator: d out/dt = rate. */
  integrator(out: string, rate: string, initial: number, farads = 1): void {
    this.card(`B_${out} 0 ${out} I = ${farads === 1 ? rate : `${number(farads)}*(${rate})`}`);
    this.card(`C_${out} ${out} 0 ${number(farads)} IC=${number(initial)}`);
  }

  /** How the level of a trip moves; 1 per second where it never tripped. */
  levelOf(trip: string): LevelSpeed {
    const known = this.recording.levels.get(trip);
    return { falls: known && Number.isFinite(known.falls) ? known.falls : 1, drifts: known?.drifts ?? 0 };
  }
  /** An integrator of time that starts at zero in every phase: capacitor and the switch that empties it. */
  stopwatch(out: string, rate: string): void {
    const empty = number((STOPWATCH * 50) / this.timing.unit);
    this.card(`B_${out} 0 ${out} I = ${number(STOPWATCH)}*(${rate}) - ${empty}*V(clk_write)*V(${out})`);
    this.card(`C_${out} ${out} 0 ${number(STOPWATCH)} IC=0`);
  }
}
/** Farads of a ramp's capacitor. */
const STOPWATCH = 1e-3;

/** A number as SPICE reads it, to the last bit that it keeps. */
export function number(x: number): string {
  if (!Number.isFinite(x)) throw new Error(`SPICE has no number for ${x}.`);
  return Object.is(x, -0) ? '0' : `${x}`;
}
/** An instant without the last digits, which are rounding: 15 are a femtosecond in a second. */
const instant = (t: Seconds): string => number(Number(t.toPrecision(15)));
/** A bit of a line as a condition. */
export const isOne = (v: string): string => `${v} > 0.5`;
/** A sum of terms, with signs as one would write them. */
export function sum(terms: readonly (readonly [gain: number, v: string])[], offset = 0): string {
  const words = terms.map(([gain, v], k) => {
    const size = Math.abs(gain) === 1 ? v : `${number(Math.abs(gain))}*${v}`;
    return k === 0 ? (gain < 0 ? `-${size}` : size) : `${gain < 0 ? '-' : '+'} ${size}`;
  });
  if (offset !== 0 || words.length === 0) {
    words.push(words.length === 0 ? number(offset) : `${offset < 0 ? '-' : '+'} ${number(Math.abs(offset))}`);
  }
  return words.join(' ');
}

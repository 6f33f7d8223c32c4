/**
 * The bench behind the page: owns the session, runs it in short slices, and hands out one picture
 * whenever the page asks for one. Nothing of the simulation lives anywhere else.
 */
import type { PatternSet } from '../../circuits/patterns/pattern-set.ts';
import { type HandEvent, type History, type Moment, Session, type Unit } from '../../src/compare/session.ts';
import { type CheckedSpec, checkSpec, type Spec } from '../../src/compare/spec.ts';
import { decodeAddress, encodeAddress, mostPresentations, mostTicks } from '../state/address.ts';
import { mostHandEvents } from '../state/hand-events.ts';
import type { BenchRequest, Frame, Notice, Reply, Speed } from '../state/protocol.ts';
import { openingSpec, tolerantSpec } from '../state/tolerant-spec.ts';
import { makeCatalogue } from './catalogue.ts';
import { makeSetup } from './setup.ts';

/** Requests as the bench takes them: a file has been read before. */
export type Understood = BenchRequest | { readonly kind: 'data'; readonly data: PatternSet };

/** How long a slice may take before messages are looked at again, ms. */
const SLICE = 12;
const CHUNK = 32;
/** Points of a curve: more would not be told apart. */
const POINTS = 240;
/** Curves are read at most for this share of the time. */
const HISTORY_SHARE = 0.05;
const FASTEST_HISTORY = 90;
/** Whoever looks on while it runs waits so many times as long as a look takes. */
const WATCH_SHARE = 4;
/** A pause of the page longer than this is not caught up with, s. */
const MOST_CATCH_UP = 0.25;

/** Looks at the session whenever a picture of it is shown. */
export interface Watcher {
  look(session: Session, spec: CheckedSpec): void;
}

export class Bench {
  private watcher: Watcher | null = null;
  private readonly reply: (message: Reply, transfer?: Transferable[]) => void;
  private readonly now: () => number;
  private session!: Session;
  private spec!: CheckedSpec;
  private data: PatternSet | undefined;
  private notices: readonly Notice[] = [];
  private speed: Speed = '1';
  private running = false;
  private stopAfter = 0;
  /** where a long way leads, while it is walked */
  private goal: Moment | null = null;
  private asked = false;
  private dirty = false;
  private historyDue = 0;
  private historyStale = true;
  private clock = 0;
  private owed = 0;
  private watched = 0;

  constructor(reply: (message: Reply, transfer?: Transferable[]) => void, now: () => number) {
    this.reply = reply;
    this.now = now;
  }

  /** Takes one request. @returns whether there is work for `slice` */
  take(request: Understood): boolean {
    try {
      this.answer(request);
    } catch (error) {
      this.running = false;
      this.reply({ kind: 'problem', message: error instanceof Error ? error.message : String(error) });
    }
    this.show();
    return this.busy;
  }

  /** Lets somebody look on, from the present picture; null sends whoever did away. */
  watch(watcher: Watcher | null): void {
    this.watcher = watcher;
    this.watched = 0;
    if (this.session) this.letWatch();
  }
  private letWatch(): void {
    const now = this.now();
    if (!this.watcher || this.goal || (this.running && now < this.watched)) return;
    this.watcher.look(this.session, this.spec);
    this.watched = this.now() + WATCH_SHARE * (this.now() - now);
  }

  get busy(): boolean {
    return this.running || this.goal !== null;
  }

  /** Works for one slice. @returns whether there is more to do */
  slice(): boolean {
    try {
      if (this.goal) this.walk();
      else if (this.running) this.runOn();
    } catch (error) {
      this.running = false;
      this.goal = null;
      this.reply({ kind: 'problem', message: error instanceof Error ? error.message : String(error) });
      this.changed();
    }
    this.show();
    return this.busy;
  }

  private answer(request: Understood): void {
    switch (request.kind) {
      case 'open':
        this.open(request.hash, request.speed);
        break;
      case 'change':
        this.change(request.spec);
        break;
      case 'ticks':
        this.setTicks(request.ticksPerPhase);
        break;
      case 'data':
        this.takeData(request.data);
        break;
      case 'step':
        this.step(request.unit, request.direction);
        break;
      case 'run':
        this.start();
        break;
      case 'pause':
        this.pause();
        break;
      case 'reset':
        this.reset();
        break;
      case 'cancel':
        this.goal = null;
        this.reply({ kind: 'idle' });
        this.changed();
        break;
      case 'forget': {
        // as if no hand had touched the panel, up to the same moment
        const { moment, ticksPerPhase } = this.session;
        this.remake(this.spec, ticksPerPhase, [], moment);
        break;
      }
      case 'dismiss':
        this.notices = [];
        this.announce();
        break;
      case 'speed':
        this.speed = request.speed;
        this.owed = 0;
        break;
      case 'stimulus':
        this.session.handStimulus(request.inputs, request.d);
        this.changed();
        break;
      case 'cell':
        this.session.handCell(request.index, request.siemens);
        this.changed();
        break;
      case 'frame':
        this.asked = true;
        break;
    }
  }

  private open(hash: string, speed: Speed): void {
    this.reply({ kind: 'catalogue', catalogue: makeCatalogue() });
    this.speed = speed;
    this.running = false;
    this.data = undefined;
    const { place, notices } = decodeAddress(hash);
    this.notices = notices;
    try {
      this.remake(place.spec, place.ticksPerPhase, place.hand, place.moment);
    } catch (error) {
      // settings that are right one by one and wrong together
      this.notices = [...notices, { what: 'address', why: (error as Error).message }];
      this.remake(openingSpec(place.spec.circuit), 1, [], { presentation: 0, phase: 0, tick: 0 });
    }
    this.asked = true;
  }

  private change(wanted: Partial<Spec>): void {
    const { definition: _definition, data: _data, shape: _shape, ...old } = this.spec;
    if (Object.keys(wanted).join() === 'epochs') {
      this.pauseAfter(wanted.epochs!);
      return;
    }
    const otherMachine = wanted.circuit !== undefined && wanted.circuit !== old.circuit;
    const otherPatterns = wanted.patterns !== undefined && wanted.patterns !== old.patterns;
    if (otherMachine || otherPatterns) this.data = undefined;
    // another machine starts with its own protocol; the same one keeps what was chosen
    const { device, ownDevice, seed, epochs } = old;
    const kept = { device, seed, epochs, ...(ownDevice ? { ownDevice } : {}) };
    const base = otherMachine ? kept : old;
    const { spec, notices } = tolerantSpec({ ...base, ...wanted }, this.data);
    this.notices = notices;
    const fresh = otherMachine || otherPatterns;
    const { moment, log, ticksPerPhase } = this.session;
    // an act by hand on other lines or cells would mean something else
    const sameLines = !fresh && spec.bias === old.bias;
    const ahead = this.goal ?? moment;
    this.remake(spec, ticksPerPhase, sameLines ? log : [], fresh ? beginning : ahead);
  }

  /** How long a run shall be changes nothing of what has happened. */
  private pauseAfter(epochs: number): void {
    this.spec = checkSpec({ ...this.spec, epochs }, this.data) as CheckedSpec;
    this.stopAfter = this.asksFor();
    while (this.session.moment.presentation > this.stopAfter) this.stopAfter += Math.max(this.asksFor(), 1);
    this.announce();
  }
  private setTicks(ticks: number): void {
    const ticksPerPhase = Math.min(mostTicks, Math.max(1, Math.floor(ticks)));
    const { moment, log, ticksPerPhase: before } = this.session;
    const moved = (at: Moment): Moment => ({ ...at, tick: Math.floor((at.tick * ticksPerPhase) / before) });
    const events = log.map((event) => ({ ...event, at: moved(event.at) }));
    this.remake(this.spec, ticksPerPhase, events, moved(moment));
  }

  private takeData(data: PatternSet): void {
    const { definition: _definition, data: _data, shape: _shape, ...old } = this.spec;
    const spec = { ...old, patterns: data.name, gate: null };
    checkSpec(spec, data);
    this.data = data;
    this.notices = [];
    this.remake(spec, this.session.ticksPerPhase, [], beginning);
  }

  private remake(spec: Spec, ticksPerPhase: number, events: readonly HandEvent[], moment: Moment): void {
    const checked = checkSpec(spec, this.data);
    this.session = new Session(checked, { ticksPerPhase, events });
    this.spec = checked;
    this.stopAfter = this.asksFor();
    this.goal = moment.presentation > 0 || moment.phase > 0 || moment.tick > 0 ? moment : null;
    this.announce();
    if (this.goal) this.walk();
    this.changed();
  }
  private announce(): void {
    const setup = makeSetup(this.session, this.spec, this.notices, this.data !== undefined);
    this.reply({ kind: 'setup', setup });
    this.changed();
  }
  private asksFor(): number {
    return this.spec.epochs * this.spec.data.rows.length;
  }

  private step(unit: Unit, direction: 'forward' | 'back'): void {
    this.running = false;
    if (this.goal) return;
    if (direction === 'forward') this.session.forward(unit);
    else this.session.back(unit);
    this.changed();
  }

  private start(): void {
    if (this.goal) return;
    const { presentation } = this.session.moment;
    const more = Math.max(this.asksFor(), 1);
    while (presentation >= this.stopAfter) this.stopAfter += more;
    this.running = true;
    this.clock = this.now();
    this.owed = 0;
  }
  private pause(): void {
    this.running = false;
    this.changed();
  }
  private reset(): void {
    this.running = false;
    this.goal = null;
    // made anew rather than rewound: a long run's oldest keyframes have given way
    const { ticksPerPhase, log } = this.session;
    this.session = new Session(this.spec, { ticksPerPhase, events: log });
    this.stopAfter = this.asksFor();
    this.reply({ kind: 'idle' });
    this.changed();
  }

  /** Goes some of the way to the goal. */
  private walk(): void {
    const goal = this.goal!;
    const { session } = this;
    const until = this.now() + SLICE;
    let moving = true;
    while (moving && session.moment.presentation < goal.presentation && this.now() < until) {
      const before = session.moment.presentation;
      session.seek({
        presentation: Math.min(goal.presentation, before + CHUNK),
        phase: 0,
        tick: 0,
      });
      // a run that ends before the goal ends there
      moving = session.moment.presentation > before;
    }
    if (moving && session.moment.presentation < goal.presentation) {
      this.reply({ kind: 'progress', done: session.moment.presentation, total: goal.presentation });
      return;
    }
    if (moving) session.seek(goal);
    this.arrive();
  }
  private arrive(): void {
    this.goal = null;
    const { presentation } = this.session.moment;
    const more = Math.max(this.asksFor(), 1);
    while (presentation > this.stopAfter) this.stopAfter += more;
    this.reply({ kind: 'idle' });
    this.changed();
  }

  private runOn(): void {
    const { session } = this;
    const begun = this.now();
    const until = begun + SLICE;
    let going = true;
    if (this.speed === 'full') {
      while (going && this.now() < until) {
        const left = this.stopAfter - session.moment.presentation;
        for (let k = Math.min(CHUNK, left); k > 0 && going; k--) going = session.forward('presentation');
        going &&= session.moment.presentation < this.stopAfter;
      }
    } else {
      const factor = Number(this.speed);
      let next = 0;
      this.owed += Math.min(MOST_CATCH_UP, (begun - this.clock) / 1000) * factor;
      while (going && this.now() < until) {
        const { run } = session.experiment;
        next = run.phaseSeconds() / session.ticksPerPhase;
        if (next > this.owed) break;
        this.owed -= next;
        going = session.forward('tick') && !this.atStop();
      }
      // whoever cannot keep up forgets the rest; but a long tick has to be saved for, however slow the clock
      this.owed = Math.min(this.owed, Math.max(next, MOST_CATCH_UP * factor));
    }
    this.clock = begun;
    if (!going) this.running = false;
    this.changed();
  }
  private atStop(): boolean {
    const { presentation, phase, tick } = this.session.moment;
    return presentation >= this.stopAfter && phase === 0 && tick === 0;
  }

  private changed(): void {
    this.dirty = true;
    this.historyStale = true;
  }

  private show(): void {
    if (!this.asked || !this.dirty || !this.session) return;
    this.asked = false;
    this.dirty = false;
    const { session, running } = this;
    const history = this.historyIfDue();
    const frame: Frame = {
      view: session.view(),
      agreement: session.agreement(),
      running,
      stopAfter: this.stopAfter,
      handEvents: session.log.length,
      address: running || this.goal ? null : this.address(),
      addressLacks: this.addressLacks(),
      history,
    };
    const transfer = history ? [history.hardware.buffer, history.ideal.buffer, history.from.buffer] : [];
    this.reply({ kind: 'frame', frame }, transfer as ArrayBuffer[]);
    this.letWatch();
  }

  private historyIfDue(): History | null {
    const begun = this.now();
    if (!this.historyStale || (this.busy && begun < this.historyDue)) return null;
    // whole epochs, unless that would leave too few points to draw
    const epoch = this.spec.data.rows.length;
    const history = this.session.history(POINTS, epoch <= POINTS / 8 ? epoch : 1);
    const took = this.now() - begun;
    this.historyDue = begun + Math.max(FASTEST_HISTORY, took / HISTORY_SHARE);
    this.historyStale = false;
    return history;
  }

  private addressLacks(): string | null {
    const { log, moment } = this.session;
    if (this.data) return 'without your patterns';
    if (moment.presentation > mostPresentations) return 'to the start: this moment is too far for a link';
    return log.length > mostHandEvents ? 'without what was done by hand: too much for a link' : null;
  }
  private address(): string {
    const { session, spec } = this;
    const hand = session.log.length > mostHandEvents ? [] : session.log;
    const { ticksPerPhase } = session;
    const moment = session.moment.presentation > mostPresentations ? beginning : session.moment;
    // a set of the user's own cannot travel in a link: the link opens on the machine's usual patterns
    const shown = this.data ? { ...spec, patterns: openingSpec(spec.circuit).patterns } : spec;
    return encodeAddress({ spec: shown, ticksPerPhase, moment, hand: this.data ? [] : hand });
  }
}

const beginning: Moment = { presentation: 0, phase: 0, tick: 0 };

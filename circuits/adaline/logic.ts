/**
 * The control logic of the ADALINE at gate level: pattern register, comparator flip-flop, decision
 * against desired, plating-direction gates, pulse timer, phase timer, and the sequencer as a cell
 * made from the very machine that steps the analog circuit. What is analog stays outside: the
 * comparator's bit, the polarity of the held error, and `stopped` (the null comparator) come in.
 *
 * One clock of TICK seconds. Every duration is a whole number of its periods, rounded up, so an
 * adapt phase that the null ends between two edges is left at the next.
 */
import { addressBits } from '../../sim/base/bits.ts';
import type { Shape } from '../../sim/circuit.ts';
import type { BlockMoment, LogicBlock, PhaseAhead, SettingAt } from '../../sim/logic/block.ts';
import { defineLogic, type LogicBuilder, type Word } from '../../sim/logic/build.ts';
import type { LogicNetlist } from '../../sim/logic/netlist.ts';
import { lampOf, withLamps } from '../../sim/machines/lamps.ts';
import { adaptations } from '../../sim/parts/adaptation.ts';
import { TIE } from '../../sim/parts/tie.ts';
import { adalineSequencer } from './sequencer.ts';

/** Period of the logic's clock, s. Chosen: every usual duration is a whole number of it. */
export const TICK = 0.01;
/** Bits of the pulse timer: pulses of up to 655 s. */
const PULSE_BITS = 16;
const LONGEST_PULSE = 2 ** PULSE_BITS - 1;

/** Clock periods in a duration; a billionth of one more is the rounding of a division. */
const ticks = (seconds: number): number => Math.max(0, Math.ceil(seconds / TICK - 1e-9));
const bitsFor = (count: number): number => Math.max(1, addressBits(count + 1));

/** Edges that each phase lasts at least, and the one that waits at most. */
interface Durations {
  readonly least: Readonly<Record<string, number>>;
  readonly most: number;
}

/**
 * The control logic as one block, beside the run of a circuit of this shape: for nulling and for timed
 * pulses. Schemes that give every cell pulses of its own have other control, and none of it is here.
 */
export function logicBlocks(shape: Shape, setting: SettingAt): readonly LogicBlock[] {
  if (shape.adaptation !== 'nulling' && shape.adaptation !== 'timed') return [];
  const lines = shape.inputs + (shape.bias ? 1 : 0);
  const form = formOf(shape);
  const least = Object.fromEntries(
    Object.keys(adalineSequencer.states).map((phase) => [phase, ticks(setting(`control.${phase}`))]),
  );
  const most = Math.max(ticks(setting('control.adaptLimit')), least['adapt']!);
  return [
    {
      netlist: controlLogic(lines, form, { least, most }),
      title: 'control logic of the ADALINE',
      moments: (phase) => momentsOf(phase, form),
    },
  ];
}

/** What differs between shapes. */
interface Form {
  /** a counter ends the pulse; otherwise the null comparator does */
  readonly timed: boolean;
  /** the decision error steers: the logic knows it without looking at the analog error */
  readonly byDecision: boolean;
  /** band of the held error in which no polarity is seen, V */
  readonly band: number;
}
const formOf = (shape: Shape): Form => {
  const { signal, width } = adaptations[shape.rule];
  return {
    timed: shape.adaptation !== 'nulling',
    byDecision: signal === 'decision error',
    band: width === 'fixed' ? TIE : 0,
  };
};

/** Where the run of the analog circuit shows what the logic is given, and what it must say. */
function momentsOf(phase: PhaseAhead, form: Form): BlockMoment[] {
  const edges = Math.max(1, ticks(phase.seconds));
  return Array.from({ length: edges }, (_, k) => {
    const t = (k + 1) * TICK;
    const bit = (port: string): number => phase.at(t, port)[0]!;
    const pattern = phase.at(t, 'lines.pattern');
    const held = bit('neuron.adapter.held');
    const width = form.timed ? bit('neuron.adapter.width') : 0;
    const plating = phase.at(t, 'neuron.plating');
    const decision = bit('neuron.decision');
    const desired = bit('teacher.desired') >= 0 ? 1 : 0;
    const inputs: Record<string, number> = {
      desired,
      learn: bit('teacher.learn'),
      comparator: bit('neuron.high'),
    };
    const shows: Record<string, number> = {
      hold: bit('control.hold'),
      adapt: bit('control.adapt'),
      decision,
      wrong: decision === desired ? 0 : 1,
      flowing: bit('neuron.adapter.flowing'),
    };
    for (const name of Object.keys(adalineSequencer.states))
      shows[lampOf(name)] = name === phase.name ? 1 : 0;
    pattern.forEach((x, i) => {
      inputs[`x${i}`] = x > 0 ? 1 : 0;
      const current = plating[i]!;
      // a line at zero drives no current, whatever its gates say
      if (x === 0) return;
      shows[`plate${i}`] = current > 0 ? 1 : 0;
      shows[`strip${i}`] = current < 0 ? 1 : 0;
    });
    if (!form.byDecision) {
      inputs['positive'] = held > form.band ? 1 : 0;
      inputs['negative'] = held < -form.band ? 1 : 0;
    }
    if (form.timed) inputs['width'] = Math.min(LONGEST_PULSE, ticks(width));
    else inputs['stopped'] = bit('neuron.stopped');
    return { inputs, shows };
  });
}

function controlLogic(lines: number, form: Form, durations: Durations): LogicNetlist {
  return defineLogic('adaline_control', (b) => {
    const switches = Array.from({ length: lines }, (_, i) => b.input(`x${i}`, 1));
    const desired = b.input('desired', 1);
    const learn = b.input('learn', 1);
    const comparator = b.input('comparator', 1);

    const present = output(lampOf('present'));
    const [hold, adapt] = [output('hold'), output('adapt')];
    const pattern = switches.map((bit, i) => {
      const line = b.register(`pattern${i}`, 1, { enable: present });
      line.next(bit);
      return line;
    });

    // the comparator counts at the edge that ends the compare phase; until then the last decision stands
    const capture = b.as('capture').and(hold, DONE);
    const decision = b.register('flip_flop', 1, { enable: capture });
    decision.next(comparator);
    const wrong = b.as('is_wrong').xor(desired, decision);

    const [positive, differs] = form.byDecision
      ? [desired, wrong]
      : polarity(b, b.input('positive', 1), b.input('negative', 1));
    const stopped = form.timed ? pulseTimer(b, b.input('width', PULSE_BITS), adapt) : b.input('stopped', 1);
    const notStopped = b.as('not_stopped').not(stopped);
    const flowing = b.as('is_flowing').and(adapt, notStopped);
    const driven = b.as('driven').and(flowing, differs);
    const directions = pattern.map((line, i) => {
      const same = b.as(`same${i}`).xnor(line, positive);
      const plate = b.as(`plates${i}`).and(same, driven);
      // stripping is what is left of driven where it does not plate
      return [plate, b.as(`strips${i}`).xor(plate, driven)] as const;
    });

    sequencer(b, learn, stopped, durations);
    for (const name of ['hold', 'adapt', ...Object.keys(adalineSequencer.states).map(lampOf)])
      b.output(name, output(name));
    b.output('decision', decision);
    b.output('wrong', wrong);
    b.output('flowing', flowing);
    directions.forEach(([plate, strip], i) => {
      b.output(`plate${i}`, plate);
      b.output(`strip${i}`, strip);
    });
  });
}

/** Two comparators watch the held error; within their band neither is 1, and no current is driven. */
const polarity = (b: LogicBuilder, positive: Word, negative: Word): readonly [Word, Word] => [
  positive,
  b.as('polar').or(positive, negative),
];

/** Counts clock edges while it is armed: 1 from the edge at which the width is reached. */
function pulseTimer(b: LogicBuilder, width: Word, armed: Word): Word {
  const reset = b.as('disarmed').not(armed);
  const count = b.register('pulse_timer', PULSE_BITS, { reset });
  const next = b.as('pulse_time').add(count, 1);
  const over = b.as('pulse_over').atLeast(next, width);
  // at the end it stands, so that it cannot come round to zero
  count.next(b.as('pulse_count').choose(over, count, next));
  return b.as('is_stopped').and(armed, over);
}

/**
 * The sequencer and its phase timer: a phase ends when it has lasted its time and what it waits for
 * has come, or its longest wait is over. `skip` counts at that edge alone, as it does in the circuit.
 */
function sequencer(b: LogicBuilder, learn: Word, stopped: Word, { least, most }: Durations): void {
  const longest = [...Object.values(least), most].filter(Number.isFinite).reduce((a, c) => Math.max(a, c), 1);
  const bits = bitsFor(longest);
  const timer = b.register('phase_timer', bits, { reset: DONE });
  // it stands when it is full, so that a wait without a limit does not bring it round to zero
  const full = b.as('timer_full').all(timer);
  const time = b.as('phase_time').add(timer, 1);
  timer.next(b.as('phase_count').choose(full, timer, time));
  const reached = (name: string, count: number): Word =>
    b.as(name).atLeast(timer, Math.max(0, Math.min(count, longest) - 1));
  const ends = Object.entries(adalineSequencer.states).map(([name, { meta }]) => {
    const lasted = reached(`${name}_lasted`, least[name]!);
    const needs = [output(lampOf(name)), lasted];
    if (meta.phase?.waitFor !== undefined) {
      const isLimited = most < Number.POSITIVE_INFINITY;
      const limit = isLimited ? [reached(`${name}_limit`, most)] : [];
      needs.push(isLimited ? b.as(`${name}_over`).or(stopped, ...limit) : stopped);
    }
    return b.as(`${name}_ends`).and(...needs);
  });
  b.as(DONE.net).or(...ends);
  const notLearn = b.as('not_learn').not(learn);
  const skip = b.as('skip').and(DONE, notLearn);
  b.fsm('sequencer', withLamps(adalineSequencer), { skip, stopped, done: DONE });
}

/** 1 before the edge that ends a phase; what hangs on it stands before the gate that makes it. */
const DONE: Word = { net: 'phase_done', width: 1 };

/** An output of the sequencer's cell, which stands after all that hangs on it. */
const output = (name: string): Word => ({ net: `sequencer.${name}`, width: 1 });

/**
 * An experiment that somebody watches: any moment is the same whichever way one came to it, stepping
 * back is the inverse of stepping forward, and what was done by hand is replayed.
 */
import '../../circuits/index.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HandEvent, type Moment, Session, type Unit } from '../../src/compare/session.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { InputError } from '../../src/data/input-error.ts';
import type { Given } from './helpers.ts';

const session = (given: Given, options: ConstructorParameters<typeof Session>[1] = {}): Session =>
  new Session(checkSpec(defaultSpec(given)), options);

/** All that a page shows, and the bits below it. */
const picture = (s: Session) => ({
  view: s.view(),
  state: [...new Float64Array(s.experiment.run.snapshot())],
});

const units: readonly Unit[] = ['tick', 'phase', 'presentation', 'epoch'];
const givens: readonly (readonly [string, Given])[] = [
  ['nulling, as built', { patterns: 'majority3', device: 'as-built' }],
  [
    'timed, shuffled',
    { patterns: 'and', rule: 'mu-lms', order: 'shuffled', settings: { adaptation: 'timed' } },
  ],
  ['perceptron, random order', { patterns: 'or', rule: 'perceptron', order: 'random', init: 'random' }],
  ['under a gate', { patterns: 'tj', rule: 'mu-lms', mu: 0.02, bias: false, gate: 0.5 }],
  ['by hand', { circuit: 'knobby-adaline', patterns: 'tgf', alpha: 1, device: 'as-built' }],
  ['two units', { circuit: 'madaline-xor', patterns: 'xor', alpha: 1, order: 'random', init: 'random' }],
];

/** Goes straight to a moment in a fresh session, tick by tick. */
function straight(
  given: Given,
  to: Moment,
  ticksPerPhase: number,
  events: readonly HandEvent[] = [],
): Session {
  const s = session(given, { ticksPerPhase, events });
  const at = (m: Moment): string => `${m.presentation} ${m.phase} ${m.tick}`;
  for (let k = 0; at(s.moment) !== at(to); k++) {
    if (k > 10_000) throw new Error(`never came to ${at(to)}, last at ${at(s.moment)}`);
    s.forward('tick');
  }
  return s;
}

describe.each(givens)('%s', (_name, given) => {
  const ticksPerPhase = 3;

  test('back is the inverse of forward, by tick and by phase', () => {
    for (const unit of ['tick', 'phase'] as const) {
      const s = session(given, { ticksPerPhase });
      const pictures = [];
      for (let k = 0; k < 70; k++) {
        pictures.push(picture(s));
        s.forward(unit);
      }
      for (let k = 69; k >= 0; k--) {
        s.back(unit);
        expect(picture(s), `${unit} ${k}`).toEqual(pictures[k]);
      }
    }
  });

  test('back is the inverse of forward, by presentation and by epoch', () => {
    for (const unit of ['presentation', 'epoch'] as const) {
      const s = session(given);
      const pictures = [picture(s)];
      while (pictures.length < 25 && s.forward(unit)) pictures.push(picture(s));
      for (let k = pictures.length - 2; k >= 0; k--) {
        s.back(unit);
        expect(picture(s), `${unit} ${k}`).toEqual(pictures[k]);
      }
    }
  });

  test('a random walk leads where a straight run leads', () => {
    const step = fc.record({ unit: fc.constantFrom(...units), back: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const s = session(given, { ticksPerPhase });
        for (const { unit, back } of steps) {
          if (back) s.back(unit);
          else s.forward(unit);
          s.view(); // looking on the way changes nothing
        }
        expect(picture(s)).toEqual(picture(straight(given, s.moment, ticksPerPhase)));
      }),
      { seed: 1960, numRuns: 25 },
    );
  });

  test('seeking anywhere equals running there', () => {
    const moment = fc.record({ presentation: fc.nat(60), phase: fc.nat(3), tick: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 6 }), (moments) => {
        const s = session(given, { ticksPerPhase });
        for (const to of moments) s.seek(to);
        const to = moments.at(-1)!;
        const ended = s.view().finished && s.moment.presentation < to.presentation;
        if (!ended) expect(s.moment).toEqual(to);
        expect(picture(s)).toEqual(picture(straight(given, s.moment, ticksPerPhase)));
      }),
      { seed: 1960, numRuns: 25 },
    );
  });

  test('reset is a fresh session', () => {
    const s = session(given, { ticksPerPhase });
    for (let k = 0; k < 40; k++) s.forward('phase');
    s.reset();
    expect(picture(s)).toEqual(picture(session(given, { ticksPerPhase })));
  });
});

describe('hands on the panel', () => {
  const given: Given = { patterns: 'majority3', device: 'as-built' };
  const ticksPerPhase = 4;
  const walk = fc.array(
    fc.oneof(
      fc.record({ unit: fc.constantFrom(...units) }),
      fc.record({ cell: fc.nat(3), siemens: fc.integer({ min: 20, max: 900 }).map((g) => g / 1000) }),
      fc.record({
        inputs: fc.array(fc.constantFrom(-1, 1), { minLength: 3, maxLength: 3 }),
        d: fc.constantFrom(-1, 1),
      }),
    ),
    { maxLength: 30 },
  );
  const act = (s: Session, step: Parameters<typeof replay>[1][number]): void => {
    if ('unit' in step) s.forward(step.unit);
    else if ('cell' in step) s.handCell(step.cell, step.siemens);
    else s.handStimulus(step.inputs, step.d);
  };
  type Step = { unit: Unit } | { cell: number; siemens: number } | { inputs: number[]; d: number };
  function replay(s: Session, steps: readonly Step[]): Session {
    for (const step of steps) act(s, step);
    return s;
  }

  test('are replayed identically from the log', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        const s = replay(session(given, { ticksPerPhase }), steps);
        const again = session(given, { ticksPerPhase, events: s.log });
        again.seek(s.moment);
        expect(picture(again)).toEqual(picture(s));
        expect(picture(straight(given, s.moment, ticksPerPhase, s.log))).toEqual(picture(s));
      }),
      { seed: 1960, numRuns: 60 },
    );
  });

  test('are undone by stepping back and done again by stepping forward', () => {
    const s = session(given, { ticksPerPhase });
    for (let k = 0; k < 7; k++) s.forward('tick');
    const before = picture(straight(given, { presentation: 0, phase: 1, tick: 2 }, ticksPerPhase));
    s.handCell(1, 0.9);
    expect(s.view().cells[1].siemens).toBeCloseTo(0.9, 12);
    s.forward('tick');
    const after = picture(s);
    s.back('tick');
    s.back('tick');
    expect(picture(s)).toEqual(before);
    s.forward('tick');
    s.forward('tick');
    expect(picture(s)).toEqual(after);
  });

  test('drop what was logged for later', () => {
    const s = session(given, { ticksPerPhase });
    s.forward('presentation');
    s.handCell(0, 0.8);
    s.forward('presentation');
    s.handCell(0, 0.7);
    s.back('presentation');
    s.back('presentation');
    s.handCell(2, 0.6);
    expect(s.log.map((e) => e.what)).toEqual([{ kind: 'cell', index: 2, siemens: 0.6 }]);
  });

  test('on a switch are seen by both tracks, on a cell by the hardware alone', () => {
    const s = session({ patterns: 'and', alpha: 1 });
    s.handStimulus([1, 1], 1);
    s.forward('presentation');
    const view = s.view();
    expect(view.cells.map((c) => c.ideal)).toEqual([1, 1, 1].map((w) => expect.closeTo(w / 3, 14)));
    expect(view.cells.map((c) => c.hardware)).toEqual([1, 1, 1].map((w) => expect.closeTo(w / 3, 12)));
    s.handCell(0, 0.505);
    expect(s.view().cells[0].hardware).toBe(0);
    expect(s.view().cells[0].ideal).toBeCloseTo(1 / 3, 14);
  });
});

describe('long sessions', () => {
  test('thin their keyframes out, and still step back anywhere', () => {
    const given: Given = { patterns: 'and', device: 'as-built' };
    const s = session(given);
    const marks = [0, 3, 4095, 4096, 8000, 12_345, 19_999];
    const seen = new Map<number, ReturnType<typeof picture>>();
    for (const presentation of [...marks, 20_000]) {
      s.seek({ presentation, phase: 0, tick: 0 });
      seen.set(presentation, picture(s));
    }
    for (const presentation of [...marks].reverse()) {
      s.seek({ presentation, phase: 0, tick: 0 });
      expect(picture(s)).toEqual(seen.get(presentation));
    }
  });
});

describe('history', () => {
  test('is kept over jumps back and forth, and forgotten where a hand changed what follows', () => {
    const s = session({ patterns: 'and', alpha: 0.5 });
    for (let k = 0; k < 40; k++) s.forward('presentation');
    const all = [...s.history().hardware];
    for (const presentation of [1, 17, 0, 40]) s.seek({ presentation, phase: 0, tick: 0 });
    expect([...s.history().hardware]).toEqual(all);
    s.seek({ presentation: 10, phase: 0, tick: 0 });
    s.handCell(0, 0.9);
    for (let k = 0; k < 30; k++) s.forward('presentation');
    const changed = [...s.history().hardware];
    expect(changed.slice(0, 10)).toEqual(all.slice(0, 10));
    expect(changed.slice(10)).not.toEqual(all.slice(10));
    // and they are those of a session that replays the log
    const again = session({ patterns: 'and', alpha: 0.5 }, { events: s.log });
    again.seek(s.moment);
    expect([...again.history().hardware]).toEqual(changed);
  });

  test('is e^2 by presentation while there are few, and the mean of equal stretches beyond', () => {
    const s = session({ patterns: 'and', alpha: 0.5 });
    for (let k = 0; k < 10; k++) s.forward('presentation');
    const each = s.history(1000);
    expect([...each.from]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(each.ideal[0]).toBe(1); // e = -1 of the first row
    const fives = s.history(2);
    expect([...fives.from]).toEqual([1, 6]);
    for (const [k, from] of [0, 5].entries()) {
      const mean = [...each.hardware.subarray(from, from + 5)].reduce((sum, v) => sum + v, 0) / 5;
      expect(fives.hardware[k]).toBeCloseTo(mean, 15);
    }
  });

  test('ends at the present moment, also after stepping back', () => {
    const s = session({ patterns: 'and' });
    for (let k = 0; k < 30; k++) s.forward('presentation');
    const all = s.history();
    s.seek({ presentation: 12, phase: 2, tick: 0 });
    const part = s.history();
    expect(part.ideal).toHaveLength(12);
    expect([...part.hardware]).toEqual([...all.hardware.subarray(0, 12)]);
  });

  test('agrees with the mean square error by epoch', () => {
    const s = session({ patterns: 'and', alpha: 0.5 });
    for (let k = 0; k < 8; k++) s.forward('epoch');
    const { ideal, from } = s.history(8);
    expect([...from]).toEqual([1, 5, 9, 13, 17, 21, 25, 29]);
    expect(ideal).toHaveLength(8);
    // the first epoch of AND at alpha .5, worked out: e = -1, then -2/3 ...: the mean is that of the run's result
    expect(ideal[0]).toBeGreaterThan(ideal[7]);
  });
});

describe('what a session shows', () => {
  test('counts d in the unit of its patterns, whatever the full scale', () => {
    expect(session({ patterns: 'tgf', settings: { fullScale: 1 } }).info.unitOfD).toBe('divisions');
    expect(session({ patterns: 'and', settings: { fullScale: 60 } }).info.unitOfD).toBe('');
  });

  test('refuses a phase that would last for ever in one line, before it is run', () => {
    const endless = { unit: 1e3, slope: 1e-6, current: 1e-9 };
    const s = session({ patterns: 'and', rule: 'sign-error', mu: 1e9, settings: endless });
    while (s.view().phaseName !== 'compare') s.forward('phase');
    s.forward('phase');
    expect(() => s.view()).toThrow(InputError);
    expect(() => s.forward('phase')).toThrow(/^adaline: [^\n]+ never comes; give its phase a limit\.$/);
  });

  test('is plain data', () => {
    const s = session({ patterns: 'tgf' }, { ticksPerPhase: 5 });
    for (let k = 0; k < 33; k++) s.forward('tick');
    expect(structuredClone(s.view())).toEqual(s.view());
    expect(structuredClone(s.info)).toEqual(s.info);
    expect(JSON.parse(JSON.stringify(s.view()))).toEqual(s.view());
  });

  test('says a sentence in every phase and counts ticks of equal length', () => {
    const s = session({ patterns: 'and' }, { ticksPerPhase: 4 });
    const seconds: number[] = [];
    for (let k = 0; k < 20; k++) {
      const view = s.view();
      expect(view.say).not.toBe('');
      expect(view.ticksRun).toBe(k);
      seconds.push(view.seconds);
      s.forward('tick');
    }
    // present .05, sense .2, compare .05, adapt .5, rest .2: four ticks each
    const expected = [0.05, 0.2, 0.05, 0.5, 0.2].flatMap((phase, p, all) => {
      const start = all.slice(0, p).reduce((sum, v) => sum + v, 0);
      return [0, 1, 2, 3].map((k) => start + (phase * k) / 4);
    });
    for (const [k, t] of seconds.entries()) expect(t).toBeCloseTo(expected[k], 12);
  });

  test('stops at the end of what a gate has finished', () => {
    const s = session({ patterns: 'tj', rule: 'mu-lms', mu: 0.02, bias: false, gate: 0.5 });
    let count = 0;
    while (s.forward('presentation')) count++;
    expect(count).toBeGreaterThan(8);
    const view = s.view();
    expect(view).toMatchObject({ finished: true, row: null });
    expect(s.forward('tick')).toBe(false);
    expect(s.forward('epoch')).toBe(false);
    s.back('presentation');
    expect(s.view().finished).toBe(false);
    expect(s.moment.presentation).toBe(count - 1);
  });

  test('runs until a condition holds, and says when it never does', () => {
    const s = session({ patterns: 'tgf', alpha: 1 });
    expect(s.forwardUntil({ observe: 'sum', is: 'above', level: 59.9 }, 10)).toBe(true);
    expect(s.view().sums[0]).toBeGreaterThan(59.9);
    expect(s.forwardUntil({ observe: 'sum', is: 'above', level: 1e6 }, 10)).toBe(false);
  });
});

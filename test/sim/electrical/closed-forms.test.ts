/**
 * The compiler's closed forms, found from topology, against the nodal solution of the whole circuit:
 * random networks of every form, and the three circuits in random states with everything that is
 * not ideal switched on.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { circuits } from '../../../circuits/index.ts';
import type { Run } from '../../../sim/clock.ts';
import { deviationFromNodal, solveNodal } from '../../../sim/electrical/nodal.ts';
import type { ElementSpec } from '../../../sim/elements/element.ts';
import { Chance } from '../../papers/helpers.ts';
import { conductance, network, opAmp, runOf, seeded, source, type Terminals } from '../benches.ts';

/** Both are doubles after some dozen operations; the architecture asks for 1e-12 of the largest voltage. */
const AGREED = 1e-12;

/** Millivolts up to 5 V. */
const volts = fc.integer({ min: -5000, max: 5000 }).map((millivolts) => millivolts / 1000);
/** 10 microsiemens to 10 siemens, evenly over the decades: what a bench holds. */
const siemens = fc.double({ min: -5, max: 1, noNaN: true }).map((decade) => 10 ** decade);
const inputs = fc.array(fc.record({ volts, siemens }), { minLength: 1, maxLength: 8 });
const amplifier = fc.record({
  gain: fc.constantFrom(20, 1e3, 1e5, Number.POSITIVE_INFINITY),
  offset: fc.integer({ min: -10_000, max: 10_000 }).map((microvolts) => microvolts / 1e6),
  limit: fc.constantFrom(1, 12, Number.POSITIVE_INFINITY),
});

/** Sources through conductances to one node. */
const fans = (
  { node, levels }: Terminals,
  lines: readonly { readonly siemens: number }[],
  to: string,
): ElementSpec[] =>
  lines.flatMap((line, i) => [
    source(`source ${i}`, levels[i], node(`in ${i}`)),
    conductance(`g ${i}`, node(`in ${i}`), node(to), line.siemens),
  ]);

/**
 * Kirchhoff's current law itself: the largest sum of currents into a node that only conductances
 * touch, per the current that the largest voltage would drive through all of them.
 */
function kirchhoff(run: Run, free: readonly string[]): number {
  const at = (net: number): number => (net === 0 ? 0 : run.f[run.program.placeOf(net)]);
  const largest = free.reduce((most, name) => Math.max(most, Math.abs(run.read(`network.${name}`)[0])), 0);
  let worst = 0;
  for (const name of free) {
    const [net] = run.program.ports.get(`network.${name}`)!;
    let sum = 0;
    let total = 0;
    for (const e of run.program.elements) {
      if (e.kind !== 'conductance') continue;
      e.a.forEach((a, i) => {
        const sign = a === net ? 1 : e.b[i] === net ? -1 : 0;
        sum += sign * e.siemens * (at(a) - at(e.b[i]));
        total += sign * sign * e.siemens;
      });
    }
    if (largest > 0) worst = Math.max(worst, Math.abs(sum) / (total * largest));
  }
  return worst;
}

/** Two inverting amplifiers of gain A in a ring, by Cramer's rule, and how ill-conditioned it is. */
function ringOutput(
  [r1, local, around, r2, second]: readonly number[],
  level: number,
  A: number,
): { readonly first: number; readonly last: number; readonly stiffness: number } {
  // KCL at each minus input with v- = -out / A
  const a = local + (r1 + local + around) / A;
  const b = around;
  const c = r2;
  const d = second + (r2 + second) / A;
  const determinant = a * d - b * c;
  return {
    first: (-r1 * level * d) / determinant,
    last: (r1 * level * c) / determinant,
    stiffness: (a * d + b * c) / Math.abs(determinant),
  };
}

describe('random networks', () => {
  test('one node between sources is a Millman sum', () => {
    fc.assert(
      fc.property(inputs, siemens, (lines, load) => {
        const run = network(
          lines.map((line) => line.volts),
          (t) => [...fans(t, lines, 'meet'), conductance('load', t.node('meet'), t.ground, load)],
        );
        expect(run.program.forms).toEqual({ source: lines.length, millman: 1 });
        expect(deviationFromNodal(run.program, run.f)).toBeLessThan(AGREED);
        const top = lines.reduce((sum, line) => sum + line.volts * line.siemens, 0);
        const bottom = lines.reduce((sum, line) => sum + line.siemens, load);
        expect(run.read('network.meet')[0]).toBeCloseTo(top / bottom, 13); // eight terms of up to 5 V
      }),
      seeded,
    );
  });

  test('one node at a minus input is a virtual ground with finite gain, offset and saturation', () => {
    let saturated = 0;
    fc.assert(
      fc.property(inputs, siemens, amplifier, volts, (lines, feedback, numbers, plus) => {
        const run = network([...lines.map((line) => line.volts), plus], (t) => [
          ...fans(t, lines, 'minus'),
          source('plus', t.levels[lines.length], t.node('plus'), 0.1),
          conductance('feedback', t.node('minus'), t.node('out'), feedback),
          opAmp('amplifier', t.node('plus'), t.node('minus'), t.node('out'), numbers),
        ]);
        expect(run.program.forms).toMatchObject({ 'virtual ground': 1, output: 1 });
        expect(deviationFromNodal(run.program, run.f)).toBeLessThan(AGREED);
        const out = Math.abs(run.read('network.out')[0]);
        expect(out).toBeLessThanOrEqual(numbers.limit);
        if (out === numbers.limit) saturated++;
      }),
      seeded,
    );
    expect(saturated).toBeGreaterThan(10); // the property has seen both sides of the limit
  });

  test('a follower carries a Millman sum on, unloaded', () => {
    fc.assert(
      fc.property(inputs, siemens, amplifier, (lines, load, numbers) => {
        const run = network(
          lines.map((line) => line.volts),
          (t) => [
            ...fans(t, lines, 'meet'),
            opAmp('follower', t.node('meet'), t.node('out'), t.node('out'), numbers),
            conductance('load', t.node('out'), t.ground, load),
          ],
        );
        expect(run.program.forms).toMatchObject({ millman: 1, output: 1 });
        expect(deviationFromNodal(run.program, run.f)).toBeLessThan(AGREED);
      }),
      seeded,
    );
  });

  test('amplifiers that lead to each other in a ring are solved together', () => {
    fc.assert(
      fc.property(fc.array(siemens, { minLength: 5, maxLength: 5 }), volts, (g, level) => {
        const run = network([level], (t) => [
          source('drive', t.levels[0], t.node('in')),
          conductance('r1', t.node('in'), t.node('m1'), g[0]),
          conductance('local', t.node('m1'), t.node('o1'), g[1]),
          conductance('around', t.node('m1'), t.node('o2'), g[2]),
          conductance('r2', t.node('o1'), t.node('m2'), g[3]),
          conductance('second', t.node('m2'), t.node('o2'), g[4]),
          opAmp('first', t.ground, t.node('m1'), t.node('o1'), { gain: 1e5 }),
          opAmp('last', t.ground, t.node('m2'), t.node('o2'), { gain: 1e5 }),
        ]);
        expect(run.program.forms).toEqual({ source: 1, 'dense block': 2, output: 2 });
        const analytic = ringOutput(g, level, 1e5);
        // the ring amplifies rounding by its loop gain where the two feedbacks nearly cancel
        const size = Math.max(1, Math.abs(analytic.first), Math.abs(analytic.last));
        expect(Math.abs(run.read('network.o1')[0] - analytic.first) / size).toBeLessThan(
          1e-9 * analytic.stiffness,
        );
        expect(Math.abs(run.read('network.o2')[0] - analytic.last) / size).toBeLessThan(
          1e-9 * analytic.stiffness,
        );
      }),
      seeded,
    );
  });

  test('an amplifier with positive feedback too is solved with its plus node', () => {
    // feedback from the output to both inputs: v+ = h out, v- = b out + (1 - b) in, out = A (v+ - v-)
    const run = network([0.1], (t) => [
      source('drive', t.levels[0], t.node('in')),
      conductance('input', t.node('in'), t.node('minus'), 1),
      conductance('negative', t.node('minus'), t.node('out'), 1),
      conductance('positive', t.node('out'), t.node('plus'), 1),
      conductance('to ground', t.node('plus'), t.ground, 3),
      opAmp('amplifier', t.node('plus'), t.node('minus'), t.node('out'), { gain: 1e4 }),
    ]);
    expect(run.program.forms).toEqual({ source: 1, 'dense block': 2, output: 1 });
    expect(deviationFromNodal(run.program, run.f)).toBeLessThan(AGREED);
    expect(run.read('network.out')[0]).toBeCloseTo((-0.5 * 0.1) / (0.5 - 0.25 + 1e-4), 13); // analytic
  });

  /** A crossbar whose wires have a resistance, read by followers, by amplifiers, or to ground. */
  const crossbar = fc.record({
    rows: fc.array(volts, { minLength: 1, maxLength: 4 }),
    columns: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(),
    // ohms to milliohms; beyond, elimination itself loses digits on either side
    segment: fc.constantFrom(1, 20, 500),
    end: fc.constantFrom('ground', 'amplifier'),
    amplifier,
  });
  test('word and bit lines with wires are one dense block, also around amplifiers', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(crossbar, ({ rows, columns, seed, segment, end, amplifier: numbers }) => {
        const chance = new Chance(seed);
        const free: string[] = [];
        const run = network(rows, (t) => {
          const { node, ground, levels } = t;
          const elements: ElementSpec[] = [];
          levels.forEach((level, r) => {
            elements.push(source(`drive ${r}`, level, node(`drive ${r}`)));
            for (let c = 0; c < columns; c++) {
              const before = c === 0 ? node(`drive ${r}`) : node(`word ${r} ${c - 1}`);
              const below =
                r + 1 < rows.length
                  ? node(`bit ${r + 1} ${c}`)
                  : end === 'ground'
                    ? ground
                    : node(`minus ${c}`);
              free.push(`word ${r} ${c}`, `bit ${r} ${c}`);
              elements.push(
                conductance(`word ${r} ${c}`, before, node(`word ${r} ${c}`), segment),
                conductance(`bit ${r} ${c}`, node(`bit ${r} ${c}`), below, segment),
                conductance(
                  `cell ${r} ${c}`,
                  node(`word ${r} ${c}`),
                  node(`bit ${r} ${c}`),
                  0.01 + chance.uniform(),
                ),
              );
            }
          });
          if (end === 'amplifier') {
            for (let c = 0; c < columns; c++) {
              elements.push(
                conductance(`feedback ${c}`, node(`minus ${c}`), node(`out ${c}`), 0.5),
                opAmp(`amplifier ${c}`, null, node(`minus ${c}`), node(`out ${c}`), numbers),
              );
            }
          }
          return elements;
        });
        for (const form of Object.keys(run.program.forms)) seen.add(form);
        expect(deviationFromNodal(run.program, run.f)).toBeLessThan(AGREED);
        expect(kirchhoff(run, free)).toBeLessThan(1e-14); // rounding of four terms, no other solver involved
      }),
      seeded,
    );
    expect(seen).toContain('dense block');
  });

  test('amplifiers of one block are held at their limits, and let go, as the nodal solution has it', () => {
    let held = 0;
    let free = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(volts, siemens, siemens), { minLength: 2, maxLength: 5 }), (stages) => {
        const run = network(
          stages.map(([level]) => level),
          ({ node, levels }) =>
            stages.flatMap(([, link, feedback], k) => [
              source(`source ${k}`, levels[k], node(`plus ${k}`)),
              conductance(`feedback ${k}`, node(`minus ${k}`), node(`out ${k}`), feedback),
              // each minus input is tied to the next one's: what one cannot hold, its neighbours feel
              ...(k > 0 ? [conductance(`link ${k}`, node(`minus ${k - 1}`), node(`minus ${k}`), link)] : []),
              opAmp(`amplifier ${k}`, node(`plus ${k}`), node(`minus ${k}`), node(`out ${k}`), { limit: 2 }),
            ]),
        );
        expect(run.program.forms).toMatchObject({ 'dense block': stages.length });
        expect(deviationFromNodal(run.program, run.f)).toBeLessThan(AGREED);
        stages.forEach(([level], k) => {
          const [out, minus] = [run.read(`network.out ${k}`)[0], run.read(`network.minus ${k}`)[0]];
          if (Math.abs(out) < 2) {
            free++;
            expect(Math.abs(minus - level)).toBeLessThan(1e-12 * 5); // an ideal amplifier holds its inputs together
          } else {
            held++;
            expect(Math.sign(out) * (level - minus)).toBeGreaterThan(-1e-12 * 5); // and would go on if it could
          }
        });
      }),
      seeded,
    );
    expect(Math.min(held, free)).toBeGreaterThan(50);
  });

  test('the deviation is a test that can fail: one conductance changed by a millionth is seen', () => {
    const run = network([1], (t) => [
      ...fans(t, [{ siemens: 1 }], 'meet'),
      conductance('load', t.node('meet'), t.ground, 1),
    ]);
    const { program } = run;
    const elements = program.elements.map((e) =>
      e.kind === 'conductance' ? { ...e, siemens: e.name.endsWith('load') ? 1 + 1e-6 : e.siemens } : e,
    );
    expect(deviationFromNodal(program, run.f)).toBeLessThan(1e-15);
    expect(deviationFromNodal({ ...program, elements }, run.f)).toBeGreaterThan(1e-7);
  });
});

describe('conservation', () => {
  test('what sources and amplifiers deliver is what the conductances turn to heat', () => {
    fc.assert(
      fc.property(inputs, siemens, amplifier, (lines, feedback, numbers) => {
        const { program, f } = network(
          lines.map((line) => line.volts),
          (t) => [
            ...fans(t, lines, 'minus'),
            conductance('feedback', t.node('minus'), t.node('out'), feedback),
            conductance('load', t.node('out'), t.ground, 0.1),
            opAmp('amplifier', null, t.node('minus'), t.node('out'), numbers),
          ],
        );
        const voltage = solveNodal(program, f);
        const at = (net: number): number => voltage.get(net)!;
        const driven = new Set(
          program.elements.flatMap((e) =>
            e.kind === 'source' ? [...e.out] : e.kind === 'op-amp' ? [e.out] : [],
          ),
        );
        let heat = 0;
        let delivered = 0;
        for (const e of program.elements) {
          if (e.kind !== 'conductance') continue;
          const [a, b] = [e.a[0], e.b[0]];
          const current = e.siemens * (at(a) - at(b));
          heat += current * (at(a) - at(b));
          if (driven.has(a)) delivered += at(a) * current;
          if (driven.has(b)) delivered -= at(b) * current;
        }
        expect(Math.abs(delivered - heat)).toBeLessThanOrEqual(1e-12 * heat); // Tellegen's theorem, to rounding
        // the kernel's own account of the sensing power is that heat
        const watts = program.powers.reduce((sum, p) => sum + p.watts(f), 0);
        expect(Math.abs(watts - heat)).toBeLessThanOrEqual(1e-12 * heat);
      }),
      seeded,
    );
  });
});

describe.each(circuits.map((definition) => [definition.id, definition] as const))('%s', (id, definition) => {
  const faults = {
    leads: 0.01,
    gain: 2e3,
    'summer.offset': 1e-4,
    'summer.limit': 3,
    saturation: 1,
    softness: 0.3,
    pulseNoise: 0.2,
    slopeSpread: 0.1,
    substrateSpread: 0.1,
    fullSpread: 0.1,
    retention: 100,
    readNoise: 0.05,
    rectification: 1e-3,
    strippingEfficiency: 0.7,
    openCell: 1,
    load: 0.3,
  };
  const cases = definition.summers.flatMap((summer) =>
    [true, false].map((everything) => ({ summer, everything })),
  );

  test.each(cases)('summer $summer, everything not ideal on: $everything', ({ summer, everything }) => {
    const chance = new Chance(61);
    let worst = 0;
    let looks = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const run = runOf(
        definition,
        { inputs: 2 + chance.below(15), adaptation: definition.adaptations[0], summer, bias: seed % 3 !== 0 },
        everything ? { base: 'default', settings: faults, seed } : { seed },
      );
      const [{ length: lines }] = [run.program.stimulus['x']];
      for (const bank of run.program.moded) {
        for (let i = 0; i < bank.count; i++) run.setByHand(bank, i, 0.01 + chance.uniform());
      }
      for (let k = 0; k < 6; k++) {
        const x = Array.from({ length: lines }, () => chance.symmetric(2));
        run.present({ x, d: [chance.uniform() < 0.5 ? -1 : 1], learn: [1] });
        do {
          worst = Math.max(worst, deviationFromNodal(run.program, run.f));
          looks++;
        } while (!run.stepPhase());
      }
    }
    expect(looks).toBeGreaterThan(12 * 6 * 4);
    expect(worst).toBeLessThan(AGREED);
  });

  test('solves a summing bus at a glance, and never as a dense block', () => {
    const run = runOf(definition, { adaptation: definition.adaptations[0] });
    const buses = definition.summers.includes('op-amp') ? { 'virtual ground': definition.units } : {};
    expect(run.program.forms).toMatchObject(buses);
    expect(run.program.forms).not.toHaveProperty('dense block');
    expect(id).toBe(run.program.circuit.id);
  });
});

/**
 * What holds for every network: Kirchhoff's two laws, the sparse solver equal to the dense one, one
 * ordering for one topology. Networks are drawn at random; the laws of their parts are written here again.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DenseLu } from '../../../sim/electrical/linear/dense-lu.ts';
import { linearSolver } from '../../../sim/electrical/linear/linear-solver.ts';
import { minimumDegree, transversal } from '../../../sim/electrical/linear/ordering.ts';
import { Pattern, Singular } from '../../../sim/electrical/linear/pattern.ts';
import { SparseLu } from '../../../sim/electrical/linear/sparse-lu.ts';
import { solveStatic } from '../../../sim/electrical/network/newton.ts';
import { type OperatingPoint, operatingPoint } from '../../../sim/electrical/network/operating-point.ts';
import { System } from '../../../sim/electrical/network/system.ts';
import { transient } from '../../../sim/electrical/network/transient.ts';
import { type Component, type Network, THERMAL_VOLTS } from '../../../sim/electrical/network/types.ts';
import { Chance } from '../../papers/helpers.ts';
import { seeded } from '../benches.ts';

interface Drawn {
  readonly nodes: number;
  readonly seed: number;
  readonly curved: boolean;
}
const drawn = fc.record({ nodes: fc.integer({ min: 1, max: 40 }), seed: fc.nat(), curved: fc.boolean() });

/** A network of every memoryless kind; resistors join every node to ground, so that a solution exists. */
function randomNetwork({ nodes, seed, curved }: Drawn): Network {
  const chance = new Chance(seed);
  const components: Component[] = [];
  const node = (): string => String(chance.below(nodes + 1));
  const other = (a: string): string => {
    const b = node();
    return b === a ? String((Number(a) + 1) % (nodes + 1)) : b;
  };
  const ohms = (): number => 10 ** (2 + chance.uniform() * 4);
  for (let k = 1; k <= nodes; k++)
    components.push({
      kind: 'resistor',
      name: `tree${k}`,
      a: String(k),
      b: String(chance.below(k)),
      ohms: ohms(),
    });
  for (let k = 0; k < nodes; k++) {
    const a = node();
    const b = other(a);
    const name = `c${k}`;
    switch (chance.below(curved ? 9 : 7)) {
      case 0:
      case 1:
        components.push({ kind: 'resistor', name, a, b, ohms: ohms() });
        break;
      case 2:
        components.push({ kind: 'current-source', name, a, b, amperes: chance.symmetric(1e-3) });
        break;
      case 3:
        components.push(
          { kind: 'voltage-source', name, a, b: `${name} end`, volts: chance.symmetric(5) },
          { kind: 'resistor', name: `${name} r`, a: `${name} end`, b, ohms: ohms() },
        );
        break;
      case 4:
        components.push(
          {
            kind: 'vcvs',
            name,
            a: `${name} end`,
            b: '0',
            controlA: a,
            controlB: b,
            gain: chance.symmetric(0.5),
          },
          { kind: 'resistor', name: `${name} r`, a: `${name} end`, b: a, ohms: ohms() },
        );
        break;
      case 5:
        // too weak to undo what the resistors hold
        components.push({
          kind: 'vccs',
          name,
          a,
          b,
          controlA: a,
          controlB: b,
          siemens: chance.uniform() * 1e-3,
          ...(curved ? { limit: 1e-4 } : {}),
        });
        break;
      case 6:
        components.push(
          { kind: 'resistor', name: `${name} in`, a, b: `${name} minus`, ohms: ohms() },
          { kind: 'resistor', name: `${name} back`, a: `${name} minus`, b: `${name} out`, ohms: ohms() },
          {
            kind: 'op-amp',
            name,
            plus: '0',
            minus: `${name} minus`,
            out: `${name} out`,
            gain: chance.below(2) ? 1e5 : Number.POSITIVE_INFINITY,
            offset: 1e-4,
            limit: chance.below(2) ? 10 : 0.05,
          },
        );
        break;
      case 7:
        components.push({ kind: 'diode', name, anode: a, cathode: b, saturation: 1e-14 });
        break;
      default:
        components.push({
          kind: 'transistor',
          name,
          channel: chance.below(2) ? 'n' : 'p',
          gate: node(),
          drain: a,
          source: b,
          bulk: '0',
          kappa: 0.7,
          law: { region: 'all', specific: 1e-7, threshold: 0.4 },
        });
    }
  }
  return { name: 'random', components };
}

/** F(u) = ln(1 + e^(u/2))^2, once more. */
const inversion = (u: number): number => (u > 60 ? u / 2 : Math.log1p(Math.exp(u / 2))) ** 2;

/** Currents out of nodes, from the voltages alone wherever a law gives them. */
function currents(point: OperatingPoint, c: Component): readonly (readonly [string, number])[] {
  const v = (node: string): number => point.volts(node);
  const through = (a: string, b: string, i: number) => [[a, i] as const, [b, -i] as const];
  switch (c.kind) {
    case 'resistor':
      return through(c.a, c.b, (v(c.a) - v(c.b)) / c.ohms);
    case 'current-source':
      return through(c.a, c.b, c.amperes as number);
    case 'vccs': {
      const i = c.siemens * (v(c.controlA) - v(c.controlB));
      return through(c.a, c.b, c.limit === undefined ? i : c.limit * Math.tanh(i / c.limit));
    }
    case 'diode':
      return through(
        c.anode,
        c.cathode,
        c.saturation * Math.expm1((v(c.anode) - v(c.cathode)) / THERMAL_VOLTS),
      );
    case 'transistor': {
      const sign = c.channel === 'n' ? 1 : -1;
      const side = (end: string): number =>
        inversion((sign * (0.7 * v(c.gate) - v(end)) - 0.7 * 0.4) / THERMAL_VOLTS) * 1e-7;
      return through(c.drain, c.source, sign * (side(c.source) - side(c.drain)));
    }
    case 'op-amp':
      return [[c.out, point.amperes(c.name)]];
    case 'voltage-source':
    case 'vcvs':
      return through(c.a, c.b, point.amperes(c.name));
    default:
      throw new Error(`the test has no law for ${c.kind}`);
  }
}

/** The largest sum of currents into a node, per the largest sum of their sizes at any node. */
function kirchhoffCurrents(network: Network, point: OperatingPoint): number {
  const sums = new Map<string, number>();
  let most = 0;
  for (const c of network.components) {
    for (const [node, i] of currents(point, c)) {
      sums.set(node, (sums.get(node) ?? 0) + i);
      most = Math.max(most, Math.abs(i));
    }
  }
  let worst = 0;
  for (const [node, sum] of sums) if (node !== '0') worst = Math.max(worst, Math.abs(sum));
  return most === 0 ? 0 : worst / most;
}

/** How far each voltage that a component decides is from what it should be, V. */
function kirchhoffVoltages(network: Network, point: OperatingPoint): number {
  const v = (node: string): number => point.volts(node);
  let worst = 0;
  for (const c of network.components) {
    let error = 0;
    if (c.kind === 'voltage-source') error = v(c.a) - v(c.b) - (c.volts as number);
    if (c.kind === 'vcvs') error = v(c.a) - v(c.b) - c.gain * (v(c.controlA) - v(c.controlB));
    if (c.kind === 'op-amp') {
      const asked = c.plus === '0' ? c.offset - v(c.minus) : Number.NaN;
      const out = v(c.out);
      if (out === c.limit || out === -c.limit) {
        // held: it would go further if it could
        error = Math.sign(out) * asked * c.gain < c.limit * (1 - 1e-9) ? Number.POSITIVE_INFINITY : 0;
      } else {
        expect(Math.abs(out)).toBeLessThan(c.limit);
        error = asked - out / c.gain;
      }
    }
    worst = Math.max(worst, Math.abs(error));
  }
  return worst;
}

describe("Kirchhoff's laws on random networks of every kind", () => {
  test('currents add up to nothing at every node, and every branch has its voltage', () => {
    let held = 0;
    let curved = 0;
    fc.assert(
      fc.property(drawn, (d) => {
        const network = randomNetwork(d);
        const point = operatingPoint(network);
        // rounding of sums of a few dozen currents; where laws are exponential, of their exponents, too
        expect(kirchhoffCurrents(network, point)).toBeLessThan(d.curved ? 1e-10 : 1e-12);
        expect(kirchhoffVoltages(network, point)).toBeLessThan(1e-12);
        if (d.curved) curved++;
        for (const c of network.components)
          if (c.kind === 'op-amp' && Math.abs(point.volts(c.out)) === c.limit) held++;
      }),
      { ...seeded, numRuns: 300 },
    );
    // the property has seen amplifiers at their limits and curved networks
    expect(held).toBeGreaterThan(20);
    expect(curved).toBeGreaterThan(80);
  });

  test('charge is kept in time: what capacitors take in is what the sources deliver', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(), (n, seed) => {
        const chance = new Chance(seed);
        const components: Component[] = [
          {
            kind: 'current-source',
            name: 'i',
            a: '0',
            b: '1',
            amperes: { shape: 'sine', amplitude: 1e-3, hertz: 200 },
          },
        ];
        for (let k = 1; k <= n; k++) {
          components.push({
            kind: 'capacitor',
            name: `c${k}`,
            a: String(k),
            b: '0',
            farads: 1e-6 * (0.1 + chance.uniform()),
            volts: 0,
          });
          if (k < n)
            components.push({
              kind: 'resistor',
              name: `r${k}`,
              a: String(k),
              b: String(k + 1),
              ohms: 100 + 1e3 * chance.uniform(),
            });
        }
        const run = transient(
          { name: 'charge', components },
          { until: 5e-3, begin: 'states', relative: 1e-7 },
        );
        const last = run.times.length - 1;
        let charge = 0;
        for (const c of components) if (c.kind === 'capacitor') charge += c.farads * run.state(c.name)[last];
        // 1 mA sin(2 pi 200 t) over one whole period
        expect(Math.abs(charge)).toBeLessThan(1e-7 * run.times.length * 1.6e-6);
      }),
      { ...seeded, numRuns: 20 },
    );
  });
});

/** A resistor grid of k by k nodes with one source. */
function grid(k: number, seed: number): Network {
  const chance = new Chance(seed);
  const name = (r: number, c: number): string => `${r},${c}`;
  const components: Component[] = [
    { kind: 'voltage-source', name: 'v', a: name(0, 0), b: '0', volts: 1 },
    { kind: 'resistor', name: 'end', a: name(k - 1, k - 1), b: '0', ohms: 1 },
  ];
  for (let r = 0; r < k; r++) {
    for (let c = 0; c < k; c++) {
      if (c + 1 < k)
        components.push({
          kind: 'resistor',
          name: `h${r},${c}`,
          a: name(r, c),
          b: name(r, c + 1),
          ohms: 0.5 + chance.uniform(),
        });
      if (r + 1 < k)
        components.push({
          kind: 'resistor',
          name: `v${r},${c}`,
          a: name(r, c),
          b: name(r + 1, c),
          ohms: 0.5 + chance.uniform(),
        });
    }
  }
  return { name: 'grid', components };
}

const largestDifference = (network: Network): number => {
  const dense = operatingPoint(network, { solver: 'dense' });
  const sparse = operatingPoint(network, { solver: 'sparse' });
  let worst = 0;
  let scale = 0;
  for (const node of dense.nodes) {
    scale = Math.max(scale, Math.abs(dense.volts(node)));
    worst = Math.max(worst, Math.abs(dense.volts(node) - sparse.volts(node)));
  }
  return scale === 0 ? worst : worst / scale;
};

describe('the sparse solver', () => {
  test('finds what the dense one finds on random networks', () => {
    fc.assert(
      fc.property(drawn, (d) => {
        // both end within the square of 1e-9 of a solution; conditions of up to 1e4 magnify rounding
        expect(largestDifference(randomNetwork(d))).toBeLessThan(1e-11);
      }),
      { ...seeded, seed: 1975 },
    );
  });

  test.each([3, 8, 20])('finds what the dense one finds on a grid of %d by its like', (k) => {
    expect(largestDifference(grid(k, k))).toBeLessThan(1e-12);
  });

  test('solves random unsymmetric systems with zeros on their diagonal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (n, seed) => {
        const chance = new Chance(seed);
        const pattern = new Pattern(n);
        const entries: number[] = [];
        // one large entry in every row and column, in a random order, and a few others
        const order = Array.from({ length: n }, (_, i) => i);
        for (let i = n - 1; i > 0; i--) {
          const j = chance.below(i + 1);
          [order[i], order[j]] = [order[j], order[i]];
        }
        order.forEach((c, r) => {
          entries[pattern.slot(r, c)] = 4 + chance.uniform();
        });
        for (let k = 0; k < 2 * n; k++) {
          const slot = pattern.slot(chance.below(n), chance.below(n));
          if (entries[slot] === undefined) entries[slot] = chance.symmetric(1);
        }
        const values = Float64Array.from(entries);
        const x = Float64Array.from({ length: n }, () => chance.symmetric(10));
        const b = new Float64Array(n);
        values.forEach((v, slot) => {
          b[pattern.rowOf(slot)] += v * x[pattern.columnOf(slot)];
        });
        for (const solver of [new SparseLu(pattern), new DenseLu(pattern)]) {
          const solution = b.slice();
          solver.factor(values);
          solver.solve(solution);
          // entries of 4 beside two of up to 1 on average: seldom ill-conditioned, and then the residual tells
          const residual = b.slice();
          values.forEach((v, slot) => {
            residual[pattern.rowOf(slot)] -= v * solution[pattern.columnOf(slot)];
          });
          const size = solution.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
          for (let i = 0; i < n; i++) expect(Math.abs(residual[i])).toBeLessThan(1e-11 * size);
        }
      }),
      seeded,
    );
  });

  test('orders and chooses pivots once, and then computes into what stands while topology does', () => {
    const network = grid(12, 7);
    const system = new System(network, { solver: 'sparse' });
    system.frame.open = true;
    for (let k = 0; k < 10; k++) {
      system.conductances.siemens.forEach((g, i, all) => {
        all[i] = g * (1 + 0.01 * Math.sin(i + k));
      });
      solveStatic(system);
    }
    expect(system.work).toEqual({ orderings: 1, pivotings: 1, refactorings: 9 });
  });

  test('chooses pivots anew, and loses no digit, when a pivot has become small', () => {
    const pattern = new Pattern(2);
    for (const [r, c] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ])
      pattern.slot(r, c); // prettier-ignore
    const lu = new SparseLu(pattern);
    lu.factor(Float64Array.of(1, 2, 3, 4));
    lu.factor(Float64Array.of(1.1, 2, 3, 4));
    expect(lu.work).toEqual({ orderings: 1, pivotings: 1, refactorings: 1 });
    lu.factor(Float64Array.of(1e-12, 1, 1, 1));
    expect(lu.work.pivotings).toBe(2);
    const b = Float64Array.of(1, 2);
    lu.solve(b);
    // x = 1 / (1 - 1e-12), y = (1 - 2e-12) / (1 - 1e-12)
    expect(Math.abs(b[0] - (1 + 1e-12))).toBeLessThan(1e-15);
    expect(Math.abs(b[1] - (1 - 1e-12))).toBeLessThan(1e-15);
  });

  test('names the unknown of a singular matrix', () => {
    const pattern = new Pattern(3);
    for (const [r, c] of [
      [0, 0],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ])
      pattern.slot(r, c); // prettier-ignore
    for (const solver of [new SparseLu(pattern), new DenseLu(pattern)]) {
      expect(() => solver.factor(Float64Array.of(1, 1, -1, -1, 1))).toThrow(Singular);
    }
  });

  test('fills in far less by its ordering than by the order of the rows', () => {
    const k = 20;
    const pattern = new Pattern(k * k);
    const at = (r: number, c: number): number => r * k + c;
    const link = (i: number, j: number): void => {
      pattern.slot(i, j);
      pattern.slot(j, i);
    };
    for (let i = 0; i < k * k; i++) pattern.slot(i, i);
    for (let r = 0; r < k; r++) {
      for (let c = 0; c < k; c++) {
        if (c + 1 < k) link(at(r, c), at(r, c + 1));
        if (r + 1 < k) link(at(r, c), at(r + 1, c));
      }
    }
    const values = new Float64Array(pattern.count).fill(-1);
    for (let i = 0; i < k * k; i++) values[pattern.slot(i, i)] = 5;
    const lu = new SparseLu(pattern);
    lu.factor(values);
    // row by row a band of k fills: 2 k n entries; nested dissection would leave about 8 n log2 n / 4
    expect(lu.entries).toBeLessThan(2 * k * k * k * 0.55);
  });

  test('is chosen where few entries fill in, whatever the size, and not where most do', () => {
    const random = (n: number, share: number): Pattern => {
      const chance = new Chance(n);
      const pattern = new Pattern(n);
      for (let i = 0; i < n; i++) pattern.slot(i, i);
      for (let k = 0; k < share * n * n; k++) pattern.slot(chance.below(n), chance.below(n));
      return pattern;
    };
    expect(linearSolver(random(80, 0.02))).toBeInstanceOf(SparseLu);
    expect(linearSolver(random(80, 0.4))).toBeInstanceOf(DenseLu);
    expect(linearSolver(random(5, 0.02))).toBeInstanceOf(DenseLu);
  });

  test('its ordering takes every unknown once, whatever the pattern', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(), (n, seed) => {
        const chance = new Chance(seed);
        const pattern = new Pattern(n);
        for (let i = 0; i < n; i++) pattern.slot(i, (i * 7 + 3) % n);
        for (let k = 0; k < 3 * n; k++) pattern.slot(chance.below(n), chance.below(n));
        const columns = pattern.byColumn();
        const { order } = minimumDegree(n, columns, transversal(n, columns));
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
      seeded,
    );
  });
});

/**
 * The reference: modified nodal analysis of the whole circuit, from the elements alone, without
 * any of the compiler's knowledge. Unknowns are every node's voltage and the current of every
 * source and amplifier output; the closed forms of the kernel are held to what comes out here.
 * @see Ho, Ruehli & Brennan, "The modified nodal approach to network analysis", IEEE Trans. CAS 22(6), 1975
 */
import type { Net } from '../circuit.ts';
import type { Program } from '../compile.ts';
import type { OpAmpSpec } from '../elements/element.ts';
import { definitionOf } from '../elements/index.ts';
import { solveDense } from './lu.ts';

/** What elements may add to the equations. */
export interface Equations {
  conductance: (a: Net, b: Net, siemens: number, leadOhms: number, name: string) => void;
  source: (node: Net, volts: number, name: string) => void;
  opAmp: (amplifier: OpAmpSpec) => void;
}

interface Conductance {
  readonly a: Net;
  readonly b: Net;
  readonly siemens: number;
}

/**
 * Solves every node of the circuit in its present state.
 * @returns voltage by terminal; ground is the terminal 0
 * @throws Error that names the node when the matrix is singular
 */
export function solveNodal(program: Program, f: Float64Array): Map<Net, number> {
  const conductances: Conductance[] = [];
  const sources: { node: Net; volts: number; name: string }[] = [];
  const amplifiers: OpAmpSpec[] = [];
  let extra = -1; // terminals inside a cell, between its lead and its conductance
  const extraNames = new Map<Net, string>();
  const equations: Equations = {
    conductance: (a, b, siemens, leadOhms, name) => {
      if (leadOhms === 0) {
        conductances.push({ a, b, siemens });
        return;
      }
      const inner = extra--;
      extraNames.set(inner, `${name} inside its lead`);
      conductances.push({ a, b: inner, siemens: 1 / leadOhms }, { a: inner, b, siemens });
    },
    source: (net, volts, name) => {
      sources.push({ node: net, volts, name });
    },
    opAmp: (amplifier) => {
      amplifiers.push(amplifier);
    },
  };
  const at = (net: Net): number => program.placeOf(net);
  for (const e of program.elements) definitionOf(e).stamp?.(e, f, at, equations);

  const nets = new Set<Net>();
  for (const c of conductances) nets.add(c.a).add(c.b);
  for (const s of sources) nets.add(s.node);
  for (const a of amplifiers) {
    nets.add(a.minus).add(a.out);
    if (a.plus !== null) nets.add(a.plus);
  }
  nets.delete(0);
  const nodes = [...nets];
  const index = new Map(nodes.map((net, k) => [net, k]));
  const n = nodes.length + sources.length + amplifiers.length;
  const nameOf = (k: number): string => {
    const net = nodes[k];
    if (net !== undefined) return extraNames.get(net) ?? program.nameOf(net);
    return k < nodes.length + sources.length
      ? sources[k - nodes.length]!.name
      : amplifiers[k - nodes.length - sources.length]!.name;
  };

  // an amplifier that saturates becomes a source at its limit; repeat until none changes its mind
  const held = new Map<OpAmpSpec, number>();
  for (let round = 0; ; round++) {
    const m = new Float64Array(n * n);
    const r = new Float64Array(n);
    const add = (row: number | undefined, column: number | undefined, x: number): void => {
      if (row !== undefined && column !== undefined) m[row * n + column] = m[row * n + column]! + x;
    };
    for (const { a, b, siemens } of conductances) {
      const [i, j] = [index.get(a), index.get(b)];
      add(i, i, siemens);
      add(j, j, siemens);
      add(i, j, -siemens);
      add(j, i, -siemens);
    }
    sources.forEach((s, k) => {
      const row = nodes.length + k;
      add(index.get(s.node), row, 1);
      add(row, index.get(s.node), 1);
      r[row] = s.volts;
    });
    amplifiers.forEach((a, k) => {
      const row = nodes.length + sources.length + k;
      add(index.get(a.out), row, 1);
      const limit = held.get(a);
      if (limit !== undefined) {
        add(row, index.get(a.out), 1);
        r[row] = limit;
        return;
      }
      // out / A = plus + offset - minus, which stays well scaled at infinite gain
      add(row, index.get(a.out), 1 / a.gain);
      add(row, index.get(a.minus), 1);
      if (a.plus !== null) add(row, index.get(a.plus), -1);
      r[row] = a.offset;
    });
    solveDense(m, r, n, nameOf);
    const voltage = new Map<Net, number>([[0, 0], ...nodes.map((net, k) => [net, r[k]!] as const)]);
    const beyond = amplifiers.find((a) => !held.has(a) && Math.abs(voltage.get(a.out)!) > a.limit);
    if (!beyond || round > amplifiers.length) return voltage;
    held.set(beyond, Math.sign(voltage.get(beyond.out)!) * beyond.limit);
  }
}

/** The largest difference between the compiled circuit's node voltages and the nodal solution, per the largest |voltage|. */
export function deviationFromNodal(program: Program, state: Float64Array): number {
  const f = state.slice();
  // voltages that only an onlooker needs are not kept up while running
  for (const o of program.operations) o.run(f);
  let deviation = 0;
  let scale = 0;
  for (const [net, volts] of solveNodal(program, f)) {
    if (net < 0) continue;
    scale = Math.max(scale, Math.abs(volts));
    deviation = Math.max(deviation, Math.abs(volts - f[program.placeOf(net)]!));
  }
  return scale === 0 ? deviation : deviation / scale;
}

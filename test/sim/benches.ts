/**
 * Small benches for the tests of the hardware track: a circuit with any settings, a network of
 * elements, a bank of memistors whose currents are commanded.
 */
import { lineSettings } from '../../circuits/lines.ts';
import {
  type Circuit,
  type CircuitDefinition,
  definePart,
  type Net,
  type Shape,
  value,
  wireCircuit,
} from '../../sim/circuit.ts';
import { Run } from '../../sim/clock.ts';
import { compile, type Program } from '../../sim/compile.ts';
import { genericPath, type SettingValue } from '../../sim/elaborate.ts';
import type { ElementSpec } from '../../sim/elements/element.ts';
import type { Machine } from '../../sim/machines/machine.ts';
import { memistors } from '../../sim/parts/cells.ts';
import { patternLines } from '../../sim/parts/lines.ts';
import { sequencer } from '../../sim/parts/sequencer.ts';
import { neuronSettings } from '../../sim/parts/summer.ts';

/** Options of every property: the seed makes a failure repeatable. */
export const seeded = { seed: 1960, numRuns: 100 } as const;

/** A shape with the defaults of a small ADALINE. */
export const shape = (given: Partial<Shape> = {}): Shape => ({
  inputs: 3,
  bias: true,
  rule: 'alpha-lms',
  step: 0.5,
  gamma: 0.5,
  eps: 1e-6,
  adaptation: 'nulling',
  summer: 'op-amp',
  ...given,
});

export interface BenchOptions {
  /** numbers by path, path with stars, or end of a path */
  readonly settings?: Readonly<Record<string, number>>;
  /** the column of every other setting */
  readonly base?: 'ideal' | 'default';
  readonly seed?: number;
}

/** The number of each setting: the one given for its path or the end of it, else the column's. */
export function settingValue({ settings = {}, base = 'ideal' }: BenchOptions): SettingValue {
  const entries = Object.entries(settings);
  return (path, setting) =>
    entries.find(([word]) => path === word || genericPath(path) === word || path.endsWith(`.${word}`))?.[1] ??
    setting[base];
}

export const programOf = (circuit: Circuit, options: BenchOptions = {}): Program =>
  compile(circuit, { settingValue: settingValue(options), seed: options.seed ?? 1 });

/** A circuit of the catalogue, ready to run. */
export const runOf = (
  definition: CircuitDefinition,
  given: Partial<Shape> = {},
  options: BenchOptions = {},
): Run => new Run(programOf(definition.build(shape(given)), options));

/** Every state of a run, by path: what must be equal for two runs to be equal. */
export const stateOf = (run: Run): Readonly<Record<string, readonly number[]>> => ({
  ...Object.fromEntries(run.program.states.map((b) => [b.path, [...run.f.subarray(b.at, b.at + b.width)]])),
  counters: [run.time, run.joules, run.elapsed, run.phasesRun, run.overruns],
});

const tickTock: Machine = {
  id: 'one phase',
  initial: 'sense',
  states: {
    sense: {
      on: { done: 'sense' },
      meta: { outputs: {}, phase: { seconds: 1, sensing: true, begins: true, ends: true } },
    },
  },
};

/** The terminals of a network: nodes by name, and lines that stand at given levels. */
export interface Terminals {
  readonly node: (name: string) => Net;
  readonly ground: Net;
  readonly levels: readonly Net[];
}

/**
 * A network of elements on a clock of one phase of 1 s. Nodes are read as 'network.NAME'.
 * @param levels what the input lines stand at; a source turns one into a voltage
 */
export function network(
  levels: readonly number[],
  build: (terminals: Terminals) => readonly ElementSpec[],
): Run {
  const part = definePart({
    type: 'network',
    ports: { level: value(levels.length) },
    settings: {},
    elements: (at, _get, internal) => {
      const nodes = new Map<string, Net>();
      const node = (name: string): Net => {
        const known = nodes.get(name) ?? internal(name, 1, 'node')[0];
        nodes.set(name, known);
        return known;
      };
      const input: ElementSpec = { kind: 'input', name: 'levels', out: at.level, initial: levels };
      return [input, ...build({ node, ground: 0, levels: at.level })];
    },
  });
  const circuit = wireCircuit({
    id: 'bench',
    parts: { network: part, clock: sequencer(tickTock, [], []) },
    wires: [],
    stimulus: { level: 'network.level' },
    observe: {},
    sequencer: 'clock',
  });
  return new Run(compile(circuit));
}

/** Shorthands for the elements of a network. */
export const source = (name: string, from: Net, out: Net, volts = 1): ElementSpec => ({
  kind: 'source',
  name,
  from: [from],
  out: [out],
  volts,
});
export const conductance = (name: string, a: Net, b: Net, siemens: number, leadOhms = 0): ElementSpec => ({
  kind: 'conductance',
  name,
  a: [a],
  b: [b],
  siemens,
  leadOhms,
});
export const opAmp = (
  name: string,
  plus: Net | null,
  minus: Net,
  out: Net,
  numbers: { readonly gain?: number; readonly offset?: number; readonly limit?: number } = {},
): ElementSpec => ({
  kind: 'op-amp',
  name,
  plus,
  minus,
  out,
  gain: numbers.gain ?? Number.POSITIVE_INFINITY,
  offset: numbers.offset ?? 0,
  limit: numbers.limit ?? Number.POSITIVE_INFINITY,
});

const plateAndRead: Machine = {
  id: 'plate and read',
  initial: 'plate',
  states: {
    plate: { on: { done: 'read' }, meta: { outputs: { flow: 1 }, phase: { seconds: 10, begins: true } } },
    read: {
      on: { done: 'plate' },
      meta: { outputs: { flow: 0 }, phase: { seconds: 1, sensing: true, ends: true } },
    },
  },
};

/**
 * n memistors on a bus, each with a commanded plating current. A presentation plates for
 * `control.plate` seconds (10) and then rests for `control.read` seconds (1).
 * Stimulus: x, the pattern that drives the lines; amperes, one for each cell.
 */
export function memistorBank(n: number, options: BenchOptions = {}): Run {
  const currents = definePart({
    type: 'current commands',
    ports: { amperes: value(n) },
    settings: {},
    elements: (at) => [
      { kind: 'input', name: 'amperes', out: at.amperes, initial: new Array<number>(n).fill(0) },
    ],
  });
  const circuit = wireCircuit({
    id: 'memistor bank',
    settings: { ...neuronSettings, drive: lineSettings.drive },
    parts: {
      lines: patternLines(n, false),
      currents,
      cells: memistors(n),
      control: sequencer(plateAndRead, [], ['flow']),
    },
    wires: [
      ['lines.out', 'cells.line'],
      ['lines.pattern', 'cells.pattern'],
      ['currents.amperes', 'cells.control'],
      ['control.flow', 'cells.enable'],
    ],
    stimulus: { x: 'lines.pattern', amperes: 'currents.amperes' },
    observe: { siemens: 'cells.conductance', bus: 'cells.bus' },
    sequencer: 'control',
  });
  return new Run(programOf(circuit, options));
}

/** Sets every cell of a bank to one conductance. */
export function setAll(run: Run, siemens: number): void {
  for (const bank of run.program.moded) {
    for (let i = 0; i < bank.count; i++) run.setByHand(bank, i, siemens);
  }
}

/** Mean and standard deviation of a sample. */
export function moments(sample: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = sample.reduce((sum, z) => sum + z, 0) / sample.length;
  const square = sample.reduce((sum, z) => sum + (z - mean) ** 2, 0) / (sample.length - 1);
  return { mean, deviation: Math.sqrt(square) };
}

/** Largest difference between two lists of numbers. */
export const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a, (v, i) => Math.abs(v - b[i])).reduce((most, d) => Math.max(most, d), 0);

/**
 * Our kernel against ngspice, as pure functions: a run's description to a deck, and ngspice's vectors
 * to what differs. Who runs ngspice in between is somebody else's affair: the command line a process,
 * the page a worker.
 */
import { compile } from '../../sim/compile.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { type Compared, type Deck, writeDeck } from '../../sim/exchange/spice/deck.ts';
import { type Recording, recordRun } from '../../sim/exchange/spice/recording.ts';
import { Experiment } from '../compare/experiment.ts';
import { presentationsAsked } from '../compare/result.ts';
import { settingValues } from '../compare/settings.ts';
import type { CheckedSpec } from '../compare/spec.ts';
import { InputError } from '../data/input-error.ts';
import type { Deviation, Verification } from './verification.ts';

/**
 * Presentations that are compared when nobody says how many: 40, and fewer where a hand turns one knob
 * after another, for each beginning and end of a way costs ngspice hundreds of steps.
 */
export const usualPresentationsOf = ({ shape }: CheckedSpec): number =>
  shape.adaptation === 'by hand' ? 8 : 40;
/** More than this is a matter of hours in ngspice. */
const MOST_PRESENTATIONS = 10_000;

/** Elements at which currents meet: a circuit without any has nothing for ngspice to solve. */
const ELECTRICAL: ReadonlySet<string> = new Set([
  'source',
  'conductance',
  'stored-conductance',
  'op-amp',
  'capacitor',
  'junction',
  'transistor',
  'transconductor',
]);

/** Whether a machine has an analog part. */
export const isElectrical = ({ definition, shape }: CheckedSpec): boolean =>
  elaborate(definition.build(shape)).elements.some((e) => ELECTRICAL.has(e.kind));

/** A run of our kernel with the deck that does the same in ngspice. */
export interface ElectricalCase {
  readonly spec: CheckedSpec;
  readonly recording: Recording;
  readonly deck: Deck;
}
/** One line over time, as both tools have it: ours at the end of every phase, ngspice's at every step. */
export interface OverlaidTrace {
  readonly name: string;
  readonly kind: Deviation['kind'];
  readonly ours: { readonly seconds: Float64Array; readonly values: Float64Array };
  readonly theirs: { readonly seconds: Float64Array; readonly values: Float64Array };
}
export interface ElectricalComparison {
  readonly verification: Verification;
  /** the compared lines, largest deviation first */
  readonly traces: readonly OverlaidTrace[];
}

/**
 * Runs our kernel over a spec's presentations and writes the deck.
 * @throws InputError when the circuit has a device without a SPICE form, or the run diverges
 */
export function prepareElectrical(
  spec: CheckedSpec,
  options: { readonly hints?: boolean } = {},
): ElectricalCase {
  if (!isElectrical(spec)) {
    throw new InputError(
      `${spec.circuit}: found no analog part, expected one for ngspice; export its logic with --format verilog or digitaljs.`,
    );
  }
  const asked = presentationsAsked(spec);
  if (asked < 1 || asked > MOST_PRESENTATIONS) {
    throw new InputError(
      `presentations: found ${asked}, expected 1 to ${MOST_PRESENTATIONS} for a transient in ngspice; change it.`,
    );
  }
  const experiment = new Experiment(spec);
  const start = experiment.run.snapshot();
  const stimuli: { x: Float64Array; d: number[]; learn: number[] }[] = [];
  for (let k = 0; k < asked; k++) {
    const turn = experiment.currentTurn;
    if (turn === null) break;
    const { inputs, d } = experiment.patterns[turn.row]!;
    stimuli.push({ x: Float64Array.from(inputs), d: [d], learn: [turn.learnHardware ? 1 : 0] });
    experiment.present();
    if (experiment.divergedHardware !== null) {
      throw new InputError(
        `presentations: the run diverges at presentation ${k + 1}, expected one that stays finite; lower the step or show fewer.`,
      );
    }
  }
  const { program } = experiment;
  const whole = compile(spec.definition.build(spec.shape), {
    settingValue: settingValues(spec),
    seed: program.seed,
    fuse: false,
  });
  const recording = recordRun(whole, stimuli, start);
  return { spec, recording, deck: deckOf(spec, recording, options) };
}

function deckOf(spec: CheckedSpec, recording: Recording, options: { readonly hints?: boolean }): Deck {
  const { definition, shape } = spec;
  const set = Object.entries(spec.settings).map(([path, x]) => `${path}=${x}`);
  try {
    return writeDeck(recording, {
      title: `${definition.title}: ${recording.stimuli.length} presentations of ${spec.data.name}`,
      remarks: [
        `${spec.rule}, step ${spec.step}, ${shape.adaptation}; ${shape.summer} summer; devices ${spec.device}; seed ${spec.seed}`,
        ...(set.length > 0 ? [`set: ${set.join(', ')}`] : []),
      ],
      ...options,
    });
  } catch (error) {
    throw new InputError(`spice: ${(error as Error).message}`);
  }
}

/** The largest relative deviation that counts as agreement. */
export const tolerances = {
  /** of the larger of |v| and the drive's voltage, or of the largest number of the line and what it is compared with */
  node: 1e-6,
  /** of full scale; nulling ends where a comparator says so, and errors add up from null to null */
  weight: { nulling: 1e-3, otherwise: 1e-6 },
  decision: 0,
} as const;

/**
 * Compares the end of every phase, line by line.
 * @param vectors  ngspice's, by the names in the deck
 * @param tool     what ran the deck
 * @throws Error when a vector is missing, or ends before the last phase
 */
export function compareElectrical(
  { spec, recording, deck }: ElectricalCase,
  vectors: ReadonlyMap<string, Float64Array>,
  tool: string,
): ElectricalComparison {
  const time = vectors.get('time');
  const last = deck.samples.at(-1) ?? 0;
  if (!time || !(time.at(-1)! >= last)) {
    throw new Error(
      `ngspice: its transient ends at ${time?.at(-1) ?? 'nothing'}, expected ${last} s; see its messages.`,
    );
  }
  const rows = rowsAt(time, deck.samples);
  const ties = tiesOf(deck, recording);
  const { program, phases } = recording;
  const setting = (path: string): number => program.settings.find((s) => s.path === path)?.value ?? 1;
  const scales: Scales = { drive: setting('drive'), fullScale: setting('fullScale') };
  const weights = new Set(program.observe['weights'] ?? []);
  const compared = deck.compared.map((line) => {
    const theirs = vectors.get(line.vector);
    if (!theirs) throw new Error(`ngspice: found no vector ${line.vector}, expected one for ${line.name}.`);
    const place = program.placeOf(line.net);
    const ours = Float64Array.from(phases, (p) => p.values[place]!);
    const isWeight = weights.has(place);
    const deviation =
      line.kind === 'bit'
        ? decisions(line, ours, theirs, rows, recording, ties)
        : numbers(line, ours, theirs, rows, recording, scales, isWeight ? weightTolerance(spec) : null);
    const seconds = Float64Array.from(phases, (p) => p.end);
    const trace: OverlaidTrace = {
      name: line.name,
      kind: deviation.kind,
      ours: { seconds, values: ours },
      theirs: { seconds: time, values: theirs },
    };
    return { deviation, trace };
  });
  compared.sort(
    (a, b) =>
      Number(a.deviation.passed) - Number(b.deviation.passed) ||
      b.deviation.relative / (b.deviation.tolerance || 1e-9) -
        a.deviation.relative / (a.deviation.tolerance || 1e-9) ||
      (a.trace.name < b.trace.name ? -1 : 1),
  );
  const deviations = compared.map((c) => c.deviation);
  const tied = ties.reduce((n, list) => n + list.size, 0);
  return {
    verification: {
      tool,
      what: `${spec.circuit}, ${spec.shape.adaptation}, ${spec.shape.summer} summer, devices ${spec.device}: ${recording.stimuli.length} presentations of ${spec.data.name}, ${phases.length} phases, ${deviations.length} lines${tied > 0 ? `; decisions too close to a threshold to be compared: ${tied}` : ''}${deck.playsWeights ? '; the weights move by single pulses: their conductances are the record of our kernel, given to ngspice and not compared' : ''}`,
      deviations,
      passed: deviations.every((d) => d.passed),
    },
    traces: compared.map((c) => c.trace),
  };
}

const weightTolerance = ({ shape }: CheckedSpec): number =>
  shape.adaptation === 'nulling' ? tolerances.weight.nulling : tolerances.weight.otherwise;

interface Scales {
  readonly drive: number;
  readonly fullScale: number;
}

/** The points that stand at the sampling instants: the deck has a corner there, so that ngspice stops at it. */
function rowsAt(time: Float64Array, samples: readonly number[]): Int32Array {
  const rows = new Int32Array(samples.length);
  let row = 0;
  samples.forEach((sample, k) => {
    while (row + 1 < time.length && Math.abs(time[row + 1]! - sample) <= Math.abs(time[row]! - sample)) row++;
    rows[k] = row;
  });
  return rows;
}

/** Per comparator: the presentations in which some phase ended too close to its threshold. */
function tiesOf(deck: Deck, { phases }: Recording): Set<number>[] {
  return deck.deciders.map(
    ({ margin, range }) =>
      new Set(
        phases.filter((phase) => Math.abs(margin(phase)) <= range).map(({ presentation }) => presentation),
      ),
  );
}

const where = ({ presentation, name }: Recording['phases'][number]): string =>
  `presentation ${presentation}, ${name}`;

/** A line that never shows more than this shows rounding. */
const ROUNDING = 1e-6;
const largestOf = (values: Float64Array): number =>
  values.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);

function numbers(
  line: Compared,
  ours: Float64Array,
  theirs: Float64Array,
  rows: Int32Array,
  { phases, program }: Recording,
  { drive, fullScale }: Scales,
  weight: number | null,
): Deviation {
  // a line that is compared with another is as good as the larger of the two
  const peers = line.peers.map(({ net, factor }) => {
    const place = program.placeOf(net);
    return factor * largestOf(Float64Array.from(phases, (p) => p.values[place]!));
  });
  const most = Math.max(largestOf(ours), ...peers);
  const largest = most > ROUNDING ? most : 1;
  const tolerance = weight ?? tolerances.node;
  let worst = 0;
  let deviation = 0;
  let at = 0;
  for (let k = 0; k < ours.length; k++) {
    const difference = Math.abs(Math.max(theirs[rows[k]!]!, line.least) - Math.max(ours[k]!, line.least));
    const scale =
      weight !== null ? fullScale : line.kind === 'node' ? Math.max(Math.abs(ours[k]!), drive) : largest;
    // a number that is none is the largest deviation there is
    const relative = Number.isFinite(difference) ? difference / scale : Number.POSITIVE_INFINITY;
    if (relative <= worst) continue;
    worst = relative;
    deviation = difference;
    at = k;
  }
  return {
    kind: weight === null ? 'node' : 'weight',
    name: line.name,
    deviation,
    relative: worst,
    tolerance,
    unit: line.kind === 'node' ? 'V' : '',
    at: where(phases[at]!),
    passed: worst <= tolerance,
  };
}

/** Bits as they are decided: above or below the middle of the two levels that the line has. */
function decisions(
  { name, deciders, middle }: Compared,
  ours: Float64Array,
  theirs: Float64Array,
  rows: Int32Array,
  { phases }: Recording,
  ties: readonly ReadonlySet<number>[],
): Deviation {
  // a held decision is one of the presentation before
  const tied = (presentation: number): boolean =>
    deciders.some((k) => ties[k]!.has(presentation) || ties[k]!.has(presentation - 1));
  let unequal = 0;
  let first = -1;
  for (let k = 0; k < ours.length; k++) {
    if (ours[k]! > middle === theirs[rows[k]!]! > middle || tied(phases[k]!.presentation)) continue;
    unequal++;
    if (first < 0) first = k;
  }
  return {
    kind: 'decision',
    name,
    deviation: unequal,
    relative: unequal,
    tolerance: tolerances.decision,
    unit: 'of the phases',
    at: first < 0 ? '' : where(phases[first]!),
    passed: unequal === 0,
  };
}

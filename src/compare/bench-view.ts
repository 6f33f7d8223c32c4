/** A session as plain data: all that the page draws, and what stays the same while it is watched. */
import type { Face } from '../../sim/circuit.ts';
import { weightKind } from '../../sim/devices/registry.ts';
import type { FsmSpec } from '../../sim/elements/element.ts';
import type { Machine } from '../../sim/machines/machine.ts';
import type { Experiment } from './experiment.ts';
import { ideals } from './ideal-track.ts';
import type { Moment } from './moment.ts';

/** One weight, both ways. */
export interface CellView {
  readonly name: string;
  /** conductance, S; the number in the register of a machine of logic */
  readonly siemens: number;
  /** plated or turned share of the span, 0 to 1 */
  readonly fullness: number;
  readonly mode: string;
  readonly saturated: boolean;
  readonly hardware: number;
  readonly ideal: number;
}
/** All that the page draws. Plain data: it crosses to another thread as it is. */
export interface BenchView {
  readonly moment: Moment;
  /** true when nothing is left to present */
  readonly finished: boolean;
  readonly epoch: number;
  /** row on the panel, null when finished */
  readonly row: number | null;
  readonly rowName: string;
  readonly phaseName: string;
  /** the present phase's ticks, and how long it will last, s */
  readonly ticks: number;
  readonly phaseSeconds: number;
  readonly inputs: readonly number[];
  readonly desired: number;
  /** live: hardware as it is at this tick; ideal as it will answer */
  readonly sums: readonly number[];
  readonly error: number;
  /** what the panel's meter reads */
  readonly meter: number;
  readonly decision: 1 | -1;
  readonly idealSums: readonly number[];
  readonly idealError: number;
  readonly idealDecision: 1 | -1;
  readonly cells: readonly CellView[];
  /** modes of the other devices: switches, comparators, meters */
  readonly devices: readonly { readonly path: string; readonly modes: readonly string[] }[];
  readonly seconds: number;
  readonly joules: number;
  readonly ticksRun: number;
  readonly overruns: number;
  readonly divergedHardware: number | null;
  readonly divergedIdeal: number | null;
  /** the sentence under the circuit */
  readonly say: string;
}
/** What stays the same while a session lives. */
export interface BenchInfo {
  readonly circuit: string;
  readonly title: string;
  readonly face: Face;
  readonly sequencer: Machine;
  readonly weightNames: readonly string[];
  readonly units: number;
  readonly rowNames: readonly string[];
  readonly rows: readonly { readonly name: string; readonly inputs: readonly number[]; readonly d: number }[];
  readonly grid: { readonly rows: number; readonly columns: number } | null;
  readonly fullScale: number;
  readonly unitOfD: string;
  readonly assumptions: readonly string[];
  readonly facts: readonly { readonly text: string; readonly source: string }[];
  readonly bias: boolean;
  readonly adaptation: string;
  /** every setting of this circuit with its present number */
  readonly settings: readonly {
    readonly path: string;
    readonly value: number;
    readonly default: number;
    readonly ideal: number;
    readonly unit: string;
    readonly range: readonly [number, number];
    readonly meaning: string;
    readonly source: string;
  }[];
}
/** What the page keeps for as long as a session lives. */
export function benchInfo(experiment: Experiment): BenchInfo {
  const { spec, program } = experiment;
  const { definition, data } = spec;
  const fsm = program.elements.find(
    (e): e is FsmSpec => e.kind === 'fsm' && e.name === program.sequencer.name,
  )!;
  return {
    circuit: definition.id,
    title: definition.title,
    face: definition.face,
    sequencer: fsm.machine,
    weightNames: experiment.weightNames,
    units: definition.units,
    rowNames: data.rows.map((r) => r.name),
    rows: data.rows.map((r) => ({ name: r.name, inputs: [...r.x], d: r.d![0]! })),
    grid: data.grid ?? null,
    fullScale: experiment.fullScale,
    unitOfD: data.unitOfD ?? '',
    assumptions: definition.assumptions,
    facts: definition.facts,
    bias: spec.bias,
    adaptation: spec.shape.adaptation,
    settings: program.settings.map(({ path, setting, value }) => ({ path, value, ...setting })),
  };
}

/**
 * Everything to draw at a moment of the experiment. Looking changes nothing.
 * @param moment        where the session stands; its presentation and phase are the experiment's
 * @param ticksPerPhase into how many ticks a phase is divided
 * @throws InputError   when the present phase would never end
 */
export function benchView(experiment: Experiment, moment: Moment, ticksPerPhase: number): BenchView {
  const { tick } = moment;
  const { run, program, spec } = experiment;
  const phaseSeconds = experiment.phaseSeconds();
  run.look(tick === 0 ? run.elapsed : (phaseSeconds * tick) / ticksPerPhase);
  const f = run.looked;
  const weights = run.readLook('weights');
  // a machine of logic keeps words and has no conductances
  const siemens = run.readLook('conductances' in program.observe ? 'conductances' : 'codes');
  const ideal = experiment.idealReading();
  const turn = experiment.currentTurn;
  const panel = experiment.onPanel;
  // the pattern on the panel is taken over when the presentation begins: until then, what it will show
  const waits = experiment.atStart && turn !== null;
  const see = (name: string): Float64Array =>
    waits ? experiment.look({ x: panel.inputs, d: [panel.d] }, name) : run.readLook(name);
  const sums = see('sum');
  const errors = see('error');
  const high = see('high')[0] === 1;
  const meter = see(spec.definition.face.meter.observe)[0]!;
  const single = ideals[spec.definition.ideal].errorOf === 'sum';
  const decision = high ? 1 : -1;
  const cells = program.moded.flatMap((bank, b) =>
    Array.from({ length: bank.count }, (_, i) => {
      const k = b * experiment.lines + i;
      return {
        name: experiment.weightNames[k]!,
        siemens: siemens[k]!,
        fullness: bank.fullness(f, i),
        mode: run.modeOf(bank, i, f),
        saturated: bank.saturated(f, i),
        hardware: weights[k]!,
        ideal: experiment.ideal.weights[k]!,
      };
    }),
  );
  const devices = program.devices
    .filter((bank) => !program.moded.some((m) => m === bank))
    .map((bank) => ({
      path: bank.path,
      modes: Array.from({ length: bank.count }, (_, i) => run.modeOf(bank, i, f)),
    }));
  const phaseName = run.phase.name;
  return {
    moment,
    finished: turn === null,
    epoch: experiment.epoch,
    row: turn?.row ?? null,
    rowName: turn ? experiment.patterns[turn.row]!.name : '',
    phaseName,
    ticks: ticksPerPhase,
    phaseSeconds,
    inputs: [...panel.inputs],
    desired: panel.d,
    sums: [...sums],
    error: single ? errors[0]! : panel.d - decision,
    meter,
    decision,
    idealSums: [...ideal.sums],
    idealError: ideal.e,
    idealDecision: ideal.q,
    cells,
    devices,
    seconds: run.time + (tick === 0 ? 0 : (phaseSeconds * tick) / ticksPerPhase - run.elapsed),
    joules: run.joules,
    ticksRun: run.phasesRun * ticksPerPhase + tick,
    overruns: run.overruns,
    divergedHardware: experiment.divergedHardware,
    divergedIdeal: experiment.divergedIdeal,
    say: sentence(experiment, phaseName),
  };
}

/** What is happening in the looked-at moment of a phase, in the circuit's own words. */
function sentence(experiment: Experiment, phaseName: string): string {
  const { run, program, spec } = experiment;
  const { device } = spec.shape;
  // what copper does is not what other devices do
  const say = { ...spec.definition.say, ...(device ? weightKind(device.kind).say : {}) };
  const waitFor = program.sequencer.phases[run.state]?.waitFor;
  const came = waitFor !== undefined && run.readLook(`${program.circuit.sequencer}.${waitFor}`)[0] === 1;
  return (came ? say[`${phaseName}, done`] : undefined) ?? say[phaseName] ?? '';
}

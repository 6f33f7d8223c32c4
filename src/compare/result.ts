/** A whole run, and the object that `adaline run --json` prints. */
import type { OwnDevice } from '../../sim/devices/own-device.ts';
import { correlate, idealRules, wiener } from '../ideal/index.ts';
import { Experiment, type Presented } from './experiment.ts';
import { ideals } from './ideal-track.ts';
import { spoken } from './settings.ts';
import type { CheckedSpec } from './spec.ts';

/** Stands in every result: equal versions agree by bits, different ones by tolerance. */
export const engineVersion = '0.1.0';

/** One track at the end of a run. */
export interface TrackResult {
  readonly weights: readonly number[];
  readonly weightNames: readonly string[];
  /** mean e^2 before each step, by epoch; null from where the track diverged */
  readonly msePerEpoch: readonly (number | null)[];
  /** rows that the final weights misclassify; null unless every d is +1 or -1 */
  readonly errors: number | null;
  /** q per row, with the final weights */
  readonly decisions: readonly number[];
  /** presentation of the first |e| above 1e6 max |d| */
  readonly diverged: number | null;
}
export interface HardwareResult extends TrackResult {
  /** S; none where the weights are words */
  readonly conductances: readonly number[];
  readonly seconds: number;
  readonly energyJoules: number;
  /** looks that the clock took: one a phase, unless subdivided */
  readonly ticks: number;
  /** weights whose device stood at an end of its range after some presentation */
  readonly saturated: readonly string[];
  /** phases that waited until their limit in vain */
  readonly overruns: number;
}
export interface Comparison {
  readonly weightDistanceRms: number;
  /** share of presentations with equal q before the step */
  readonly decisionAgreement: number;
  /** the first presentation whose decisions differ, counted from 1 */
  readonly firstDisagreement: number | null;
  readonly misadjustmentIdeal: number | null;
  readonly misadjustmentHardware: number | null;
}
export interface RunResult {
  readonly engine: string;
  readonly circuit: string;
  readonly rule: string;
  /** the step size, alpha or mu, whichever the rule uses */
  readonly step: { readonly alpha: number } | { readonly mu: number };
  readonly patterns: { readonly name: string; readonly count: number; readonly inputs: number };
  readonly protocol: {
    readonly order: string;
    readonly init: string;
    readonly bias: boolean;
    readonly gate: number | null;
  };
  readonly seed: number;
  /** device preset, adaptation, summer, and the number of every setting; inf is a word */
  readonly settings: Readonly<Record<string, number | string>>;
  /** the user's own device, where the weights are such */
  readonly ownDevice?: OwnDevice;
  /** what to know of this machine with these settings, in whole sentences */
  readonly remarks: readonly string[];
  /** presentations and epochs that were run */
  readonly presentations: number;
  readonly epochs: number;
  readonly ideal: TrackResult;
  readonly hardware: HardwareResult;
  readonly comparison: Comparison;
}

export interface RunOptions {
  /** called once, when both tracks stand at their initial weights */
  readonly onStart?: (experiment: Experiment) => void;
  /** makes the next presentation in its own way, phase by phase say; null when there is nothing left */
  readonly present?: (experiment: Experiment) => Presented | null;
  /** called after every presentation */
  readonly onPresented?: (presented: Presented, experiment: Experiment) => void;
  /** called now and then with the share done; return true to stop */
  readonly onProgress?: (done: number) => boolean;
}

/** How many presentations a spec asks for; a gate may end the run earlier. */
export function presentationsAsked(spec: CheckedSpec): number {
  return spec.presentations ?? spec.epochs * spec.data.rows.length;
}

/** Mean squares by epoch, and what the decisions had in common. */
class Tally {
  readonly hardware: (number | null)[] = [];
  readonly ideal: (number | null)[] = [];
  agreed = 0;
  count = 0;
  firstDisagreement: number | null = null;
  private epoch = 0;
  private inEpoch = 0;
  private sumHardware = 0;
  private sumIdeal = 0;

  add(p: Presented, experiment: Experiment): void {
    if (p.epoch !== this.epoch) this.close(experiment);
    this.epoch = p.epoch;
    this.inEpoch++;
    this.sumHardware += p.hardware.e * p.hardware.e;
    this.sumIdeal += p.ideal.e * p.ideal.e;
    this.count++;
    if (p.hardware.q === p.ideal.q) this.agreed++;
    else this.firstDisagreement ??= p.presentation;
    if (experiment.divergedHardware !== null) this.sumHardware = Number.NaN;
    if (experiment.divergedIdeal !== null) this.sumIdeal = Number.NaN;
  }
  close(experiment: Experiment): void {
    if (this.inEpoch === 0) return;
    const mean = (sum: number): number | null => (Number.isFinite(sum) ? sum / this.inEpoch : null);
    this.hardware.push(mean(this.sumHardware));
    this.ideal.push(mean(this.sumIdeal));
    this.inEpoch = 0;
    this.sumHardware = experiment.divergedHardware === null ? 0 : Number.NaN;
    this.sumIdeal = experiment.divergedIdeal === null ? 0 : Number.NaN;
  }
}

/** What a run ends with. */
export interface RunOutcome {
  readonly result: RunResult;
  readonly experiment: Experiment;
  /** true when it was told to stop before its end */
  readonly stopped: boolean;
}

// Whoever drives a run looks up this often: 200 times, and at least every so many presentations.
const LOOKS = 200;
const MOST_BETWEEN = 1024;

/**
 * A run in pieces, for whoever has to look up from it: yields the share done now and then, and
 * stops when it is sent true. Between two pieces nothing changes.
 */
export function* experimentSteps(
  spec: CheckedSpec,
  options: Pick<RunOptions, 'onStart' | 'present' | 'onPresented'> = {},
): Generator<number, RunOutcome, boolean> {
  const experiment = new Experiment(spec);
  options.onStart?.(experiment);
  const tally = new Tally();
  const wanted = presentationsAsked(spec);
  const every = Math.min(MOST_BETWEEN, Math.max(1, Math.floor(wanted / LOOKS)));
  let stopped = false;
  // under a gate an epoch is a round, whose length the gate decides: count rounds
  const goesOn = (): boolean =>
    spec.gate !== null && spec.presentations === null
      ? experiment.epoch < spec.epochs
      : experiment.presentation < wanted;
  while (!stopped && goesOn()) {
    const presented = options.present ? options.present(experiment) : experiment.present();
    if (!presented) break;
    tally.add(presented, experiment);
    options.onPresented?.(presented, experiment);
    if (presented.presentation % every === 0) stopped = yield presented.presentation / wanted;
  }
  tally.close(experiment);
  return { result: summarise(experiment, tally), experiment, stopped };
}

/** Runs a spec to its end, or until `onProgress` says stop. */
export function runExperiment(spec: CheckedSpec, options: RunOptions = {}): RunOutcome {
  const steps = experimentSteps(spec, options);
  let step = steps.next();
  while (!step.done) step = steps.next(options.onProgress?.(step.value) ?? false);
  return step.value;
}

function summarise(experiment: Experiment, tally: Tally): RunResult {
  const { spec, run, program } = experiment;
  const binary = experiment.patterns.every((p) => Math.abs(p.d) === 1);
  const decisions = experiment.decisions();
  const errors = (q: readonly number[]): number | null =>
    binary ? q.reduce((n, v, row) => n + (v === experiment.patterns[row]!.d ? 0 : 1), 0) : null;
  const hardwareWeights = [...experiment.hardwareWeights()];
  const idealWeights = [...experiment.ideal.weights];
  const distance = hardwareWeights.reduce((sum, w, k) => sum + (w - idealWeights[k]!) ** 2, 0);
  const { weightNames } = experiment;
  const kind = idealRules[spec.rule].step;
  return {
    engine: engineVersion,
    circuit: spec.circuit,
    rule: spec.rule,
    step: kind === 'alpha' ? { alpha: spec.step } : { mu: spec.step },
    patterns: { name: spec.data.name, count: spec.data.rows.length, inputs: spec.data.inputs },
    protocol: { order: spec.order, init: spec.init, bias: spec.bias, gate: spec.gate },
    seed: spec.seed,
    settings: Object.fromEntries([
      ['adaptation', spec.shape.adaptation],
      ['summer', spec.shape.summer],
      ['device', spec.device],
      ['rule.gamma', spoken(spec.shape.gamma)],
      ['rule.eps', spoken(spec.shape.eps)],
      ...program.settings.map((s) => [s.path, spoken(s.value)] as const),
    ]),
    remarks: remarksOf(experiment),
    ...(spec.ownDevice?.name === spec.device ? { ownDevice: spec.ownDevice } : {}),
    presentations: experiment.presentation,
    epochs: Math.max(tally.ideal.length, experiment.epoch),
    ideal: {
      weights: idealWeights,
      weightNames,
      msePerEpoch: tally.ideal,
      errors: errors(decisions.ideal),
      decisions: decisions.ideal,
      diverged: experiment.divergedIdeal,
    },
    hardware: {
      weights: hardwareWeights,
      weightNames,
      conductances: 'conductances' in program.observe ? [...run.read('conductances')] : [],
      msePerEpoch: tally.hardware,
      errors: errors(decisions.hardware),
      decisions: decisions.hardware,
      diverged: experiment.divergedHardware,
      seconds: run.time,
      energyJoules: run.joules,
      ticks: run.phasesRun,
      saturated: experiment.saturated(),
      overruns: run.overruns,
    },
    comparison: {
      weightDistanceRms: Math.sqrt(distance / hardwareWeights.length),
      decisionAgreement: tally.count === 0 ? 1 : tally.agreed / tally.count,
      firstDisagreement: tally.firstDisagreement,
      misadjustmentIdeal: misadjustmentOf(experiment, tally.ideal),
      misadjustmentHardware: misadjustmentOf(experiment, tally.hardware),
    },
  };
}

function remarksOf({ spec, program }: Experiment): readonly string[] {
  const values = new Map(program.settings.map(({ path, value }) => [path, value]));
  return spec.definition.remarks?.(spec.shape, (path) => values.get(path)!) ?? [];
}

/** (mean mse of the last half of the epochs - minimum) / minimum; null where the set has an exact solution. */
function misadjustmentOf(experiment: Experiment, mse: readonly (number | null)[]): number | null {
  if (ideals[experiment.spec.definition.ideal].errorOf !== 'sum' || mse.length === 0) return null;
  const correlation = correlate({
    inputs: experiment.patterns.map((p) => p.x),
    desired: experiment.patterns.map((p) => p.d),
  });
  const { minimumMse } = wiener(correlation);
  if (minimumMse < 1e-12 * correlation.meanSquareDesired) return null;
  const last = mse.slice(Math.floor(mse.length / 2));
  if (last.some((m) => m === null)) return null;
  const mean = last.reduce<number>((sum, m) => sum + m!, 0) / last.length;
  return (mean - minimumMse) / minimumMse;
}

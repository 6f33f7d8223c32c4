/**
 * A run as a value change dump: every terminal of the circuit over simulated time, and the ideal track beside
 * it, for a waveform viewer. Sampled where a phase begins and where a watched comparator ends a
 * current; what flows in between flows evenly, so that a viewer may join the points.
 */
import { lookAtAll, runSignals } from '../../sim/exchange/run-signals.ts';
import { type VcdSignal, VcdWriter, vcdTimescale } from '../../sim/exchange/vcd.ts';
import type { Experiment, Presented } from '../compare/experiment.ts';
import { engineVersion } from '../compare/result.ts';

/** Characters after which no further presentation is written, 256 MB: viewers load a whole file. */
const MOST_CHARACTERS = 2 ** 28;

/** Values that are no terminal of the circuit, in the order in which they follow its places. */
interface Extra {
  readonly signal: Omit<VcdSignal, 'source'>;
  readonly value: (experiment: Experiment) => number;
  /** belongs to what is presented: stays as it was when nothing is any more */
  readonly presented: boolean;
}

/** Where the text goes, piece by piece. */
export interface VcdSink {
  readonly begin: () => void;
  readonly write: (text: string) => void;
  /** the text is complete */
  readonly end: () => void;
}

/** Writes a run down while it is presented: `begin`, `present` until nothing is left, `end`. */
export class VcdRecording {
  private readonly sink: VcdSink;
  private readonly most: number;
  private writer: VcdWriter | null = null;
  private extras: readonly Extra[] = [];
  private values = new Float64Array(0);
  private halfUnit = 0;
  /** presentations that stand in the file whole */
  presentations = 0;
  private full = false;

  /**
   * @param most characters after which no further presentation is begun
   */
  constructor(sink: VcdSink, most = MOST_CHARACTERS) {
    this.sink = sink;
    this.most = most;
  }

  /** Opens the file and writes the header. */
  begin(experiment: Experiment): void {
    const { program, spec } = experiment;
    const { sequencer } = program;
    const timescale = vcdTimescale(sequencer.phases.map((p) => p?.seconds ?? 0));
    this.halfUnit = timescale.seconds / 2;
    this.extras = extrasOf(experiment);
    this.values = new Float64Array(program.size + this.extras.length);
    const signals = [
      ...this.extras.map(({ signal }, k) => ({ ...signal, source: program.size + k })),
      ...runSignals(program),
    ];
    const comments = [
      `${spec.definition.title} learns ${spec.data.name} by ${spec.rule}, step ${spec.step}, seed ${spec.seed}`,
      `clock.phase: ${sequencer.table.states.map((name, k) => `${k} ${name}`).join(', ')}`,
      'reals are in SI units; weights, sums and errors of readout and ideal are in units of d',
      'the ideal shows what it says before its step, which it takes when the presentation ends',
    ];
    this.sink.begin();
    const header = { timescale, version: `adaline-lab ${engineVersion}`, comments };
    this.writer = new VcdWriter(signals, header, (text) => this.sink.write(text));
  }

  /** One whole presentation of both tracks, written down. @returns null when there is nothing left */
  present(experiment: Experiment): Presented | null {
    const { writer } = this;
    if (!writer || this.full) return experiment.present();
    if (!experiment.begin()) return null;
    const { run } = experiment;
    for (;;) {
      // a trip that happens at once is seen at the very beginning of the phase
      this.sample(experiment, run.elapsed);
      // half a unit of time later it is certain that the comparator has tripped
      for (const at of experiment.tripsAhead()) this.sample(experiment, at, this.halfUnit);
      const presented = experiment.stepPhase();
      if (!presented) continue;
      this.presentations++;
      this.full = writer.written >= this.most;
      if (this.full) this.sample(experiment, run.elapsed);
      return presented;
    }
  }

  private sample(experiment: Experiment, seconds: number, later = 0): void {
    const { run, program } = experiment;
    const { values, extras } = this;
    values.set(lookAtAll(run, seconds + later));
    for (let k = 0; k < extras.length; k++) {
      const { presented, value } = extras[k]!;
      if (!(presented && experiment.atStart)) values[program.size + k] = value(experiment);
    }
    this.writer!.sample(run.time + seconds - run.elapsed, values);
  }

  /** Gives the complete file its name. @returns a notice when it holds less than the whole run */
  end(experiment: Experiment): string | null {
    if (!this.full) this.sample(experiment, experiment.run.elapsed);
    this.writer?.end();
    this.sink.end();
    if (this.presentations === experiment.presentation) return null;
    return `the file holds the first ${presentations(this.presentations)} of ${presentations(experiment.presentation)}, which fill ${Math.round(this.most / 2 ** 20)} MB; run fewer to see all of them.`;
  }
}

/** The clock, the energy and the ideal track. */
function extrasOf({ program, weightNames, spec }: Experiment): Extra[] {
  const extra =
    (scope: string, presented: boolean) =>
    (name: string, kind: VcdSignal['kind'], value: Extra['value']): Extra => ({
      signal: { scope: [scope], name, kind },
      value,
      presented,
    });
  const clock = extra('clock', false);
  const turn = extra('clock', true);
  const said = extra('ideal', true);
  const weight = extra('ideal', false);
  const { units } = spec.definition;
  return [
    clock('phase', 'integer', (e) => e.run.state),
    ...program.sequencer.table.states.map((name, k) =>
      clock(`phase_${name}`, 'bit', (e) => (e.run.state === k ? 1 : 0)),
    ),
    clock('energyJoules', 'real', (e) => e.run.joules),
    turn('presentation', 'integer', (e) => e.presentation + 1),
    turn('epoch', 'integer', (e) => e.epoch + 1),
    turn('row', 'integer', (e) => (e.currentTurn?.row ?? -1) + 1),
    said('desired', 'real', (e) => e.onPanel.d),
    ...Array.from({ length: units }, (_, k) =>
      said(units === 1 ? 'sum' : `sum[${k}]`, 'real', (e) => e.idealReading().sums[k]!),
    ),
    said('error', 'real', (e) => e.idealReading().e),
    said('high', 'bit', (e) => (e.idealReading().q > 0 ? 1 : 0)),
    // u0.w1 is the weight w1 in the scope u0
    ...weightNames.map((path, k) => {
      const names = path.split('.');
      const { signal, ...rest } = weight(names.pop()!, 'real', (e) => e.ideal.weights[k]!);
      return { ...rest, signal: { ...signal, scope: [...signal.scope, ...names] } };
    }),
  ];
}

const presentations = (n: number): string => `${n} ${n === 1 ? 'presentation' : 'presentations'}`;

/**
 * The file of `--csv`: one line a presentation, with what both tracks said before their step and
 * their weights after it.
 */
import type { Experiment, Presented } from '../compare/experiment.ts';
import { WholeFile } from './whole-file.ts';

export class PresentationsFile {
  private readonly file: WholeFile;

  /**
   * @param force  lets it replace a file
   * @throws InputError when the place is taken or is none
   */
  constructor(path: string, force: boolean) {
    this.file = new WholeFile('--csv', path, force);
  }

  /** Opens the file and writes the header. */
  begin(experiment: Experiment): void {
    this.file.begin();
    this.line(columnNames(experiment));
  }

  /** Adds a presentation. */
  add({ presentation, epoch, row, ideal, hardware }: Presented, experiment: Experiment): void {
    const { name, d } = experiment.patterns[row]!;
    const { run } = experiment;
    this.line([
      presentation,
      epoch + 1,
      row + 1,
      field(name),
      d,
      ...ideal.sums,
      ...hardware.sums,
      ideal.q,
      hardware.q,
      ideal.e,
      hardware.e,
      run.time,
      run.joules,
      ...experiment.ideal.weights,
      ...experiment.hardwareWeights(),
    ]);
  }

  /** Gives the complete file its name. */
  end(): void {
    this.file.end();
  }
  /** Leaves nothing behind of a file that is not complete. */
  discard(): void {
    this.file.discard();
  }

  private line(values: readonly (number | string)[]): void {
    // a number that is none, after a divergence, is an empty field
    this.file.write(
      `${values.map((v) => (typeof v === 'string' || Number.isFinite(v) ? v : '')).join(',')}\n`,
    );
  }
}

/** Header names; where a quantity has a unit, it ends the name. */
function columnNames({ spec, weightNames }: Experiment): string[] {
  const { units } = spec.definition;
  const sums = (track: string): string[] =>
    Array.from({ length: units }, (_, k) => (units === 1 ? `sum${track}` : `u${k}.sum${track}`));
  return [
    'presentation',
    'epoch',
    'row',
    'rowName',
    'd',
    ...sums('Ideal'),
    ...sums('Hardware'),
    'decisionIdeal',
    'decisionHardware',
    'errorIdeal',
    'errorHardware',
    'seconds',
    'energyJoules',
    ...weightNames.map((name) => `${name}Ideal`),
    ...weightNames.map((name) => `${name}Hardware`),
  ];
}

const field = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

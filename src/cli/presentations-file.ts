/**
 * The file of `--csv`: one line a presentation, with what both tracks said before their step and
 * their weights after it. It is written beside its place under another name, and takes its own name
 * only when it is complete. A device or a pipe keeps its name and is written to as it is.
 */
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Experiment, Presented } from '../compare/experiment.ts';
import { InputError } from '../data/input-error.ts';
import { printable } from '../data/quoted.ts';
import { systemMessage } from './system-message.ts';

const CHUNK = 2 ** 16;

export class PresentationsFile {
  private readonly path: string;
  private readonly force: boolean;
  /** a device or a pipe: nothing there is replaced */
  private readonly isStream: boolean;
  /** where it writes until it is complete */
  private readonly place: string;
  private file: number | undefined;
  private text = '';

  /**
   * @param force  lets it replace a file
   * @throws InputError when the place is taken or is none
   */
  constructor(path: string, force: boolean) {
    this.path = path;
    this.force = force;
    this.isStream = existsSync(path) && isStream(path);
    this.place = this.isStream ? path : `${path}.${process.pid}.part`;
    this.refuseTaken();
  }

  private refuseTaken(): void {
    if (this.isStream || !existsSync(this.path)) return;
    const name = printable(this.path);
    if (statSync(this.path).isDirectory()) {
      throw new InputError(`--csv ${name}: found a folder, expected the name of a file; add one.`);
    }
    if (this.force) return;
    throw new InputError(
      `--csv ${name}: found a file of that name, expected none; choose another or add --force.`,
    );
  }

  /** Opens the file and writes the header. */
  begin(experiment: Experiment): void {
    this.attempt(() => {
      this.file = openSync(this.place, this.force || this.isStream ? 'w' : 'wx');
    });
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
    this.flush();
    this.close();
    if (this.isStream) return;
    this.attempt(() => {
      // somebody may have made a file of that name meanwhile
      this.refuseTaken();
      renameSync(this.place, this.path);
    });
  }

  /** Leaves nothing behind of a file that is not complete. */
  discard(): void {
    this.close();
    if (!this.isStream) rmSync(this.place, { force: true });
  }

  private line(values: readonly (number | string)[]): void {
    // a number that is none, after a divergence, is an empty field
    this.text += `${values.map((v) => (typeof v === 'string' || Number.isFinite(v) ? v : '')).join(',')}\n`;
    if (this.text.length > CHUNK) this.flush();
  }
  private flush(): void {
    const { file } = this;
    if (file === undefined) return;
    this.attempt(() => {
      const bytes = Buffer.from(this.text);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    });
    this.text = '';
  }
  private close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof InputError) throw error;
      const expected = 'a place where a file can be written';
      throw new InputError(`--csv ${printable(this.path)}: ${systemMessage(error, expected)}`);
    }
  }
}

function isStream(path: string): boolean {
  const found = statSync(path);
  return !found.isFile() && !found.isDirectory();
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

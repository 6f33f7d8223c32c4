/**
 * A file that is there whole or not at all. It is written beside its place under another name, and
 * takes its own name only when it is complete. A device or a pipe keeps its name and is written to
 * as it is.
 */
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { InputError } from '../data/input-error.ts';
import { printable } from '../data/quoted.ts';
import { systemMessage } from './system-message.ts';

const CHUNK = 2 ** 16;

export class WholeFile {
  readonly path: string;
  private readonly flag: string;
  private readonly force: boolean;
  /** a device or a pipe: nothing there is replaced */
  private readonly isStream: boolean;
  /** where it writes until it is complete */
  private readonly place: string;
  private file: number | undefined;
  private text = '';

  /**
   * @param flag   the option that named it, such as --csv, for the messages
   * @param force  lets it replace a file
   * @throws InputError when the place is taken or is none
   */
  constructor(flag: string, path: string, force: boolean) {
    this.flag = flag;
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
      throw new InputError(`${this.flag} ${name}: found a folder, expected the name of a file; add one.`);
    }
    if (this.force) return;
    throw new InputError(
      `${this.flag} ${name}: found a file of that name, expected none; choose another or add --force.`,
    );
  }

  /** Opens it. @throws InputError when it cannot be written */
  begin(): void {
    this.attempt(() => {
      this.file = openSync(this.place, this.force || this.isStream ? 'w' : 'wx');
    });
  }

  /** Adds text; it goes out in large pieces. */
  write(text: string): void {
    this.text += text;
    if (this.text.length > CHUNK) this.flush();
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
      throw new InputError(`${this.flag} ${printable(this.path)}: ${systemMessage(error, expected)}`);
    }
  }
}

function isStream(path: string): boolean {
  const found = statSync(path);
  return !found.isFile() && !found.isDirectory();
}

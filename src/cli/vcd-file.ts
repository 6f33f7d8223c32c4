/** The file of `--vcd`: a run as a value change dump, complete or not there at all. */
import { VcdRecording } from '../exchange/vcd-recording.ts';
import { WholeFile } from './whole-file.ts';

export class VcdFile extends VcdRecording {
  private readonly file: WholeFile;

  /**
   * @param force  lets it replace a file
   * @param most   characters after which no further presentation is begun
   * @throws InputError when the place is taken or is none
   */
  constructor(path: string, force: boolean, most?: number) {
    const file = new WholeFile('--vcd', path, force);
    super(file, most);
    this.file = file;
  }

  /** Leaves nothing behind of a file that is not complete. */
  discard(): void {
    this.file.discard();
  }
}

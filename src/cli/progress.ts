import type { Io } from './io.ts';

const EVERY = 50; // ms between two looks at the clock's hand
const SILENT = 400; // ms in which a run may end without a word

/** How far a run has come, in one line of a terminal that is gone when the run ends. */
export class Progress {
  private readonly io: Pick<Io, 'err' | 'errIsTerminal'>;
  private readonly now: () => number;
  private started: number;
  private last: number;
  private shown = false;

  /** @param now  a clock in milliseconds */
  constructor(io: Pick<Io, 'err' | 'errIsTerminal'>, now: () => number = () => performance.now()) {
    this.io = io;
    this.now = now;
    this.started = now();
    this.last = this.started;
  }
  /** Begins to count anew, for the next piece of work. */
  restart(): void {
    this.started = this.now();
  }
  /** Whether it is time to look up from the work. */
  due(): boolean {
    const now = this.now();
    if (now - this.last < EVERY) return false;
    this.last = now;
    return true;
  }
  show(share: number): void {
    if (!this.io.errIsTerminal || this.last - this.started < SILENT) return;
    const left = ((this.last - this.started) / 1000) * (1 / Math.max(share, 1e-9) - 1);
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    this.io.err(
      `\r\u001b[K${percent} %, ${left < 1 ? 'under a second' : `about ${Math.ceil(left)} s`} to go`,
    );
    this.shown = true;
  }
  erase(): void {
    if (this.shown) this.io.err('\r\u001b[K');
    this.shown = false;
  }
}

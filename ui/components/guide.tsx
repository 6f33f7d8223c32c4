import { useBench } from '../state/bench-store.ts';
import { count } from '../state/format.ts';
import type { Frame, Setup } from '../state/protocol.ts';

/** One line for whoever does not know what to do next, or what this is all for. */
export function Guide() {
  const frame = useBench((s) => s.frame)!;
  const setup = useBench((s) => s.setup)!;
  const { head, text, warns } = advice(frame, setup);
  return (
    <p className="guide">
      <b className={warns ? 'engraved warns' : 'engraved'}>{head}</b> {text}
    </p>
  );
}

interface Advice {
  readonly head: string;
  readonly text: string;
  readonly warns?: boolean;
}
function advice({ view, running, stopAfter }: Frame, { info, spec }: Setup): Advice {
  const { presentation, phase, tick } = view.moment;
  if (view.divergedHardware !== null || view.divergedIdeal !== null)
    return { head: 'Diverged', text: 'each step overshoots. Choose a smaller step size.', warns: true };
  if (view.finished) return { head: 'Done', text: 'every pattern is learned as well as the gate asks for.' };
  if (!running && presentation + phase + tick === 0)
    return {
      head: 'Start here',
      text: 'press Run, or Phase to go step by step, and see the error shrink.',
    };
  if (!running && presentation === stopAfter && phase + tick === 0)
    return {
      head: 'Paused',
      text: `after ${count(spec.epochs, 'epoch')}, as asked. Run goes on for as many.`,
    };
  const rows = count(info.rows.length, 'pattern');
  return {
    head: 'Task',
    text:
      info.units > 1 || info.rows.every(({ d }) => Math.abs(d) === 1)
        ? `find weights that decide ${rows} as desired.`
        : `find weights that bring the sum of ${rows} to what is desired.`,
  };
}

import { useEffect, useRef, useState } from 'react';
import type { Face } from '../../sim/circuit.ts';
import type { BenchView, CellView } from '../../src/compare/session.ts';
import { useBench } from '../state/bench-store.ts';
import { count, digitsFor, grouped, patternName, signed, signedExactly } from '../state/format.ts';
import type { Frame, Setup } from '../state/protocol.ts';

/** How often a screen reader hears a new sentence while the clock runs, ms. */
const HEARD_EVERY = 4000;

/** What is happening now, in words; also for those who only hear it. */
export function Sentence() {
  const frame = useBench((s) => s.frame)!;
  const setup = useBench((s) => s.setup)!;
  const told = tell(frame, setup);
  return (
    <div className="sentence">
      <p>
        {told.presentation}
        {told.row && (
          <>
            , <b>{told.row}</b>, <b>{frame.view.phaseName}</b>
          </>
        )}
        : {told.numbers} {told.cells}
      </p>
      <p className="quiet">{told.say}</p>
      <Heard
        text={`${[told.presentation, told.row, told.row && frame.view.phaseName].filter(Boolean).join(', ')}: ${told.numbers} ${told.cells} ${told.say}`}
        running={frame.running}
      />
    </div>
  );
}

/** Repeats the sentence for screen readers: at once when the clock stands, now and then while it runs. */
function Heard({ text, running }: { readonly text: string; readonly running: boolean }) {
  const [heard, setHeard] = useState('');
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    if (!running) {
      const timer = setTimeout(() => setHeard(text), 250);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [text, running]);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setHeard(latest.current), HEARD_EVERY);
    return () => clearInterval(timer);
  }, [running]);
  return (
    <p className="only-heard" aria-live="polite" aria-atomic="true">
      {heard}
    </p>
  );
}

/** What the machine says of an operator is not true where nobody is at the bench. */
const ALONE = 'Nobody is at the bench but you: turn a knob whenever you like.';

const OVER = 'The clock stands. Reset begins anew; a step back shows how it came to this.';

function tell({ view }: Frame, { info, operatorPresent }: Setup) {
  const digits = Math.max(1, digitsFor(info.fullScale) - 1);
  const unit = info.unitOfD ? ` ${info.unitOfD}` : '';
  const presentation = view.finished
    ? `After ${count(view.moment.presentation, 'presentation')}, nothing is left to train`
    : `Presentation ${grouped(view.moment.presentation + 1)}`;
  const sums =
    view.sums.length === 1
      ? `sum ${signed(view.sums[0]!, digits)}`
      : `sums ${view.sums.map((s) => signed(s, digits)).join(' and ')}`;
  const numbers = `${sums}, desired ${signedExactly(view.desired)}, error ${signed(view.error, digits)}${unit}.`;
  const row = view.finished ? '' : patternName(view.rowName);
  const say = view.finished ? OVER : operatorPresent === false ? ALONE : view.say;
  const cells = [cellsInWords(view.cells, info.face.cells.kind), pegged(view) ? 'The meter is pegged.' : '']
    .filter(Boolean)
    .join(' ');
  return { presentation, row, numbers, say, cells };
}

/** Whether a pointer stands on its end stop, so that the error is larger than anybody can read. */
const pegged = (view: BenchView): boolean =>
  view.devices.some(({ modes }) => modes.some((mode) => mode.startsWith('pegged')));

function cellsInWords(cells: readonly CellView[], kind: Face['cells']['kind']): string {
  const inMode = (mode: string): number => cells.filter((cell) => cell.mode === mode).length;
  if (kind === 'knob') {
    const turning = inMode('turning');
    return turning === 0 ? '' : `${count(turning, 'knob')} still to turn.`;
  }
  const turning = inMode('turning');
  if (turning > 0) return `${turning} ${turning === 1 ? 'turns' : 'turn'}.`;
  const [rising, falling] = [inMode('potentiating'), inMode('depressing')];
  if (rising + falling > 0)
    return `${rising} ${rising === 1 ? 'rises' : 'rise'}, ${falling} ${falling === 1 ? 'falls' : 'fall'}.`;
  const plating = inMode('plating');
  const stripping = inMode('stripping');
  const plates = `${count(plating, 'cell')} ${plating === 1 ? 'plates' : 'plate'}`;
  const strips = stripping === 1 ? 'strips' : 'strip';
  if (plating === 0) return stripping === 0 ? '' : `${count(stripping, 'cell')} ${strips}.`;
  return stripping === 0 ? `${plates}.` : `${plates}, ${stripping} ${strips}.`;
}

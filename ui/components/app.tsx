import { useEffect } from 'react';
import { type BenchState, runOrPause, send, useBench } from '../state/bench-store.ts';
import { count } from '../state/format.ts';
import { Clock } from './clock.tsx';
import { Comparison } from './comparison.tsx';
import { Folds } from './folds.tsx';
import { FrontPanel } from './front-panel.tsx';
import { Guide } from './guide.tsx';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { Sentence } from './sentence.tsx';
import { SignalPath } from './signal-path.tsx';
import { StateDiagram } from './state-diagram.tsx';

/** The bench: what it stands on, and the keys that work everywhere. */
export function App() {
  const hurried = useBench((s) => s.speed === 'full' && (s.frame?.running ?? false));
  const ready = useBench((s) => s.setup !== null && s.frame !== null);
  const title = useBench(pageTitle);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="bench" data-hurried={hurried}>
      <Header />
      <Notices />
      {ready ? (
        <>
          <main className="work" id="work">
            <Guide />
            <SignalPath />
            <Sentence />
            <StateDiagram />
            <Folds />
          </main>
          <Clock />
          <FrontPanel />
          <Comparison />
        </>
      ) : (
        <main className="work" id="work">
          <p className="quiet">The machine is being wired.</p>
        </main>
      )}
    </div>
  );
}

/** Names the picture, for tabs, bookmarks and histories; still while the clock runs. */
function pageTitle({ setup, frame, catalogue }: BenchState): string {
  if (!setup || !frame || !catalogue) return 'adaline-lab';
  const { info, spec } = setup;
  const machine = catalogue.machines.find((m) => m.id === info.circuit)?.title ?? info.title;
  const { presentation } = frame.view.moment;
  const when = frame.running ? 'running' : `after ${count(presentation, 'presentation')}`;
  return `${machine}, ${spec.patterns}, ${when} · adaline-lab`;
}

/** Space runs and pauses, the arrows step by phase; unless a control of its own wants the key. */
function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  const takesArrows = target?.closest(
    'input, select, textarea, [role=slider], [role=radio], .logic-stage, .scrolls',
  );
  const takesSpace = takesArrows ?? target?.closest('button, summary, a');
  if (event.key === ' ' && !takesSpace) runOrPause();
  else if (event.key === 'ArrowRight' && !takesArrows)
    send({ kind: 'step', unit: 'phase', direction: 'forward' });
  else if (event.key === 'ArrowLeft' && !takesArrows)
    send({ kind: 'step', unit: 'phase', direction: 'back' });
  else return;
  event.preventDefault();
}

import { useEffect } from 'react';
import { runOrPause, send, useBench } from '../state/bench-store.ts';
import { Clock } from './clock.tsx';
import { Comparison } from './comparison.tsx';
import { Folds } from './folds.tsx';
import { FrontPanel } from './front-panel.tsx';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { Sentence } from './sentence.tsx';
import { SignalPath } from './signal-path.tsx';
import { StateDiagram } from './state-diagram.tsx';

/** The bench: what it stands on, and the keys that work everywhere. */
export function App() {
  const hurried = useBench((s) => s.speed === 'full' && (s.frame?.running ?? false));
  const ready = useBench((s) => s.setup !== null && s.frame !== null);
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

/** Space runs and pauses, the arrows step by phase; unless a control of its own wants the key. */
function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  const takesArrows = target?.closest('input, select, textarea, [role=slider], [role=radio]');
  const takesSpace = takesArrows ?? target?.closest('button, summary, a');
  if (event.key === ' ' && !takesSpace) runOrPause();
  else if (event.key === 'ArrowRight' && !takesArrows)
    send({ kind: 'step', unit: 'phase', direction: 'forward' });
  else if (event.key === 'ArrowLeft' && !takesArrows)
    send({ kind: 'step', unit: 'phase', direction: 'back' });
  else return;
  event.preventDefault();
}

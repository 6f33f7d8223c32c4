import { useEffect, useRef, useState } from 'react';
import { useBench } from '../state/bench-store.ts';
import { grouped, rounded } from '../state/format.ts';
import type { CurvePlot } from './curve-plot.ts';

/** Both learning curves; the plotting library comes after the page stands. */
export function LearningCurve() {
  const history = useBench((s) => s.history);
  const presentation = useBench((s) => s.frame!.view.moment.presentation);
  const stopAfter = useBench((s) => s.frame!.stopAfter);
  const info = useBench((s) => s.setup!.info);
  const scale = info.units > 1 ? 'linear' : 'decades';
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<CurvePlot | null>(null);
  const [loaded, setLoaded] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let gone = false;
    import('./curve-plot.ts').then(
      ({ makeCurvePlot }) => {
        if (gone || !holder.current) return;
        plot.current = makeCurvePlot(holder.current, scale);
        setLoaded(true);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      plot.current?.destroy();
      plot.current = null;
      setLoaded(false);
    };
  }, [scale]);
  useEffect(() => {
    if (loaded && history)
      plot.current?.draw(history, {
        presentation,
        total: stopAfter,
        fullScale: info.fullScale,
        unit: info.unitOfD,
      });
    // the present moment moves with the history; drawing for it alone would draw twice
  }, [loaded, history, presentation, stopAfter, info]);

  const last = history?.hardware.length ?? 0;
  return (
    <section className="card" aria-label="Learning curve">
      <div className="card-head">
        <h2>Learning curve</h2>
        <span className="legend">
          <span className="hardware">
            <i className="mark-hardware line" />
            hardware
          </span>
          <span className="ideal">
            <i className="mark-ideal line" />
            ideal
          </span>
        </span>
      </div>
      <div className="curve-place">
        <div className="curve" ref={holder} aria-hidden="true" />
        {last === 0 && <p className="quiet empty">Every presentation leaves a point here. Press Run.</p>}
      </div>
      {failed && <p className="quiet">The plot could not be loaded. Reload the page to try again.</p>}
      <p className="only-heard">
        {last > 0 &&
          `Squared error after ${grouped(presentation)} presentations: hardware ${rounded(history!.hardware[last - 1]!)}, ideal ${rounded(history!.ideal[last - 1]!)}; at the first presentation ${rounded(history!.hardware[0]!)}.`}
      </p>
    </section>
  );
}

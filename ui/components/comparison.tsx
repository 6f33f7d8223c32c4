import { Figures } from './figures.tsx';
import { LearningCurve } from './learning-curve.tsx';
import { Weights } from './weights.tsx';

/** Hardware and ideal, side by side. */
export function Comparison() {
  return (
    <aside className="compare" aria-label="Comparison of hardware and ideal">
      <LearningCurve />
      <Weights />
      <Figures />
    </aside>
  );
}

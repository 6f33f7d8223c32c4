import { lazy, Suspense, useMemo } from 'react';
import { useBench } from '../state/bench-store.ts';
import { patternName } from '../state/format.ts';
import type { Setup } from '../state/protocol.ts';
import { nextStep } from '../state/weight-window.ts';
import { Lamp } from './lamp.tsx';
import { MemistorCells } from './memistor-cells.tsx';
import { Meter } from './meter.tsx';
import { ReferenceSwitch } from './reference-switch.tsx';
import { Switches } from './switches.tsx';

const Knobs = lazy(() => import('./knobs.tsx'));
const RegisterWords = lazy(() => import('./register-words.tsx'));

/** The instrument: what an operator's hand touches, and what the eye reads. */
export function FrontPanel() {
  const view = useBench((s) => s.frame)!.view;
  const setup = useBench((s) => s.setup)!;
  const { info } = setup;
  const analogSet = useMemo(() => info.rows.some((row) => row.inputs.some((x) => Math.abs(x) !== 1)), [info]);
  return (
    <section className="face" aria-label="Front panel">
      <div className="instrument">
        <div className="plate-head">
          <h2 className="engraved">Pattern</h2>
          <span className="number">{patternName(view.rowName) || 'nothing left'}</span>
        </div>
        <Switches inputs={view.inputs} desired={view.desired} grid={info.grid} analogSet={analogSet} />
        <Meter
          reading={view.meter}
          fullScale={meterScale(setup)}
          label={info.face.meter.label}
          unit={info.unitOfD}
        />
        <div className="plate-row">
          <ReferenceSwitch inputs={view.inputs} desired={view.desired} rows={info.rows} />
          <Lamp decision={view.decision} label={info.face.lamp.label} />
        </div>
        {info.face.cells.kind === 'memistor' ? (
          <MemistorCells cells={view.cells} setup={setup} />
        ) : (
          <Suspense fallback={<p className="cells quiet waiting">One moment.</p>}>
            {info.face.cells.kind === 'knob' ? (
              <Knobs cells={view.cells} setup={setup} />
            ) : (
              <RegisterWords cells={view.cells} setup={setup} />
            )}
          </Suspense>
        )}
      </div>
    </section>
  );
}

/** The face's own figure is for the patterns of 1960; for others the meter takes what they ask for. */
function meterScale({ info }: Setup): number {
  const most = info.rows.reduce((m, row) => Math.max(m, Math.abs(row.d)), 0);
  return most === info.face.meter.fullScale ? most : nextStep(1.2 * most);
}

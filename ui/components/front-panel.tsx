import { useBench } from '../state/bench-store.ts';
import { patternName } from '../state/format.ts';
import { Knobs } from './knobs.tsx';
import { Lamp } from './lamp.tsx';
import { MemistorCells } from './memistor-cells.tsx';
import { Meter } from './meter.tsx';
import { ReferenceSwitch } from './reference-switch.tsx';
import { Switches } from './switches.tsx';

/** The instrument: what an operator's hand touches, and what the eye reads. */
export function FrontPanel() {
  const view = useBench((s) => s.frame)!.view;
  const setup = useBench((s) => s.setup)!;
  const { info } = setup;
  return (
    <section className="face" aria-label="Front panel">
      <div className="instrument">
        <div className="plate-head">
          <h2 className="engraved">Pattern</h2>
          <span className="number">{patternName(view.rowName) || 'nothing left'}</span>
        </div>
        <Switches inputs={view.inputs} desired={view.desired} grid={info.grid} />
        <Meter
          reading={view.meter}
          fullScale={meterScale(info.face.meter.fullScale, info.fullScale)}
          label={info.face.meter.label}
          unit={info.unitOfD}
        />
        <div className="plate-row">
          <ReferenceSwitch inputs={view.inputs} desired={view.desired} rows={info.rows} />
          <Lamp decision={view.decision} label={info.face.lamp.label} />
        </div>
        {info.face.cells.kind === 'knob' ? (
          <Knobs cells={view.cells} setup={setup} />
        ) : (
          <MemistorCells cells={view.cells} setup={setup} />
        )}
      </div>
    </section>
  );
}

/** The meter swings over the units in which d is given; the face's own figure is for divisions. */
const meterScale = (ofFace: number, fullScale: number): number => (fullScale === 60 ? ofFace : 2 * fullScale);

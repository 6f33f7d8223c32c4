import { memo } from 'react';

interface LampProps {
  readonly decision: 1 | -1;
  readonly label: string;
}

/** The lamp of the quantizer: bright with a plus, dark with a minus. */
export const Lamp = memo(function Lamp({ decision, label }: LampProps) {
  const plus = decision > 0;
  return (
    <div className="lamp">
      <h2 className="engraved">{label}</h2>
      <div className="lamp-row">
        <span className="bulb" data-lit={plus} aria-hidden="true">
          {plus ? '+' : '−'}
        </span>
        <span className="number">{plus ? '+1' : '−1'}</span>
      </div>
    </div>
  );
});

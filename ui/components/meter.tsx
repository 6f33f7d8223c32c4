import { memo, useEffect, useRef } from 'react';
import { decimals, digitsFor, signed } from '../state/format.ts';
import { useReducedMotion } from '../state/media.ts';

interface MeterProps {
  readonly reading: number;
  /** what the outer marks stand for */
  readonly fullScale: number;
  readonly label: string;
  readonly unit: string;
}

const CENTRE = 122;
const PIVOT = 116;
const RADIUS = 92;
const SWING = 52;
/** the stop of the needle, beyond the last mark */
const STOP = 1.12;
/** the needle as a swinging mass: 1/s^2 and 1/s */
const STIFFNESS = 320;
const DAMPING = 26;

/** A moving-coil meter, zero in the middle. The number below says what the needle shows. */
export function Meter({ reading, fullScale, label, unit }: MeterProps) {
  const needle = useRef<SVGGElement>(null);
  useNeedle(needle, angleOf(reading, fullScale));
  const beyond = Math.abs(reading) > fullScale * STOP;
  const digits = Math.max(1, digitsFor(fullScale) - 1);
  return (
    <div className="meter">
      <svg
        viewBox="0 0 244 122"
        role="img"
        aria-label={`Meter, ${label}: ${signed(reading, digits)} ${unit}`}
      >
        <Scale fullScale={fullScale} />
        <text x={CENTRE} y={92} className="meter-label">
          {label}
          {unit && `, ${unit}`}
        </text>
        <g ref={needle} className="needle">
          <path d={`M${CENTRE} ${PIVOT}V${PIVOT - RADIUS + 4}`} />
        </g>
        <circle cx={CENTRE} cy={PIVOT} r={6} className="pivot" />
      </svg>
      <span className="number reading">
        {signed(reading, digits)}
        {beyond && <span className="error-word"> beyond the scale</span>}
      </span>
    </div>
  );
}

const angleOf = (reading: number, fullScale: number): number => {
  const share = Number.isFinite(reading) ? reading / fullScale : 0;
  return SWING * Math.max(-STOP, Math.min(STOP, share));
};

/** Lets the needle swing to its angle with inertia, or puts it there under reduced motion. */
function useNeedle(needle: React.RefObject<SVGGElement | null>, angle: number): void {
  const still = useReducedMotion();
  const motion = useRef({ at: angle, speed: 0, goal: angle, frame: 0, before: 0 });
  useEffect(() => {
    const m = motion.current;
    m.goal = angle;
    const draw = (): void =>
      needle.current?.setAttribute('transform', `rotate(${m.at.toFixed(2)} ${CENTRE} ${PIVOT})`);
    if (still) {
      m.at = angle;
      m.speed = 0;
      draw();
      return;
    }
    if (m.frame) return;
    m.before = performance.now();
    const swing = (now: number): void => {
      // short steps keep the spring stable when a frame comes late
      let left = Math.min(0.05, Math.max(0, (now - m.before) / 1000));
      m.before = now;
      for (; left > 0; left -= 0.004) {
        const dt = Math.min(left, 0.004);
        m.speed += (STIFFNESS * (m.goal - m.at) - DAMPING * m.speed) * dt;
        m.at += m.speed * dt;
      }
      const settled = Math.abs(m.goal - m.at) < 0.02 && Math.abs(m.speed) < 0.5;
      if (settled) m.at = m.goal;
      draw();
      m.frame = settled ? 0 : requestAnimationFrame(swing);
    };
    draw();
    m.frame = requestAnimationFrame(swing);
  }, [angle, still, needle]);
  useEffect(() => () => cancelAnimationFrame(motion.current.frame), []);
}

const Scale = memo(function Scale({ fullScale }: { readonly fullScale: number }) {
  const marks = Array.from({ length: 25 }, (_, k) => (k - 12) / 12);
  const numbers = [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1];
  const even = fullScale % 3 === 0 ? numbers : [-1, -0.5, 0, 0.5, 1];
  const at = (share: number, r: number): string => {
    const a = (share * SWING * Math.PI) / 180;
    return `${(CENTRE + Math.sin(a) * r).toFixed(2)} ${(PIVOT - Math.cos(a) * r).toFixed(2)}`;
  };
  return (
    <g className="scale">
      {marks.map((share, k) => (
        <path
          key={share}
          d={`M${at(share, RADIUS)}L${at(share, RADIUS - (k % (fullScale % 3 === 0 ? 4 : 6) ? 5 : 10))}`}
        />
      ))}
      {even.map((share) => {
        const [x, y] = at(share, RADIUS - 20).split(' ');
        const value = share * fullScale;
        return (
          <text key={share} x={x} y={Number(y) + 4}>
            {value > 0 ? '+' : ''}
            {decimals(value, Number.isInteger(value) ? 0 : 1)}
          </text>
        );
      })}
    </g>
  );
});

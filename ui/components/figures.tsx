import { useBench } from '../state/bench-store.ts';
import { grouped, joules, NO_NUMBER, rounded, seconds } from '../state/format.ts';

/** What the comparison comes to, in numbers; and what went out of bounds, in words. */
export function Figures() {
  const { view, agreement } = useBench((s) => s.frame)!;
  const { info, replacedBy } = useBench((s) => s.setup)!;
  const { cells } = view;
  const distance = Math.sqrt(cells.reduce((sum, c) => sum + (c.hardware - c.ideal) ** 2, 0) / cells.length);
  const saturated = cells.filter((c) => c.saturated).length;
  const ends =
    replacedBy === null
      ? { memistor: 'cells bare or full', knob: 'knobs at a stop', register: 'words at an end' }[
          info.face.cells.kind
        ]
      : 'devices at an end';
  const rows: readonly (readonly [string, string])[] = [
    [
      'weight distance, rms',
      Number.isFinite(distance)
        ? withUnit(rounded(nothing(distance, info.fullScale)), info.unitOfD)
        : NO_NUMBER,
    ],
    ['decisions that agree', `${grouped(agreement.agreed)} of ${grouped(agreement.count)}`],
    [
      'first parted at presentation',
      agreement.firstParted === null ? 'not yet' : grouped(agreement.firstParted),
    ],
    ['simulated time', seconds(view.seconds)],
    // nothing is said of what gates use up
    ...(info.face.cells.kind === 'register' ? [] : [['energy', joules(view.joules)] as const]),
    ['ticks', grouped(view.ticksRun)],
    [ends, `${saturated} of ${cells.length}`],
    ...(view.overruns > 0 ? [['phases that ran into their limit', grouped(view.overruns)] as const] : []),
  ];
  return (
    <section className="card" aria-label="Figures">
      <h2>Figures</h2>
      <Divergence hardware={view.divergedHardware} ideal={view.divergedIdeal} />
      <dl className="figures">
        {rows.map(([name, value]) => (
          <div key={name} title={meanings[name]}>
            <dt>{name}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const meanings: Readonly<Record<string, string>> = {
  'weight distance, rms':
    'root of the mean of the squared differences between hardware and ideal weights; zero when both are equal',
  'decisions that agree': 'presentations at which hardware and ideal decided the same',
  'first parted at presentation': 'the first presentation at which the two decisions differed',
  'simulated time': 'how long the machine itself would have taken',
  energy: 'what the plating currents and the lines have used up',
  ticks: 'looks that the clock has taken so far',
  'cells bare or full': 'memistors that have lost all their copper or can take no more',
  'knobs at a stop': 'knobs that can be turned no further',
  'words at an end': 'words that hold the largest or smallest number of their bits',
  'devices at an end': 'devices that have come to the end of their range',
  'phases that ran into their limit': 'adaptations that were broken off before the error was null',
};
/** Rounding is not a difference that anybody could see. */
const nothing = (distance: number, fullScale: number): number =>
  distance < 1e-12 * fullScale ? 0 : distance;
const withUnit = (text: string, unit: string): string => (unit ? `${text} ${unit}` : text);

interface DivergenceProps {
  /** presentation of the first error above a million times the largest desired value */
  readonly hardware: number | null;
  readonly ideal: number | null;
}
/** A divergence is a lesson, not a blank. */
function Divergence({ hardware, ideal }: DivergenceProps) {
  if (hardware === null && ideal === null) return null;
  const which =
    hardware !== null && ideal !== null
      ? hardware === ideal
        ? `Both tracks diverged at presentation ${grouped(hardware)}.`
        : `The hardware diverged at presentation ${grouped(hardware)}, the ideal at ${grouped(ideal)}.`
      : hardware !== null
        ? `The hardware diverged at presentation ${grouped(hardware)}; the ideal did not.`
        : `The ideal diverged at presentation ${grouped(ideal!)}; the hardware cannot grow beyond its devices.`;
  return (
    <p className="lesson" role="status">
      <strong>{which}</strong> Each step overshoots, and the error has grown a millionfold; learning stops
      there. Choose a smaller step to see it converge.
    </p>
  );
}

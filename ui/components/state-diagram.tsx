import { useBench } from '../state/bench-store.ts';
import { duration } from '../state/format.ts';
import { useNarrow } from '../state/media.ts';
import type { Setup } from '../state/protocol.ts';

interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly seconds: string;
  readonly waits: string | null;
}
interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly event: string;
}

/** The sequencer: its states, what leads from one to the next, and where it stands. */
export function StateDiagram() {
  const setup = useBench((s) => s.setup)!;
  const view = useBench((s) => s.frame)!.view;
  const narrow = useNarrow();
  const names = statesInOrder(setup);
  const { states, id } = setup.info.sequencer;
  const arrows: Arrow[] = names.flatMap((name, from) =>
    Object.entries(states[name]!.on).map(([event, target]) => ({ from, to: names.indexOf(target), event })),
  );
  const size = narrow ? { width: 150, height: 38 } : { width: names.length > 5 ? 84 : 96, height: 48 };
  const step = narrow ? 64 : (720 - size.width - 8) / (names.length - 1);
  const boxes: Box[] = names.map((name, k) => ({
    name,
    x: narrow ? 90 : 4 + k * step,
    y: narrow ? 12 + k * step : 52,
    seconds: duration(durationOf(name, setup)),
    waits: states[name]!.meta.phase?.waitFor ?? null,
  }));
  const width = narrow ? 360 : 720;
  const height = narrow ? 24 + (names.length - 1) * step + size.height : 148;
  const here = names.indexOf(view.phaseName);
  const box = boxes[here];
  return (
    <section className="card" aria-label="Sequencer">
      <div className="card-head">
        <h2>Sequencer</h2>
        <span className="number quiet">
          {view.phaseName} lasts {duration(view.phaseSeconds)}
          {setup.ticksPerPhase > 1 && ` · tick ${view.moment.tick + 1} of ${setup.ticksPerPhase}`}
        </span>
      </div>
      <svg className="states" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="states-title">
        <title id="states-title">
          {`${id}: ${names
            .map(
              (name) =>
                `${name}${name === view.phaseName ? ' (now)' : ''}, ${Object.entries(states[name]!.on)
                  .map(([event, to]) => `${event} leads to ${to}`)
                  .join(', ')}`,
            )
            .join('; ')}`}
        </title>
        <defs>
          <marker
            id="arrow-head"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" className="arrow-head" />
          </marker>
        </defs>
        {arrows.map((arrow) => (
          <Transition
            key={`${arrow.from} ${arrow.event}`}
            arrow={arrow}
            boxes={boxes}
            size={size}
            narrow={narrow}
          />
        ))}
        {boxes.map(({ name, x, y, seconds, waits }, k) => (
          <g
            key={name}
            className={k === here ? 'state here' : 'state'}
            data-state={name}
            data-here={k === here}
          >
            <rect x={x} y={y} width={size.width} height={size.height} rx={size.height / 2.4} />
            <text x={x + size.width / 2} y={y + size.height / 2 - 2} className="name">
              {name}
            </text>
            <text x={x + size.width / 2} y={y + size.height / 2 + 13} className="label">
              {waits && !narrow && names.length <= 5 ? `≥ ${seconds}` : seconds}
            </text>
          </g>
        ))}
        {box && (
          <g className="now" data-now={view.phaseName}>
            {narrow ? (
              <>
                <path d={`M${box.x - 4} ${box.y + size.height / 2}l-10 -6v12z`} />
                <text x={box.x - 18} y={box.y + size.height / 2 + 4} className="label to-end">
                  now
                </text>
              </>
            ) : (
              <>
                <path d={`M${box.x + size.width / 2} ${box.y + size.height + 4}l-6 10h12z`} />
                <text x={box.x + size.width / 2} y={box.y + size.height + 27} className="label">
                  now
                </text>
              </>
            )}
          </g>
        )}
      </svg>
    </section>
  );
}

interface TransitionProps {
  readonly arrow: Arrow;
  readonly boxes: readonly Box[];
  readonly size: { readonly width: number; readonly height: number };
  readonly narrow: boolean;
}
function Transition({ arrow: { from, to, event }, boxes, size, narrow }: TransitionProps) {
  const a = boxes[from]!;
  const b = boxes[to]!;
  // the names of bits are written as one word in the machine
  const word = inWords(event === 'done' && a.waits ? a.waits : event);
  if (narrow) {
    const middle = a.x + size.width / 2;
    if (to === from + 1)
      return (
        <>
          <path
            className="arrow"
            d={`M${middle} ${a.y + size.height}V${b.y - 1}`}
            markerEnd="url(#arrow-head)"
          />
          <text x={middle + 8} y={a.y + size.height + 17} className="label from-start">
            {word}
          </text>
        </>
      );
    const right = to > from;
    const x = right ? a.x + size.width : a.x;
    const out = right ? x + 34 : 16;
    const ends = [a.y + size.height / 2 + (right ? 6 : 8), b.y + size.height / 2 - (right ? 6 : 8)] as const;
    return (
      <>
        <path
          className="arrow"
          d={`M${x} ${ends[0]}H${out}V${ends[1]}H${x + (right ? 1 : -1)}`}
          markerEnd="url(#arrow-head)"
        />
        {/* beside a gap between two states, where the mark of the present one never stands */}
        <text
          x={out + 5}
          y={right ? (ends[0] + ends[1]) / 2 : b.y + size.height + 17}
          className="label from-start"
        >
          {word}
        </text>
      </>
    );
  }
  const y = a.y + size.height / 2;
  if (to === from + 1)
    return (
      <>
        <path className="arrow" d={`M${a.x + size.width} ${y}H${b.x - 1}`} markerEnd="url(#arrow-head)" />
        <text
          x={(a.x + size.width + b.x) / 2}
          y={word.length * 7 + 8 > b.x - a.x - size.width ? a.y - 5 : y - 8}
          className="label"
        >
          {word}
        </text>
      </>
    );
  const above = to > from;
  const [x1, x2] = above
    ? [a.x + size.width / 2, b.x + size.width / 2]
    : [a.x + size.width * 0.75, b.x + size.width * 0.25];
  const edge = above ? a.y : a.y + size.height;
  const way = above ? 22 : 140;
  return (
    <>
      <path
        className="arrow"
        d={`M${x1} ${edge}V${way}H${x2}V${edge + (above ? -1 : 1)}`}
        markerEnd="url(#arrow-head)"
      />
      <text x={above ? (x1 + x2) / 2 : x2 + (x1 - x2) * 0.34} y={way - 6} className="label">
        {event === 'skip' ? 'skip: nothing to learn' : word}
      </text>
    </>
  );
}

const inWords = (bit: string): string => bit.replaceAll(/([A-Z])/g, ' $1').toLowerCase();

/** From the first state along `done`; states beside that way come last. */
function statesInOrder({ info }: Setup): string[] {
  const { states, initial } = info.sequencer;
  const names: string[] = [];
  for (let name: string | undefined = initial; name && !names.includes(name); name = states[name]?.on['done'])
    names.push(name);
  return [...names, ...Object.keys(states).filter((name) => !names.includes(name))];
}
/** What a phase lasts at least: a setting of the sequencer with its name, else the machine's own figure. */
function durationOf(name: string, { info, settings }: Setup): number {
  const set = settings.find((s) => s.path.endsWith(`control.${name}`))?.value;
  return typeof set === 'number' ? set : (info.sequencer.states[name]!.meta.phase?.seconds ?? 0);
}

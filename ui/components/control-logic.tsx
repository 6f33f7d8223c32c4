import '../styles/panels.css';
import '../styles/logic.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogicNetlist } from '../../sim/logic/netlist.ts';
import { send, useBench } from '../state/bench-store.ts';
import { count, grouped } from '../state/format.ts';
import type { LogicReply, LogicWords } from '../state/protocol.ts';
import type { LogicDrawing, Step, StepDone } from './logic-drawing.ts';
import { Pick } from './pick.tsx';

type Shown = Extract<LogicReply, { readonly kind: 'logic' }>;

/** The logic at gate level, drawn by DigitalJS: follows the bench, or steps on its own. */
export default function ControlLogic() {
  const told = useBench((s) => s.logic);
  const title = useBench((s) => s.setup!.info.title);
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    send({ kind: 'watch-logic', on: true });
    // fetched while the worker wires the logic; whoever draws is told when it cannot be
    import('./logic-drawing.ts').catch(() => {});
    return () => send({ kind: 'watch-logic', on: false });
  }, []);
  const failed = told['logic-failed'];
  const blocks = told['logic-blocks']?.blocks;
  if (failed) return <p role="alert">The logic cannot be shown: {failed.message}</p>;
  if (!blocks) return <p className="quiet">The logic is being wired.</p>;
  if (blocks.length === 0)
    return (
      <p>
        {title} is not described at gate level. Choose the ADALINE with memistors, or the digital ADALINE.
      </p>
    );
  const number = Math.min(chosen, blocks.length - 1);
  const { netlist } = blocks[number]!;
  return (
    <>
      {blocks.length > 1 && (
        <Pick
          label="Block"
          value={String(number)}
          options={blocks.map((block, k) => ({ value: String(k), text: block.title }))}
          onPick={(value) => setChosen(Number(value))}
        />
      )}
      <Block netlist={netlist} shown={told.logic} words={told.logic?.words[number]} />
    </>
  );
}

interface BlockProps {
  readonly netlist: LogicNetlist;
  readonly shown: Shown | undefined;
  readonly words: LogicWords | undefined;
}
function Block({ netlist, shown, words }: BlockProps) {
  const panel = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<LogicDrawing | null>(null);
  const [failure, setFailure] = useState('');
  const [scale, setScale] = useState(1);
  const [waiting, setWaiting] = useState('');
  const [looked, setLooked] = useState('');
  const places = useMemo(() => groupPlaces(netlist), [netlist]);
  /** what the library's own engine did last; null while the drawing follows the bench */
  const [own, setOwn] = useState<StepDone | null>(null);
  // the worker sends the netlist anew with every setting; the same one keeps its drawing
  const key = JSON.stringify(netlist);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the netlist
  useEffect(() => {
    let gone = false;
    let made: LogicDrawing | null = null;
    setDrawing(null);
    setOwn(null);
    setFailure('');
    setWaiting('DigitalJS is loaded.');
    const draw = async (): Promise<void> => {
      const { drawLogic, READABLE } = await import('./logic-drawing.ts');
      if (gone || !place.current) return;
      const drawn = await drawLogic(place.current, netlist, setWaiting);
      if (gone) return drawn.destroy();
      made = drawn;
      setScale(READABLE);
      const first = drawn.busiest(places.flatMap(({ options }) => options.map(({ value }) => value)));
      drawn.lookAt(first);
      setLooked(first);
      setDrawing(drawn);
    };
    draw().catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
    return () => {
      gone = true;
      made?.destroy();
    };
  }, [key]);
  useEffect(() => {
    if (!drawing || !words || own) return;
    try {
      drawing.show(words);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }, [drawing, words, own]);

  const step = async (how: Step): Promise<void> => {
    try {
      if (drawing) setOwn(await drawing.step(how));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  const stepBench = (direction: 'forward' | 'back'): void => {
    setOwn(null);
    send({ kind: 'step', unit: 'phase', direction });
  };
  const turn = (net: string, word: number): void => {
    if (!drawing) return;
    drawing.setInput(net, word);
    setOwn({ tick: own?.tick ?? 0, changed: new Set([net]) });
  };
  const zoomTo = (next: number): void => {
    if (!drawing) return;
    setScale(next);
    drawing.zoom(next);
  };
  const zoomBy = (factor: number): void => zoomTo(Math.min(2.5, Math.max(0.2, scale * factor)));
  const lookAt = (cell: string): void => {
    setLooked(cell);
    if (!drawing) return;
    // a cell that is looked for shall be readable
    if (scale < 1) zoomTo(1);
    drawing.lookAt(cell);
  };
  return (
    <section className="logic" aria-label="Control logic" ref={panel}>
      <div className="panel-actions">
        <fieldset className="steps">
          <legend className="only-heard">Step the bench, with the clock out of sight</legend>
          <button
            type="button"
            className="button"
            aria-label="The bench one phase back"
            onClick={() => stepBench('back')}
          >
            ◀ Phase
          </button>
          <button
            type="button"
            className="button"
            aria-label="The bench one phase on"
            onClick={() => stepBench('forward')}
          >
            Phase ▶
          </button>
        </fieldset>
        <button
          type="button"
          className="button"
          aria-pressed={own === null}
          onClick={() => setOwn(null)}
          title="shows the logic at the moment of the bench, also when it plays or rewinds"
        >
          Follow the bench
        </button>
        <fieldset className="steps">
          <legend className="only-heard">Step the logic on its own</legend>
          <StepButton off={!drawing} how="event" text="Next event" onStep={step} />
          <StepButton off={!drawing} how="settle" text="Settle" onStep={step} />
          <StepButton off={!drawing} how="clock" text="Next clock" onStep={step} />
        </fieldset>
        <button
          type="button"
          className="button"
          aria-disabled={!drawing}
          title="as after switching on: nobody knows what the registers hold"
          onClick={() => drawing && setOwn(drawing.switchOn())}
        >
          Unknown start
        </button>
        <fieldset className="steps zoom">
          <legend className="only-heard">Size of the drawing</legend>
          <button type="button" className="button" aria-label="Smaller" onClick={() => zoomBy(1 / 1.25)}>
            −
          </button>
          <button type="button" className="button" aria-label="Larger" onClick={() => zoomBy(1.25)}>
            +
          </button>
          <button type="button" className="button" onClick={() => drawing && zoomTo(drawing.whole())}>
            Whole drawing
          </button>
          {document.fullscreenEnabled && (
            <button
              type="button"
              className="button"
              onClick={() =>
                void (document.fullscreenElement
                  ? document.exitFullscreen()
                  : panel.current?.requestFullscreen())
              }
            >
              Whole screen
            </button>
          )}
        </fieldset>
        <Pick
          className="pick beside"
          label="Look at"
          value={looked}
          title="brings a cell to the middle of the drawing"
          options={[]}
          groups={places}
          onPick={lookAt}
        />
      </div>
      <p className="logic-says" role="status">
        {own && drawing ? stepInWords(own, drawing) : shown && words ? followInWords(shown, words) : ''}
      </p>
      {failure && <p role="alert">The drawing could not be made: {failure}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing scrolls, and the keyboard has to reach it */}
      <section className="logic-stage" tabIndex={0} aria-label="Drawing; the table below says the same">
        {!drawing && !failure && (
          <p className="logic-wait quiet" role="status">
            {waiting}
          </p>
        )}
        <div ref={place} inert aria-hidden="true" />
      </section>
      <p className="quiet fold-words">
        A thick green wire carries a 1, a thin one a 0, a blue one a number; what a dashed one carries is
        unknown. DigitalJS draws it, and its own engine makes the steps of event, settling and clock. Its tick
        is the delay of one gate: a count, and not a time.
      </p>
      <Signals netlist={netlist} words={words} drawing={own ? drawing : null} onTurn={turn} />
    </section>
  );
}

/** What can be looked at, what rules the rest first. */
function groupPlaces({ cells }: LogicNetlist) {
  const isOf =
    (...kinds: string[]) =>
    ({ kind }: { readonly kind: string }): boolean =>
      kinds.includes(kind);
  const named = ['fsm', 'register', 'memory', 'input', 'output', 'constant'];
  return [
    { title: 'Sequencer', of: isOf('fsm') },
    { title: 'Registers and memories', of: isOf('register', 'memory') },
    { title: 'Outputs', of: isOf('output') },
    { title: 'Inputs', of: isOf('input') },
    { title: 'Gates and arithmetic', of: (cell: { readonly kind: string }) => !isOf(...named)(cell) },
  ]
    .map(({ title, of }) => ({
      title,
      options: cells.filter(of).map(({ name }) => ({ value: name, text: name })),
    }))
    .filter(({ options }) => options.length > 0);
}

interface StepButtonProps {
  readonly off: boolean;
  readonly how: Step;
  readonly text: string;
  readonly onStep: (how: Step) => Promise<void>;
}
const stepWords: Readonly<Record<Step, string>> = {
  event: 'to the next instant at which a signal changes',
  settle: 'until nothing changes any more before the next clock edge',
  clock: 'past the next rising edge of the clock, until all has settled',
};
function StepButton({ off, how, text, onStep }: StepButtonProps) {
  return (
    <button
      type="button"
      className="button"
      title={stepWords[how]}
      aria-disabled={off}
      onClick={() => !off && void onStep(how)}
    >
      {text}
    </button>
  );
}

/** Words and bits of every signal with a name of its own, and inputs that can be turned. */
interface SignalsProps {
  readonly netlist: LogicNetlist;
  readonly words: LogicWords | undefined;
  /** where the values come from instead, while the library steps on its own */
  readonly drawing: LogicDrawing | null;
  readonly onTurn: (net: string, word: number) => void;
}
function Signals({ netlist, words, drawing, onTurn }: SignalsProps) {
  const [open, setOpen] = useState(false);
  const groups = useMemo(() => groupSignals(netlist), [netlist]);
  const indexOf = useMemo(() => new Map(Object.keys(netlist.nets).map((net, k) => [net, k])), [netlist]);
  const wordOf = (net: string): string => {
    const bits = drawing?.read(net);
    if (bits !== undefined && bits !== null)
      return bits.includes('x') ? 'x' : String(Number.parseInt(bits, 2));
    const word = words?.nets[indexOf.get(net) ?? -1];
    return word === undefined ? '' : String(word);
  };
  return (
    <details className="table-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All signals as a table</summary>
      {open &&
        groups.map(({ title, signals }) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            <dl className="signals">
              {signals.map(({ name, net }) => {
                const value = wordOf(net);
                return (
                  <div key={name} data-signal={name} data-value={value}>
                    <dt>{name}</dt>
                    <dd className="number">
                      {title === 'Inputs' && netlist.nets[net] === 1 ? (
                        <button
                          type="button"
                          className="button small"
                          aria-label={`${name} is ${value}; turn it`}
                          onClick={() => onTurn(net, value === '1' ? 0 : 1)}
                        >
                          {value}
                        </button>
                      ) : (
                        value
                      )}
                    </dd>
                  </div>
                );
              })}
            </dl>
          </section>
        ))}
    </details>
  );
}

interface Signal {
  readonly name: string;
  readonly net: string;
}
function groupSignals({
  cells,
}: LogicNetlist): readonly { readonly title: string; readonly signals: readonly Signal[] }[] {
  const of = (pick: (cell: LogicNetlist['cells'][number]) => readonly Signal[]): Signal[] =>
    cells.flatMap(pick);
  const groups = [
    { title: 'Inputs', signals: of((c) => (c.kind === 'input' ? [{ name: c.name, net: c.out }] : [])) },
    { title: 'Registers', signals: of((c) => (c.kind === 'register' ? [{ name: c.name, net: c.out }] : [])) },
    { title: 'Outputs', signals: of((c) => (c.kind === 'output' ? [{ name: c.name, net: c.in }] : [])) },
  ];
  return groups.filter(({ signals }) => signals.length > 0);
}

function followInWords({ phase, moment, edges, differ }: Shown, { edge, edgesOfPhase }: LogicWords): string {
  const where = phase
    ? `Presentation ${grouped(moment.presentation + 1)}, ${phase}: clock edge ${edge} of ${edgesOfPhase}.`
    : 'The run is over.';
  if (edges === 0) return where;
  const whole = count(edges, 'clock edge');
  return differ.length === 0
    ? `${where} The logic did as the machine does at the ${whole} before.`
    : `${where} At some of the ${whole} before, these differ from the machine: ${differ.join(', ')}.`;
}

/** More names than this would be no sentence. */
const MOST_NAMES = 12;
function stepInWords({ tick, changed }: StepDone, drawing: LogicDrawing): string {
  const names = [...changed];
  const told = names
    .slice(0, MOST_NAMES)
    .map((net) => {
      const bits = drawing.read(net) ?? 'x';
      return `${net} = ${bits.includes('x') ? 'x' : Number.parseInt(bits, 2)}`;
    })
    .join(', ');
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const what = names.length === 0 ? 'Nothing changed.' : `Changed: ${told}${more}.`;
  const rest = drawing.restless() ? 'More is on its way.' : 'All has settled.';
  return `On its own, tick ${grouped(tick)}. ${what} ${rest}`;
}

import { useState } from 'react';
import type { Spec } from '../../src/compare/spec.ts';
import { linkToMoment, send, useBench } from '../state/bench-store.ts';
import { applyTheme, rememberedTheme, themes } from '../state/theme.ts';
import { NumberField } from './number-field.tsx';
import { type Option, Pick } from './pick.tsx';

const change = (spec: Partial<Spec>): void => send({ kind: 'change', spec });

const stepWords = {
  alpha:
    'step size; with alpha-LMS the share of the error that one presentation removes (above 2 it diverges)',
  mu: 'step size of the gradient; too large a one diverges',
} as const;
const orderWords = { cyclic: 'in turn', shuffled: 'shuffled', random: 'at random' } as const;

/** What is on the bench: machine, patterns, rule, devices. */
export function Header() {
  const catalogue = useBench((s) => s.catalogue);
  const setup = useBench((s) => s.setup);
  return (
    <header className="top">
      <button type="button" className="skip-link" onClick={focusWork}>
        Go to the circuit
      </button>
      <h1 className="brand">
        adaline<span>·</span>lab
      </h1>
      <div className="choices">{catalogue && setup && <Choices catalogue={catalogue} setup={setup} />}</div>
      <div className="top-actions">
        <ThemeButton />
        <ShareButton />
      </div>
    </header>
  );
}

/** A button and no anchor: the address after the # belongs to the moment. */
function focusWork(): void {
  const work = document.getElementById('work');
  work?.setAttribute('tabindex', '-1');
  work?.focus();
}

type Known = NonNullable<ReturnType<typeof useKnown>>;
const useKnown = () => {
  const catalogue = useBench((s) => s.catalogue);
  const setup = useBench((s) => s.setup);
  return catalogue && setup ? { catalogue, setup } : null;
};

function Choices({ catalogue, setup }: Known) {
  const { spec, ownData } = setup;
  const machine = catalogue.machines.find((m) => m.id === spec.circuit)!;
  const patterns = machine.patterns.find((p) => p.name === spec.patterns);
  const rule = catalogue.rules.find((r) => r.id === spec.rule)!;
  return (
    <>
      <Pick
        label="Machine"
        value={spec.circuit}
        title={machine.summary}
        options={catalogue.machines.map((m) => ({ value: m.id, text: `${m.title}, ${m.year}` }))}
        onPick={(circuit) => change({ circuit })}
      />
      <Pick
        label="Patterns"
        value={spec.patterns}
        title={patterns?.title ?? spec.patterns}
        options={[
          ...(patterns
            ? []
            : [{ value: spec.patterns, text: ownData ? `your ${spec.patterns}` : spec.patterns }]),
          ...machine.patterns.map((p) => ({ value: p.name, text: shortTitle(p.name, p.title) })),
        ]}
        onPick={(name) => change({ patterns: name })}
      />
      <Pick
        label="Rule"
        value={spec.rule}
        title={`${rule.formula} (${rule.source})`}
        options={catalogue.rules
          .filter((r) => machine.rules.includes(r.id))
          .map((r) => ({
            value: r.id,
            text: r.title,
            disabled: r.binary && patterns !== undefined && !patterns.binary,
          }))}
        onPick={(id) => change({ rule: id as Spec['rule'] })}
      />
      <NumberField
        className="pick step"
        label={rule.step}
        title={stepWords[rule.step]}
        value={spec.step}
        min={0}
        onValue={(step) => change({ step })}
      />
      <Pick
        className="pick devices"
        label="Devices"
        value={spec.device}
        title={catalogue.devices.find((d) => d.id === spec.device)?.summary ?? ''}
        options={[
          ...(spec.ownDevice ? [{ value: spec.ownDevice.name, text: `your ${spec.ownDevice.name}` }] : []),
          ...catalogue.devices.filter((d) => !d.replaces).map(deviceOption),
        ]}
        groups={
          machine.takesDevices
            ? [
                {
                  title: 'in place of the memistors',
                  options: catalogue.devices.filter((d) => d.replaces).map(deviceOption),
                },
              ]
            : []
        }
        onPick={(device) => change({ device })}
      />
      <Pick
        label="Order"
        value={spec.order}
        title="in which order the patterns are presented"
        options={(Object.keys(orderWords) as Spec['order'][]).map((value) => ({
          value,
          text: orderWords[value],
        }))}
        onPick={(order) => change({ order: order as Spec['order'] })}
      />
      <NumberField
        className="pick seed"
        label="Seed"
        title="where chance begins: the same seed gives the same run again"
        value={spec.seed}
        min={0}
        whole
        onValue={(seed) => change({ seed })}
      />
    </>
  );
}

const deviceOption = ({ id, title }: Known['catalogue']['devices'][number]): Option => ({
  value: id,
  text: title,
});

const letters: Readonly<Record<string, string>> = { tgf: 'T, G, F of 1960', tj: 'T and J' };
/** The first words of a title; the whole of it stands in the tooltip. */
function shortTitle(name: string, title: string): string {
  const short = letters[name] ?? title.split(/[,:]/)[0]!;
  return short.length > 34 ? name : short;
}

const themeWords = { system: 'as the system', light: 'light', dark: 'dark' } as const;
const themeSigns = { system: '◐', light: '○', dark: '●' } as const;
function ThemeButton() {
  const [theme, setTheme] = useState(rememberedTheme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]!;
  return (
    <button
      type="button"
      className="button"
      aria-label={`Colours: ${themeWords[theme]}. Change to ${themeWords[next]}.`}
      title={`Colours: ${themeWords[theme]}`}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <span aria-hidden="true">{themeSigns[theme]}</span>
    </button>
  );
}

/** Copies the address, which shows the picture at hand once the clock stands still. */
function ShareButton() {
  const [said, setSaid] = useState('');
  const running = useBench((s) => s.frame?.running ?? false);
  const share = async (): Promise<void> => {
    if (running) send({ kind: 'pause' });
    // the worker answers with the address of the moment where it stopped
    await new Promise((resolve) => setTimeout(resolve, running ? 150 : 0));
    const { link, lacks } = linkToMoment();
    try {
      await navigator.clipboard.writeText(link);
      setSaid(lacks ? `Link copied ${lacks}` : 'Link copied');
    } catch {
      setSaid('Copy the address bar');
    }
    setTimeout(() => setSaid(''), 4000);
  };
  return (
    <>
      <button
        type="button"
        className="button share"
        title="a link that opens on exactly this moment"
        onClick={() => void share()}
      >
        {said || 'Copy link'}
      </button>
      <span className="only-heard" role="status">
        {said}
      </span>
    </>
  );
}

import { useBench } from '../state/bench-store.ts';

/** What is assumed, what is known, and from where. */
export default function AboutMachine() {
  const info = useBench((s) => s.setup!.info);
  const rule = useBench((s) => s.catalogue!.rules.find((r) => r.id === s.setup!.spec.rule))!;
  return (
    <div className="about">
      <h2>Learning</h2>
      <p>
        {rule.title}: <span className="number formula">{rule.formula}</span>, with e = d − s before the step.{' '}
        <Source text={rule.source} />
      </p>
      <h2>Known</h2>
      <ul>
        {info.facts.map(({ text, source }) => (
          <li key={text}>
            {text}. <Source text={source} />
          </li>
        ))}
      </ul>
      <h2>Assumed here</h2>
      <ul>
        {info.assumptions.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

/** Where a statement comes from; its first word says of which kind it is. */
function Source({ text }: { readonly text: string }) {
  const [, kind, rest] = /^(found|computed|recalled|chosen)\b[:;]?\s*(.*)$/s.exec(text) ?? [];
  return (
    <span className="source">
      {kind && <b>{kind}</b>} {kind ? rest : text}
    </span>
  );
}

import '../styles/panels.css';
import { useState } from 'react';
import { send, useBench } from '../state/bench-store.ts';

const MOST_BYTES = 5_000_000;
const EXAMPLE = 'x1,x2,d\n-1,-1,-1\n-1,1,1\n1,-1,1\n1,1,1\n';

/** Patterns of one's own, from a file or typed. */
export default function OwnData() {
  const ownData = useBench((s) => s.setup!.ownData);
  const [text, setText] = useState(EXAMPLE);
  const [said, setSaid] = useState('');
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    if (file.size > MOST_BYTES)
      return setSaid(`${file.name} has more than ${MOST_BYTES / 1e6} MB; use fewer rows.`);
    setSaid('');
    send({ kind: 'data', name: file.name.slice(0, 80), text: await file.text() });
  };
  return (
    <div className="own-data">
      <p className="quiet fold-words">
        The first line names the columns. The column <code>d</code> is the desired value, every other one an
        input.
        {ownData && ' A link cannot carry your patterns: who opens it sees the usual ones.'}
      </p>
      <label>
        CSV file{' '}
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          onChange={(event) => void read(event.target.files?.[0])}
        />
      </label>
      <label>
        <span>or type it</span>
        <textarea
          className="field"
          rows={5}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button
        type="button"
        className="button"
        onClick={() => send({ kind: 'data', name: 'typed.csv', text })}
      >
        Use these patterns
      </button>
      {said && <p role="alert">{said}</p>}
    </div>
  );
}

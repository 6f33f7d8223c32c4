import '../styles/panels.css';
import '../styles/own-device.css';
import { useId, useState } from 'react';
import { send, useBench } from '../state/bench-store.ts';
import { plain, rounded } from '../state/format.ts';
import { FitPlot } from './fit-plot.tsx';

const MOST_BYTES = 2_000_000;
const EXAMPLE = `pulse,upMicrosiemens,downMicrosiemens
0,2.0,10.0
10,4.1,6.9
20,5.9,4.8
30,7.5,3.5
40,8.9,2.6
50,10.0,2.0
`;

/** A measured device as the weights of the machine. */
export default function OwnDevice() {
  const { spec, info } = useBench((s) => s.setup)!;
  const machine = useBench((s) => s.catalogue)!.machines.find((m) => m.id === info.circuit)!;
  const fit = useBench((s) => s.deviceFit);
  const refused = useBench((s) => s.deviceRefused);
  const [text, setText] = useState(EXAMPLE);
  const [tooLarge, setTooLarge] = useState('');
  const wrong = tooLarge || refused;
  const id = useId();
  const take = (name: string, table: string): void => {
    setTooLarge('');
    send({ kind: 'device', name, text: table });
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    if (file.size > MOST_BYTES)
      return setTooLarge(`${file.name} has more than ${MOST_BYTES / 1e6} MB; leave points out.`);
    take(file.name.slice(0, 80), await file.text());
  };
  if (!machine.takesDevices)
    return (
      <p>The weights of {info.title} are its own. Choose the ADALINE with memistors to use other devices.</p>
    );
  return (
    <div className="own-device">
      <p className="quiet fold-words">
        Measure a device’s conductance after every pulse, first up and then down: the table becomes a device
        that takes the place of the memistors. The columns are pulse, up and down, or pulse, direction and
        conductance, in siemens unless a unit follows the name, as in upMicrosiemens or down_nS.
      </p>
      <label>
        CSV file{' '}
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          onChange={(event) => void read(event.target.files?.[0])}
        />
      </label>
      <label htmlFor={id}>or type it</label>
      <textarea
        id={id}
        className="field"
        rows={7}
        spellCheck={false}
        value={text}
        aria-invalid={wrong !== ''}
        onChange={(event) => setText(event.target.value)}
      />
      {wrong && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      <button type="button" className="button" onClick={() => take('typed.csv', text)}>
        Use this device
      </button>
      {fit && (
        <figure className="fit" aria-label={`Fit of ${fit.name}`}>
          <FitPlot fit={fit} />
          <figcaption>
            {fit.name}: {fit.up.pulses.length} points up and {fit.down.pulses.length} down, {siemens(fit.low)}{' '}
            to {siemens(fit.high)}; the step is fitted at {fit.nodes} points of the range, up and down.
            Measured and fitted differ by <b data-residual={fit.residual.max}>{percent(fit.residual.max)}</b>{' '}
            of the range at most, {percent(fit.residual.rms)} rms.{' '}
            {spec.ownDevice?.name === fit.name && spec.device === fit.name
              ? 'It holds the weights now.'
              : 'Choose it under Devices to use it.'}
          </figcaption>
        </figure>
      )}
    </div>
  );
}

function siemens(x: number): string {
  const [size, unit] = prefixes.find(([least]) => x >= least) ?? prefixes[3];
  return `${plain(Number((x / size).toPrecision(4)))} ${unit}`;
}
const prefixes = [
  [1, 'S'],
  [1e-3, 'mS'],
  [1e-6, 'µS'],
  [1e-9, 'nS'],
] as const;
const percent = (share: number): string =>
  share < 1e-4 ? 'less than 0.01 %' : `${rounded(100 * share, 2)} %`;

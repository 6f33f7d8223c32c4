import { useEffect, useId, useState } from 'react';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onValue: (value: number) => void;
  readonly className?: string;
  /** what the number means */
  readonly title?: string;
  readonly inputClass?: string;
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
  /** the label is only heard */
  readonly quiet?: boolean;
}

/** A number that is taken when it is finished: on Enter or when the field is left. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onValue, className = 'pick', inputClass, min = -Infinity, max = Infinity } = props;
  const id = useId();
  const [text, setText] = useState(spoken(value));
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    setText(spoken(value));
    setWrong('');
  }, [value]);

  const take = (): void => {
    const number = text === spoken(value) ? value : understood(text);
    const objection = objectionTo(number, min, max, props.whole ?? false);
    setWrong(objection);
    if (objection === '' && number !== value) onValue(number);
  };
  return (
    <label className={className} htmlFor={id} title={wrong || props.title}>
      <span className={props.quiet ? 'only-heard' : undefined}>{label}</span>
      <input
        id={id}
        className={inputClass}
        // a number is seen whole, within reason
        style={inputClass ? undefined : { minWidth: `${Math.min(text.length, 12) + 1}ch` }}
        inputMode={props.whole ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        maxLength={24}
        value={text}
        aria-invalid={wrong !== ''}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setText(spoken(value));
        }}
      />
      {wrong && (
        <small className="wrong" role="alert">
          {wrong}
        </small>
      )}
    </label>
  );
}

function spoken(x: number): string {
  if (x === Infinity) return 'inf';
  return x === -Infinity ? '-inf' : String(x);
}
function understood(text: string): number {
  const plain = text.trim().replace('\u2212', '-').replace(',', '.');
  if (/^[+]?(inf|∞)$/i.test(plain)) return Infinity;
  if (/^-(inf|∞)$/i.test(plain)) return -Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}
function objectionTo(number: number, min: number, max: number, whole: boolean): string {
  if (Number.isNaN(number)) return 'Write a number, with a point for decimals.';
  if (number < min || number > max) return `Write a number ${bounds(min, max)}.`;
  return whole && !Number.isSafeInteger(number) ? 'Write a whole number.' : '';
}
function bounds(min: number, max: number): string {
  if (max === Infinity) return `of at least ${min}`;
  return min === -Infinity ? `of at most ${max}` : `from ${min} to ${max}`;
}

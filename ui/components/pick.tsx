import { useId } from 'react';

interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly title?: string;
  readonly className?: string;
  readonly options: readonly { readonly value: string; readonly text: string; readonly disabled?: boolean }[];
  readonly onPick: (value: string) => void;
}

/** A choice with its small label above. */
export function Pick({ label, value, title, className = 'pick', options, onPick }: PickProps) {
  const id = useId();
  return (
    <label className={className} htmlFor={id} title={title}>
      <span>{label}</span>
      <select id={id} value={value} onChange={(event) => onPick(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

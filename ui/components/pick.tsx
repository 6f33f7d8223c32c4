import { useId } from 'react';

export interface Option {
  readonly value: string;
  readonly text: string;
  readonly disabled?: boolean;
}
interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly title?: string;
  readonly className?: string;
  readonly options: readonly Option[];
  /** more of them, under names of their own */
  readonly groups?: readonly { readonly title: string; readonly options: readonly Option[] }[];
  readonly onPick: (value: string) => void;
}

/** A choice with its small label above. */
export function Pick({ label, value, title, className = 'pick', options, groups = [], onPick }: PickProps) {
  const id = useId();
  return (
    <label className={className} htmlFor={id} title={title}>
      <span>{label}</span>
      <select id={id} value={value} onChange={(event) => onPick(event.target.value)}>
        {options.map(toOption)}
        {groups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.options.map(toOption)}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

const toOption = ({ value, text, disabled }: Option) => (
  <option key={value} value={value} disabled={disabled}>
    {text}
  </option>
);

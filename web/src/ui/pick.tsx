import { useId } from 'react';

/** What can be chosen, and what is. */
export type Choice<Value extends string> = {
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onPick: (value: Value) => void;
};

/** The select of the system, which every keyboard and phone knows; whoever uses it labels it. */
export function Select<Value extends string>({
  id,
  value,
  options,
  onPick,
  isWrong,
  described,
}: Choice<Value> & {
  readonly id: string;
  readonly isWrong?: boolean | undefined;
  readonly described?: string | undefined;
}) {
  return (
    <select
      id={id}
      value={value}
      aria-invalid={isWrong}
      aria-describedby={described}
      onChange={({ target }) => {
        const found = options.find(([one]) => one === target.value);
        if (found !== undefined) onPick(found[0]);
      }}
    >
      {options.map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** One of a few, beside its name. */
export function Pick<Value extends string>({
  label,
  ...choice
}: Choice<Value> & { readonly label: string }) {
  const id = useId();
  return (
    <span className="pick">
      <label htmlFor={id}>{label}</label>
      <Select id={id} {...choice} />
    </span>
  );
}

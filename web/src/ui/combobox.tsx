import { type KeyboardEvent, useId, useState } from 'react';
import './combobox.css';

export type Option = {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
  /** Where two may have the same value. */
  readonly key?: string;
};

type ComboboxProps = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onText: (text: string) => void;
  readonly onPick: (option: Option) => void;
  readonly described?: string | undefined;
  readonly isWrong?: boolean;
  readonly isRequired?: boolean;
  /** Said while suggestions are on their way. */
  readonly busy?: string | null;
};

/**
 * A field with suggestions, by keyboard as by pointer (the pattern of WAI-ARIA): arrows move, Enter
 * takes, Escape shuts. Whatever is typed stays: a suggestion is never taken by itself.
 */
export function Combobox({ id, label, value, options, onText, onPick, ...more }: ComboboxProps) {
  const list = useId();
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const shown = isOpen ? options : [];
  const active = at < shown.length ? at : -1;
  const pick = (option: Option): void => {
    onPick(option);
    setOpen(false);
    setAt(-1);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const places = options.length + 1;
      // Beyond either end one is in the field itself.
      const step = event.key === 'ArrowDown' ? 1 : places - 1;
      setAt(((active + 1 + step) % places) - 1);
    } else if (event.key === 'Enter' && shown[active] !== undefined) {
      event.preventDefault();
      pick(shown[active]);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      setOpen(false);
    }
  };
  return (
    <span className="combobox">
      <input
        id={id}
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={active < 0 ? undefined : `${list}-${active}`}
        aria-describedby={more.described}
        aria-invalid={more.isWrong === true}
        aria-required={more.isRequired === true}
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        value={value}
        onChange={({ target }) => {
          onText(target.value);
          setOpen(true);
          setAt(-1);
        }}
        onKeyDown={onKey}
        onBlur={() => setOpen(false)}
      />
      {more.busy && isOpen && <span className="combobox-busy">{more.busy}</span>}
      <Suggestions id={list} label={label} of={shown} active={active} onPick={pick} />
    </span>
  );
}

/** The suggestions; the keyboard stays in the field, which says which of them is meant. */
function Suggestions({
  id,
  label,
  of,
  active,
  onPick,
}: {
  readonly id: string;
  readonly label: string;
  readonly of: readonly Option[];
  readonly active: number;
  readonly onPick: (option: Option) => void;
}) {
  return (
    <div role="listbox" id={id} tabIndex={-1} hidden={of.length === 0} aria-label={label}>
      {of.map((option, place) => (
        <div
          key={option.key ?? option.value}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === active}
          ref={(own) => {
            if (place === active) own?.scrollIntoView({ block: 'nearest' });
          }}
          // Before the field loses the focus, which would shut the list.
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(option);
          }}
        >
          <b>{option.value}</b> <span>{option.label}</span>
          {option.detail !== undefined && <small>{option.detail}</small>}
        </div>
      ))}
    </div>
  );
}

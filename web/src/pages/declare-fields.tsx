import { useId, useState } from 'react';
import type { Finding } from '../api/generated.ts';
import { useLanguage } from '../app/language.tsx';
import { Combobox, type Option } from '../ui/combobox.tsx';
import { type Choices, masked, principalsFor, type SaidField } from './declare-draft.ts';

/** Code tables by the fields that speak in them; of goods by their last name. */
const TABLES: Readonly<Record<string, keyof Choices['codes']>> = {
  ...{ mode: 'tradeMode', 'list.customs': 'customs', 'list.port': 'customs' },
  ...{ 'list.transport': 'trafMode', 'list.country': 'country', 'list.wrap': 'wrapType' },
  ...{ country: 'country', tradeCountry: 'country', unit: 'unit', unit1: 'unit', unit2: 'unit' },
};

/** Suggestions that are shown at once. */
const MOST = 12;

type Naming = { readonly pick: (zh: string, en: string) => string };

/** All that a field may be chosen from; empty where it is free. */
function choicesFor({ path, kind }: SaidField, choices: Choices, { pick }: Naming): Option[] {
  if (kind === 'enterprise') {
    return principalsFor(path, choices).map(({ code, name }) => ({ value: code, label: name }));
  }
  const table = TABLES[path];
  if (table === undefined) return [];
  const only: readonly string[] | null =
    path === 'mode' ? choices.modes : path === 'list.customs' ? choices.customs : null;
  return choices.codes[table]
    .filter(({ code }) => only === null || only.includes(code))
    .map(({ code, zh, en }) => ({ value: code, label: pick(zh, en) }));
}

function fitting(options: readonly Option[], text: string): Option[] {
  const wanted = text.trim().toLowerCase();
  // What stands there already was chosen: one looks for another.
  if (options.some(({ value }) => value === wanted)) return options.slice(0, MOST);
  const isFit = ({ value, label }: Option) =>
    value.toLowerCase().startsWith(wanted) || label.toLowerCase().includes(wanted);
  return options.filter(isFit).slice(0, MOST);
}

/** A name and what may be said, from the text of the field table. */
export function useNames() {
  const { pick } = useLanguage();
  const parts = ({ zh, en }: Pick<SaidField, 'zh' | 'en'>) => pick(zh, en).split(/;\s*/);
  return {
    nameOf: (field: Pick<SaidField, 'zh' | 'en'>) => parts(field)[0] ?? '',
    hintOf: (field: Pick<SaidField, 'zh' | 'en'>) => parts(field)[1] ?? '',
  };
}

/** One value with its name, what stands without it, and what the platform found of it. */
export function Field({
  field,
  value,
  onValue,
  choices,
  findings,
  scope = '',
  hint,
  isOptional = false,
  placeholder,
}: {
  readonly field: SaidField;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly choices: Choices;
  readonly findings: readonly Finding[];
  /** Tells the fields of one line from those of another. */
  readonly scope?: string;
  readonly hint?: string | undefined;
  /** Whether it may be left out although the table asks for it. */
  readonly isOptional?: boolean;
  readonly placeholder?: string | undefined;
}) {
  const own = useId();
  const { pick } = useLanguage();
  const { nameOf } = useNames();
  const options = choicesFor(field, choices, { pick });
  const chosen = options.find((one) => one.value === value.trim())?.label;
  const id = `f${scope}-${field.path.replaceAll('.', '-')}`;
  const isRequired = field.required && !isOptional;
  const isWrong = findings.length > 0;
  const told = chosen ?? hint ?? '';
  const described = [told !== '' && `${own}-hint`, isWrong && `${own}-wrong`]
    .filter((one) => one !== false)
    .join(' ');
  const common = { id, value, isRequired, isWrong, described: described || undefined };
  return (
    <div className={`field ${isWrong ? 'wrong' : ''}`}>
      <label htmlFor={id}>
        {nameOf(field)}
        {isRequired && <span aria-hidden="true"> *</span>}
      </label>
      {options.length > 0 ? (
        <Combobox
          {...common}
          label={nameOf(field)}
          options={fitting(options, value)}
          onText={onValue}
          onPick={(option) => onValue(option.value)}
        />
      ) : (
        <Plain {...common} field={field} onValue={onValue} placeholder={placeholder} />
      )}
      {told !== '' && (
        <small id={`${own}-hint`} className="soft">
          {told}
        </small>
      )}
      {isWrong && <Wrong id={`${own}-wrong`} findings={findings} />}
    </div>
  );
}

/** What is wrong with a value and what mends it. */
function Wrong({ id, findings }: { readonly id: string; readonly findings: readonly Finding[] }) {
  const { pick } = useLanguage();
  return (
    <ul id={id} className="wrongs">
      {findings.map(({ code, zh, en, hint, hintZh }) => (
        <li key={code}>
          <b className="no">{code}</b> {pick(zh, en)}
          <span className="mend">{pick(hintZh, hint)}</span>
        </li>
      ))}
    </ul>
  );
}

type Plainly = {
  readonly id: string;
  readonly value: string;
  readonly isRequired: boolean;
  readonly isWrong: boolean;
  readonly described: string | undefined;
  readonly field: SaidField;
  readonly onValue: (value: string) => void;
  readonly placeholder: string | undefined;
};

const NUMBERS = ['decimal', 'yuan', 'integer'];

/** A field to type in; an identity number is hidden while nobody types it. */
function Plain({
  id,
  value,
  isRequired,
  isWrong,
  described,
  field,
  onValue,
  placeholder,
}: Plainly) {
  const [isFocused, setFocused] = useState(false);
  const isHidden = field.path === 'buyer.idNumber' && !isFocused;
  return (
    <input
      id={id}
      type="text"
      inputMode={NUMBERS.includes(field.kind) ? 'decimal' : undefined}
      autoComplete="off"
      spellCheck={false}
      maxLength={255}
      placeholder={field.kind === 'moment' ? 'YYYY-MM-DD HH:MM:SS' : placeholder}
      aria-required={isRequired}
      aria-invalid={isWrong}
      aria-describedby={described}
      value={isHidden ? masked(value) : value}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onChange={({ target }) => {
        // A hidden value is not typed into: what stands there are stars.
        if (!isHidden) onValue(target.value);
      }}
    />
  );
}

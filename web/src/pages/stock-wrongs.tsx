import { Alert } from 'antd';
import { type ReactNode, useId } from 'react';
import { CallError } from '../api/call.ts';
import type { Finding } from '../api/generated.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { type Choice, Select } from '../ui/pick.tsx';

/** What the platform found wrong, at the fields of a form. */
export type Wrongs = {
  /** Those of one field, by its path as `parts[1]/quantity`. */
  readonly at: (path: string) => readonly Finding[];
  /** Those that are told at no field. */
  readonly rest: readonly Finding[];
  readonly count: number;
};

/** The path of a finding of a rule or of the form of a call, as rules write it. */
function pathOf({ path }: Finding): string {
  return (path ?? '')
    .replace(/^body\/?/, '')
    .replace(/\/(\d+)/g, (_, place: string) => `[${Number(place) + 1}]`)
    .replace(/\/components.*$/, '/components');
}

/** Findings of a refusal by fields. @param fields the paths of all fields of the form */
export function wrongsOf(error: Error | null, fields: readonly string[]): Wrongs {
  const problem = error instanceof CallError ? error.problem : null;
  const findings = problem === null || problem.status === 401 ? [] : problem.findings;
  return {
    at: (path) => findings.filter((one) => pathOf(one) === path),
    rest: findings.filter((one) => !fields.includes(pathOf(one))),
    count: findings.length,
  };
}

/** What is wrong as a whole; that something is wrong at its field is said too. */
export function Wrong({
  error,
  wrongs,
  retry,
}: {
  readonly error: Error | null;
  readonly wrongs: Wrongs;
  readonly retry: () => void;
}) {
  const { say } = useLanguage();
  if (error === null) return null;
  if (wrongs.rest.length > 0 || wrongs.count === 0) return <Failure error={error} retry={retry} />;
  const told = say('deed.wrong', { n: wrongs.count });
  return <Alert type="error" showIcon role="alert" title={told} />;
}

type Asked = {
  readonly label: string;
  readonly wrongs: readonly Finding[];
  readonly hint?: string;
  readonly children: (given: {
    readonly id: string;
    readonly isWrong: boolean;
    readonly described: string | undefined;
  }) => ReactNode;
};

/** A field of a form with its name, and what is wrong with it. */
export function Said({ label, wrongs, hint, children }: Asked) {
  const id = useId();
  const isWrong = wrongs.length > 0;
  const described = [hint && `${id}-hint`, isWrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div className={`said${isWrong ? ' wrong' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, isWrong, described: described || undefined })}
      {hint && (
        <small id={`${id}-hint`} className="soft">
          {hint}
        </small>
      )}
      <WrongList id={`${id}-wrong`} of={wrongs} />
    </div>
  );
}

/** What is wrong and what mends it; nothing where nothing is. */
export function WrongList({ of, id }: { readonly of: readonly Finding[]; readonly id?: string }) {
  const { pick } = useLanguage();
  if (of.length === 0) return null;
  return (
    <ul id={id} className="wrongs">
      {of.map(({ code, zh, en, hint, hintZh, path }) => (
        <li key={`${code} ${path} ${en}`}>
          <b className="no">{code}</b> {pick(zh, en)} <span>{pick(hintZh, hint)}</span>
        </li>
      ))}
    </ul>
  );
}

type TextProps = Omit<Asked, 'children'> & {
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly isNeeded?: boolean;
  readonly most?: number;
  readonly type?: 'text' | 'date';
  readonly isNumber?: boolean;
};

/** The same for one line of text. */
export function SaidText({ value, onType, isNeeded = true, ...more }: TextProps) {
  const { most = 64, type = 'text', isNumber = false, ...asked } = more;
  return (
    <Said {...asked}>
      {({ id, isWrong, described }) => (
        <input
          id={id}
          type={type}
          required={isNeeded}
          maxLength={most}
          inputMode={isNumber ? 'decimal' : undefined}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={isWrong}
          aria-describedby={described}
          value={value}
          onChange={({ target }) => onType(target.value)}
        />
      )}
    </Said>
  );
}

/** The same for one of a few. */
export function SaidPick<Value extends string>({
  value,
  options,
  onPick,
  ...asked
}: Omit<Asked, 'children'> & Choice<Value>) {
  return <Said {...asked}>{(field) => <Select {...field} {...{ value, options, onPick }} />}</Said>;
}

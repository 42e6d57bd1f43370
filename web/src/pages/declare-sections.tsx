import { Fragment } from 'react';
import type { Finding } from '../api/generated.ts';
import { useLanguage } from '../app/language.tsx';
import { type Choices, type Draft, fieldsOf, pointerOf, SECTIONS } from './declare-draft.ts';
import { Field, useNames } from './declare-fields.tsx';
import { Goods } from './declare-goods.tsx';

type SectionsProps = {
  readonly draft: Draft;
  readonly choices: Choices;
  readonly tax: string | null;
  readonly findingsAt: (pointer: string) => readonly Finding[];
  readonly onDraft: (change: (draft: Draft) => Draft) => void;
};

/** All that is asked, in the order in which a parcel comes to be. */
export function Sections({ onDraft, ...props }: SectionsProps) {
  const { draft, choices, findingsAt } = props;
  return SECTIONS.map(([name]) => (
    <Fragment key={name}>
      <Section
        {...props}
        name={name}
        onValue={(path, value) =>
          onDraft((now) => ({ ...now, head: { ...now.head, [path]: value } }))
        }
      />
      {name === 'buyer' && (
        <Goods
          lines={draft.goods}
          seller={draft.head.seller?.trim() ?? ''}
          choices={choices}
          findingsAt={findingsAt}
          onLines={(change) => onDraft((now) => ({ ...now, goods: change(now.goods) }))}
        />
      )}
    </Fragment>
  ));
}

type SectionProps = {
  readonly name: (typeof SECTIONS)[number][0];
  readonly draft: Draft;
  readonly choices: Choices;
  readonly tax: string | null;
  readonly findingsAt: (pointer: string) => readonly Finding[];
  readonly onValue: (path: string, value: string) => void;
};

function Section({ name, draft, choices, tax, findingsAt, onValue }: SectionProps) {
  const { say } = useLanguage();
  const { nameOf, hintOf } = useNames();
  const fields = fieldsOf(name, choices);
  const hintFor = (field: Choices['head'][number]): string => {
    if (field.path === 'tax') return say('declare.tax.follows');
    if (field.path === 'buyer.idNumber') return say('declare.id.hidden');
    const { otherwise } = field;
    if (otherwise === null || otherwise === '=sender') return hintOf(field);
    if (!otherwise.startsWith('=')) return say('declare.otherwise', { n: otherwise });
    const other = choices.head.find(({ path }) => path === otherwise.slice(1));
    return other === undefined ? hintOf(field) : say('declare.follows', { n: nameOf(other) });
  };
  const shown = (some: typeof fields) =>
    some.map((field) => (
      <Field
        key={field.path}
        field={field}
        value={draft.head[field.path] ?? ''}
        onValue={(value) => onValue(field.path, value)}
        choices={choices}
        findings={findingsAt(pointerOf(field.path, null))}
        hint={hintFor(field)}
        isOptional={field.path === 'tax' && tax !== null}
        placeholder={field.path === 'tax' ? (tax ?? undefined) : undefined}
      />
    ));
  const optional = fields.filter(({ required }) => !required);
  const isWrong = optional.some(({ path }) => findingsAt(pointerOf(path, null)).length > 0);
  return (
    <section aria-labelledby={`section-${name}`}>
      <h2 id={`section-${name}`}>{say(`declare.section.${name}`)}</h2>
      <div className="fields">{shown(fields.filter(({ required }) => required))}</div>
      {optional.length > 0 && (
        <details open={isWrong || undefined}>
          <summary>{say('declare.more')}</summary>
          <div className="fields">{shown(optional)}</div>
        </details>
      )}
    </section>
  );
}

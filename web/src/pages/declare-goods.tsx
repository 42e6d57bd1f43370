import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { Finding } from '../api/generated.ts';
import { type Say, useLanguage } from '../app/language.tsx';
import { useSettled } from '../app/settled.ts';
import { Combobox, type Option } from '../ui/combobox.tsx';
import { type Choices, type DraftLine, type Found, newLine, pointerOf } from './declare-draft.ts';
import { Field, useNames } from './declare-fields.tsx';

/** Lines of one declaration. */
const MOST_LINES = 99;

/** The lines of goods: found by search, then told in full. */
export function Goods({
  lines,
  seller,
  choices,
  findingsAt,
  onLines,
}: {
  readonly lines: readonly DraftLine[];
  readonly seller: string;
  readonly choices: Choices;
  readonly findingsAt: (pointer: string) => readonly Finding[];
  readonly onLines: (change: (lines: readonly DraftLine[]) => readonly DraftLine[]) => void;
}) {
  const { say } = useLanguage();
  return (
    <section aria-labelledby="section-goods">
      <h2 id="section-goods">{say('declare.section.goods')}</h2>
      {lines.map((line, place) => (
        <Line
          key={line.key}
          line={line}
          place={place}
          seller={seller}
          choices={choices}
          findingsAt={findingsAt}
          onValues={(values) =>
            onLines((all) =>
              all.map((one) =>
                one.key === line.key ? { ...one, values: { ...one.values, ...values } } : one,
              ),
            )
          }
          onRemove={
            lines.length === 1
              ? null
              : () => onLines((all) => all.filter(({ key }) => key !== line.key))
          }
        />
      ))}
      <p>
        <Button
          disabled={lines.length >= MOST_LINES}
          onClick={() => onLines((all) => [...all, newLine()])}
        >
          {say('declare.line.add')}
        </Button>
      </p>
    </section>
  );
}

function Line({
  line: { values },
  place,
  seller,
  choices,
  findingsAt,
  onValues,
  onRemove,
}: {
  readonly line: DraftLine;
  readonly place: number;
  readonly seller: string;
  readonly choices: Choices;
  readonly findingsAt: (pointer: string) => readonly Finding[];
  readonly onValues: (values: Readonly<Record<string, string>>) => void;
  readonly onRemove: (() => void) | null;
}) {
  const { say } = useLanguage();
  const { hintOf } = useNames();
  const fieldOf = (path: string) => choices.goods.find((one) => one.path === path);
  const shown = (isRequired: boolean) =>
    choices.goods
      .filter(({ required }) => required === isRequired)
      .map((field) => (
        <Field
          key={field.path}
          field={field}
          scope={`${place}`}
          value={values[field.path] ?? ''}
          onValue={(value) => onValues({ [field.path]: value })}
          choices={choices}
          findings={findingsAt(pointerOf(field.path, place))}
          hint={hintOf(field)}
        />
      ));
  const isWrong = choices.goods.some(
    ({ path, required }) => !required && findingsAt(pointerOf(path, place)).length > 0,
  );
  return (
    <fieldset className="line">
      <legend>{say('declare.line', { n: place + 1 })}</legend>
      <GoodsSearch
        place={place}
        seller={seller}
        onFound={({ hs, name, itemNo, enterprise }) =>
          onValues({
            hs: hs.length === 8 && values.hs?.startsWith(hs) ? values.hs : hs,
            ...(values.name && enterprise === null ? {} : { name }),
            ...(itemNo !== null && fieldOf('itemNo') !== undefined ? { itemNo } : {}),
          })
        }
      />
      <div className="fields">{shown(true)}</div>
      <details open={isWrong || undefined}>
        <summary>{say('declare.more')}</summary>
        <div className="fields">{shown(false)}</div>
      </details>
      {onRemove !== null && (
        <Button onClick={onRemove}>{say('declare.line.remove', { n: place + 1 })}</Button>
      )}
    </fieldset>
  );
}

/** Goods by code, name or item number, looked for while they are typed. */
function GoodsSearch({
  place,
  seller,
  onFound,
}: {
  readonly place: number;
  readonly seller: string;
  readonly onFound: (goods: Found) => void;
}) {
  const { say, pick } = useLanguage();
  const [text, setText] = useState('');
  const search = useSettled(text.trim());
  const asked = useQuery({
    queryKey: ['searchGoods', search, seller],
    queryFn: ({ signal }) =>
      call('searchGoods', { query: { search, ...(seller === '' ? {} : { seller }) }, signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const goods = search === '' || text.trim() === '' ? [] : (asked.data?.goods ?? []);
  const options = goods.map((one, at) => optionOf(one, at, say, pick));
  const isNone = search !== '' && search === text.trim() && asked.isSuccess && goods.length === 0;
  return (
    <div className="field find">
      <label htmlFor={`find-${place}`}>{say('declare.line.find')}</label>
      <Combobox
        id={`find-${place}`}
        label={say('declare.line.find')}
        described={`find-${place}-hint`}
        value={text}
        options={options}
        onText={setText}
        onPick={({ key }) => {
          const found = goods[Number(key)];
          if (found === undefined) return;
          setText('');
          onFound(found);
        }}
        busy={asked.isFetching ? say('loading') : null}
      />
      <small id={`find-${place}-hint`} className="soft" aria-live="polite">
        {isNone ? say('declare.line.none') : say('declare.line.find.hint')}
      </small>
    </div>
  );
}

/** A rate such as 13/100 in per cent. */
const percent = (rate: string): string => {
  const [n = 0, d = 1] = rate.split('/').map(Number);
  return `${Number(((n * 100) / d).toPrecision(6))} %`;
};

function optionOf(
  { source, hs, name, nameEn, itemNo, enterprise, vat, isListed, remarks }: Found,
  at: number,
  say: Say,
  pick: (zh: string, en: string | null) => string,
): Option {
  const called = pick(name, nameEn);
  const detail = [
    // Articles are on file under one name; that of their code helps who cannot read it.
    ...(source === 'filed' && called !== name ? [called] : []),
    source === 'filed'
      ? `${say('declare.goods.filed')} ${itemNo} · ${enterprise}`
      : say('declare.goods.tariff'),
    ...(vat === null ? [] : [say('declare.goods.vat', { n: percent(vat) })]),
    ...(isListed ? [] : [say('declare.goods.unlisted')]),
    ...remarks,
  ].join(' · ');
  return { key: `${at}`, value: hs, label: source === 'filed' ? name : pick(name, nameEn), detail };
}

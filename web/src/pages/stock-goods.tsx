import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useSettled } from '../app/settled.ts';
import type { Column } from '../ui/table.tsx';
import { Frozen, lineTo, useIsFirm } from './stock-parts.tsx';

export type Line = Answer<'listBookLines'>['lines'][number];

/** Lines of a book in the order of their numbers, or those found while one types. */
export function Goods({ bookNo }: { readonly bookNo: string }) {
  const { say } = useLanguage();
  const id = useId();
  const isFirm = useIsFirm();
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState(search.get('find') ?? '');
  const find = useSettled(text.trim().slice(0, 64));
  const pages = useInfiniteQuery({
    queryKey: ['listBookLines', bookNo, find],
    queryFn: ({ pageParam, signal }) => {
      const query = { find, ...(pageParam === '' ? {} : { after: pageParam }) };
      return call(isFirm ? 'listBookLines' : 'listBookLinesOfAny', {
        ...{ path: { bookNo }, query, signal },
      });
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  return (
    <section>
      <h2>{say('stock.lines')}</h2>
      <p className="search">
        <label htmlFor={id}>{say('stock.find')}</label>
        <input
          id={id}
          type="search"
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          placeholder={say('stock.find.hint')}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setSearch(target.value === '' ? {} : { find: target.value }, { replace: true });
          }}
        />
      </p>
      <Pages
        of={pages}
        rowsOf={({ lines }) => lines}
        none={say('stock.lines.none')}
        label={say('stock.lines')}
        columns={useColumns(bookNo)}
        keyOf={({ recordNo }) => recordNo}
      />
    </section>
  );
}

/** What stands there of the bonded goods of a line. */
export function bondedOf({ balances }: Line) {
  return balances.find(({ status }) => status === 'bonded');
}

function useColumns(bookNo: string): readonly Column<Line>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'record', title: say('stock.record') },
      cell: ({ recordNo, frozen }) => (
        <>
          <Link to={lineTo(bookNo, recordNo)}>{recordNo}</Link> {frozen && <Frozen />}
        </>
      ),
    },
    {
      ...{ key: 'goods', title: say('stock.goods') },
      cell: ({ name, itemNo, hs }) => (
        <>
          <b>{name}</b>
          <span className="soft no">
            {hs} · {itemNo}
          </span>
        </>
      ),
    },
    {
      key: 'unit',
      title: say('stock.unit'),
      cell: ({ unit }) => <span className="no">{unit}</span>,
    },
    {
      ...{ key: 'in', title: say('stock.in'), isNumber: true },
      cell: (line) => bondedOf(line)?.in ?? '0',
    },
    {
      ...{ key: 'out', title: say('stock.out'), isNumber: true },
      cell: (line) => bondedOf(line)?.out ?? '0',
    },
    {
      ...{ key: 'remain', title: say('stock.remain'), isNumber: true },
      cell: (line) => <b>{bondedOf(line)?.remain ?? '0'}</b>,
    },
    {
      ...{ key: 'reserved', title: say('stock.reserved'), isNumber: true },
      cell: (line) => <Reserved of={line} />,
    },
    {
      ...{ key: 'free', title: say('stock.free'), isNumber: true },
      cell: (line) => <b>{bondedOf(line)?.free ?? '0'}</b>,
    },
    { key: 'others', title: say('stock.others'), cell: (line) => <Others of={line} /> },
  ];
}

/** What is promised, and of that to what. */
export function Reserved({ of }: { readonly of: Line }) {
  const { say } = useLanguage();
  const { toExports, toDeeds } = of;
  return (
    <>
      {bondedOf(of)?.reserved ?? '0'}
      {toExports !== '0' && (
        <span className="soft">{say('stock.toExports', { n: toExports })}</span>
      )}
      {toDeeds !== '0' && <span className="soft">{say('stock.toDeeds', { n: toDeeds })}</span>}
    </>
  );
}

function Others({ of: { balances } }: { readonly of: Line }) {
  const { say } = useLanguage();
  const others = balances.filter(({ status, remain }) => status !== 'bonded' && remain !== '0');
  return (
    <ul className="plain-list">
      {others.map(({ status, remain }) => (
        <li key={status}>
          {wordOr(say, 'stockStatus', status)} <b>{remain}</b>
        </li>
      ))}
    </ul>
  );
}

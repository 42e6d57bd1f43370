import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useTitle } from '../app/title.ts';
import type { Column } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { daysUntil, useIsFirm } from './stock-parts.tsx';

export type BookNow = Answer<'readBookNow'>;

/** The account books that one may see, with what waits on each and what comes to an end. */
export function StockPage() {
  const { say } = useLanguage();
  const isFirm = useIsFirm();
  useTitle(say('stock.title'));
  const pages = useInfiniteQuery({
    queryKey: ['listBooks'],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === '' ? {} : { after: pageParam };
      return call(isFirm ? 'listBooks' : 'listBooksOfAny', { query, signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const columns: readonly Column<BookNow>[] = [
    {
      ...{ key: 'book', title: say('stock.book') },
      cell: ({ bookNo, customsCode }) => (
        <>
          <Link to={`/stock/${bookNo}`}>{bookNo}</Link>
          <span className="soft no">{customsCode}</span>
        </>
      ),
    },
    {
      ...{ key: 'firm', title: say('stock.enterprise') },
      cell: ({ enterprise, enterpriseName }) => (
        <>
          <b>{enterpriseName}</b>
          <span className="soft no">{enterprise}</span>
        </>
      ),
    },
    {
      ...{ key: 'area', title: say('stock.area') },
      cell: ({ areaCode, areaName }) => (
        <>
          {areaName}
          <span className="soft no">{areaCode}</span>
        </>
      ),
    },
    { key: 'term', title: say('stock.term'), cell: (book) => <Term of={book} /> },
    { key: 'waiting', title: say('stock.waiting'), cell: (book) => <Waiting of={book} /> },
    { key: 'limits', title: say('stock.limits'), cell: (book) => <Limits of={book} /> },
  ];
  return (
    <>
      <h1>{say('stock.title')}</h1>
      <p className="soft">{say('stock.lead')}</p>
      <Pages
        of={pages}
        rowsOf={({ books }) => books}
        none={say('stock.none')}
        label={say('stock.title')}
        columns={columns}
        keyOf={({ bookNo }) => bookNo}
      />
    </>
  );
}

type Of = { readonly of: BookNow };

/** From when until when one may declare under a book. */
export function Term({ of: { from, until } }: Of) {
  const { say } = useLanguage();
  return (
    <>
      {until === null
        ? say('stock.term.open', { n: from })
        : say('stock.term.until', { n: from, m: until })}
    </>
  );
}

/** How many papers of each kind are open. */
export function Waiting({ of: { waiting } }: Of) {
  const { say } = useLanguage();
  if (waiting.length === 0) return <span className="soft">{say('stock.waiting.none')}</span>;
  return (
    <ul className="plain-list">
      {waiting.map(({ kind, state, count }) => (
        <li key={`${kind} ${state}`}>
          {wordOr(say, 'stockKind', kind)} · {wordOr(say, 'stockState', state)} <b>{count}</b>
        </li>
      ))}
    </ul>
  );
}

/** Days before the end of a book in which it is told, and the share of a guarantee in use. */
const [SOON, NEARLY] = [60, 0.9];

/** What of a book is at its limit; said to be in order where nothing is. */
export function Limits({ of }: Of) {
  const { say } = useLanguage();
  const { isOpen, until, expiring, overdue, countNo, guarantee } = of;
  const left = until === null ? null : daysUntil(until);
  const used = guarantee === null ? 0 : Number(guarantee.used) / Number(guarantee.amount);
  const told = [
    !isOpen && (['bad', say('stock.shut')] as const),
    isOpen && left !== null && left <= SOON && (['bad', say('stock.ends', { n: left })] as const),
    overdue > 0 && (['bad', say('stock.overdue', { n: overdue })] as const),
    used >= NEARLY && (['bad', say('stock.guarantee.full')] as const),
    countNo !== null && (['busy', say('stock.counting')] as const),
    expiring !== null &&
      (['busy', say('stock.expiring', { n: expiring.lots, m: expiring.first })] as const),
  ].filter((one) => one !== false);
  if (told.length === 0) return <Tag tone="good">{say('stock.calm')}</Tag>;
  return (
    <ul className="plain-list">
      {told.map(([tone, text]) => (
        <li key={text}>
          <Tag tone={tone}>{text}</Tag>
        </li>
      ))}
    </ul>
  );
}

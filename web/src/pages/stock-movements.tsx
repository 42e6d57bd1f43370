import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import type { Column } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { Document, lineTo, StockStatus, useIsFirm } from './stock-parts.tsx';

type Movement = Answer<'listBookMovements'>['movements'][number];

/** What moved in a book, or of one lot, down to the document that moved it. */
export function Movements({
  bookNo,
  lot,
}: {
  readonly bookNo: string;
  readonly lot?: { readonly recordNo: string; readonly lotNo: string };
}) {
  const { say } = useLanguage();
  const isFirm = useIsFirm();
  const pages = useInfiniteQuery({
    queryKey: ['listBookMovements', bookNo, lot?.recordNo, lot?.lotNo],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...lot, ...(pageParam === '' ? {} : { after: pageParam }) };
      const given = { path: { bookNo }, query, signal };
      return call(isFirm ? 'listBookMovements' : 'listBookMovementsOfAny', given);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const whose: Column<Movement> = {
    ...{ key: 'lot', title: say('stock.lot') },
    cell: ({ recordNo, lotNo }) => (
      <>
        <Link to={lineTo(bookNo, recordNo, lotNo)}>{lotNo}</Link>
        <span className="soft">{say('stock.line', { n: recordNo })}</span>
      </>
    ),
  };
  const columns: readonly Column<Movement>[] = [
    { key: 'at', title: say('stock.moves.at'), cell: ({ at }) => <Time at={at} /> },
    ...(lot === undefined ? [whose] : []),
    {
      ...{ key: 'change', title: say('stock.moves.change'), isNumber: true },
      cell: ({ quantity }) => <b>{quantity.startsWith('-') ? quantity : `+${quantity}`}</b>,
    },
    {
      ...{ key: 'document', title: say('stock.moves.doc') },
      cell: ({ document, line }) => (
        <>
          <Document of={document} />
          <span className="soft no">{line}</span>
        </>
      ),
    },
    {
      ...{ key: 'place', title: say('stock.place') },
      cell: ({ location, status }) => (
        <>
          <span className="no">{location}</span> <StockStatus of={status} />
        </>
      ),
    },
  ];
  return (
    <Pages
      of={pages}
      rowsOf={({ movements }) => movements}
      none={say('stock.moves.none')}
      label={say('stock.moves')}
      columns={columns}
      keyOf={({ recordNo, lotNo, document, line }) => [recordNo, lotNo, document, line].join(' ')}
    />
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Age, Document, Expiry, Frozen, lineTo, StockStatus, useIsFirm } from './stock-parts.tsx';
import type { Asked } from './stock-plan-asked.ts';
import type { Kind, Place } from './stock-plan-colours.ts';
import { inOrder } from './stock-plan-layout.ts';

type PlacedLot = Answer<'listLotsAtPlace'>['lots'][number];

/** The places of a zone as a table: the plan for readers and small screens. */
export function PlaceTable({
  places,
  asked,
  kinds,
}: {
  readonly places: readonly Place[];
  readonly asked: Asked;
  readonly kinds: ReadonlyMap<string, Kind>;
}) {
  const { say } = useLanguage();
  const columns: readonly Column<Place>[] = [
    {
      ...{ key: 'place', title: say('stock.place') },
      cell: ({ location, frozen }) => (
        <>
          <Link to={`${asked.addressOf({ at: location })}#place`} preventScrollReset>
            {location}
          </Link>{' '}
          {frozen && <Frozen />}
        </>
      ),
    },
    {
      ...{ key: 'kind', title: say(`plan.by.${asked.colour}`) },
      cell: ({ location }) => kinds.get(location)?.word ?? '',
    },
    { key: 'lots', title: say('plan.lots'), isNumber: true, cell: ({ lots }) => lots },
    { key: 'lines', title: say('plan.lines'), isNumber: true, cell: ({ lines }) => lines },
    {
      ...{ key: 'oldest', title: say('plan.oldest') },
      cell: ({ since }) => since !== null && <Age at={since} />,
    },
    {
      ...{ key: 'first', title: say('plan.first') },
      cell: ({ expiresOn, lots }) => lots > 0 && <Expiry on={expiresOn} />,
    },
  ];
  if (places.length === 0) return <p className="empty">{say('plan.places.none')}</p>;
  return (
    <Table
      label={say('plan.places')}
      columns={columns}
      rows={inOrder(places)}
      keyOf={({ location }) => location}
    />
  );
}

/** What lies at one place. */
export function AtPlace({
  bookNo,
  location,
}: {
  readonly bookNo: string;
  readonly location: string;
}) {
  const { say } = useLanguage();
  const isFirm = useIsFirm();
  const pages = useInfiniteQuery({
    queryKey: ['listLotsAtPlace', bookNo, location],
    queryFn: ({ pageParam, signal }) => {
      const query = { location, ...(pageParam && { after: pageParam }) };
      const given = { path: { bookNo }, query, signal };
      return call(isFirm ? 'listLotsAtPlace' : 'listLotsAtPlaceOfAny', given);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  return (
    <section id="place">
      <h2>{say('plan.at', { n: location })}</h2>
      <Pages
        of={pages}
        rowsOf={({ lots }) => lots}
        none={say('plan.at.none')}
        label={say('plan.at', { n: location })}
        columns={useLotColumns(bookNo)}
        keyOf={({ recordNo, lotNo }) => `${recordNo} ${lotNo}`}
      />
    </section>
  );
}

function useLotColumns(bookNo: string): readonly Column<PlacedLot>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'lot', title: say('stock.lot') },
      cell: ({ recordNo, lotNo, frozen }) => (
        <>
          <Link to={lineTo(bookNo, recordNo, lotNo)}>{lotNo}</Link> {frozen && <Frozen />}
        </>
      ),
    },
    {
      ...{ key: 'goods', title: say('stock.goods') },
      cell: ({ recordNo, name }) => (
        <>
          <b>{name}</b>
          <span className="soft">{say('stock.line', { n: recordNo })}</span>
        </>
      ),
    },
    {
      ...{ key: 'status', title: say('stock.status') },
      cell: ({ status }) => <StockStatus of={status} />,
    },
    {
      ...{ key: 'quantity', title: say('stock.quantity'), isNumber: true },
      cell: ({ quantity, unit }) => (
        <>
          <b>{quantity}</b> <span className="no">{unit}</span>
        </>
      ),
    },
    {
      ...{ key: 'owner', title: say('stock.owner') },
      cell: ({ owner }) => <span className="no code">{owner}</span>,
    },
    {
      ...{ key: 'expires', title: say('stock.expires') },
      cell: ({ expiresOn }) => <Expiry on={expiresOn} />,
    },
    { key: 'since', title: say('stock.since'), cell: ({ since }) => <Age at={since} /> },
    { key: 'by', title: say('stock.by'), cell: ({ document }) => <Document of={document} /> },
  ];
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { type Line, Reserved } from './stock-goods.tsx';
import { Movements } from './stock-movements.tsx';
import { Age, Document, Expiry, Frozen, StockStatus, useIsFirm } from './stock-parts.tsx';

type Lot = Answer<'readBookLine'>['lots'][number];

/** One line of a book: its balances, its lots in the order in which they go, what moved of one. */
export function LinePage() {
  const { say } = useLanguage();
  const { bookNo = '', recordNo = '' } = useParams();
  const [search] = useSearchParams();
  const lotNo = search.get('lot') ?? '';
  const isFirm = useIsFirm();
  useTitle(`${say('stock.line', { n: recordNo })} ${bookNo}`);
  const pages = useInfiniteQuery({
    queryKey: ['readBookLine', bookNo, recordNo],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === '' ? {} : { after: pageParam };
      const given = { path: { bookNo, recordNo }, query, signal };
      return call(isFirm ? 'readBookLine' : 'readBookLineOfAny', given);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const line = pages.data?.pages[0]?.line;
  const columns = useColumns(bookNo, line?.unit ?? '');
  return (
    <>
      <p className="crumb">
        <Link to={`/stock/${bookNo}`}>{say('stock.to.book', { n: bookNo })}</Link>
      </p>
      <h1>
        {say('stock.line', { n: recordNo })} {line?.name} {line?.frozen && <Frozen />}
      </h1>
      {pages.isPending && <Skeleton lines={6} label={say('loading')} />}
      {pages.isError && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {line !== undefined && (
        <>
          <Balances of={line} />
          <section>
            <h2>{say('stock.lots')}</h2>
            <p className="soft">{say('stock.lots.lead')}</p>
            <Pages
              of={pages}
              rowsOf={({ lots }) => lots}
              none={say('stock.lots.none')}
              label={say('stock.lots')}
              columns={columns}
              keyOf={(lot) => lot.lotNo}
            />
          </section>
        </>
      )}
      {lotNo !== '' && (
        <section id="moves">
          <h2>{say('stock.moves.of', { n: lotNo })}</h2>
          <Movements bookNo={bookNo} lot={{ recordNo, lotNo }} />
        </section>
      )}
    </>
  );
}

function Balances({ of }: { readonly of: Line }) {
  const { say } = useLanguage();
  type Balance = Line['balances'][number];
  const columns: readonly Column<Balance>[] = [
    {
      ...{ key: 'status', title: say('stock.status') },
      cell: ({ status }) => <StockStatus of={status} />,
    },
    { key: 'in', title: say('stock.in'), isNumber: true, cell: (one) => one.in },
    { key: 'out', title: say('stock.out'), isNumber: true, cell: ({ out }) => out },
    {
      ...{ key: 'remain', title: say('stock.quantity'), isNumber: true },
      cell: ({ remain }) => <b>{remain}</b>,
    },
    {
      ...{ key: 'reserved', title: say('stock.reserved'), isNumber: true },
      cell: ({ status, reserved }) => (status === 'bonded' ? <Reserved of={of} /> : reserved),
    },
    { key: 'free', title: say('stock.free'), isNumber: true, cell: ({ free }) => <b>{free}</b> },
  ];
  return (
    <section>
      <h2>{say('stock.balances')}</h2>
      <Facts
        of={[
          [
            say('stock.hs'),
            <span key="hs" className="no">
              {of.hs}
            </span>,
          ],
          [
            say('stock.item'),
            <span key="item" className="no">
              {of.itemNo}
            </span>,
          ],
          [say('stock.unit'), of.unit],
        ]}
      />
      {of.balances.length === 0 ? (
        <p className="empty">{say('stock.lots.none')}</p>
      ) : (
        <Table
          label={say('stock.balances')}
          columns={columns}
          rows={of.balances}
          keyOf={({ status }) => status}
        />
      )}
    </section>
  );
}

function useColumns(bookNo: string, unit: string): readonly Column<Lot>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'lot', title: say('stock.lot') },
      cell: ({ lotNo, frozen }) => (
        <>
          <Link to={`?lot=${encodeURIComponent(lotNo)}#moves`}>{lotNo}</Link> {frozen && <Frozen />}
        </>
      ),
    },
    {
      ...{ key: 'status', title: say('stock.status') },
      cell: ({ status, sellable }) => (
        <>
          <StockStatus of={status} />{' '}
          {status === 'bonded' && !sellable && <Tag tone="bad">{say('stock.unsellable')}</Tag>}
        </>
      ),
    },
    {
      ...{ key: 'quantity', title: say('stock.quantity'), isNumber: true },
      cell: ({ quantity }) => (
        <>
          <b>{quantity}</b> <span className="no">{unit}</span>
        </>
      ),
    },
    {
      ...{ key: 'place', title: say('stock.place') },
      cell: ({ location }) => (
        <Link
          className="code"
          to={`/stock/warehouse?book=${bookNo}&at=${encodeURIComponent(location)}`}
        >
          {location}
        </Link>
      ),
    },
    {
      key: 'owner',
      title: say('stock.owner'),
      cell: ({ owner }) => <span className="no code">{owner}</span>,
    },
    {
      key: 'expires',
      title: say('stock.expires'),
      cell: ({ expiresOn }) => <Expiry on={expiresOn} />,
    },
    { key: 'since', title: say('stock.since'), cell: ({ since }) => <Age at={since} /> },
    { key: 'by', title: say('stock.by'), cell: ({ document }) => <Document of={document} /> },
  ];
}

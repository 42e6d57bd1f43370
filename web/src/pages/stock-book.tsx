import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Barred } from '../ui/barred.tsx';
import { Choices } from '../ui/choices.tsx';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type BookNow, Limits, Term, Waiting } from './stock.tsx';
import { Goods } from './stock-goods.tsx';
import { Movements } from './stock-movements.tsx';
import { OpenPapers, Papers } from './stock-papers.tsx';
import { useIsFirm } from './stock-parts.tsx';

const TABS = ['goods', 'waiting', 'papers', 'movements'] as const;
export const DEEDS = ['processing', 'change', 'transfer', 'disposal'] as const;

/** One account book: its goods, what waits on it, its papers and what moved. */
export function BookPage() {
  const { say } = useLanguage();
  const { bookNo = '' } = useParams();
  const [search] = useSearchParams();
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'goods';
  useTitle(`${say('stock.book')} ${bookNo}`);
  const book = useBook(bookNo);
  return (
    <>
      <p className="crumb">
        <Link to="/stock">{say('stock.to')}</Link>
      </p>
      <h1>
        {say('stock.book')} <span className="no">{bookNo}</span>
      </h1>
      {book.isPending && <Skeleton lines={4} label={say('loading')} />}
      {book.isError && <Failure error={book.error} retry={() => void book.refetch()} />}
      {book.data !== undefined && (
        <>
          <Head of={book.data} />
          <Choices label={say('stock.tabs')}>
            {TABS.map((one) => (
              <Link
                key={one}
                to={one === 'goods' ? '?' : `?tab=${one}`}
                aria-current={one === tab ? 'page' : undefined}
              >
                {say(`stock.tab.${one}`)}
              </Link>
            ))}
            <Link to={`/stock/warehouse?book=${bookNo}`}>{say('stock.plan')}</Link>
          </Choices>
          {tab === 'goods' && <Goods bookNo={bookNo} />}
          {tab === 'waiting' && <OpenPapers bookNo={bookNo} />}
          {tab === 'papers' && <Papers bookNo={bookNo} />}
          {tab === 'movements' && (
            <section>
              <h2>{say('stock.moves')}</h2>
              <Movements bookNo={bookNo} />
            </section>
          )}
        </>
      )}
    </>
  );
}

/** How a book stands now. */
export function useBook(bookNo: string) {
  const isFirm = useIsFirm();
  return useQuery({
    queryKey: [isFirm ? 'readBookNow' : 'readBookNowOfAny', bookNo],
    queryFn: ({ signal }) =>
      call(isFirm ? 'readBookNow' : 'readBookNowOfAny', { path: { bookNo }, signal }),
    enabled: bookNo !== '',
  });
}

function Head({ of }: { readonly of: BookNow }) {
  const { say } = useLanguage();
  const { enterpriseName, enterprise, areaName, areaCode, customsCode, guarantee, countNo } = of;
  const lodged =
    guarantee && say('stock.guarantee.used', { n: guarantee.used, m: guarantee.amount });
  return (
    <section>
      <Facts
        of={[
          [say('stock.enterprise'), `${enterpriseName} ${enterprise}`],
          [say('stock.area'), `${areaName} ${areaCode}`],
          [say('stock.customs'), customsCode],
          [say('stock.term'), <Term key="term" of={of} />],
          [say('stock.guarantee'), lodged],
          [say('stock.waiting'), <Waiting key="waiting" of={of} />],
          [say('stock.limits'), <Limits key="limits" of={of} />],
          [
            say('stockKind.count'),
            countNo && <Link to={`/stock/papers/count/${countNo}`}>{countNo}</Link>,
          ],
        ]}
      />
      <Declare bookNo={of.bookNo} />
    </section>
  );
}

/** What may be declared of a book, by those who answer for it. */
function Declare({ bookNo }: { readonly bookNo: string }) {
  const { say } = useLanguage();
  const mayWrite = useRight('stock.write');
  return (
    <p className="begins">
      {say('stock.deeds')}{' '}
      {DEEDS.map((kind) =>
        mayWrite ? (
          <Link key={kind} to={`/stock/${bookNo}/new/${kind}`}>
            {say(`stockKind.${kind}`)}
          </Link>
        ) : (
          <Barred key={kind} why={say('right.stock.write')}>
            {say(`stockKind.${kind}`)}
          </Barred>
        ),
      )}
    </p>
  );
}

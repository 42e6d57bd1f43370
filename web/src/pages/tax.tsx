import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useRight } from '../app/session.tsx';
import { Shown } from '../app/shown.tsx';
import { useTitle } from '../app/title.ts';
import { Choices } from '../ui/choices.tsx';
import { Facts } from '../ui/facts.tsx';
import { money } from '../ui/money.ts';
import { type Column, Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { BillPages, NOTICE_TONES, Pdf, useSums } from './tax-parts.tsx';
import './firm.css';

type Guarantee = Answer<'readGuarantee'>;
type Month = Guarantee['months'][number];
type Notice = Answer<'listTaxNotices'>['notices'][number];

const STATES = ['open', 'overdue', 'paid', 'void'] as const;

/** Guarantee, and what is to be paid of the lists of a month. */
export function TaxPage() {
  const { say } = useLanguage();
  const may = useRight('firm.read');
  useTitle(say('duty.title'));
  if (!may) return <p className="empty">{say('right.firm')}</p>;
  return (
    <>
      <h1>{say('duty.title')}</h1>
      <Whole />
    </>
  );
}

function Whole() {
  const [search] = useSearchParams();
  const asked = useQuery({
    queryKey: ['readGuarantee'],
    queryFn: ({ signal }) => call('readGuarantee', { signal }),
  });
  return (
    <Shown of={asked}>
      {(guarantee) => {
        const given = search.get('month') ?? '';
        const isMonth = /^20\d\d-(0[1-9]|1[0-2])$/.test(given);
        const month = isMonth ? given : guarantee.months[0]?.month;
        return (
          <>
            <Lodged of={guarantee} />
            <Months of={guarantee.months} month={month} />
            {month !== undefined && <Notices key={month} month={month} />}
            {month !== undefined && <Uncollected month={month} />}
          </>
        );
      }}
    </Shown>
  );
}

/** How much of a guarantee is taken, in whole percents; money is compared as fen. */
function shareOf({ limit, used }: Guarantee): number {
  const fen = (yuan: string): number => Number(yuan.replace('.', ''));
  return fen(limit) === 0 ? 0 : Math.min(100, Math.round((fen(used) * 100) / fen(limit)));
}

/** What is lodged of a guarantee, and how much of it is taken. */
export function Lodged({ of }: { readonly of: Guarantee }) {
  const { say } = useLanguage();
  const share = shareOf(of);
  return (
    <section>
      <h2>{say('duty.guarantee')}</h2>
      {of.exempt && <p>{say('duty.exempt')}</p>}
      {of.lodged.length === 0 ? (
        <p className="soft">{say('duty.none')}</p>
      ) : (
        <>
          <Facts
            of={[
              [say('duty.limit'), money(of.limit)],
              [say('duty.used'), money(of.used)],
              [say('duty.left'), <b key="left">{money(of.left)}</b>],
            ]}
          />
          <div className={share >= 90 ? 'meter high' : 'meter'} aria-hidden="true">
            <i style={{ inlineSize: `${share}%` }} />
          </div>
          <p className="soft">{say('duty.share', { n: share })}</p>
          <ul className="lodged">
            {of.lodged.map(({ amount, from, until, inForce }) => (
              <li key={from}>
                {say('duty.lodged')} <b>{money(amount)}</b>{' '}
                {until === null
                  ? say('duty.lodged.ever', { n: from })
                  : say('duty.lodged.span', { n: from, m: until })}{' '}
                <Tag tone={inForce ? 'good' : 'calm'}>
                  {say(inForce ? 'key.state.in-force' : 'key.state.expired')}
                </Tag>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Months({
  of,
  month,
}: {
  readonly of: readonly Month[];
  readonly month?: string | undefined;
}) {
  const { say } = useLanguage();
  const columns: readonly Column<Month>[] = [
    {
      ...{ key: 'month', title: say('duty.month') },
      cell: ({ month: one }) => (
        <Link to={`?month=${one}`} aria-current={one === month ? 'true' : undefined}>
          {one === month ? <b>{one}</b> : one}
        </Link>
      ),
    },
    {
      ...{ key: 'uncollected', title: say('duty.uncollected'), isNumber: true },
      cell: ({ uncollected, openBills }) => (
        <>
          {money(uncollected)}
          {openBills > 0 && (
            <span className="soft">{say('duty.count', { n: openBills.toLocaleString() })}</span>
          )}
        </>
      ),
    },
    { ...{ key: 'due', title: say('duty.due'), isNumber: true }, cell: ({ due }) => money(due) },
    {
      ...{ key: 'paid', title: say('duty.paid'), isNumber: true },
      cell: ({ paid }) => money(paid),
    },
    {
      ...{ key: 'total', title: say('tax.total'), isNumber: true },
      cell: ({ total }) => <b>{money(total)}</b>,
    },
  ];
  return (
    <section>
      <h2>{say('duty.months')}</h2>
      {of.length === 0 ? (
        <p className="empty">{say('duty.months.none')}</p>
      ) : (
        <Table label={say('duty.months')} columns={columns} rows={of} keyOf={(row) => row.month} />
      )}
    </section>
  );
}

function Notices({ month }: { readonly month: string }) {
  const { say } = useLanguage();
  const [search] = useSearchParams();
  const state = STATES.find((one) => one === search.get('state'));
  const pages = useInfiniteQuery({
    queryKey: ['listTaxNotices', month, state],
    queryFn: ({ pageParam, signal }) =>
      call('listTaxNotices', {
        query: { month, ...(state && { state }), ...(pageParam !== '' && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const columns = useNoticeColumns();
  return (
    <section>
      <h2>
        {say('duty.notices')} {month}
      </h2>
      <Choices label={say('duty.states')}>
        {[undefined, ...STATES].map((one) => (
          <Link
            key={one ?? 'all'}
            to={`?${new URLSearchParams({ month, ...(one && { state: one }) })}`}
            aria-current={one === state ? 'page' : undefined}
          >
            {say(one === undefined ? 'duty.all' : `duty.state.${one}`)}
          </Link>
        ))}
      </Choices>
      <Pages
        of={pages}
        rowsOf={({ notices }) => notices}
        none={say('duty.notices.none')}
        label={say('duty.notices')}
        columns={columns}
        keyOf={({ dutyNo }) => dutyNo}
      />
    </section>
  );
}

function useNoticeColumns(): readonly Column<Notice>[] {
  const { say } = useLanguage();
  const sums = useSums<Notice>();
  return [
    {
      ...{ key: 'no', title: say('duty.no') },
      cell: ({ dutyNo, document, bills }) => (
        <>
          <Link className="no" to={`/tax/notices/${dutyNo}`}>
            {dutyNo}
          </Link>
          <span className="soft">
            {document ?? `${say('duty.bills')} ${bills.toLocaleString()}`}
          </span>
        </>
      ),
    },
    {
      ...{ key: 'state', title: say('duty.state') },
      cell: ({ state, lateFee }) => (
        <>
          <Tag tone={NOTICE_TONES[state]}>{wordOr(say, 'duty.state', state)}</Tag>
          {state === 'overdue' && (
            <span className="soft">
              {say('duty.late')} {money(lateFee)}
            </span>
          )}
        </>
      ),
    },
    { ...{ key: 'by', title: say('duty.by') }, cell: ({ due }) => due },
    ...sums,
    { ...{ key: 'pdf', title: 'PDF' }, cell: ({ dutyNo }) => <Pdf of="notices" no={dutyNo} /> },
  ];
}

function Uncollected({ month }: { readonly month: string }) {
  const { say } = useLanguage();
  const pages = useInfiniteQuery({
    queryKey: ['listTaxBills', month],
    queryFn: ({ pageParam, signal }) =>
      call('listTaxBills', {
        query: { month, ...(pageParam !== '' && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  return (
    <section>
      <h2>
        {say('duty.open')} {month}
      </h2>
      <BillPages of={pages} label={say('duty.open')} />
    </section>
  );
}

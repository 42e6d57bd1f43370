import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Shown } from '../app/shown.tsx';
import { useTitle } from '../app/title.ts';
import { money } from '../ui/money.ts';
import { type Column, Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import { Head } from './enterprise-head.tsx';
import { useContent } from './firm-certificates.tsx';
import { CreditPast, Now } from './firm-credit.tsx';
import { KEY_TONES } from './firm-state.ts';
import { Limits, Term, Waiting } from './stock.tsx';
import { Lodged } from './tax.tsx';

type Firm = Answer<'readEnterprise'>;

/** What the office has on one enterprise. */
export function EnterprisePage() {
  const { say } = useLanguage();
  const { code = '' } = useParams();
  const may = useRight('firms.read');
  const asked = useQuery({
    queryKey: ['readEnterprise', code],
    queryFn: ({ signal }) => call('readEnterprise', { path: { code }, signal }),
    enabled: may,
  });
  const name = asked.data?.enterprise.name ?? code;
  useTitle(name);
  if (!may) return <p className="empty">{say('right.firms')}</p>;
  return (
    <>
      <p>
        <Link to="/enterprises">{say('firms.title')}</Link>
      </p>
      <h1>{name}</h1>
      <Shown of={asked}>
        {(firm) => (
          <>
            <Head of={firm.enterprise} />
            <Now of={firm.credit} />
            <CreditPast of={firm.credit} />
            <Lodged of={firm.guarantee} />
            <Months of={firm.guarantee.months} />
            <Certificates of={firm.certificates} />
            <Books of={firm.books} />
            <Refusals of={firm.refusals} />
          </>
        )}
      </Shown>
    </>
  );
}

function Months({ of }: { readonly of: Firm['guarantee']['months'] }) {
  const { say } = useLanguage();
  const columns: readonly Column<(typeof of)[number]>[] = [
    { key: 'month', title: say('duty.month'), cell: ({ month }) => month },
    {
      ...{ key: 'uncollected', title: say('duty.uncollected'), isNumber: true },
      cell: ({ uncollected }) => money(uncollected),
    },
    { key: 'due', title: say('duty.due'), isNumber: true, cell: ({ due }) => money(due) },
    { key: 'paid', title: say('duty.paid'), isNumber: true, cell: ({ paid }) => money(paid) },
    { key: 'total', title: say('tax.total'), isNumber: true, cell: ({ total }) => money(total) },
  ];
  return (
    <Part title={say('duty.months')} none={say('duty.months.none')} rows={of} columns={columns}>
      {({ month }) => month}
    </Part>
  );
}

function Certificates({ of }: { readonly of: Firm['certificates'] }) {
  const { say } = useLanguage();
  const columns: readonly Column<(typeof of)[number]>[] = [
    ...useContent<(typeof of)[number]>(),
    {
      ...{ key: 'state', title: say('key.state') },
      cell: ({ state, daysLeft }) => (
        <>
          <Tag tone={KEY_TONES[state]}>{say(`key.state.${state}`)}</Tag>
          {state === 'in-force' && (
            <span className="soft">{say('cert.left', { n: daysLeft.toLocaleString() })}</span>
          )}
        </>
      ),
    },
  ];
  return (
    <Part title={say('cert.title')} none={say('cert.none')} rows={of} columns={columns}>
      {({ serial }) => serial}
    </Part>
  );
}

function Books({ of }: { readonly of: Firm['books'] }) {
  const { say } = useLanguage();
  const columns: readonly Column<(typeof of)[number]>[] = [
    {
      ...{ key: 'book', title: say('stock.book') },
      cell: ({ bookNo }) => <Link to={`/stock/${bookNo}`}>{bookNo}</Link>,
    },
    { key: 'area', title: say('stock.area'), cell: ({ areaName }) => areaName },
    { key: 'term', title: say('stock.term'), cell: (book) => <Term of={book} /> },
    { key: 'waiting', title: say('stock.waiting'), cell: (book) => <Waiting of={book} /> },
    { key: 'limits', title: say('stock.limits'), cell: (book) => <Limits of={book} /> },
  ];
  return (
    <Part title={say('stock.title')} none={say('firms.books.none')} rows={of} columns={columns}>
      {({ bookNo }) => bookNo}
    </Part>
  );
}

function Refusals({ of }: { readonly of: Firm['refusals'] }) {
  const { say, pick } = useLanguage();
  const columns: readonly Column<(typeof of)[number]>[] = [
    {
      key: 'code',
      title: say('firms.why'),
      cell: ({ code }) => <span className="no">{code}</span>,
    },
    {
      ...{ key: 'direction', title: say('lists.ways') },
      cell: ({ direction }) => say(`way.${direction}`),
    },
    { key: 'text', title: say('firms.text'), cell: ({ zh, en }) => pick(zh, en) },
    { key: 'lists', title: say('firms.lists'), isNumber: true, cell: ({ lists }) => lists },
    { key: 'latest', title: say('firms.latest'), cell: ({ latest }) => <Time at={latest} /> },
  ];
  return (
    <Part
      title={say('firms.refusals')}
      none={say('firms.refusals.none')}
      rows={of}
      columns={columns}
    >
      {({ direction, code, field }) => `${direction} ${code} ${field}`}
    </Part>
  );
}

/** A table with its title, or that there is nothing for it. */
function Part<Row>({
  title,
  none,
  rows,
  columns,
  children: keyOf,
}: {
  readonly title: string;
  readonly none: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** What tells rows apart. */
  readonly children: (row: Row) => string;
}) {
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="soft">{none}</p>
      ) : (
        <Table label={title} columns={columns} rows={rows} keyOf={keyOf} />
      )}
    </section>
  );
}

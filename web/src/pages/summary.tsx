import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Coded } from '../app/coded.tsx';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { More } from '../app/pages.tsx';
import { useMe } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { SummaryLists } from './summary-lists.tsx';

type View = Answer<'readSummary'>;
type Sum = View['lines'][number];
type Declaration = View['declarations'][number];

/** One group of merged lists: its sums, what they were declared as, and the lists in them. */
export function SummaryPage() {
  const { say } = useLanguage();
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const isFirm = useMe().role === 'enterprise';
  useTitle(`${say('sums.group')} ${id}`);
  const pages = useInfiniteQuery({
    queryKey: ['summary', id],
    queryFn: ({ pageParam, signal }) => {
      const given = { path: { id }, query: pageParam === '' ? {} : { after: pageParam }, signal };
      return call(isFirm ? 'readSummary' : 'readSummaryOfAny', given);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const first = pages.data?.pages[0];
  const lines = pages.data?.pages.flatMap((page) => page.lines) ?? [];
  const line = /^\d{1,9}$/.test(search.get('line') ?? '') ? Number(search.get('line')) : null;
  return (
    <>
      <p>
        <Link to={`/exports${first === undefined ? '' : `?month=${first.group.month}`}`}>
          {say('sums.to')}
        </Link>
      </p>
      <h1>
        {say('sums.group')} {id}
      </h1>
      {pages.isPending && <Skeleton lines={8} label={say('loading')} />}
      {pages.isError && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {first !== undefined && (
        <>
          <Head group={first.group} />
          <Declarations of={first.declarations} />
          <Sums of={lines} />
          <More of={pages} />
          <SummaryLists id={id} line={line} />
        </>
      )}
    </>
  );
}

function Head({ group }: { readonly group: View['group'] }) {
  const { say } = useLanguage();
  const { ebcName, ebcCode, agentName, agentCode, customsCode, portCode, tradeMode } = group;
  return (
    <Facts
      of={[
        [say('sums.month'), group.month],
        [say('f.ebc'), `${ebcName} ${ebcCode}`],
        [say('f.agent'), `${agentName} ${agentCode}`],
        [say('f.customs'), `${customsCode} → ${portCode}`],
        [say('f.tradeMode'), <Coded key="mode" table="tradeMode" code={tradeMode} />],
        [say('f.country'), <Coded key="country" table="country" code={group.country} />],
        [say('sums.lists'), group.lists],
        [
          say('sums.closed'),
          <>
            <Time at={group.firstClosed} /> – <Time at={group.lastClosed} />
          </>,
        ],
      ]}
    />
  );
}

function Declarations({ of }: { readonly of: readonly Declaration[] }) {
  const { say } = useLanguage();
  const columns: readonly Column<Declaration>[] = [
    {
      ...{ key: 'entry', title: say('sums.entry') },
      cell: ({ entryId }) => <b className="no">{entryId}</b>,
    },
    { key: 'version', title: say('sums.version'), isNumber: true, cell: ({ version }) => version },
    { key: 'uses', title: say('sums.uses'), isNumber: true, cell: ({ uses }) => uses },
    {
      ...{ key: 'weight', title: say('sums.weight'), isNumber: true },
      cell: ({ gross, net }) => `${gross} / ${net}`,
    },
    { key: 'reason', title: say('sums.reason'), cell: ({ reason }) => reason ?? '' },
  ];
  return (
    <section>
      <h2>{say('sums.declarations')}</h2>
      {of.length === 0 ? (
        <p className="empty">{say('sums.declarations.none')}</p>
      ) : (
        <Table
          label={say('sums.declarations')}
          columns={columns}
          rows={of}
          keyOf={({ declSeqNo }) => declSeqNo}
        />
      )}
    </section>
  );
}

function Sums({ of }: { readonly of: readonly Sum[] }) {
  const { say } = useLanguage();
  const columns: readonly Column<Sum>[] = [
    {
      ...{ key: 'goods', title: say('sums.goods') },
      cell: ({ gcode, name }) => (
        <>
          <b className="no">{gcode}</b>
          <span className="soft">{name}</span>
        </>
      ),
    },
    {
      key: 'country',
      title: say('sums.country'),
      cell: ({ country }) => <Coded table="country" code={country} />,
    },
    {
      ...{ key: 'qty', title: say('sums.qty'), isNumber: true },
      cell: ({ qty, unit, qty1, unit1 }) => (
        <>
          <b>
            {qty} {unit}
          </b>
          <span className="soft">
            {qty1} {unit1}
          </span>
        </>
      ),
    },
    {
      ...{ key: 'total', title: say('sums.total'), isNumber: true },
      cell: ({ total, currency }) => `${total} ${currency}`,
    },
    {
      ...{ key: 'weight', title: say('sums.weight'), isNumber: true },
      cell: ({ gross, net }) => `${gross} / ${net}`,
    },
    {
      ...{ key: 'uses', title: say('sums.uses'), isNumber: true },
      cell: ({ lineNo, uses }) => (
        <Link to={`?line=${lineNo}#lists`} aria-label={`${say('sums.of', { n: lineNo })}: ${uses}`}>
          {uses}
        </Link>
      ),
    },
    {
      ...{ key: 'declared', title: say('sums.declared') },
      cell: ({ declared }) =>
        declared === null ? (
          <span className="soft">{say('sums.open')}</span>
        ) : (
          <span className="no">
            {declared.entryId} / {declared.gseqno}
          </span>
        ),
    },
  ];
  return (
    <section>
      <h2>{say('sums.lines')}</h2>
      <Table label={say('sums.lines')} columns={columns} rows={of} keyOf={(sum) => sum.lineNo} />
    </section>
  );
}

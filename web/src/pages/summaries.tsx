import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useMe } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import type { Column } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';

type Group = Answer<'listSummaries'>['groups'][number];
type Due = Answer<'readOwnExportsDue'>['due'][number];

/** The month in Shanghai, as `2026-10`. */
const thisMonth = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);

/** What was merged of the export lists closed in a month, and until when it is to be declared. */
export function SummariesPage() {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('month') ?? '';
  const month = /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) ? asked : thisMonth();
  useTitle(say('sums.title'));
  return (
    <>
      <h1>{say('sums.title')}</h1>
      <p className="soft">{say('sums.lead')}</p>
      <p className="month">
        <label htmlFor="month">{say('sums.month')}</label>
        <input
          id="month"
          type="month"
          required
          value={month}
          onChange={({ target }) => target.value !== '' && setSearch({ month: target.value })}
        />
      </p>
      <Groups month={month} />
    </>
  );
}

function Groups({ month }: { readonly month: string }) {
  const { say } = useLanguage();
  const isFirm = useMe().role === 'enterprise';
  const pages = useInfiniteQuery({
    queryKey: ['summaries', month],
    queryFn: ({ pageParam, signal }) => {
      const query = { month, ...(pageParam === '' ? {} : { after: pageParam }) };
      return call(isFirm ? 'listSummaries' : 'listSummariesOfAny', { query, signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const due = useQuery({
    queryKey: ['summariesDue'],
    queryFn: () => (isFirm ? call('readOwnExportsDue') : call('readExportsDue')),
  });
  const columns = useColumns(due.data?.due ?? []);
  return (
    <Pages
      of={pages}
      rowsOf={({ groups }) => groups}
      none={say('sums.none')}
      label={say('sums.title')}
      columns={columns}
      keyOf={({ id }) => id}
    />
  );
}

function useColumns(due: readonly Due[]): readonly Column<Group>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'group', title: say('sums.group') },
      cell: ({ id }) => <Link to={`/exports/${id}`}>{id}</Link>,
    },
    {
      ...{ key: 'seller', title: say('sums.seller') },
      cell: ({ ebcName, agentName }) => (
        <>
          <b>{ebcName}</b>
          <span className="soft">{agentName}</span>
        </>
      ),
    },
    {
      ...{ key: 'where', title: say('sums.where') },
      cell: ({ customsCode, portCode, tradeMode, country }) => (
        <>
          <b className="no">
            {customsCode} → {portCode}
          </b>
          <span className="soft no">
            {tradeMode} · {country}
          </span>
        </>
      ),
    },
    { key: 'lists', title: say('sums.lists'), isNumber: true, cell: ({ lists }) => lists },
    { key: 'lines', title: say('sums.lines'), isNumber: true, cell: ({ lines }) => lines },
    {
      ...{ key: 'state', title: say('sums.state') },
      cell: (group) => <Standing group={group} due={due} />,
    },
  ];
}

/** Declared, or open and until when. */
function Standing({ group, due }: { readonly group: Group; readonly due: readonly Due[] }) {
  const { say } = useLanguage();
  if (group.sumNo !== null) {
    return (
      <>
        <Tag tone="good">{say('sums.applied')}</Tag>
        <span className="soft no">{group.sumNo}</span>
      </>
    );
  }
  const own = due.find(
    ({ month, customsCode, ebcCode, agentCode }) =>
      month === group.month &&
      customsCode === group.customsCode &&
      ebcCode === group.ebcCode &&
      agentCode === group.agentCode,
  );
  if (own === undefined) return <Tag tone="busy">{say('sums.open')}</Tag>;
  return (
    <>
      <Tag tone={own.isLate ? 'bad' : 'busy'}>{say('sums.open')}</Tag>
      <span className="soft">
        {say(own.isLate ? 'sums.late' : 'sums.due', { n: own.deadline })}
      </span>
    </>
  );
}

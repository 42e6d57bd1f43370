import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';

type Merged = Answer<'listSummaryLists'>['lists'][number];

/** The lists of a group, or those in one of its sums, with the sum that each line is in. */
export function SummaryLists({ id, line }: { readonly id: string; readonly line: number | null }) {
  const { say } = useLanguage();
  const isFirm = useMe().role === 'enterprise';
  const pages = useInfiniteQuery({
    queryKey: ['summaryLists', id, line],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...(line === null ? {} : { line }),
        ...(pageParam === '' ? {} : { after: pageParam }),
      };
      const given = { path: { id }, query, signal };
      return isFirm ? call('listSummaryLists', given) : call('listSummaryListsOfAny', given);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const lists = pages.data?.pages.flatMap((page) => page.lists) ?? [];
  const columns: readonly Column<Merged>[] = [
    {
      ...{ key: 'list', title: say('lists.col.list') },
      cell: ({ listNo }) => <Link to={`/declarations/${listNo}`}>{listNo}</Link>,
    },
    {
      ...{ key: 'waybill', title: say('lists.col.waybill') },
      cell: ({ logisticsNo }) => <span className="no">{logisticsNo}</span>,
    },
    {
      ...{ key: 'into', title: say('sums.into') },
      cell: ({ lines }) =>
        lines.map(({ gnum, lineNo }) => `${gnum} → ${lineNo ?? say('sums.back')}`).join(', '),
    },
  ];
  return (
    <section id="lists">
      <h2>{line === null ? say('sums.merged') : say('sums.merged.of', { n: line })}</h2>
      {line !== null && (
        <p>
          <Link to="?#lists">{say('sums.merged.all')}</Link>
        </p>
      )}
      {pages.isPending && <Skeleton lines={4} label={say('loading')} />}
      {pages.isError && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && lists.length === 0 && <p className="empty">{say('sums.none')}</p>}
      {lists.length > 0 && (
        <Table
          label={say('sums.merged')}
          columns={columns}
          rows={lists}
          keyOf={({ listNo }) => listNo}
        />
      )}
      {pages.hasNextPage && (
        <p className="more">
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {say('more')}
          </Button>
        </p>
      )}
    </section>
  );
}

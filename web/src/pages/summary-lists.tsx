import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useMe } from '../app/session.tsx';
import type { Column } from '../ui/table.tsx';

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
      return call(isFirm ? 'listSummaryLists' : 'listSummaryListsOfAny', given);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
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
      <Pages
        of={pages}
        rowsOf={({ lists }) => lists}
        none={say('sums.none')}
        label={say('sums.merged')}
        columns={columns}
        keyOf={({ listNo }) => listNo}
      />
    </section>
  );
}

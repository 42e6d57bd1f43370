import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { type Say, useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { Choices } from '../ui/choices.tsx';
import type { Column } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { PAPER_KINDS, type PaperKind, PaperState, paperTo, useIsFirm } from './stock-parts.tsx';

type Paper = Answer<'listBookPapers'>['papers'][number];

/** Papers of a book on which somebody has still to act. */
export function OpenPapers({ bookNo }: { readonly bookNo: string }) {
  const { say } = useLanguage();
  return (
    <section>
      <h2>{say('stock.waiting')}</h2>
      <PaperPages bookNo={bookNo} />
    </section>
  );
}

/** All papers of a book of one kind. */
export function Papers({ bookNo }: { readonly bookNo: string }) {
  const { say } = useLanguage();
  const [search] = useSearchParams();
  const kind = PAPER_KINDS.find((one) => one === search.get('kind')) ?? 'transfer';
  return (
    <section>
      <h2>{say(`stockKind.${kind}`)}</h2>
      <Choices label={say('stock.papers.kind')}>
        {PAPER_KINDS.map((one) => (
          <Link
            key={one}
            to={`?tab=papers&kind=${one}`}
            aria-current={one === kind ? 'page' : undefined}
          >
            {say(`stockKind.${one}`)}
          </Link>
        ))}
      </Choices>
      <PaperPages bookNo={bookNo} kind={kind} />
    </section>
  );
}

function PaperPages({ bookNo, kind }: { readonly bookNo: string; readonly kind?: PaperKind }) {
  const { say } = useLanguage();
  const isFirm = useIsFirm();
  const pages = useInfiniteQuery({
    queryKey: ['listBookPapers', bookNo, kind],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...(kind === undefined ? {} : { kind }),
        ...(pageParam === '' ? {} : { after: pageParam }),
      };
      const given = { path: { bookNo }, query, signal };
      return call(isFirm ? 'listBookPapers' : 'listBookPapersOfAny', given);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const columns: readonly Column<Paper>[] = [
    {
      ...{ key: 'paper', title: say('stock.paper') },
      cell: (paper) => (
        <>
          <Link to={paperTo(paper.kind, paper.paperNo)}>{paper.paperNo}</Link>
          <span className="soft">{wordOr(say, 'stockKind', paper.kind)}</span>
        </>
      ),
    },
    {
      ...{ key: 'state', title: say('stock.paper.state') },
      cell: ({ state }) => <PaperState of={state} />,
    },
    { key: 'about', title: say('stock.paper.about'), cell: (paper) => aboutOf(paper, say) },
    {
      ...{ key: 'by', title: say('stock.paper.by') },
      cell: ({ enterprise, ownNo }) => (
        <>
          <span className="no">{enterprise}</span>
          <span className="soft no">{ownNo}</span>
        </>
      ),
    },
    { key: 'made', title: say('stock.paper.made'), cell: ({ madeAt }) => <Time at={madeAt} /> },
    {
      ...{ key: 'changed', title: say('stock.paper.changed') },
      cell: ({ changedAt }) => <Time at={changedAt} />,
    },
  ];
  return (
    <Pages
      of={pages}
      rowsOf={({ papers }) => papers}
      none={say('stock.papers.none')}
      label={say('stock.paper')}
      columns={columns}
      keyOf={(paper) => `${paper.kind} ${paper.paperNo}`}
    />
  );
}

/** In a word what a paper does. */
function aboutOf({ kind, about, fromBook, toBook }: Paper, say: Say): string {
  if (kind === 'transfer') return say('stock.between', { n: fromBook, m: toBook });
  if (about === null) return '';
  if (kind === 'processing') return wordOr(say, 'stockWork', about);
  if (kind === 'disposal') return wordOr(say, 'stockWay', about);
  if (kind !== 'change') return about;
  const [from = '', to = ''] = about.split(' ').map((one) => wordOr(say, 'stockStatus', one));
  return say('stock.between', { n: from, m: to });
}

import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { Barred } from '../ui/barred.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { Message } from './list-message.tsx';

type Document = Answer<'listDocuments'>['documents'][number];

/** What a list rests on; the message that brought a document opens below, and in the address. */
export function Documents({ listNo }: { readonly listNo: string }) {
  const { say } = useLanguage();
  const { role } = useMe();
  const [search] = useSearchParams();
  const name = role === 'enterprise' ? 'listDocuments' : 'listAnyDocuments';
  const asked = useQuery({
    queryKey: [name, listNo],
    queryFn: ({ signal }) => call(name, { path: { listNo }, signal }),
  });
  const shown = search.get('message');
  const columns = useColumns(shown);
  if (asked.isPending) return <Skeleton lines={4} label={say('loading')} />;
  if (asked.isError) return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  const { documents } = asked.data;
  // An address can name any message: only those of this list are opened from here.
  const open = documents.find(({ messageId }) => messageId === shown);
  return (
    <>
      <Table label={say('list.documents')} columns={columns} rows={documents} keyOf={keyOf} />
      {open !== undefined && <Message id={open.messageId} record={open.record} />}
    </>
  );
}

const keyOf = ({ kind, code, no }: Document): string => `${kind} ${code} ${no}`;

function useColumns(shown: string | null): readonly Column<Document>[] {
  const { say } = useLanguage();
  const { role } = useMe();
  return [
    {
      ...{ key: 'kind', title: say('doc.kind') },
      cell: ({ kind, version, deleted }) => (
        <>
          <b>{wordOr(say, 'kind', kind)}</b>
          {version > 1 && <span className="soft">{say('doc.version', { n: version })}</span>}
          {deleted && <span className="soft">{say('doc.deleted')}</span>}
        </>
      ),
    },
    {
      ...{ key: 'no', title: say('doc.no') },
      cell: ({ no, code }) => (
        <>
          <span className="no">{no}</span>
          <span className="soft">{code}</span>
        </>
      ),
    },
    { key: 'at', title: say('doc.at'), cell: ({ acceptedAt }) => <Time at={acceptedAt} /> },
    {
      ...{ key: 'message', title: say('doc.message') },
      cell: ({ mayRead, messageId, kind, no }) => {
        if (!mayRead) {
          const why = role === 'enterprise' ? 'doc.why.enterprise' : 'doc.why.officer';
          return <Barred why={say(why)}>{say('doc.read')}</Barred>;
        }
        const isShown = messageId === shown;
        const what = say(isShown ? 'doc.hide' : 'doc.read');
        return (
          <Link
            to={isShown ? '?' : `?message=${messageId}`}
            preventScrollReset
            aria-label={`${what}: ${wordOr(say, 'kind', kind)} ${no}`}
          >
            {what}
          </Link>
        );
      },
    },
  ];
}

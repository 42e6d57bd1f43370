import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { Link, useParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { Column } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { causesQuery, type Document, fieldName, fieldsFor, useKinds } from './repair-fields.ts';
import { RepairForm } from './repair-form.tsx';

type Line = Answer<'listRefusedLists'>['lists'][number];

/** One cause: its documents, and what to correct in all of them. */
export function RepairCausePage() {
  const { say, pick } = useLanguage();
  const may = useRight('repairs.write');
  const { cause: id = '' } = useParams();
  useTitle(say('repairs.title'));
  const asked = useQuery({
    ...causesQuery(useKinds()),
    enabled: may,
  });
  if (!may) return <p className="empty">{say('right.repairs')}</p>;
  const cause = asked.data?.causes.find((one) => one.id === id);
  const fields = cause === undefined ? [] : fieldsFor(asked.data?.fields ?? [], cause);
  return (
    <>
      <p className="crumb">
        <Link to="/repairs">{say('repairs.back')}</Link>
      </p>
      {asked.isPending && <Skeleton lines={6} label={say('loading')} />}
      {asked.isError && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {/* Also after a look that failed: what was typed must stay where it is. */}
      {asked.data !== undefined && cause === undefined && (
        <>
          <h1>{say('repairs.title')}</h1>
          <p className="empty">{say('cause.gone')}</p>
        </>
      )}
      {asked.data !== undefined && cause !== undefined && (
        <>
          <h1>{pick(cause.zh, cause.en)}</h1>
          <Facts
            of={[
              [say('lists.ways'), say(`way.${cause.direction}`)],
              [say('repairs.documents'), say(`document.${cause.document}`)],
              [say('repairs.cause'), <code key="code">{cause.code}</code>],
              [say('fix.field'), fieldName(fields, cause.field, pick)],
              [say('repairs.lists'), cause.lists.toLocaleString()],
              [say('repairs.mend'), pick(cause.hintZh, cause.hint)],
            ]}
          />
          {cause.bar !== null ? (
            <Alert
              type="warning"
              showIcon
              title={pick(cause.bar.zh, cause.bar.en)}
              description={pick(cause.bar.hintZh, cause.bar.hint)}
            />
          ) : (
            <>
              {!cause.mayCorrect && <Alert type="warning" showIcon title={say('repairs.cannot')} />}
              <RepairForm cause={id} field={cause.field} value={cause.value} fields={fields} />
            </>
          )}
          <Lists cause={id} document={cause.document} />
        </>
      )}
    </>
  );
}

function Lists({ cause, document }: { readonly cause: string; readonly document: Document }) {
  const { say } = useLanguage();
  const pages = useInfiniteQuery({
    queryKey: ['listRefusedLists', cause],
    queryFn: ({ pageParam, signal }) =>
      call('listRefusedLists', {
        ...{ path: { cause }, signal },
        query: { limit: 20, ...(pageParam !== '' && { after: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const columns = useColumns(document);
  return (
    <section>
      <h2>{say('cause.lists')}</h2>
      <Pages
        of={pages}
        rowsOf={({ lists }) => lists}
        none={say('cause.none')}
        label={say('cause.lists')}
        columns={columns}
        keyOf={({ listNo, ebpCode, at }) => `${listNo} ${ebpCode} ${at}`}
      />
    </section>
  );
}

function useColumns(document: Document): readonly Column<Line>[] {
  const { say, pick } = useLanguage();
  const numbered: readonly Column<Line>[] =
    document === 'list'
      ? [
          {
            ...{ key: 'list', title: say('lists.col.list') },
            cell: ({ listNo }) => (
              <Link className="no" to={`/declarations/${listNo}`}>
                {listNo}
              </Link>
            ),
          },
        ]
      : [];
  return [
    ...numbered,
    {
      ...{ key: 'order', title: say(document === 'list' ? 'lists.col.order' : 'repairs.number') },
      cell: ({ orderNo, ebpCode }) => (
        <>
          <span className="no">{orderNo}</span>
          <span className="soft">{ebpCode}</span>
        </>
      ),
    },
    {
      ...{ key: 'what', title: say('cause.what') },
      cell: ({ zh, en, path }) => (
        <>
          <span>{pick(zh, en)}</span>
          {path !== null && <span className="soft no">{path}</span>}
        </>
      ),
    },
    { ...{ key: 'at', title: say('lists.col.at') }, cell: ({ at }) => <Time at={at} /> },
  ];
}

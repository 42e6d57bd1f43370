import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type Answer, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useTitle } from '../app/title.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';

type Action = Answer<'listActions'>['actions'][number];

const TONES: Readonly<Record<string, Tone>> = {
  ...{ done: 'good', refused: 'bad', failed: 'bad', open: 'busy' },
};

/** The audit trail of the console, for supervisors and auditors. */
export function ActionsPage() {
  const { say } = useLanguage();
  useTitle(say('actions.title'));
  const pages = useInfiniteQuery({
    queryKey: ['listActions'],
    queryFn: ({ pageParam, signal }) =>
      call('listActions', { query: pageParam === '' ? {} : { after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const columns = useColumns();
  const actions = pages.data?.pages.flatMap((page) => page.actions) ?? [];
  return (
    <>
      <h1>{say('actions.title')}</h1>
      <p className="soft">{say('actions.lead')}</p>
      {pages.isPending && <Skeleton lines={8} label={say('loading')} />}
      {pages.isError && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && actions.length === 0 && <p className="empty">{say('actions.none')}</p>}
      {actions.length > 0 && (
        <Table
          label={say('actions.title')}
          columns={columns}
          rows={actions}
          keyOf={({ id }) => id}
        />
      )}
      {pages.hasNextPage && (
        <p className="more">
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {say('more')}
          </Button>
        </p>
      )}
    </>
  );
}

function useColumns(): readonly Column<Action>[] {
  const { say } = useLanguage();
  return [
    { key: 'at', title: say('actions.at'), cell: ({ at }) => <Time at={at} /> },
    {
      ...{ key: 'who', title: say('actions.who') },
      cell: ({ account, role, party }) => (
        <>
          <b>{account}</b>
          <span className="soft">
            {wordOr(say, 'role', role)} {party}
          </span>
        </>
      ),
    },
    {
      ...{ key: 'what', title: say('actions.what') },
      cell: ({ method, route, target }) => (
        <>
          <code>
            {method} {route}
          </code>
          {target !== '' && <span className="soft no">{target}</span>}
        </>
      ),
    },
    {
      ...{ key: 'outcome', title: say('actions.outcome') },
      cell: ({ outcome, status }) => (
        <Tag tone={TONES[outcome] ?? 'calm'}>
          {wordOr(say, 'outcome', outcome)} {status ?? ''}
        </Tag>
      ),
    },
  ];
}

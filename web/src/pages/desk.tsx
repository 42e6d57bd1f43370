import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useMe } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Choices } from '../ui/choices.tsx';
import type { Column } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import './desk.css';
import { alarmParts, KINDS, nameOf, type QueuedTask } from './desk-task-view.ts';

const FILTERS = ['all', 'mine', 'free', 'overdue'] as const;
const PAGE = 50;
/** Others take tasks meanwhile. */
const ANEW = 15_000;

function useAsked() {
  const [search] = useSearchParams();
  const filter = FILTERS.find((one) => one === search.get('filter')) ?? 'all';
  const kind = KINDS.find((one) => one === search.get('kind'));
  return { filter, kind };
}
type Asked = ReturnType<typeof useAsked>;

function addressOf({ filter, kind }: Asked): string {
  const asked = new URLSearchParams(filter === 'all' ? {} : { filter });
  if (kind !== undefined) asked.set('kind', kind);
  return `?${asked}`;
}

/** The queue of officers: the most urgent first, with who works on what. */
export function DeskPage() {
  const { say } = useLanguage();
  useTitle(say('desk.title'));
  const asked = useAsked();
  return (
    <>
      <h1>{say('desk.title')}</h1>
      <Next kind={asked.kind} />
      <Filters asked={asked} />
      <Queue asked={asked} />
    </>
  );
}

/** Takes the most urgent task that nobody holds; two who ask at once get two. */
function Next({ kind }: Pick<Asked, 'kind'>) {
  const { say } = useLanguage();
  const navigate = useNavigate();
  const deed = useDeed('claimNextTask', ['readQueue'], ({ task }) => {
    if (task !== null) void navigate(`/desk/${task.id}`);
  });
  return (
    <div className="next">
      <Button
        type="primary"
        size="large"
        loading={deed.isPending}
        onClick={() => deed.mutate({ body: kind === undefined ? {} : { kind } })}
      >
        {say('desk.next')}
      </Button>
      <span role="status">{deed.data?.task === null && say('desk.next.none')}</span>
      <Refused deed={deed} />
    </div>
  );
}

function Filters({ asked }: { readonly asked: Asked }) {
  const { say } = useLanguage();
  return (
    <div className="filters">
      <Choices label={say('desk.filters')}>
        {FILTERS.map((one) => (
          <Link
            key={one}
            to={addressOf({ ...asked, filter: one })}
            aria-current={one === asked.filter ? 'page' : undefined}
          >
            {say(`desk.filter.${one}`)}
          </Link>
        ))}
      </Choices>
      <Choices label={say('desk.kinds')}>
        {([undefined, ...KINDS] as const).map((one) => (
          <Link
            key={one ?? 'all'}
            to={addressOf({ ...asked, kind: one })}
            aria-current={one === asked.kind ? 'page' : undefined}
          >
            {say(one === undefined ? 'desk.kind.all' : `task.${one}`)}
          </Link>
        ))}
      </Choices>
    </div>
  );
}

function Queue({ asked: { filter, kind } }: { readonly asked: Asked }) {
  const { say } = useLanguage();
  const query = { filter, limit: PAGE, ...(kind && { kind }) };
  const pages = useInfiniteQuery({
    queryKey: ['readQueue', query],
    queryFn: ({ pageParam, signal }) =>
      call('readQueue', { query: { ...query, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ tasks }) => (tasks.length < PAGE ? null : tasks.at(-1)?.id),
    refetchInterval: ANEW,
  });
  const columns = useColumns();
  return (
    <Pages
      of={pages}
      rowsOf={({ tasks }) => tasks}
      none={say('desk.none')}
      label={say('desk.title')}
      columns={columns}
      keyOf={({ id }) => id}
    />
  );
}

function useColumns(): readonly Column<QueuedTask>[] {
  const { say } = useLanguage();
  const { party } = useMe();
  return [
    {
      ...{ key: 'task', title: say('desk.col.task') },
      cell: ({ kind, priority, first, isPair }) => (
        <>
          <b>{wordOr(say, 'task', kind)}</b>
          <span className="soft">
            {say('desk.priority', { n: priority })}
            {first !== null && ` · ${wordOr(say, 'desk.first', first)}`}
          </span>
          {isPair && <span className="soft">{say('desk.pair')}</span>}
        </>
      ),
    },
    {
      ...{ key: 'subject', title: say('desk.col.subject') },
      cell: ({ id, kind, subject, serial }) => (
        <>
          <Link className="no" to={`/desk/${id}`}>
            {nameOf({ kind, subject }) ?? say('desk.look')}
          </Link>
          {kind === 'pending' && (
            <span className="soft">{wordOr(say, 'alarm', alarmParts(subject).kind)}</span>
          )}
          {subject === null && <span className="soft">{say('desk.hidden')}</span>}
          {serial > 1 && <span className="soft">{say('desk.serial', { n: serial })}</span>}
        </>
      ),
    },
    {
      ...{ key: 'stage', title: say('desk.col.stage') },
      cell: ({ stage }) => <span>{wordOr(say, 'stage', stage)}</span>,
    },
    {
      ...{ key: 'due', title: say('desk.col.due') },
      cell: ({ dueAt, overdue }) => (
        <>
          <Time at={dueAt} /> {overdue && <Tag tone="bad">{say('desk.overdue')}</Tag>}
        </>
      ),
    },
    {
      ...{ key: 'holder', title: say('desk.col.holder') },
      cell: ({ holder }) =>
        holder === null ? (
          <span className="soft">{say('desk.nobody')}</span>
        ) : (
          <b>{holder === party ? say('desk.me') : holder}</b>
        ),
    },
  ];
}

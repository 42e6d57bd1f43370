import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { call } from '../api/call.ts';
import { type CockpitView, useCockpit } from '../app/cockpit-feed.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Live } from '../app/live.tsx';
import { useMe, useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Barred } from '../ui/barred.tsx';
import { Bars } from '../ui/bars.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import './desk.css';
import { Beside } from './desk-beside.tsx';
import { Settle } from './desk-decide.tsx';
import { alarmParts, type QueuedTask, useTask } from './desk-task-view.ts';

/** The sorting lines as they run, and what they and the zone do not agree on. */
export function LanesPage() {
  const { say } = useLanguage();
  useTitle(say('lanes.title'));
  const figures = useCockpit();
  const mayLook = useRight('desk.work');
  const open = Object.values(figures.view?.lanes.alarms ?? {}).reduce((sum, one) => sum + one, 0);
  return (
    <>
      <h1>{say('lanes.title')}</h1>
      <Live of={figures}>
        {(view) => (
          <div className="panels">
            <Told view={view} />
            <Lines view={view} />
          </div>
        )}
      </Live>
      <section>
        <h2>{say('lanes.alarms')}</h2>
        {mayLook ? (
          <Alarms open={open} />
        ) : (
          <Barred why={say('lanes.alarms.why')}>{say('lanes.alarms.look')}</Barred>
        )}
      </section>
      {mayLook && <Chosen />}
    </>
  );
}

type Of = { readonly view: CockpitView };

function Told({ view: { lanes } }: Of) {
  const { say } = useLanguage();
  const of = Object.entries(lanes.scans).map(([code, value]) => {
    return { name: `${wordOr(say, 'scan', code)} ${code}`, value };
  });
  return (
    <section>
      <h2>{say('lanes.scans')}</h2>
      {of.length === 0 ? <p className="soft">{say('lanes.none')}</p> : null}
      <Bars label={say('lanes.scans')} of={of} />
    </section>
  );
}

type Row = { readonly name: string; readonly today: number; readonly minute: number };

/** Counts alone: which parcel went where says who is to be inspected (RAND-7). */
function Lines({ view }: Of) {
  const { say } = useLanguage();
  const before = useMinuteAgo(view);
  const rows = Object.entries(view.lanes.byLane).map(([name, today]): Row => {
    return { name, today, minute: today - (before[name] ?? 0) };
  });
  return (
    <section>
      <h2>{say('lanes.lanes')}</h2>
      {rows.length === 0 ? (
        <p className="soft">{say('lanes.none')}</p>
      ) : (
        <Table
          label={say('lanes.lanes')}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            {
              ...{ key: 'lane', title: say('lanes.lane') },
              cell: ({ name }) => <b className="no">{name}</b>,
            },
            {
              ...{ key: 'minute', title: say('lanes.minute'), isNumber: true },
              cell: ({ minute }) => <span>{minute.toLocaleString()}</span>,
            },
            {
              ...{ key: 'today', title: say('lanes.today'), isNumber: true },
              cell: ({ today }) => <span>{today.toLocaleString()}</span>,
            },
          ]}
        />
      )}
    </section>
  );
}

type ByLane = CockpitView['lanes']['byLane'];
const MINUTE = 60_000;

/** What the lanes had counted a minute ago, or when the page was opened. */
function useMinuteAgo({ at, day, lanes }: CockpitView): ByLane {
  const [seen, setSeen] = useState<readonly (readonly [number, string, ByLane])[]>([]);
  useEffect(() => {
    const now = Date.parse(at);
    setSeen((before) => [
      // The counters of another day begin anew.
      ...before.filter(([time, own]) => own === day && now - time <= MINUTE),
      [now, day, lanes.byLane],
    ]);
  }, [at, day, lanes]);
  return seen[0]?.[2] ?? lanes.byLane;
}

/** Others settle alarms meanwhile, in milliseconds. */
const ANEW = 15_000;

/** @param open how many there are by the stream: another number has them read again */
function Alarms({ open }: { readonly open: number }) {
  const { say } = useLanguage();
  const columns = useColumns();
  const asked = useQuery({
    queryKey: ['readQueue', 'alarms', open],
    queryFn: ({ signal }) => call('readQueue', { query: { kind: 'pending', limit: 200 }, signal }),
    refetchInterval: ANEW,
    placeholderData: (before) => before,
  });
  if (asked.isPending) return <Skeleton lines={4} label={say('loading')} />;
  if (asked.data === undefined) {
    return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  }
  const { tasks } = asked.data;
  if (tasks.length === 0) return <p className="soft">{say('lanes.alarms.none')}</p>;
  return (
    <Table label={say('lanes.alarms')} columns={columns} rows={tasks} keyOf={({ id }) => id} />
  );
}

function useColumns(): readonly Column<QueuedTask>[] {
  const { say } = useLanguage();
  const { party } = useMe();
  return [
    {
      ...{ key: 'kind', title: say('alarm.kind') },
      cell: ({ id, subject }) => (
        <Link to={`?alarm=${id}`} preventScrollReset>
          {wordOr(say, 'alarm', alarmParts(subject).kind)}
        </Link>
      ),
    },
    {
      ...{ key: 'scan', title: say('lanes.scan') },
      cell: ({ subject }) => (
        <>
          <span className="no">{alarmParts(subject).scan}</span>
          <span className="soft no">{alarmParts(subject).site}</span>
        </>
      ),
    },
    {
      ...{ key: 'at', title: say('alarm.raisedAt') },
      cell: ({ openedAt }) => <Time at={openedAt} />,
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
      cell: ({ holder }) => (
        <span>{holder === party ? say('desk.me') : (holder ?? say('desk.nobody'))}</span>
      ),
    },
  ];
}

/** The alarm that the address names, with what is to be said of it. */
function Chosen() {
  const [search] = useSearchParams();
  const id = search.get('alarm') ?? '';
  return /^[\da-f-]{36}$/.test(id) ? <One key={id} id={id} /> : null;
}

function One({ id }: { readonly id: string }) {
  const { say } = useLanguage();
  const { data, error, isPending, refetch } = useTask(id);
  if (isPending) return <Skeleton lines={6} label={say('loading')} />;
  if (data === undefined) return <Failure error={error} retry={() => void refetch()} />;
  if (data.alarm === null) return null;
  return (
    <>
      <Beside task={data} />
      <Settle task={data} />
      <p>
        <Link to={`/desk/${id}`}>{say('desk.open')}</Link>
      </p>
    </>
  );
}

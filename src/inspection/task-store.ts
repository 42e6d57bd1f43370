import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Stage, Task, TaskKind } from './task.ts';

const COLUMNS = `
  t.id, t.kind, t.stage, t.subject, t.serial, t.priority, t.opened_at as "openedAt",
  t.due_at as "dueAt", t.overdue_at as "overdueAt", t.held_at as "heldAt",
  t.closed_at as "closedAt", t.holder, t.pair`;

/** A task that is to be opened. */
export type NewTask = Pick<
  Task,
  'id' | 'kind' | 'stage' | 'subject' | 'serial' | 'priority' | 'openedAt' | 'dueAt'
>;

/** Opens tasks; what has one already keeps it. Gives the ids of those that are new. */
export async function openTasks(tx: Sql, tasks: readonly NewTask[]): Promise<string[]> {
  if (tasks.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    `insert into inspection.tasks
       (id, kind, stage, subject, serial, priority, opened_at, due_at)
     select id, kind, stage, subject, serial, priority, opened_at, due_at
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::smallint[],
       $7::timestamptz[], $8::timestamptz[])
       as given (id, kind, stage, subject, serial, priority, opened_at, due_at)
     order by kind, subject, serial
     on conflict (kind, subject, serial) do nothing returning id`,
    [
      tasks.map(({ id }) => id),
      tasks.map(({ kind }) => kind),
      tasks.map(({ stage }) => stage),
      tasks.map(({ subject }) => subject),
      tasks.map(({ serial }) => serial),
      tasks.map(({ priority }) => priority),
      tasks.map(({ openedAt }) => instantText(openedAt)),
      tasks.map(({ dueAt }) => instantText(dueAt)),
    ],
  );
  return rows.map(({ id }) => id);
}

/** Whose queue it is: what the person may work on or watch. */
export type Worker = {
  readonly number: string;
  readonly isOfficer: boolean;
  readonly isReviewer: boolean;
  readonly isSupervisor: boolean;
};

export const TASK_FILTERS = ['all', 'mine', 'free', 'overdue'] as const;

export type QueueQuery = {
  readonly filter: (typeof TASK_FILTERS)[number];
  readonly kind: TaskKind | null;
  readonly now: Instant;
  /** The last task of the page before. */
  readonly after: string | null;
  readonly limit: number;
};

const VISIBLE = `
  ($4 or t.kind = 'inspection' and $1 = any(t.pair)
    or t.kind = 'review' and $3 or t.kind in ('pending', 'detained') and $2)`;

/** The rest of the queue behind a task, as a range of an index. */
const behind = (id: string): string => {
  const of = (column: string) => `(select p.${column} from inspection.tasks p where p.id = ${id})`;
  return `(t.priority, t.due_at, t.id) > (${of('priority')}, ${of('due_at')}, ${id})`;
};

/**
 * A page of what the person may work on or watch, the most urgent first. Each way of asking has a
 * text of its own, so that each is read through the index that fits it.
 */
export function queueOf(sql: Sql, worker: Worker, query: QueueQuery): Promise<Task[]> {
  const { filter, kind, now, after, limit } = query;
  const params = whoOf(worker);
  const given = (value: unknown, type: string) => `$${params.push(value)}::${type}`;
  const wanted = ['t.closed_at is null', VISIBLE];
  if (filter === 'mine') wanted.push('t.holder = $1');
  if (filter === 'free') wanted.push('t.holder is null');
  if (filter === 'overdue') wanted.push(`t.due_at <= ${given(instantText(now), 'timestamptz')}`);
  if (kind !== null) wanted.push(`t.kind = ${given(kind, 'text')}`);
  if (after !== null) wanted.push(behind(given(after, 'uuid')));
  return sql.query<Task>(
    `select ${COLUMNS} from inspection.tasks t where ${wanted.join(' and ')}
     order by t.priority, t.due_at, t.id limit ${given(limit, 'integer')}`,
    params,
  );
}

function whoOf({ number, isOfficer, isReviewer, isSupervisor }: Worker): unknown[] {
  return [number, isOfficer, isReviewer, isSupervisor];
}

// Who made the first result whole waits for the other one, and a pair settles nothing of its own;
// who proposed the end of a detained list waits for the approval.
const NEXT = `
  select t.id from inspection.tasks t
  where t.closed_at is null and t.holder is null and ($5::text is null or t.kind = $5)
    and (t.kind = 'review' and $3 or t.kind = 'pending' and $2
      or t.kind = 'detained' and t.stage = 'open' and ($2 or $4)
      or t.kind = 'detained' and t.stage = 'supervisor' and $4
        and $1 <> (select d.officer from inspection.detained d
          where d.list_no = t.subject order by d.position desc limit 1)
      or t.kind = 'inspection' and t.stage in ('unassigned', 'supervisor') and $4
        and $1 <> all(t.pair)
      or t.kind = 'inspection' and t.stage in ('first', 'second') and $1 = any(t.pair)
        and (t.stage = 'first' or $1 <> (select r.officer from inspection.results r
          where r.list_no = t.subject and r.serial = t.serial and r.part = 'first'
          order by r.position desc limit 1)))
  order by t.priority, t.due_at, t.id limit 1`;

/** The most urgent task that the person could work on and nobody holds; null when there is none. */
export async function nextTask(
  sql: Sql,
  worker: Worker,
  kind: TaskKind | null,
): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(NEXT, [...whoOf(worker), kind]);
  return row?.id ?? null;
}

/** A task; null when there is none. */
export async function findTask(sql: Sql, id: string): Promise<Task | null> {
  const text = `select ${COLUMNS} from inspection.tasks t where t.id = $1`;
  return (await sql.query<Task>(text, [id]))[0] ?? null;
}

/** The same, and nobody else changes it before this transaction is over. */
export async function lockTask(tx: Sql, id: string): Promise<Task | null> {
  const text = `select ${COLUMNS} from inspection.tasks t where t.id = $1 for update`;
  return (await tx.query<Task>(text, [id]))[0] ?? null;
}

/** Tasks by what they are of, whether closed or not. */
export function tasksOf(sql: Sql, kind: TaskKind, subjects: readonly string[]): Promise<Task[]> {
  const text = `select ${COLUMNS} from inspection.tasks t
    where t.kind = $1 and t.subject = any($2::text[]) order by t.subject, t.serial`;
  return sql.query<Task>(text, [kind, subjects]);
}

/** Puts a task into the hands of an officer if nobody holds it; whether it is theirs now. */
export async function takeTask(
  tx: Sql,
  id: string,
  officer: string,
  at: Instant,
): Promise<boolean> {
  const count = await tx.execute(
    `update inspection.tasks set holder = $2, held_at = $3::timestamptz
     where id = $1 and holder is null and closed_at is null`,
    [id, officer, instantText(at)],
  );
  return count > 0;
}

/** What of a task changes. */
export type TaskChange = {
  readonly holder?: string | null;
  readonly stage?: Stage;
  readonly pair?: readonly string[];
  readonly closed?: boolean;
};

/** Changes a task that this transaction has locked. */
export async function changeTask(
  tx: Sql,
  task: Task,
  change: TaskChange,
  at: Instant,
): Promise<void> {
  const { holder = task.holder, stage = task.stage, pair = task.pair, closed = false } = change;
  const heldAt = holder === task.holder ? task.heldAt : holder === null ? null : at;
  await tx.execute(
    `update inspection.tasks set holder = $2, held_at = $3::timestamptz, stage = $4,
       pair = $5::text[], closed_at = coalesce(closed_at, $6::timestamptz)
     where id = $1`,
    [
      ...[task.id, holder, heldAt === null ? null : instantText(heldAt), stage, pair],
      closed ? instantText(at) : null,
    ],
  );
}

const OVERDUE = `
  update inspection.tasks set overdue_at = $1::timestamptz
  where closed_at is null and overdue_at is null and due_at <= $1 returning id, kind`;

/** Marks the tasks whose time is over and of which it was not said before. */
export function markOverdue(
  tx: Sql,
  at: Instant,
): Promise<{ readonly id: string; readonly kind: TaskKind }[]> {
  return tx.query(OVERDUE, [instantText(at)]);
}

/**
 * Open tasks that may be over: those whose inspection is concluded or whose alarm is settled, and
 * all reviews, of which clearance knows where their list stands.
 */
export async function staleTasks(
  sql: Sql,
  limit: number,
): Promise<{ readonly ended: string[]; readonly reviews: { id: string; subject: string }[] }> {
  const ended = await sql.query<{ id: string }>(
    `select t.id from inspection.tasks t
     join inspection.inspections i on i.list_no = t.subject and i.serial = t.serial
     where t.kind = 'inspection' and t.closed_at is null and i.concluded_at is not null
     union all
     select t.id from inspection.tasks t
     join inspection.alarms a on t.subject = a.kind || '/' || a.site || '/' || a.scan_id
     where t.kind = 'pending' and t.closed_at is null and a.settled_at is not null
     limit $1`,
    [limit],
  );
  const reviews = await sql.query<{ id: string; subject: string }>(
    `select id, subject from inspection.tasks
     where kind = 'review' and closed_at is null order by opened_at desc limit $1`,
    [limit],
  );
  return { ended: ended.map(({ id }) => id), reviews };
}

/**
 * How many tasks officers have in hand, by number. Without inspections: whoever holds one is of its
 * pair, and who that is nobody else may know before the end (RAND-7).
 */
export async function tasksInHand(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ holder: string; n: number }>(
    `select holder, count(*)::integer as n from inspection.tasks
     where closed_at is null and holder is not null and kind <> 'inspection' group by holder`,
  );
  return new Map(rows.map(({ holder, n }) => [holder, n]));
}

export type TaskCount = {
  readonly kind: TaskKind;
  readonly stage: Stage;
  readonly open: number;
  readonly overdue: number;
};

/** What is open, for the figures of operations. */
export async function countTasks(sql: Sql): Promise<TaskCount[]> {
  return sql.query<TaskCount>(
    `select kind, stage, count(*)::integer as open, count(overdue_at)::integer as overdue
     from inspection.tasks where closed_at is null group by kind, stage order by kind, stage`,
  );
}

/** What was done with a task. */
export type TrailEntry = {
  readonly task: string;
  readonly at: Instant;
  /** Null for what the platform did by itself. */
  readonly officer: string | null;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

const ADD = `
  insert into inspection.trail (task, position, at, officer, action, detail)
  select given.task, coalesce((select max(position) from inspection.trail t
      where t.task = given.task), 0) + 1, $2::timestamptz, given.officer, given.action,
    given.detail::jsonb
  from unnest($1::uuid[], $3::text[], $4::text[], $5::text[])
    as given (task, officer, action, detail)`;

/** Adds to the trails, one entry a task; the tasks are locked or new, or nobody else knows them. */
export async function addTrail(
  tx: Sql,
  entries: readonly Omit<TrailEntry, 'at'>[],
  at: Instant,
): Promise<void> {
  if (entries.length === 0) return;
  await tx.execute(ADD, [
    entries.map(({ task }) => task),
    instantText(at),
    entries.map(({ officer }) => officer),
    entries.map(({ action }) => action),
    entries.map(({ detail }) => JSON.stringify(detail)),
  ]);
}

/** What was done with a task, in order. */
export function trailOf(sql: Sql, task: string): Promise<TrailEntry[]> {
  return sql.query<TrailEntry>(
    `select task, at, officer, action, detail from inspection.trail
     where task = $1 order by position`,
    [task],
  );
}

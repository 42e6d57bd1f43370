import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { type FormKey, type ListForm, type RepairForm, repairForm } from './forms.ts';
import type { Job, JobCause, JobState } from './job.ts';
import { partnerBeyond, partnerItems } from './partner-sql.ts';

type Row = Omit<Job, 'cause'> & JobCause;

const COLUMNS = `id, enterprise, direction, document, code, field, value, corrections, state,
  lists, beyond, created_at as "createdAt", checked_at as "checkedAt", sent_at as "sentAt",
  canceled_at as "canceledAt", ended_at as "endedAt"`;

function jobOf({ direction, document, code, field, value, ...rest }: Row): Job {
  return { ...rest, cause: { direction, document, code, field, value } };
}

export type NewJob = Pick<Job, 'id' | 'enterprise' | 'cause' | 'corrections'>;

const listItems = ({ refusals, cases }: ListForm): string => `
  insert into repair.items (job, position, ebp_code, order_no, attempt, list_no, state)
  select $1, row_number() over (order by r.decided_at, r.list_no), r.ebp_code, r.order_no,
    c.attempt, r.list_no, 'open'
  from (
    select * from ${refusals}
    where agent_code = $2 and code = $3 and field = $4 and value = $5
      and ($7::text[] is null or list_no = any($7::text[]))
    order by decided_at, list_no limit $6
  ) r join ${cases} c on c.ebp_code = r.ebp_code and c.order_no = r.order_no
    and c.state = '100' and c.list_no = r.list_no`;

const listBeyond = ({ refusals }: ListForm): string => `
  select count(*)::int as n from ${refusals}
  where agent_code = $1 and code = $2 and field = $3 and value = $4`;

const insertItems = (form: RepairForm): string =>
  form.document === 'list' ? listItems(form) : partnerItems(form.partner);
const beyondOf = (form: RepairForm): string =>
  form.document === 'list' ? listBeyond(form) : partnerBeyond(form.partner);

const INSERT_JOB = `
  insert into repair.jobs (id, enterprise, code, field, value, direction, document, corrections,
    state, lists, beyond, created_at, look_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, 'checking', $9, $10, $11, $11)`;

/**
 * Begins a repair of the documents that stand refused for a cause, the oldest first.
 * @param listNos only these of them; null for all
 * @returns how many lists it has; none was begun where there are none
 */
export async function beginJob(
  tx: Sql,
  { id, enterprise, cause, corrections }: NewJob,
  { most, listNos, at }: { most: number; listNos: readonly string[] | null; at: Instant },
): Promise<number> {
  const keys = [enterprise, cause.code, cause.field, cause.value];
  const form = repairForm(cause);
  const lists = await tx.execute(insertItems(form), [id, ...keys, most, listNos]);
  if (lists === 0) return 0;
  const [row] = listNos === null ? await tx.query<{ n: number }>(beyondOf(form), keys) : [];
  const beyond = Math.max(0, (row?.n ?? lists) - lists);
  const json = JSON.stringify(corrections);
  const told = [cause.direction, cause.document, json, lists, beyond, instantText(at)];
  await tx.execute(INSERT_JOB, [id, ...keys, ...told]);
  return lists;
}

const UNDER_WAY = `
  select count(*)::int as n from repair.jobs
  where enterprise = $1 and state in ('checking', 'ready', 'sending')`;

/** Repairs of an enterprise that were neither sent to the last nor canceled. */
export async function jobsUnderWay(sql: Sql, enterprise: string): Promise<number> {
  return (await sql.query<{ n: number }>(UNDER_WAY, [enterprise]))[0]!.n;
}

const FIND = `select ${COLUMNS} from repair.jobs where id = $1 and enterprise = $2`;

/** A repair of this enterprise, or null. */
export async function findJob(sql: Sql, id: string, enterprise: string): Promise<Job | null> {
  const [row] = await sql.query<Row>(FIND, [id, enterprise]);
  return row === undefined ? null : jobOf(row);
}

const PAGE = `
  select ${COLUMNS} from repair.jobs
  where enterprise = $1 and (created_at, id) < ($2::timestamptz, $3::uuid)
    and (direction, document) in (select * from unnest($5::text[], $6::text[]))
  order by created_at desc, id desc limit $4`;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Repairs of an enterprise of documents of these kinds, the newest first. */
export async function pageOfJobs(
  sql: Sql,
  enterprise: string,
  kinds: readonly FormKey[],
  after: { readonly at: Instant; readonly name: string } | null,
  limit: number,
): Promise<Job[]> {
  const place = [after === null ? 'infinity' : instantText(after.at), after?.name ?? LAST_ID];
  const columns = [kinds.map(({ direction }) => direction), kinds.map(({ document }) => document)];
  return (await sql.query<Row>(PAGE, [enterprise, ...place, limit, ...columns])).map(jobOf);
}

const DUE = `
  select ${COLUMNS} from repair.jobs
  where state in ('checking', 'sending', 'following') and look_at <= $1::timestamptz
  order by look_at, id limit $2`;

/** Repairs that have something to be done by now. */
export async function dueJobs(sql: Sql, now: Instant, limit: number): Promise<Job[]> {
  return (await sql.query<Row>(DUE, [instantText(now), limit])).map(jobOf);
}

const LOOK = 'update repair.jobs set look_at = $2::timestamptz where id = $1';

export async function lookAgain(sql: Sql, id: string, at: Instant): Promise<void> {
  await sql.execute(LOOK, [id, instantText(at)]);
}

/** The column of the time at which a state begins. */
const SINCE: Readonly<Partial<Record<JobState, string>>> = {
  ready: 'checked_at',
  sending: 'sent_at',
  done: 'ended_at',
};

/** Moves a repair on. @returns false when it is in another state by now */
export async function moveJob(
  sql: Sql,
  id: string,
  from: JobState,
  to: JobState,
  at: Instant,
): Promise<boolean> {
  const since = SINCE[to] === undefined ? '' : `, ${SINCE[to]} = $4::timestamptz`;
  const text = `
    update repair.jobs set state = $3, look_at = $4::timestamptz${since}
    where id = $1 and state = $2`;
  return (await sql.execute(text, [id, from, to, instantText(at)])) === 1;
}

const CANCEL = `
  update repair.jobs set canceled_at = $3::timestamptz, look_at = $3::timestamptz,
    state = case when sent_at is null then 'done' else 'following' end,
    ended_at = case when sent_at is null then $3::timestamptz end
  where id = $1 and enterprise = $2 and state in ('checking', 'ready', 'sending')`;

/** @returns false when there is nothing left to cancel */
export async function cancelJob(
  tx: Sql,
  id: string,
  enterprise: string,
  at: Instant,
): Promise<boolean> {
  return (await tx.execute(CANCEL, [id, enterprise, instantText(at)])) === 1;
}

const STALE = `
  select ${COLUMNS} from repair.jobs
  where state = 'ready' and look_at <= $1::timestamptz order by look_at, id limit 10`;

/** Repairs that nobody sent since then. */
export async function staleJobs(sql: Sql, before: Instant): Promise<Job[]> {
  return (await sql.query<Row>(STALE, [instantText(before)])).map(jobOf);
}

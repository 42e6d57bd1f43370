import type { Finding } from '../base/finding.ts';
import type { Sql } from '../io/postgres.ts';
import type { Change } from './correction.ts';
import { type ItemState, type Outcome, type RepairResult, SENT_OUTCOMES } from './job.ts';

/** A document of a repair. */
export type Item = {
  readonly position: number;
  /** Its key: of lists that of the order, of payments and waybills their own. */
  readonly ebpCode: string;
  readonly orderNo: string;
  /** The attempt that was returned, and its customs number; of others 0, and their own number. */
  readonly attempt: number;
  readonly listNo: string;
  /** The record that was not filed; null of lists. */
  readonly refusedMessage: string | null;
  readonly refusedRecord: number | null;
  readonly state: ItemState;
  readonly outcome: Outcome | null;
  readonly changes: readonly Change[];
  /** Why it would be refused again, or was at the door. */
  readonly findings: readonly Finding[];
  readonly messageId: string | null;
  /** State of the list that was sent, as it was last seen. */
  readonly standing: string | null;
  readonly result: RepairResult | null;
  /** Why it was returned again. */
  readonly codes: readonly string[];
};

const COLUMNS = `position, ebp_code as "ebpCode", order_no as "orderNo", attempt,
  list_no as "listNo", refused_message as "refusedMessage", refused_record as "refusedRecord",
  state, outcome, changes, findings, message_id as "messageId", standing,
  result, codes`;

const IN_STATE = `
  select ${COLUMNS} from repair.items where job = $1 and state = $2 order by position limit $3`;

/** The first items of a repair in a state. */
export function itemsIn(sql: Sql, job: string, state: ItemState, limit: number): Promise<Item[]> {
  return sql.query<Item>(IN_STATE, [job, state, limit]);
}

export type ItemQuery = {
  readonly outcome: Outcome | null;
  readonly result: RepairResult | null;
  /** Position after which it begins. */
  readonly after: number;
  readonly limit: number;
};

const PAGE = `
  select ${COLUMNS} from repair.items
  where job = $1 and position > $2 and ($3::text is null or outcome = $3)
    and ($4::text is null or result = $4)
  order by position limit $5`;

/** Items of a repair in their order. */
export function pageOfItems(
  sql: Sql,
  job: string,
  { outcome, result, after, limit }: ItemQuery,
): Promise<Item[]> {
  return sql.query<Item>(PAGE, [job, after, outcome, result, limit]);
}

const CHECKED = `
  update repair.items i set state = 'checked', outcome = u.outcome, changes = u.changes::jsonb,
    findings = u.findings::jsonb
  from unnest($2::integer[], $3::text[], $4::text[], $5::text[])
    as u (position, outcome, changes, findings)
  where i.job = $1 and i.position = u.position and i.state = 'open'`;

/** What came of the trial of an item. */
export type Checked = Pick<Item, 'position' | 'changes' | 'findings'> & {
  readonly outcome: Outcome;
};

export async function storeChecked(sql: Sql, job: string, all: readonly Checked[]): Promise<void> {
  await sql.execute(CHECKED, [
    job,
    all.map(({ position }) => position),
    all.map(({ outcome }) => outcome),
    all.map(({ changes }) => JSON.stringify(changes)),
    all.map(({ findings }) => JSON.stringify(findings)),
  ]);
}

const CLAIM = `
  insert into repair.claims (direction, document, ebp_code, order_no, job, position)
  select j.direction, j.document, i.ebp_code, i.order_no, i.job, i.position
  from repair.items i join repair.jobs j on j.id = i.job
  where i.job = $1 and i.state = 'checked' and i.outcome = any($2::text[])
  order by i.ebp_code, i.order_no on conflict do nothing`;
const QUEUE = `
  update repair.items i set
    state = case when c.job is null then 'ended' else 'queued' end,
    result = case when c.job is not null then null
      when i.outcome = any($2::text[]) then 'taken'
      when i.outcome = 'moved' then 'moved' else 'left' end
  from repair.items o left join repair.claims c on c.job = o.job and c.position = o.position
  where i.job = $1 and o.job = $1 and o.position = i.position and i.state = 'checked'`;

/**
 * Queues the items whose trial allows it and whose order no other repair has, and ends the others.
 * Two statements.
 */
export async function queueItems(tx: Sql, job: string): Promise<void> {
  await tx.execute(CLAIM, [job, SENT_OUTCOMES]);
  await tx.execute(QUEUE, [job, SENT_OUTCOMES]);
}

/** A queued item with the message that is made of it. */
export type Sent = { readonly position: number; readonly messageId: string };

const MARK = `
  update repair.items i set message_id = u.message_id
  from unnest($2::integer[], $3::uuid[]) as u (position, message_id)
  where i.job = $1 and i.position = u.position and i.state = 'queued'
  returning i.position`;

/**
 * Notes with which messages items go to the door, before they do: from then on nothing cancels
 * them, and who comes after a crash sees whether they were filed.
 * @returns positions of those that are still to be sent
 */
export async function markItems(sql: Sql, job: string, all: readonly Sent[]): Promise<Set<number>> {
  const rows = await sql.query<{ position: number }>(MARK, [job, ...columnsOf(all)]);
  return new Set(rows.map(({ position }) => position));
}

const FILED = `
  select position, message_id as "messageId" from repair.items i
  where job = $1 and position = any($2::integer[]) and state = 'queued'
    and exists (select 1 from documents.messages m where m.message_id = i.message_id)`;

/** Those of these items whose message is filed already. */
export function filedItems(sql: Sql, job: string, positions: readonly number[]): Promise<Sent[]> {
  return sql.query<Sent>(FILED, [job, positions]);
}

const SENT = `
  update repair.items i set state = 'sent', message_id = u.message_id
  from unnest($2::integer[], $3::uuid[]) as u (position, message_id)
  where i.job = $1 and i.position = u.position and i.state = 'queued'`;

export async function storeSent(sql: Sql, job: string, all: readonly Sent[]): Promise<void> {
  if (all.length > 0) await sql.execute(SENT, [job, ...columnsOf(all)]);
}

function columnsOf(all: readonly Sent[]) {
  return [all.map(({ position }) => position), all.map(({ messageId }) => messageId)];
}

const ENDED = `
  update repair.items i set state = 'ended', result = u.result, standing = u.standing,
    findings = coalesce(u.findings::jsonb, i.findings),
    codes = string_to_array(u.codes, ' ')
  from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[])
    as u (position, result, standing, findings, codes)
  where i.job = $1 and i.position = u.position and i.state in ('queued', 'sent')`;
const FREE = 'delete from repair.claims where job = $1 and position = any($2::integer[])';

/** An item that comes to its end. */
export type Ended = {
  readonly position: number;
  readonly result: RepairResult;
  readonly standing?: string;
  readonly findings?: readonly Finding[];
  readonly codes?: readonly string[];
};

/** Ends items and frees their orders. Two statements or none. */
export async function endItems(tx: Sql, job: string, all: readonly Ended[]): Promise<void> {
  if (all.length === 0) return;
  const positions = all.map(({ position }) => position);
  await tx.execute(ENDED, [
    job,
    positions,
    all.map(({ result }) => result),
    all.map(({ standing }) => standing ?? null),
    all.map(({ findings }) => (findings === undefined ? null : JSON.stringify(findings))),
    all.map(({ codes = [] }) => codes.join(' ')),
  ]);
  await tx.execute(FREE, [job, positions]);
}

const CANCEL = `
  update repair.items set state = 'ended', result = 'canceled'
  where job = $1 and (state in ('open', 'checked') or state = 'queued' and message_id is null)`;
const FREE_CANCELED = `
  delete from repair.claims c using repair.items i
  where c.job = $1 and i.job = c.job and i.position = c.position and i.state = 'ended'`;

/** Ends what was not brought to the door. Two statements. */
export async function cancelItems(tx: Sql, job: string): Promise<void> {
  await tx.execute(CANCEL, [job]);
  await tx.execute(FREE_CANCELED, [job]);
}

const STANDING = `
  update repair.items i set standing = u.standing
  from unnest($2::integer[], $3::text[]) as u (position, standing)
  where i.job = $1 and i.position = u.position and i.state = 'sent'`;

/** Notes how lists stand that have no end yet. */
export async function storeStanding(
  sql: Sql,
  job: string,
  all: readonly { readonly position: number; readonly standing: string }[],
): Promise<void> {
  if (all.length === 0) return;
  const columns = [all.map(({ position }) => position), all.map(({ standing }) => standing)];
  await sql.execute(STANDING, [job, ...columns]);
}

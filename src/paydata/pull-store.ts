import type { Instant } from '../base/dates.ts';
import { inKeyOrder, keyOf } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Pull, PullState, Wanted } from './pull.ts';

const COLUMNS = `
  p.session_id as "sessionId", p.ebp_code as "ebpCode", p.order_no as "orderNo",
  p.list_no as "listNo", p.ordered, p.state, p.drawn_at as "drawnAt", p.due_at as "dueAt",
  p.next_at as "nextAt", p.acknowledged_at as "acknowledgedAt", p.answered_at as "answeredAt",
  p.late_at as "lateAt", p.attempts, p.last_error as "lastError", p.codes`;

// A platform without a service has one pull a day: the others of the day conflict with it.
const DRAW = `
  insert into paydata.pulls as p (session_id, ebp_code, order_no, list_no, ordered, drawn_at,
    due_at, state, next_at, codes)
  select g.session_id, g.ebp_code, g.order_no, g.list_no, $5::boolean, $6::timestamptz,
    $7::timestamptz, case when s.url is null then 'unregistered' else 'open' end,
    case when s.url is not null then $6::timestamptz end,
    case when s.url is null then array[$8::text] else '{}' end
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
    as g (session_id, ebp_code, order_no, list_no)
  left join paydata.services s on s.ebp_code = g.ebp_code
  on conflict do nothing
  returning ${COLUMNS}`;

export type Drawn = {
  readonly ordered: boolean;
  readonly at: Instant;
  /** Minutes within which data must come. */
  readonly minutes: number;
  /** The code of a platform without a service. */
  readonly unregistered: string;
};

/** Stores what was drawn; gives the pulls that are new. One statement. */
export function storeDrawn(
  tx: Sql,
  wanted: readonly Wanted[],
  { ordered, at, minutes, unregistered }: Drawn,
): Promise<Pull[]> {
  const rows = inKeyOrder(wanted, (one) => keyOf(one.ebpCode, one.orderNo));
  return tx.query<Pull>(DRAW, [
    rows.map(({ sessionId }) => sessionId),
    rows.map(({ ebpCode }) => ebpCode),
    rows.map(({ orderNo }) => orderNo),
    rows.map(({ listNo }) => listNo),
    ordered,
    instantText(at),
    instantText(at + minutes * 60_000),
    unregistered,
  ]);
}

/** A pull whose turn it is, with where its platform is asked; null after that was withdrawn. */
export type DuePull = Pull & { readonly url: string | null };

// From each platform the first few, so that one with thousands does not hide the others.
const DUE = `
  select ${COLUMNS}, s.url from paydata.services s cross join lateral (
    select * from paydata.pulls
    where ebp_code = s.ebp_code and next_at is not null and next_at <= $1::timestamptz
    order by next_at limit $2::integer
  ) p order by p.next_at`;

/** The pulls that are due, at most so many of each platform. One statement. */
export function duePulls(sql: Sql, now: Instant, each: number): Promise<DuePull[]> {
  return sql.query<DuePull>(DUE, [instantText(now), each]);
}

/** What came of one call. */
export type Attempt = {
  readonly pull: Pull;
  readonly dueAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly nextAt: Instant;
  readonly error: string | null;
};

// Data may have come before its call was answered: then nothing is due any more.
const SAVE = `
  update paydata.pulls as p set
    attempts = p.attempts + 1,
    acknowledged_at = coalesce(p.acknowledged_at, d.acknowledged_at),
    last_error = d.error,
    due_at = case when p.state = 'open' then d.due_at else p.due_at end,
    next_at = case when p.state = 'open' then d.next_at else p.next_at end,
    state = case when p.state = 'open' and d.acknowledged_at is not null then 'asked'
      else p.state end
  from unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::timestamptz[],
    $5::timestamptz[], $6::text[])
    as d (session_id, was, due_at, next_at, acknowledged_at, error)
  where p.session_id = d.session_id and p.attempts = d.was`;

const orNull = (at: Instant | null): string | null => (at === null ? null : instantText(at));

/** Saves what came of calls. One statement. */
export async function saveAttempts(sql: Sql, attempts: readonly Attempt[]): Promise<void> {
  const rows = inKeyOrder(attempts, ({ pull }) => pull.sessionId);
  await sql.execute(SAVE, [
    rows.map(({ pull }) => pull.sessionId),
    rows.map(({ pull }) => pull.attempts),
    rows.map(({ dueAt }) => instantText(dueAt)),
    rows.map(({ nextAt }) => instantText(nextAt)),
    rows.map(({ acknowledgedAt }) => orNull(acknowledgedAt)),
    rows.map(({ error }) => error),
  ]);
}

const ADD_CODES = `(select array(select distinct unnest(p.codes || $2::text[]) order by 1))`;

const END = `
  update paydata.pulls as p set state = 'late', next_at = null, late_at = $3::timestamptz,
    codes = (select array(select distinct unnest(p.codes || d.code) order by 1))
  from unnest($1::uuid[], $2::text[]) as d (session_id, code)
  where p.session_id = d.session_id and p.next_at is not null and p.due_at <= $3::timestamptz
  returning p.session_id as "sessionId"`;

/** Ends pulls whose time is over, each with its code; gives the sessions of those that were. */
export async function endPulls(
  tx: Sql,
  ends: readonly { readonly sessionId: string; readonly code: string }[],
  at: Instant,
): Promise<Set<string>> {
  const rows = inKeyOrder(ends, ({ sessionId }) => sessionId);
  const ended = await tx.query<Pick<Pull, 'sessionId'>>(END, [
    rows.map(({ sessionId }) => sessionId),
    rows.map(({ code }) => code),
    instantText(at),
  ]);
  return new Set(ended.map(({ sessionId }) => sessionId));
}

const FIND = `select ${COLUMNS} from paydata.pulls p where session_id = $1::uuid`;

/** The pull of a session, or null. */
export async function findPull(sql: Sql, sessionId: string): Promise<Pull | null> {
  return (await sql.query<Pull>(FIND, [sessionId]))[0] ?? null;
}

const ANSWER = `
  update paydata.pulls as p set state = 'answered', next_at = null, answered_at = $3::timestamptz,
    codes = ${ADD_CODES}
  where session_id = $1::uuid and state in ('open', 'asked', 'late')`;

const NOTE = `update paydata.pulls as p set codes = ${ADD_CODES} where session_id = $1::uuid`;

/** Closes a pull with what was found in its data; false when that was done before. */
export async function answerPull(
  tx: Sql,
  sessionId: string,
  codes: readonly string[],
  at: Instant,
): Promise<boolean> {
  return (await tx.execute(ANSWER, [sessionId, codes, instantText(at)])) > 0;
}

/** Notes what was wrong with data that was not taken. */
export async function notePull(
  tx: Sql,
  sessionId: string,
  codes: readonly string[],
): Promise<void> {
  await tx.execute(NOTE, [sessionId, codes]);
}

/** Which pulls to list: of one platform or all, in one state or any, drawn before a place. */
export type PullQuery = {
  readonly ebpCode: string | null;
  readonly state: PullState | null;
  /** The session of the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
};

// Two texts, each with its index: a plan for both would read all there is.
const list = (where: string): string => `
  select ${COLUMNS} from paydata.pulls p
  where ($1::text is null or p.state = $1)
    and ($2::uuid is null or (p.drawn_at, p.session_id) < (
      select drawn_at, session_id from paydata.pulls where session_id = $2::uuid)) ${where}
  order by p.drawn_at desc, p.session_id desc limit $3::integer`;
const LIST = list('');
const LIST_OF = list('and p.ebp_code = $4');

/** Pulls, the newest first. */
export function listPulls(sql: Sql, { ebpCode, state, after, limit }: PullQuery): Promise<Pull[]> {
  return ebpCode === null
    ? sql.query<Pull>(LIST, [state, after, limit])
    : sql.query<Pull>(LIST_OF, [state, after, limit, ebpCode]);
}

const OF_LIST = `select ${COLUMNS} from paydata.pulls p where list_no = $1 order by drawn_at`;

/** The pulls of one list, the oldest first. */
export function pullsOfList(sql: Sql, listNo: string): Promise<Pull[]> {
  return sql.query<Pull>(OF_LIST, [listNo]);
}

import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { type Database, instantText, type Sql } from '../io/postgres.ts';
import type { Counts } from './counts.ts';

const INSERT = 'insert into cockpit.tallies (at, day, names, counts) values ($1, $2, $3, $4)';

/** Keeps what a transaction did, in that transaction. One narrow row, none when it is nothing. */
export async function storeCounts(tx: Sql, counts: Counts, at: Instant): Promise<void> {
  if (counts.size === 0) return;
  const columns = [[...counts.keys()], [...counts.values()]];
  await tx.execute(INSERT, [instantText(at), businessDate(at), ...columns]);
}

// Who comes second waits for the row, and finds that it was folded a moment ago. Nothing is written
// where nothing was counted.
const TURN = `
  update cockpit.folds set folded_at = clock_timestamp()
  where name = 'tallies'
    and folded_at <= clock_timestamp() - $1::integer * interval '1 millisecond'
    and exists (select from cockpit.tallies)`;

/** Counters of the series: what was declared and released, of minutes also how long it took. */
const SECONDS = `(name like 'declared.%' or name like 'verdict.%.800')`;
const MINUTES = `(${SECONDS} or name like 'latency.%')`;

const FOLD = `
  with gone as (delete from cockpit.tallies returning at, day, names, counts),
  parts as (
    select at, day, n.name, n.count from gone, unnest(names, counts) as n (name, count)
  ),
  days as (
    insert into cockpit.days as c (day, name, count)
    select day, name, sum(count)::bigint from parts where name not like 'now.%'
    group by 1, 2 order by 1, 2
    on conflict (day, name) do update set count = c.count + excluded.count
  ),
  standing as (
    insert into cockpit.standing as c (name, count)
    select name, sum(count)::bigint from parts where name like 'now.%' group by 1 order by 1
    on conflict (name) do update set count = c.count + excluded.count
  ),
  moments as (
    insert into cockpit.moments as c (span, starts_at, name, count)
    select 1, date_trunc('second', at), name, sum(count)::bigint from parts
    where ${SECONDS} group by 1, 2, 3
    union all
    select 60, date_trunc('minute', at), name, sum(count)::bigint from parts
    where ${MINUTES} group by 1, 2, 3
    order by 1, 2, 3
    on conflict (span, starts_at, name) do update set count = c.count + excluded.count
  )
  select count(*) as rows from gone`;

/** Milliseconds for which single seconds are kept, and minutes. */
const SECONDS_KEPT = 600_000;
const MINUTES_KEPT = 90_000_000;

const FORGET = `
  delete from cockpit.moments
  where (span = 1 and starts_at < $1::timestamptz) or (span = 60 and starts_at < $2::timestamptz)`;

/**
 * Folds what was counted since into the sums of days, seconds and minutes, in one transaction: each
 * row is added exactly once, whoever folds and whatever dies. Any number of processes may call it;
 * one of them folds in each `every` milliseconds.
 * @returns how many rows were folded
 */
export function foldCounts(db: Database, now: Instant, every: number): Promise<number> {
  return db.transaction(async (tx) => {
    if ((await tx.execute(TURN, [every])) === 0) return 0;
    const [folded] = await tx.query<{ rows: bigint }>(FOLD);
    const kept = [SECONDS_KEPT, MINUTES_KEPT].map((time) => instantText(now - time));
    await tx.execute(FORGET, kept);
    return Number(folded?.rows ?? 0n);
  });
}

/** What was counted in one second or minute. */
export type Moment = { readonly span: 1 | 60; readonly at: Instant; readonly counts: Counts };

/** The counters as they were folded last. */
export type Folded = {
  /** The sums of the day. */
  readonly day: Counts;
  /** How many lists are in each state. */
  readonly standing: Counts;
  /** The last seconds and minutes in which something was counted, in their order. */
  readonly moments: readonly Moment[];
};

/** Milliseconds of seconds that are shown, and of minutes. */
const SECONDS_SHOWN = 300_000;
const MINUTES_SHOWN = 10_800_000;

const READ = `
  select 0::smallint as span, null::timestamptz as at, name, count
  from cockpit.days where day = $1
  union all
  select -1, null, name, count from cockpit.standing where count <> 0
  union all
  select * from (
    select span, starts_at, name, count from cockpit.moments
    where (span = 1 and starts_at >= $2::timestamptz)
      or (span = 60 and starts_at >= $3::timestamptz)
    order by span, starts_at
  ) m`;

type Row = { span: number; at: Instant | null; name: string; count: bigint };

/** Reads them in one statement, and so of one moment. */
export async function readCounts(sql: Sql, day: BusinessDate, now: Instant): Promise<Folded> {
  const since = [SECONDS_SHOWN, MINUTES_SHOWN].map((time) => instantText(now - time));
  const rows = await sql.query<Row>(READ, [day, ...since]);
  const sums = (of: number): Counts =>
    new Map(rows.filter(({ span }) => span === of).map(({ name, count }) => [name, count]));
  const moments = Map.groupBy(
    rows.filter(({ at }) => at !== null),
    ({ span, at }) => `${span} ${at}`,
  );
  return {
    day: sums(0),
    standing: sums(-1),
    moments: [...moments.values()].map((some): Moment => {
      const { span, at } = some[0]!;
      const counts = new Map(some.map(({ name, count }) => [name, count]));
      return { span: span === 1 ? 1 : 60, at: at ?? 0, counts };
    }),
  };
}

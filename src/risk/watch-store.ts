import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { WatchKind } from './watch-keys.ts';

/** A list of things to be watched, all of one kind. */
export type WatchHead = {
  readonly name: string;
  readonly kind: WatchKind;
  readonly reason: string;
  readonly madeBy: string;
  readonly madeAt: Instant;
  /** Of the registry at the last change of the list. */
  readonly revision: bigint;
};

/** One entry, in force from an instant until another, exclusive. */
export type WatchEntry = {
  readonly name: string;
  readonly key: string;
  readonly from: Instant;
  readonly until: Instant | null;
  readonly addedBy: string;
  readonly endedBy: string | null;
};

const HEAD = `name, kind, reason, made_by as "madeBy", made_at as "madeAt", revision`;
const ENTRY = `name, key, from_at as "from", until_at as "until", added_by as "addedBy",
  ended_by as "endedBy"`;

const LISTS = `select ${HEAD} from risk.watch_lists order by name`;

/** All watch lists by name, without their entries. */
export function watchHeads(sql: Sql): Promise<WatchHead[]> {
  return sql.query<WatchHead>(LISTS);
}

const PUT = `
  insert into risk.watch_lists (name, kind, reason, made_by, made_at, revision)
  values ($1, $2, $3, $4, $5::timestamptz, $6)
  on conflict (name) do update set revision = excluded.revision
    where risk.watch_lists.kind = excluded.kind
  returning ${HEAD}`;

/** Makes a list, or notes that one changes; null when there is one of another kind. */
export async function putWatchList(tx: Sql, list: WatchHead): Promise<WatchHead | null> {
  const { name, kind, reason, madeBy, madeAt, revision } = list;
  const values = [name, kind, reason, madeBy, instantText(madeAt), revision];
  return (await tx.query<WatchHead>(PUT, values))[0] ?? null;
}

const ENTRIES = `select ${ENTRY} from risk.watch_entries where name = any($1::text[])
  order by name, key, from_at`;

/** All entries of these lists, those that ended too. */
export function watchEntries(sql: Sql, names: readonly string[]): Promise<WatchEntry[]> {
  return sql.query<WatchEntry>(ENTRIES, [names]);
}

const COUNT = `select count(*)::integer as entries from risk.watch_entries`;

/** How many entries all lists have. */
export async function countEntries(sql: Sql): Promise<number> {
  return (await sql.query<{ entries: number }>(COUNT))[0]?.entries ?? 0;
}

const STANDING = `
  select name, count(distinct key)::integer as entries from risk.watch_entries
  where until_at is null or until_at > $1::timestamptz group by name`;

/** How many keys stand on each list at an instant, or will, by its name. */
export async function countStanding(sql: Sql, at: Instant): Promise<Map<string, number>> {
  const rows = await sql.query<{ name: string; entries: number }>(STANDING, [instantText(at)]);
  return new Map(rows.map(({ name, entries }) => [name, entries]));
}

const ADD = `
  insert into risk.watch_entries (name, key, from_at, until_at, added_by)
  select d.name, d.key, $3::timestamptz, $4::timestamptz, $5
  from unnest($1::text[], $2::text[]) as d (name, key)
  where not exists (select from risk.watch_entries e where e.name = d.name and e.key = d.key
    and (e.until_at is null or e.until_at > $3::timestamptz))`;

/** Adds keys that do not stand on the list; how many. One statement. */
export async function addEntries(
  tx: Sql,
  name: string,
  keys: readonly string[],
  more: { readonly from: Instant; readonly until: Instant | null; readonly by: string },
): Promise<number> {
  const { from, until, by } = more;
  const columns = distinctColumns(inKeyOrder(keys, (key) => key).map((key) => keyOf(name, key)));
  const times = [instantText(from), until === null ? null : instantText(until)];
  return tx.execute(ADD, [...columns, ...times, by]);
}

const END = `
  update risk.watch_entries e set ended_by = $4,
    until_at = greatest(e.from_at, least(e.until_at, $3::timestamptz))
  from ${byKeys('risk.watch_entries', ['name', 'key'])}
  where e.name = found.name and e.key = found.key and e.from_at = found.from_at
    and (e.until_at is null or e.until_at > $3::timestamptz)`;

/** Takes keys off the list from an instant on; how many stood there. One statement. */
export async function endEntries(
  tx: Sql,
  name: string,
  keys: readonly string[],
  { until, by }: { readonly until: Instant; readonly by: string },
): Promise<number> {
  const columns = distinctColumns(inKeyOrder(keys, (key) => key).map((key) => keyOf(name, key)));
  return tx.execute(END, [...columns, instantText(until), by]);
}

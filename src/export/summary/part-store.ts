import type { Instant } from '../../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../../base/keys.ts';
import { byKeys } from '../../io/by-keys.ts';
import { instantText, type Sql } from '../../io/postgres.ts';

/** Messages of applications that wait for the others of theirs: keys of `documents.others`. */
export type WaitingPart = { readonly key: string; readonly version: number };

const NOTE = `
  insert into export.summary_parts as p (since, code, name, version)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::smallint[]) as u
  on conflict (code, name) do update set version = excluded.version, since = excluded.since
  where p.version < excluded.version`;

/** Notes that messages wait, from now on unless they wait already. One statement. */
export async function noteWaiting(
  tx: Sql,
  parts: readonly WaitingPart[],
  at: Instant,
): Promise<void> {
  const rows = inKeyOrder(parts, ({ key }) => key);
  await tx.execute(NOTE, [
    instantText(at),
    ...keyColumns(rows.map(({ key }) => key)),
    rows.map(({ version }) => version),
  ]);
}

const LOAD = `
  select code, name, version, since from ${byKeys('export.summary_parts', ['code', 'name'])}`;

/** Which of these messages wait, in which version, and since when. One statement. */
export async function waitingParts(
  sql: Sql,
  keys: readonly string[],
): Promise<Map<string, { readonly version: number; readonly since: Instant }>> {
  type Row = { code: string; name: string; version: number; since: Instant };
  const rows = await sql.query<Row>(LOAD, distinctColumns(keys));
  return new Map(rows.map(({ code, name, ...rest }) => [keyOf(code, name), rest]));
}

const END = `
  delete from export.summary_parts p using unnest($1::text[], $2::text[]) as u (code, name)
  where p.code = u.code and p.name = u.name`;

/** Messages that are decided wait no more. One statement. */
export async function endWaiting(tx: Sql, keys: readonly string[]): Promise<void> {
  await tx.execute(END, keyColumns(inKeyOrder(keys, (key) => key)));
}

const OVERDUE = `
  select code, name from export.summary_parts where since <= $1::timestamptz
  order by since limit $2`;

/** Messages that have waited since an instant or longer, the oldest first. One statement. */
export async function overdueParts(sql: Sql, before: Instant, limit: number): Promise<string[]> {
  const rows = await sql.query<{ code: string; name: string }>(OVERDUE, [
    instantText(before),
    limit,
  ]);
  return rows.map(({ code, name }) => keyOf(code, name));
}

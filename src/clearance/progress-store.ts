import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** The instant up to which every filed list is known to be decided, waiting or set aside. */
export async function readProgress(sql: Sql): Promise<Instant> {
  const [row] = await sql.query<{ through: Instant }>(
    `select through from clearance.progress where name = 'lists'`,
  );
  return row?.through ?? 0;
}

/** Moves that instant forward; never back. */
export async function writeProgress(sql: Sql, through: Instant): Promise<void> {
  await sql.execute(
    `insert into clearance.progress as p (name, through) values ('lists', $1::timestamptz)
     on conflict (name) do update set through = greatest(p.through, excluded.through)`,
    [instantText(through)],
  );
}

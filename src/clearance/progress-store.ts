import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/**
 * lists: until when every filed list is known to be decided, waiting or set aside. bills: until
 * when every released list has its tax bill. lanes, stranded, stranded-late: until when every
 * scan of a lane was compared with its list, and at which ages once more. imports, import-returns:
 * until when released lists, and what came back of them, are in the statistics.
 */
export type ProgressName =
  | 'lists'
  | 'bills'
  | 'lanes'
  | 'stranded'
  | 'stranded-late'
  | 'imports'
  | 'import-returns';

/** How far something has come; 0 when it never began. */
export async function readProgress(sql: Sql, name: ProgressName): Promise<Instant> {
  const [row] = await sql.query<{ through: Instant }>(
    'select through from clearance.progress where name = $1',
    [name],
  );
  return row?.through ?? 0;
}

/** Moves that instant forward; never back. */
export async function writeProgress(sql: Sql, through: Instant, name: ProgressName): Promise<void> {
  await sql.execute(
    `insert into clearance.progress as p (name, through) values ($2, $1::timestamptz)
     on conflict (name) do update set through = greatest(p.through, excluded.through)`,
    [instantText(through), name],
  );
}

/**
 * Holds a progress until the end of the transaction, so that nobody else moves it meanwhile, and
 * tells how far it has come; 0 when it never began, and then nothing is held.
 */
export async function holdProgress(tx: Sql, name: ProgressName): Promise<Instant> {
  const [row] = await tx.query<{ through: Instant }>(
    'update clearance.progress set through = through where name = $1 returning through',
    [name],
  );
  return row?.through ?? 0;
}

/**
 * Keeps a progress where it is until the end of the transaction. Any number may do so at the same
 * time; who holds it waits for all of them.
 */
export async function keepProgress(tx: Sql, name: ProgressName): Promise<void> {
  await tx.query('select from clearance.progress where name = $1 for share', [name]);
}

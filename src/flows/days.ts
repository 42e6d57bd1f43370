import { addDays, type BusinessDate } from '../base/dates.ts';
import {
  DAY_PARTS,
  DAY_TABLES,
  type DayPart,
  defaultPartition,
  partitionOf,
} from '../io/day-tables.ts';
import { isFault } from '../io/faults.ts';
import type { Database, Sql } from '../io/postgres.ts';

/** Partitions are made for today and for so many days ahead. */
export const DAYS_AHEAD = 7;

/** Any number; the same for every process, and used for changes of partitions only. */
const LOCK = 1_210_961_107;

/**
 * Waiting for a lock holds up whoever comes behind, so maintenance gives up soon and comes again:
 * partitions are made a week ahead, and a day to be archived can wait.
 */
const PATIENCE = '2s';

/** Lets one process after the other change partitions, until the end of the transaction. */
export async function changePartitions(tx: Sql): Promise<void> {
  await tx.script(`set local lock_timeout = '${PATIENCE}'`);
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
}

/**
 * Makes the partitions of today and of the days ahead, as far as they are not there. Any number of
 * processes may do it at once. Writers go on meanwhile: only those of the default partition wait.
 * @returns the names of the partitions that were made now
 * @throws Fault `database-conflict` when somebody reads the default partition for long: try later
 */
export async function ensureDays(db: Database, today: BusinessDate): Promise<string[]> {
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, i) => addDays(today, i));
  if ((await missing(db, days)).length === 0) return [];
  return db.transaction(async (tx) => {
    await changePartitions(tx);
    return makePartitions(tx, days);
  });
}

/** The same; false when it has to be tried again later. Until then the default takes the rows. */
export async function tryEnsureDays(db: Database, today: BusinessDate): Promise<boolean> {
  try {
    await ensureDays(db, today);
    return true;
  } catch (error) {
    if (isFault(error) && error.retryable) return false;
    throw error;
  }
}

/**
 * Makes the partitions of these days, as far as they are not there, and moves their rows out of
 * the default partition. Call `changePartitions` first.
 */
export async function makePartitions(tx: Sql, days: readonly BusinessDate[]): Promise<string[]> {
  const made = await missing(tx, days);
  for (const one of made) await tx.script(making(one));
  return made.map(({ part, day }) => partitionOf(part, day));
}

type Wanted = { readonly part: DayPart; readonly day: BusinessDate };

const MISSING = `
  select ordinality::integer - 1 as place from unnest($1::text[]) with ordinality as u (name)
  where to_regclass(name) is null order by ordinality`;

async function missing(sql: Sql, days: readonly BusinessDate[]): Promise<Wanted[]> {
  const wanted = DAY_PARTS.flatMap((part) => days.map((day): Wanted => ({ part, day })));
  const names = wanted.map(({ part, day }) => partitionOf(part, day));
  const rows = await sql.query<{ place: number }>(MISSING, [names]);
  return rows.map(({ place }) => wanted[place]!);
}

function making({ part, day }: Wanted): string {
  return `${createPartition(part, day)}; ${attachPartition(part, day)}`;
}

/** Makes the table of one day, which is no partition yet and which nobody else sees. */
export function createPartition(part: DayPart, day: BusinessDate): string {
  return `create table ${partitionOf(part, day)} (like ${DAY_TABLES[part].table} including all)`;
}

/**
 * Makes it a partition, with the rows of that day that lie in the default one. Attached and not
 * made as a partition at once: that would lock the whole table, and every writer would wait behind
 * whoever reads it for long, such as an audit.
 */
export function attachPartition(part: DayPart, day: BusinessDate): string {
  const [name, rest] = [partitionOf(part, day), defaultPartition(part)];
  return `
    lock table ${rest} in access exclusive mode;
    with moved as (delete from ${rest} where day = '${day}' returning *)
      insert into ${name} select * from moved;
    alter table ${DAY_TABLES[part].table} attach partition ${name}
      for values from ('${day}') to ('${addDays(day, 1)}')`;
}

import {
  addDays,
  addMonths,
  type BusinessDate,
  businessDate,
  type Instant,
} from '../base/dates.ts';
import { DAY_PARTS, DAY_TABLES, defaultPartition } from '../io/day-tables.ts';
import { isFault } from '../io/faults.ts';
import { type Database, instantText, type Sql } from '../io/postgres.ts';
import { covers } from '../registry/dated.ts';
import type { Dated, HousekeepingName, Parameters } from '../registry/profile.ts';
import { type ArchivedFile, archiveDay, NotArchived } from './archive-day.ts';
import { reasonsToKeep } from './closable.ts';
import { UnsoundRow } from './day-rows.ts';

/** What became of one past day. */
export type DayOutcome = {
  readonly day: BusinessDate;
  /** `ready` is what a dry run says; `empty`: there were no rows, and its partitions are gone. */
  readonly outcome: 'archived' | 'ready' | 'empty' | 'kept';
  /** Why it was kept, a sentence each. */
  readonly reasons: readonly string[];
  readonly file: ArchivedFile | null;
};

export type ArchiveOrder = {
  /** An existing directory. */
  readonly dir: string;
  /** Days before this one. */
  readonly before: BusinessDate;
  readonly at: Instant;
  readonly dryRun?: boolean;
  readonly onDay?: (outcome: DayOutcome) => void;
};

/** Archives every past day that may be, the oldest first; the others say why not. */
export async function archiveDays(db: Database, order: ArchiveOrder): Promise<DayOutcome[]> {
  const outcomes: DayOutcome[] = [];
  for (const day of await daysBefore(db, order.before)) {
    const outcome = await archiveOne(db, day, order);
    outcomes.push(outcome);
    order.onDay?.(outcome);
  }
  return outcomes;
}

async function archiveOne(
  db: Database,
  day: BusinessDate,
  { dir, at, dryRun }: ArchiveOrder,
): Promise<DayOutcome> {
  const kept = (...reasons: string[]): DayOutcome => {
    return { day, outcome: 'kept', reasons, file: null };
  };
  const reasons = await reasonsToKeep(db, day, businessDate(at));
  if (reasons.length > 0) return kept(...reasons);
  if (dryRun === true) return { day, outcome: 'ready', reasons, file: null };
  try {
    const file = await archiveDay(db, dir, day, at);
    return { day, outcome: file === null ? 'empty' : 'archived', reasons, file };
  } catch (error) {
    if (error instanceof NotArchived || error instanceof UnsoundRow) return kept(error.message);
    if (isFault(error, 'database-conflict')) return kept(BUSY);
    throw error;
  }
}

const BUSY = 'Somebody reads everything just now, such as an audit: try again later.';

// The days that have partitions, and those whose rows lie in the default ones.
const DAYS = `
  select distinct day from (
    select to_date(substring(c.relname from '_([0-9]{8})$'), 'YYYYMMDD') as day
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = any($2::text[]::regclass[]) and c.relname ~ '_[0-9]{8}$'
    ${DAY_PARTS.map((part) => `union all select day from ${defaultPartition(part)}`).join('\n')}
  ) days where day < $1::date order by day`;

function daysBefore(sql: Sql, before: BusinessDate): Promise<BusinessDate[]> {
  const tables = DAY_PARTS.map((part) => DAY_TABLES[part].table);
  return sql
    .query<{ day: BusinessDate }>(DAYS, [before, tables])
    .then((rows) => rows.map(({ day }) => day));
}

/** The value of a housekeeping parameter on a day, or null when the law in force has none. */
export function housekeepingOn(
  parameters: Parameters,
  name: HousekeepingName,
  date: BusinessDate,
): number | null {
  const periods: readonly Dated<number>[] = parameters[name];
  return periods.find((period) => covers(period, date))?.value ?? null;
}

/** The first day that still belongs into the database; null when the law does not say. */
export function firstOnline(parameters: Parameters, today: BusinessDate): BusinessDate | null {
  const days = housekeepingOn(parameters, 'onlineDays', today);
  return days === null ? null : addDays(today, -days);
}

/** A file whose retention is over. */
export type ExpiredFile = { readonly day: BusinessDate; readonly file: string };

const KEPT = `
  select day, file, archived_at as "archivedAt" from documents.archives order by day`;

/**
 * The files whose retention is over: archived so many years ago, by the law in force today. A day
 * is archived when nothing waits or is held any more that rests on it, so all of it was released
 * or returned by then; the retention of the last release among them is over as well.
 */
export async function expiredFiles(
  sql: Sql,
  years: number,
  today: BusinessDate,
): Promise<ExpiredFile[]> {
  const rows = await sql.query<ExpiredFile & { archivedAt: Instant }>(KEPT);
  return rows
    .filter(({ archivedAt }) => addMonths(businessDate(archivedAt), years * 12) < today)
    .map(({ day, file }) => ({ day, file }));
}

/** Enters that the file of a day is to be deleted; done before it is, so that no reader wonders. */
export async function enterExpired(sql: Sql, day: BusinessDate, at: Instant): Promise<void> {
  await sql.execute(
    `update documents.archives set expired_at = coalesce(expired_at, $2::timestamptz)
     where day = $1`,
    [day, instantText(at)],
  );
}

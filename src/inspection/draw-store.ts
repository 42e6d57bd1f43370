import { type BusinessDate, type Instant, isoShanghai } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { type DrawInput, deriveDraw } from './derive.ts';
import { makeDraw } from './draw.ts';
import type { DrawFile } from './draw-file.ts';
import { inputOf } from './draw-reader.ts';
import { type DrawRow, drawNumbered, type Series } from './epoch-store.ts';
import { inFile, overridesOf, recusalsOf } from './pair-store.ts';
import { earliestDraw } from './verify-before.ts';

/*
 * What is kept of draws as it goes out: the file of one, and the journal of all.
 */

/**
 * The file of a draw, made from what was written of it when it took place; null when there is none
 * of that number, or when it is still open.
 */
export async function drawFileOf(
  sql: Sql,
  day: BusinessDate,
  sequence: number,
): Promise<DrawFile | null> {
  const row = await drawNumbered(sql, day, sequence);
  if (row === null || row.state === 'open') return null;
  const [recusals, overrides] = await Promise.all([
    recusalsOf(sql, { day, sequence }),
    overridesOf(sql, { day, sequence }),
  ]);
  const input = { ...inputOf(row), recusals: recusals.map(inFile) };
  return makeDraw(input, drawnAt(row, input), overrides.map(inFile));
}

/** One that came to nothing was drawn, if at all, when its last share had come or was late. */
function drawnAt(row: DrawRow, input: DrawInput): string {
  if (row.drawnAt !== null) return isoShanghai(row.drawnAt);
  return earliestDraw(input, deriveDraw(input));
}

/** A draw in the journal: what everybody can note down before its secrets are shown. */
export type JournalRow = {
  readonly day: BusinessDate;
  readonly sequence: number;
  readonly series: Series;
  readonly openedAt: Instant;
  readonly state: 'open' | 'drawn' | 'void';
  readonly size: number;
  readonly targetsHash: string;
  readonly officersHash: string;
};

const JOURNAL = `
  select day, sequence, series, opened_at as "openedAt", state, size,
    targets_hash as "targetsHash", officers_hash as "officersHash"
  from inspection.draws
  where (day, sequence) > ($1::date, $2::integer) and day < $3::date
  order by day, sequence limit $4`;

/** Draws after one of a day, before a day, in the order of their numbers. One statement. */
export function drawsAfter(
  sql: Sql,
  after: { readonly day: BusinessDate; readonly sequence: number },
  until: BusinessDate,
  limit: number,
): Promise<JournalRow[]> {
  return sql.query<JournalRow>(JOURNAL, [after.day, after.sequence, until, limit]);
}

// Who was drawn is no secret any more when nobody waits to be inspected, and those that a void
// draw had drawn were looked at, or cannot be any more: they are decided again within days.
const IS_SHOWABLE = `
  (d.state <> 'open'
    and not exists (select from inspection.inspections i where i.concluded_at is null
      and i.drawn_day = d.day and i.drawn_sequence = d.sequence)
    and not exists (select from inspection.inspections i where i.concluded_at is null
      and i.officers_day = d.day and i.officers_sequence = d.sequence)
    and not exists (select from inspection.carried c
      where c.day = d.day and c.sequence = d.sequence and c.voided_at > $3::timestamptz
        and not exists (select from inspection.inspections i
          where i.pre_no = c.pre_no and i.concluded_at is not null)))`;

const SHOWABLE = `
  select ${IS_SHOWABLE} as showable
  from inspection.draws d where d.day = $1::date and d.sequence = $2`;

/**
 * Whether a draw can be published: nothing in it is of use to anybody who is still to be inspected.
 * @param settled what a draw carried over before is decided by then
 */
export async function isShowable(
  sql: Sql,
  day: BusinessDate,
  sequence: number,
  settled: Instant,
): Promise<boolean> {
  const given = [day, sequence, instantText(settled)];
  const [row] = await sql.query<{ showable: boolean }>(SHOWABLE, given);
  return row?.showable === true;
}

/** A draw of a day, and whether its file is published. */
export type DayRow = JournalRow & { readonly isShowable: boolean };

const OF_DAY = `
  select d.day, d.sequence, d.series, d.opened_at as "openedAt", d.state, d.size,
    d.targets_hash as "targetsHash", d.officers_hash as "officersHash",
    ${IS_SHOWABLE} as "isShowable"
  from inspection.draws d where d.day = $1::date and d.sequence < $2
  order by d.sequence desc limit $4`;

/** Draws of a day before one of them, the newest first. `settled` as of `isShowable`. */
export function drawsOfDay(
  sql: Sql,
  day: BusinessDate,
  before: number,
  settled: Instant,
  limit: number,
): Promise<DayRow[]> {
  return sql.query<DayRow>(OF_DAY, [day, before, instantText(settled), limit]);
}

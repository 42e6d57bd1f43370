import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Every row that is kept by days lies in its day: evidence and facts on the Shanghai day of their
 * time, receipts on that or on a later one that their stream had reached. The file of an archived
 * day is there, unaltered by its SHA-256, and holds as many rows as were taken out of the database.
 */
export const DAYS: Law = {
  id: 'days',
  title: 'Rows lie in their day, files of archived days are unaltered',
  watch: (tally, { sql, days }) => ({
    finish: async () => {
      for (const { day, name, problem } of days.all) {
        tally.check(problem === null, () => `file ${name} of day ${day} ${problem}`);
      }
      const gone = days.expired.length;
      if (gone > 0) tally.note(`${gone} days are past their retention and gone, unchecked`);
      await checkBySql(sql, tally, ROWS, ASTRAY);
      await checkBySql(sql, tally, BEGINNINGS, WRONG_BEGINNINGS);
    },
  }),
};

const ROWS = `
  select (select count(*) from documents.segments) + (select count(*) from clearance.segments)
    + (select count(*) from receipts.blocks) as n`;

const dayOf = (at: string): string => `((${at} at time zone 'UTC') + interval '8 hours')::date`;

const ASTRAY = `
  select 'evidence ' || stream || '/' || sequence || ' lies in ' || day from documents.segments
  where day <> ${dayOf('stored_at')}
  union all
  select 'facts ' || stream || '/' || sequence || ' lie in ' || day from clearance.segments
  where day <> ${dayOf('decided_at')}
  union all
  select 'block ' || first_cursor || ' of ' || enterprise_code || ' lies in ' || day
  from receipts.blocks where day < ${dayOf('filed_at')}`;

const BEGINNINGS = 'select count(*) as n from receipts.days';

/** Each block lies in the day that had begun in its stream. */
const WRONG_BEGINNINGS = `
  select 'block ' || b.first_cursor || ' of ' || b.enterprise_code || ' lies in ' || b.day
    || ', its stream had reached ' || coalesce(d.day::text, 'none')
  from receipts.blocks b
  left join lateral (
    select day from receipts.days where enterprise_code = b.enterprise_code
      and first_cursor <= b.first_cursor order by first_cursor desc limit 1
  ) d on true
  where b.day is distinct from d.day`;

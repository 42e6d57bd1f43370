import { addDays, type BusinessDate } from '../../base/dates.ts';
import { keepDrawDay } from '../../inspection/draw-days.ts';
import type { Sql } from '../../io/postgres.ts';
import type { PagesWish } from './pages-wish.ts';

/** What officers did and hold: parcels that were opened, draws that sent them, alarms. */

/** Days over which draws are spread. */
export const DRAW_DAYS = 40;
/** Behind those of the line, whose numbers begin with one. */
const FIRST = 100_000;

/** Two officers. */
export const PAIR = `(select array_agg(number order by number) from (
  select number from registry.officers where 'officer' = any(roles) order by number limit 2) o)`;

/** A draw for each inspection that is over. */
const SENT = `
  with own as (
    select list_no, serial, row_number() over (order by list_no) - 1 as i
    from inspection.inspections where concluded_at is not null
  )
  update inspection.inspections n set officers_day = $1::date - (i % ${DRAW_DAYS})::integer,
    officers_sequence = ${FIRST} + i / ${DRAW_DAYS}
  from own where (own.list_no, own.serial) = (n.list_no, n.serial)`;

const DRAWS = `
  insert into inspection.draws (day, sequence, opened_at, drawn_at, size, drawn, series, state,
    outcome, targets_hash, officers_hash, secrets, tallies, targets)
  select officers_day, officers_sequence, officers_day, officers_day, 1, 1, 'officers', 'drawn',
    'complete', md5('t' || list_no), md5('o' || list_no), '{}',
    '{"arrived": {"pool": 1, "weight": 1, "drawn": 1}}', ''
  from inspection.inspections where officers_day is not null`;

const CLOSED = `
  insert into inspection.tasks (id, opened_at, due_at, closed_at, priority, serial, kind, stage,
    subject, pair)
  select md5('closed' || list_no)::uuid, arrived_at, arrived_at + interval '4 hours', concluded_at,
    priority, serial, 'inspection', 'second', list_no, ${PAIR}
  from inspection.inspections where concluded_at is not null`;

const TRAIL = `
  insert into inspection.trail (task, position, at, officer, action)
  select id, n, opened_at, case when n > 2 then pair[1 + n % 2] end,
    (array['opened', 'drawn', 'taken', 'examined', 'taken', 'examined'])[n]
  from inspection.tasks, generate_series(1, 6) n where closed_at is not null`;

/** One parcel in ten thousand: lanes and lists that disagree, and the tasks to look into it. */
const ALARMS = `
  insert into inspection.alarms (kind, site, scan_id, raised_at, list_no, logistics_no, detail)
  select 'disagree', site, scan_id, recorded_at, list_no, logistics_no, '800'
  from inspection.scans order by scan_id limit greatest(10, $1::integer / 10000)`;

const PENDING = `
  insert into inspection.tasks (id, opened_at, due_at, priority, serial, kind, stage, subject)
  select md5('pending' || scan_id)::uuid, raised_at, raised_at + interval '30 days', 1, 1,
    'pending', 'open', kind || '/' || site || '/' || scan_id
  from inspection.alarms`;

/** Two open tasks in a hundred are in the hands of who asks, as many are overdue. */
const HELD = `
  with own as (
    select id, row_number() over (order by id) as i from inspection.tasks where closed_at is null
  )
  update inspection.tasks t set
    holder = case when i % 50 = 0 then (
      select min(number) from registry.officers where 'supervisor' = any(roles)) end,
    held_at = case when i % 50 = 0 then opened_at end,
    due_at = case when i % 50 = 1 then opened_at else due_at end,
    overdue_at = case when i % 50 = 1 then opened_at end
  from own where own.id = t.id and i % 50 < 2`;

/** Fills what officers did and hold, beside tasks that are open. Within a transaction. */
export async function fillOfficers({ tx, parcels, day }: PagesWish): Promise<void> {
  await tx.execute(SENT, [day]);
  await tx.execute(DRAWS);
  await tx.execute(CLOSED);
  await tx.execute(TRAIL);
  await tx.execute(ALARMS, [parcels]);
  await tx.execute(PENDING);
  await tx.execute(HELD);
  await addUpDays(tx, day);
}

/** The days before this one as the platform adds them up; what chance does is made up. */
async function addUpDays(tx: Sql, day: BusinessDate): Promise<void> {
  const officers = await tx.query<{ number: string }>('select number from registry.officers');
  const sums = { observed: 10, expected: 10, variance: 9 };
  const chances = new Map(officers.map(({ number }) => [number, sums]));
  for (let back = DRAW_DAYS - 1; back > 0; back -= 1) {
    await keepDrawDay(tx, addDays(day, -back), chances);
  }
}

import { businessDate } from '../../base/dates.ts';
import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/** Working days within which results are published (State Council 2018 No. 118, RAND-6). */
const WORKING_DAYS = 20;

/**
 * Every concluded inspection is published within twenty working days, as it was concluded, and
 * nothing else is but how two persons ended what was detained; no officer's number is in it.
 * Working days are Monday to Friday here: public holidays are not known, and the platform publishes
 * within minutes.
 */
export const PUBLICATION: Law = {
  id: 'publication',
  title: 'Every concluded inspection is published in time, and as it was concluded',
  watch: (tally, { sql, now }) => ({
    finish: async () => {
      await checkBySql(sql, tally, CONCLUDED, OVERDUE, [businessDate(now), WORKING_DAYS]);
      await checkBySql(sql, tally, PUBLISHED, UNLIKE);
      await checkBySql(sql, tally, PUBLISHED, UNMASKED);
      await checkBySql(sql, tally, ENDED, UNLIKE_ENDS);
    },
  }),
};

const CONCLUDED = 'select count(*) as n from inspection.inspections where concluded_at is not null';
const PUBLISHED = 'select count(*) as n from inspection.publications';

const OVERDUE = `
  select list_no || '.' || serial || ' was concluded on ' || day || ' and is not published'
  from (
    select list_no, serial, (concluded_at at time zone 'Asia/Shanghai')::date as day
    from inspection.inspections i where concluded_at is not null and not exists (
      select from inspection.publications p where p.list_no = i.list_no and p.serial = i.serial)
  ) waiting
  where (select count(*) from generate_series(day + 1, $1::date, '1 day') as d (day)
    where extract(isodow from d.day) < 6) > $2::integer`;

const UNLIKE = `
  select p.list_no || '.' || p.serial || ' is published other than it was concluded'
  from inspection.publications p
  left join inspection.inspections i on i.list_no = p.list_no and i.serial = p.serial
  where p.ends is null and (i.list_no is null or i.published_at is null
    or (i.outcome, i.label, i.goods_class, i.enterprise_code, i.concluded_at) is distinct from
      (p.outcome, p.label, p.goods_class, p.enterprise_code, p.concluded_at)
    or (i.drawn_day, i.drawn_sequence, i.officers_day, i.officers_sequence) is distinct from
      (p.drawn_day, p.drawn_sequence, p.officers_day, p.officers_sequence))`;

const UNMASKED = `
  select p.list_no || '.' || p.serial || ' names an officer'
  from inspection.publications p
  where exists (select from inspection.pairs s where s.list_no = p.list_no
    and s.serial = p.serial and (s.first = any(p.officers) or s.second = any(p.officers)))
    or exists (select from inspection.detained d
      where d.list_no = p.list_no and d.officer = any(p.officers))`;

const ENDED = `select count(*) as n from inspection.detained where action = 'approved'`;

/** Each end that two persons decided is published at once, after the result that it ends. */
const UNLIKE_ENDS = `
  select 'the end of ' || coalesce(d.list_no, p.list_no) || case
    when p.list_no is null then ' is not published'
    when d.list_no is null then ' is published, and nobody decided it'
    else ' is published other than it was decided' end
  from (
    select i.list_no, i.serial, i.label, i.goods_class, i.enterprise_code, i.outcome as before,
      w.at, w.outcome
    from inspection.detained w join inspection.inspections i using (list_no)
    where w.action = 'approved' and not exists (select from inspection.inspections later
      where later.list_no = i.list_no and later.serial > i.serial)
  ) d
  full join (select * from inspection.publications where ends is not null) p using (list_no)
  where p.list_no is null or d.list_no is null or d.before not in ('detain', 'transfer')
    or (p.ends, p.serial, p.outcome, p.concluded_at, p.label, p.goods_class, p.enterprise_code)
      is distinct from (d.serial, d.serial + 1, d.outcome, d.at, d.label, d.goods_class,
        d.enterprise_code)`;

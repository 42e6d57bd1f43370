import { addDays, type BusinessDate, businessDate } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';
import { type Law, MOST_EXAMPLES, type Tally } from '../law.ts';
import { readStatutes, type Statutes } from '../profile-reader.ts';
import { countOf } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Every concluded inspection is published as it was concluded, within the working days that the law
 * in force gives, and nothing else is but how two persons ended what was detained; no officer's
 * number is in it.
 */
export const PUBLICATION: Law = {
  id: 'publication',
  title: 'Every concluded inspection is published in time, and as it was concluded',
  watch: (tally, { sql, now }) => ({
    finish: async () => {
      await checkInTime(tally, sql, businessDate(now));
      await checkBySql(sql, tally, PUBLISHED, UNLIKE);
      await checkBySql(sql, tally, PUBLISHED, UNMASKED);
      await checkBySql(sql, tally, ENDED, UNLIKE_ENDS);
    },
  }),
};

type Unpublished = {
  readonly day: BusinessDate;
  readonly lists: number;
  readonly names: readonly string[];
};

async function checkInTime(tally: Tally, sql: Sql, today: BusinessDate): Promise<void> {
  const waiting = await sql.query<Unpublished>(WAITING);
  const [law] = await sql.query<{ content: string }>(IN_FORCE);
  // One that cannot be read breaks a law of its own.
  const statutes = readStatutes(law?.content ?? '');
  const late = statutes === null ? [] : waiting.filter(({ day }) => isOver(statutes, day, today));
  const lists = late.reduce((sum, one) => sum + one.lists, 0);
  const examples = late.flatMap(({ day, names }) =>
    names.map((name) => `${name} was concluded on ${day} and is not published`),
  );
  tally.add(await countOf(sql, CONCLUDED), lists, examples);
}

/** Whether more working days lie after `day`, up to today, than the law of the day gives. */
function isOver(statutes: Statutes, day: BusinessDate, today: BusinessDate): boolean {
  let left = statutes.publicationDays(day);
  for (let next = addDays(day, 1); next <= today && left >= 0; next = addDays(next, 1)) {
    if (statutes.isWorkingDay(next)) left -= 1;
  }
  return left < 0;
}

const IN_FORCE = `
  select content from registry.profile_versions
  where version = (select value from registry.settings where name = 'profile')`;
const CONCLUDED = 'select count(*) as n from inspection.inspections where concluded_at is not null';
const PUBLISHED = 'select count(*) as n from inspection.publications';

const WAITING = `
  select (concluded_at at time zone 'Asia/Shanghai')::date as day, count(*)::integer as lists,
    (array_agg(list_no || '.' || serial order by list_no, serial))[1:${MOST_EXAMPLES}] as names
  from inspection.inspections i where concluded_at is not null and not exists (
    select from inspection.publications p where p.list_no = i.list_no and p.serial = i.serial)
  group by 1 order by 1`;

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

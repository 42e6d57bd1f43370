import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Every list that ever was to be inspected has an inspection, and the other way round; it is
 * concluded when the list moves on, and says what became of it; each draw has as many inspections
 * as it drew; officers were sent by a draw that names the parcel.
 */
export const INSPECTIONS: Law = {
  id: 'inspections',
  title: 'Who was drawn is inspected, and moves on as officers said and not before',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, ALL, UNLIKE_STATES);
      await checkBySql(sql, tally, ALL, UNLIKE_ENDS);
      await checkBySql(sql, tally, ALL, UNLIKE_ITSELF);
      await checkBySql(sql, tally, LINE_DRAWS, UNLIKE_DRAWS);
      await checkBySql(sql, tally, CARRIED, WRONGLY_CARRIED);
      await checkBySql(sql, tally, SENT, UNSENT);
      await checkBySql(sql, tally, PAIRS, UNFOUNDED);
      await checkBySql(sql, tally, PAIRS, UNTOLD);
      await checkBySql(sql, tally, OVERRIDES, BY_ONE);
      await checkBySql(sql, tally, RESULTS, BY_OTHERS);
      await checkBySql(sql, tally, DETAINED, UNDECIDED);
      await checkBySql(sql, tally, DETAINED, UNLIKE_WORDS);
    },
  }),
};

const ALL = 'select count(*) as n from inspection.inspections';
const LINE_DRAWS = `select count(*) as n from inspection.draws where series = 'line'`;
const CARRIED = 'select count(*) as n from inspection.carried';
const SENT = `select count(*) as n from inspection.draws where series = 'officers'`;

/** Decisions on lists that are inspected, of those that come in or of those that leave. */
function stepsIn(schema: string): string {
  const own = "list_no in (select list_no from inspection.inspections) or state = '500'";
  return `
    select list_no, state, decided_at, true as stands from ${schema}.cases where ${own}
    union all
    select list_no, state, decided_at, false from ${schema}.past_cases where ${own}`;
}

/**
 * Steps of customs declarations that are inspected; steps from before their inspections are none.
 * What is held for its duty was released by officers.
 */
const DECLARED = `
    select d.entry_id, case s.state when '600' then '800' else s.state end, s.at, s.step = d.steps
    from b2b.declarations d join b2b.steps s using (decl_seq_no)
    where s.state <> '120' and (s.state = '500' and s.stream is not null
      or d.entry_id in (select list_no from inspection.inspections))`;

/** All decisions of lists, in the order in which they can follow each other. */
const STEPS = `
  select list_no, state, decided_at, row_number() over (
    partition by list_no order by stands, decided_at, array_position(
      array['600', '400', '300', '500', '501', '502'], state)) as step
  from (
    ${['clearance', 'export'].map(stepsIn).join(' union all ')}
    union all ${DECLARED}
  ) decisions`;

const UNLIKE_STATES = `
  select 'list ' || coalesce(c.list_no, i.list_no) || case
    when c.list_no is null then ' has an inspection that it was never selected for'
    when i.list_no is null then ' was to be inspected and has no inspection'
    else ' has an inspection that was selected at another time' end
  from (
    select list_no, min(decided_at) as at from (${STEPS}) s where state = '500' group by list_no
  ) c full join (
    select list_no, selected_at as at from inspection.inspections where serial = 1
  ) i using (list_no)
  where c.list_no is null or i.list_no is null or c.at <> i.at`;

/** The state that each end of an inspection leads to. */
const ENDS = `(values ('release', '800'), ('amend', '100'), ('return', '700'), ('destroy', '599'),
  ('detain', '501'), ('transfer', '502')) as ends (outcome, state)`;

const UNLIKE_ENDS = `
  select 'list ' || i.list_no || case
    when n.state is null and i.concluded_at is not null then ' is to be inspected, and was'
    when n.state is not null and i.concluded_at is null
      then ' is ' || n.state || ' although its inspection goes on'
    when e.state is distinct from n.state
      then ' is ' || n.state || ' after an inspection with the end ' || coalesce(i.outcome, 'none')
    else ' moved on at another time than its inspection ended' end
  from (
    select distinct on (list_no) list_no, concluded_at, outcome from inspection.inspections
    order by list_no, serial desc
  ) i
  left join lateral (
    select max(step) as step from (${STEPS}) s where s.list_no = i.list_no and state = '500'
  ) s on true
  left join lateral (
    select state, decided_at from (${STEPS}) t where t.list_no = i.list_no and t.step = s.step + 1
  ) n on true
  left join ${ENDS} on ends.outcome = i.outcome
  cross join lateral (select ends.state) e
  where (n.state is null) <> (i.concluded_at is null) or (n.state is not null
    and (e.state is distinct from n.state or n.decided_at <> i.concluded_at))`;

const UNLIKE_ITSELF = `
  select 'inspection ' || i.list_no || '/' || i.serial || case
    when (i.state = 'concluded') <> (i.concluded_at is not null)
      or (i.outcome is null) <> (i.concluded_at is null) then ' is ' || i.state || ' and '
      || case when i.concluded_at is null then 'not ended' else 'ended' end
    when (i.label = 'random') <> (i.drawn_day is not null)
      then ' is ' || i.label || case when i.drawn_day is null then ' without' else ' with' end
        || ' a draw'
    else ' follows none' end
  from inspection.inspections i
  where (i.state = 'concluded') <> (i.concluded_at is not null)
    or (i.outcome is null) <> (i.concluded_at is null)
    or (serial = 1 and (i.label = 'random') <> (i.drawn_day is not null))
    or (serial > 1 and not exists (select from inspection.inspections b
      where b.list_no = i.list_no and b.serial = i.serial - 1))`;

const UNLIKE_DRAWS = `
  select 'draw ' || coalesce(d.day, i.day) || '/' || coalesce(d.sequence, i.sequence) || case
    when d.state is null then ' is that of an inspection and is gone'
    else ' drew ' || coalesce(d.drawn, 0) || ', ' || coalesce(i.n, 0) || ' are inspected' end
  from (
    select day, sequence, state, drawn from inspection.draws where series = 'line'
  ) d full join (
    select drawn_day as day, drawn_sequence as sequence, count(*) as n
    from inspection.inspections where serial = 1 and drawn_day is not null group by 1, 2
  ) i using (day, sequence)
  where d.state is null or d.state = 'open' and i.n > 0
    or d.state = 'drawn' and d.drawn <> coalesce(i.n, 0)
    or d.state = 'void' and coalesce(i.n, 0) > (select count(*) from inspection.carried c
      where c.day = d.day and c.sequence = d.sequence)`;

const WRONGLY_CARRIED = `
  select 'parcel ' || c.pre_no || ' is carried from draw ' || c.day || '/' || c.sequence
    || ', which is not void'
  from inspection.carried c
  left join inspection.draws d on d.day = c.day and d.sequence = c.sequence and d.state = 'void'
  where d.day is null`;

/** Inspections whose officers were sent by a draw that is none, or sent more than it had. */
const UNSENT = `
  select 'officers of draw ' || i.day || '/' || i.sequence || ' go to ' || i.n
    || ' parcels, it had ' || coalesce(d.size, 0)
  from (
    select officers_day as day, officers_sequence as sequence, count(*) as n
    from inspection.inspections where officers_day is not null group by 1, 2
  ) i left join inspection.draws d on d.day = i.day and d.sequence = i.sequence
    and d.series = 'officers' and d.state = 'drawn'
  where i.n > coalesce(d.size, 0)`;

const PAIRS = 'select count(*) as n from inspection.pairs';
const OVERRIDES = 'select count(*) as n from inspection.overrides';
const RESULTS = 'select count(*) as n from inspection.results';

/** Whoever was sent has the parcel among the tasks; stand-ins of a sandbox need none. */
const UNTOLD = `
  select 'list ' || p.list_no || ' has officers, and no task tells them of it'
  from inspection.pairs p
  where p.origin <> 'stand-in' and not exists (
    select from inspection.tasks t
    where t.kind = 'inspection' and t.subject = p.list_no and t.serial = p.serial)`;

/**
 * A pair that was not drawn comes of somebody who stood back, or of two who decided so; what an
 * order number of a sandbox asked for, and nothing else, is left to stand-ins, who are no officers.
 */
const UNFOUNDED = `
  select 'list ' || p.list_no || ' is inspected by a pair that is ' || p.origin || ' by nobody'
  from inspection.pairs p
  join inspection.inspections i on i.list_no = p.list_no and i.serial = p.serial
  where p.first = p.second or (p.origin = 'stand-in') <> (i.label = 'forced') or case p.origin
    when 'drawn' then p.position <> 1
    when 'redrawn' then not exists (select from inspection.recusals r
      where r.day = i.officers_day and r.sequence = i.officers_sequence and r.target = p.list_no
        and r.replacement in (p.first, p.second))
    when 'stand-in' then (p.first, p.second) <> ('SBX/1', 'SBX/2')
    else not exists (select from inspection.overrides o
      where o.day = i.officers_day and o.sequence = i.officers_sequence and o.target = p.list_no
        and o.action = 'assign' and o.pair = array[p.first, p.second]) end`;

const BY_ONE = `
  select 'override of list ' || target || ' in draw ' || day || '/' || sequence
    || ' was not decided by two persons who do not go themselves'
  from inspection.overrides
  where cardinality(decided_by) <> 2 or decided_by[1] = decided_by[2] or decided_by && pair`;

/** Stand-ins of a sandbox speak of what was forced, and officers of everything else. */
const BY_OTHERS = `
  select 'inspection ' || i.list_no || '/' || i.serial || ' is ' || i.label || ', and '
    || r.officer || ' said its result'
  from inspection.results r
  join inspection.inspections i on i.list_no = r.list_no and i.serial = r.serial
  where r.part <> 'supervisor' and (r.officer like 'SBX/%') <> (i.label = 'forced')`;

const DETAINED = 'select count(*) as n from inspection.detained';

/** What a detained list comes to is what two persons decided before, unless it was withdrawn. */
const UNDECIDED = `
  with steps as (select s.*, lead(state) over w as next, lead(decided_at) over w as moved_at
    from (${STEPS}) s window w as (partition by list_no order by step))
  select 'list ' || s.list_no || ' was ' || s.state || case
    when a.list_no is null then ' and is ' || s.next || ' by nobody'
    when a.at > s.moved_at + interval '1 minute' then ' and moved before two persons decided it'
    else ' and is ' || s.next || ' although two persons decided ' || a.outcome end
  from steps s
  left join inspection.detained a on a.list_no = s.list_no and a.action = 'approved'
  left join ${ENDS} on ends.outcome = a.outcome
  where s.state in ('501', '502') and s.next is not null and s.next <> '430'
    and (a.list_no is null or ends.state <> s.next or a.at > s.moved_at + interval '1 minute')`;

/** An approval is the last word, says what was proposed before it, and is of another person. */
const UNLIKE_WORDS = `
  select 'the end of list ' || d.list_no || case
    when d.action = 'proposed' then ' was proposed after it was approved'
    when p.officer = d.officer then ' was proposed and approved by one person'
    else ' was approved otherwise than it was proposed' end
  from inspection.detained d
  left join inspection.detained p on p.list_no = d.list_no and p.position = d.position - 1
  where d.action = 'approved' and (p.action is distinct from 'proposed'
      or p.officer = d.officer or p.outcome <> d.outcome or p.reason <> d.reason)
    or d.action = 'proposed' and p.action = 'approved'`;

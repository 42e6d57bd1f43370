import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Every line of every closed list of channel B is in one sum of the month in which it was closed,
 * every sum that is declared in one line of one declaration, and declarations add up (EXP-4,
 * EXP-5). A list that was taken back counts nowhere until it is closed again.
 */
export const SUMMARIES: Law = {
  id: 'summaries',
  title: 'Each line of a closed export list is in one line of one declaration, with equal sums',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, SUMS, MISCOUNTED);
      await checkBySql(sql, tally, GROUPS, MISSIZED);
      await checkBySql(sql, tally, DECLARED, UNPLACED);
      await checkBySql(sql, tally, LINES, UNEQUAL);
      await checkBySql(sql, tally, DECLARATIONS, UNWEIGHED);
      await checkBySql(sql, tally, CLOSED, UNMERGED);
      await checkBySql(sql, tally, BACK, UNTAKEN);
    },
  }),
};

/** Lists of which something is left, and list lines of which something is. */
const LEFT = `
  export.summary_lists l
  where not exists (
    select from export.summary_taken_back t
    where t.list_no = l.list_no and t.closing = l.closing and t.whole)`;

const LINES_LEFT = `
  export.summary_lists l cross join unnest(l.lines) with ordinality as n (line_no, gnum)
  where n.line_no <> 0 and not exists (
    select from export.summary_taken_back t
    where t.list_no = l.list_no and t.closing = l.closing
      and n.gnum::integer = any(t.ended))`;

const SUMS = 'select count(*) as n from export.summary_lines';

const MISCOUNTED = `
  select 'sum ' || group_id || '/' || line_no || ' has ' || coalesce(s.uses, 0)
    || ' list lines, of its lists it has ' || coalesce(there.uses, 0)
  from (select group_id, line_no, uses from export.summary_lines where uses > 0) s
  full join (
    select group_id, line_no, count(*) as uses from ${LINES_LEFT} group by 1, 2
  ) there using (group_id, line_no)
  where s.uses is distinct from there.uses`;

const GROUPS = 'select count(*) as n from export.summary_groups';

const MISSIZED = `
  select 'group ' || g.id || ' has ' || g.lists || ' lists, in it are ' || coalesce(there.lists, 0)
  from export.summary_groups g
  left join (select group_id, count(*) as lists from ${LEFT} group by 1) there on group_id = g.id
  where g.lists <> coalesce(there.lists, 0)`;

/** The lines of all declarations as their latest versions have them. */
const LATEST = `
  select distinct on (x.decl_seq_no, x.gseqno) d.group_id, x.*
  from export.declaration_lines x
  join export.declarations d on d.decl_seq_no = x.decl_seq_no and d.version = 1
  order by x.decl_seq_no, x.gseqno, x.version desc`;

const DECLARED = `
  select count(*) as n from export.summary_lines l join export.summary_groups g on g.id = l.group_id
  where g.sum_no is not null and l.uses > 0`;

const UNPLACED = `
  select 'sum ' || l.group_id || '/' || l.line_no || ' is in ' || coalesce(placed.n, 0)
    || ' lines of declarations'
  from export.summary_lines l join export.summary_groups g on g.id = l.group_id
  left join (
    select group_id, line_no, count(*) as n
    from (select group_id, unnest(line_nos) as line_no from (${LATEST}) latest) lines group by 1, 2
  ) placed using (group_id, line_no)
  where l.uses > 0 and coalesce(placed.n, 0) <> (g.sum_no is not null)::integer`;

const LINES = `select count(*) as n from (${LATEST}) latest`;

const UNEQUAL = `
  select 'line ' || x.gseqno || ' of declaration ' || x.decl_seq_no || ' is not what its sums are'
  from (${LATEST}) x cross join lateral (
    select sum(uses) as uses, sum(qty) as qty, sum(qty1) as qty1, sum(qty2) as qty2,
      sum(total) as total, sum(gross) as gross, sum(net) as net,
      bool_and(s.gcode = x.gcode and s.country = x.country and s.currency = x.currency
        and s.unit = x.unit and s.unit1 = x.unit1 and s.unit2 = x.unit2) as fits
    from export.summary_lines s where s.group_id = x.group_id and s.line_no = any(x.line_nos)
  ) there
  where (x.uses, x.qty, x.qty1, x.qty2, x.total, x.gross, x.net, true) is distinct from
    (there.uses, there.qty, there.qty1, there.qty2, there.total, there.gross, there.net, fits)`;

const DECLARATIONS = 'select count(*) as n from export.declarations';

const UNWEIGHED = `
  select 'declaration ' || d.decl_seq_no || ' weighs otherwise than its lines'
  from (
    select distinct on (decl_seq_no) * from export.declarations order by decl_seq_no, version desc
  ) d left join (
    select decl_seq_no, sum(uses) as uses, sum(gross) as gross, sum(net) as net
    from (${LATEST}) latest group by 1
  ) there using (decl_seq_no)
  where (d.uses, d.gross, d.net) is distinct from (there.uses, there.gross, there.net)`;

const CLOSED = `
  select count(*) as n from export.cases where state = '899' and channel = 'B'`;

const UNMERGED = `
  select 'list ' || found.list_no || case
      when found.month is null then ' is closed and in no sum'
      when found.closed is null then ' is in a sum and not closed'
      else ' is in the sums of another month' end
  from (
    select list_no, l.month,
      date_trunc('month', c.closed_at at time zone 'Asia/Shanghai')::date as closed
    from (
      select list_no, closed_at from export.cases where state = '899' and channel = 'B'
    ) c full join (
      select list_no, month from (select * from ${LEFT}) left_over
      join export.summary_groups on id = group_id
    ) l using (list_no)
  ) found
  where found.closed is distinct from found.month`;

const BACK = "select count(*) as n from export.take_backs where action = 'approved'";

/** Of a list in the sums: all of it was taken out of them, once for each time. */
const UNTAKEN = `
  select case when b.reference is null then t.reference || ' is of the sums alone'
      else b.reference || ' has left the sums as they were' end
  from (
    select 'take-back ' || list_no || '/' || serial as reference, channel
    from export.take_backs left join export.cases using (list_no) where action = 'approved'
  ) b full join (
    select reference from export.summary_taken_back where whole
  ) t using (reference)
  where b.reference is null or (t.reference is null and b.channel = 'B')`;

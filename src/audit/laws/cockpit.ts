import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * What the cockpit shows of each day, and how many lists and customs declarations it says are in
 * each state, are counted again from their tables, and those of scans and crossings. Rows that are
 * not folded yet belong to the sums.
 */
export const COCKPIT: Law = {
  id: 'cockpit',
  title: 'The counters of the cockpit are what the tables say',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, COUNTERS, DAYS);
      await checkBySql(sql, tally, STATES, STANDING);
    },
  }),
};

const COUNTERS = `select (select count(*) from cockpit.days)
  + (select count(*) from cockpit.tallies) as n`;
const STATES = 'select count(*) as n from cockpit.standing';

const UNFOLDED = `select t.day, n.name, n.count
  from cockpit.tallies t, unnest(t.names, t.counts) as n (name, count)`;

const DECISIONS_ON_LISTS = ['clearance', 'export'].flatMap((schema) =>
  ['cases', 'past_cases'].map(
    (table) => `
    select '${schema === 'export' ? 'export' : 'import'}' as way, ebp_code, order_no, attempt,
      list_no, state, codes, decided_at, ${dayOf('decided_at')} as day
    from ${schema}.${table} where list_no is not null`,
  ),
);

/** Each step of a customs declaration but its acceptance; how long it took is not counted. */
const STEPS = `
    select 'export', d.ebp_code, d.order_no, null, d.customs_code, s.state,
      array(select f ->> 'code' from jsonb_array_elements(s.findings::jsonb) f), s.at,
      ${dayOf('s.at')}
    from b2b.steps s join b2b.declarations d on d.decl_seq_no = s.decl_seq_no
    where s.state <> '120'`;

const DECISIONS = [...DECISIONS_ON_LISTS, STEPS].join(' union all ');

function dayOf(column: string): string {
  return `(${column} at time zone 'Asia/Shanghai')::date`;
}

const FILED = `
    select 'import' as way, ebp_code, order_no, attempt, accepted_at from documents.lists
    union all
    select 'export', ebp_code, order_no, attempt, accepted_at from documents.export_lists`;

/** Lists that are returned because a document never came say so, and nothing else. */
const NEVER_CAME = "'{-301003,-401004,DOC-NO-WAYBILL,EXP-NO-COLLECTION}'";

/** Times of verdicts go by tenths of the logarithm, each up to and with its rounded bound. */
const ABOVE = `(select array_agg(round(power(10::numeric, k / 10.0))::bigint + 1 order by k)
      from generate_series(0, 90) k)`;

const RAW = `
  select ${dayOf('accepted_at')} as day, 'declared.' || way as name, count(*)::numeric as count
  from filed group by 1, 2
  union all
  select ${dayOf('taken_at')}, n.name, count(*) from b2b.declarations
  cross join (values ('declared.export'), ('first.export')) as n (name) group by 1, 2
  union all
  select day, 'verdict.' || way || '.' || state, count(*) from decisions group by 1, 2
  union all
  select day, 'office.' || left(list_no, 4) || '.' || way || '.' || state, count(*)
  from decisions group by 1, 2
  union all
  select day, 'refusal.' || way || '.' || code, count(*) from decisions, unnest(codes) as code
  where state = '100' group by 1, 2
  union all
  select day, 'unmatched.' || way, count(*) from decisions
  where state = '100' and codes <> '{}' and codes <@ ${NEVER_CAME} group by 1, 2
  union all
  select ${dayOf('f.at')}, n.name, count(*)
  from (
    select way, ebp_code, order_no, attempt, min(decided_at) as at from decisions
    group by way, ebp_code, order_no, attempt
  ) f
  join filed using (way, ebp_code, order_no, attempt)
  cross join lateral (values ('first.' || way), ('latency.' || way || '.' || width_bucket(
    greatest(0, round(extract(epoch from f.at - accepted_at) * 1000))::bigint, ${ABOVE}))
  ) as n (name)
  group by 1, 2
  union all
  select ${dayOf('c.decided_at')}, t.name, sum(t.fen)
  from clearance.cases c cross join lateral (values ('tax.dutiable', c.dutiable),
    ('tax.duty', c.duty), ('tax.consumption', c.consumption_tax), ('tax.vat', c.vat)
  ) as t (name, fen)
  where c.state = '800' group by 1, 2
  union all
  select ${dayOf('s.recorded_at')}, n.name, count(*)
  from inspection.scans s
  cross join lateral (values ('scan.' || s.instruction), ('lane.' || s.site || ' ' || s.lane)
  ) as n (name)
  group by 1, 2
  union all
  select ${dayOf('c.reported_at')}, case when not c.passed then 'gate.stopped'
    when p.body::json ->> 'way' = 'I' then 'gate.in' else 'gate.out' end, count(*)
  from bonded.crossings c
  left join bonded.papers p on p.kind = 'slip' and p.paper_no = c.slip_no
  group by 1, 2`;

const compared = (key: string): string => `
  where coalesce(counted.count, 0) <> coalesce(raw.count, 0)
  order by ${key}`;

const DAYS = `
  with decisions as materialized (${DECISIONS}),
  filed as (${FILED}),
  raw as (select day, name, sum(count) as count from (${RAW}) r group by 1, 2),
  counted as (
    select day, name, sum(count) as count from (
      select day, name, count from cockpit.days
      union all
      select * from (${UNFOLDED}) u where name not like 'now.%'
    ) c group by 1, 2
  )
  select 'day ' || coalesce(counted.day, raw.day) || ': ' || coalesce(counted.name, raw.name)
    || ' says ' || coalesce(counted.count, 0) || ', the tables say ' || coalesce(raw.count, 0)
  from counted full join raw on raw.day = counted.day and raw.name = counted.name
  ${compared('1')}`;

const STANDING = `
  with raw as (
    select 'now.' || way || '.' || state as name, count(*)::numeric as count from (
      select 'import' as way, state from clearance.cases
      union all
      select 'export', state from export.cases
      union all
      select 'export', state from b2b.declarations
    ) c where state not in ('open', 'declared', '100', '430') group by 1
  ),
  counted as (
    select name, sum(count) as count from (
      select name, count from cockpit.standing
      union all
      select name, count from (${UNFOLDED}) u where name like 'now.%'
    ) c group by 1
  )
  select coalesce(counted.name, raw.name) || ' says ' || coalesce(counted.count, 0)
    || ', the tables say ' || coalesce(raw.count, 0)
  from counted full join raw on raw.name = counted.name
  ${compared('1')}`;

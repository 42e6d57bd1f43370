create schema if not exists cockpit;

-- What one transaction did, by name of the counter; written by it, so it is there when and only
-- when the rest is. Folding deletes a row and adds it to the sums in one transaction: whoever
-- folds, and whenever, each row is added once. A second's rows at most, and so without a key.
create table cockpit.tallies (
  at timestamptz not null,
  day date not null,
  names text[] not null,
  counts bigint[] not null
);

-- The sums of a day (Shanghai).
create table cockpit.days (
  day date not null,
  name text not null,
  count bigint not null,
  primary key (day, name)
) with (fillfactor = 50);

-- How many lists are in each state now that is no end without a parcel (100, 430): counters whose
-- names begin with `now.`.
create table cockpit.standing (
  name text primary key,
  count bigint not null
) with (fillfactor = 50);

-- The sums of single seconds (span 1) for some minutes, and of minutes (span 60) for a day.
create table cockpit.moments (
  starts_at timestamptz not null,
  span smallint not null check (span in (1, 60)),
  name text not null,
  count bigint not null,
  primary key (span, starts_at, name)
) with (fillfactor = 70);

-- One row: when it was folded last, so that of many processes one folds.
create table cockpit.folds (
  name text primary key,
  folded_at timestamptz not null
);
insert into cockpit.folds values ('tallies', '2016-01-01');

insert into cockpit.days (day, name, count)
select (accepted_at at time zone 'Asia/Shanghai')::date, 'declared.' || way, count(*)
from (select accepted_at, 'import' as way from documents.lists
  union all select accepted_at, 'export' from documents.export_lists) l
group by 1, 2;

create temporary table decisions on commit drop as
select (decided_at at time zone 'Asia/Shanghai')::date as day, d.* from (
  select 'import' as way, ebp_code, order_no, attempt, list_no, state, codes, decided_at
  from clearance.cases where list_no is not null
  union all
  select 'import', ebp_code, order_no, attempt, list_no, state, codes, decided_at
  from clearance.past_cases
  union all
  select 'export', ebp_code, order_no, attempt, list_no, state, codes, decided_at
  from export.cases where list_no is not null
  union all
  select 'export', ebp_code, order_no, attempt, list_no, state, codes, decided_at
  from export.past_cases
) d;

insert into cockpit.days (day, name, count)
select day, 'verdict.' || way || '.' || state, count(*) from decisions group by 1, 2
union all
select day, 'refusal.' || way || '.' || code, count(*) from decisions, unnest(codes) as code
where state = '100' group by 1, 2
union all
select day, 'unmatched.' || way, count(*) from decisions
where state = '100' and codes <> '{}'
  and codes <@ '{-301003,-401004,DOC-NO-WAYBILL,EXP-NO-COLLECTION}'
group by 1, 2;

insert into cockpit.days (day, name, count)
select (first.at at time zone 'Asia/Shanghai')::date, n.name, count(*)
from (
  select way, ebp_code, order_no, attempt, min(decided_at) as at
  from decisions group by way, ebp_code, order_no, attempt
) first
join (
  select 'import' as way, ebp_code, order_no, attempt, accepted_at from documents.lists
  union all
  select 'export', ebp_code, order_no, attempt, accepted_at from documents.export_lists
) l using (way, ebp_code, order_no, attempt)
cross join (
  select array_agg(round(power(10::numeric, k / 10.0))::bigint + 1 order by k) as above
  from generate_series(0, 90) k
) b
cross join lateral (values
  ('first.' || way),
  ('latency.' || way || '.' || width_bucket(
    greatest(0, round(extract(epoch from first.at - accepted_at) * 1000))::bigint, above))
) as n (name)
group by 1, 2;

insert into cockpit.days (day, name, count)
select (c.decided_at at time zone 'Asia/Shanghai')::date, t.name, sum(t.fen)::bigint
from clearance.cases c cross join lateral (values
  ('tax.dutiable', c.dutiable), ('tax.duty', c.duty),
  ('tax.consumption', c.consumption_tax), ('tax.vat', c.vat)) as t (name, fen)
where c.state = '800' group by 1, 2 having sum(t.fen) > 0;

insert into cockpit.days (day, name, count)
select (s.recorded_at at time zone 'Asia/Shanghai')::date, n.name, count(*)
from inspection.scans s cross join lateral (values
  ('scan.' || s.instruction), ('lane.' || s.site || ' ' || s.lane)) as n (name)
group by 1, 2;

insert into cockpit.days (day, name, count)
select (c.reported_at at time zone 'Asia/Shanghai')::date,
  case when not c.passed then 'gate.stopped'
    when p.body::json ->> 'way' = 'I' then 'gate.in' else 'gate.out' end, count(*)
from bonded.crossings c
left join bonded.papers p on p.kind = 'slip' and p.paper_no = c.slip_no
group by 1, 2;

insert into cockpit.standing (name, count)
select 'now.' || way || '.' || state, count(*) from (
  select 'import' as way, state from clearance.cases
  union all select 'export', state from export.cases
) c where state not in ('open', 'declared', '100', '430') group by 1;

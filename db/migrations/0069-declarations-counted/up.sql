-- Customs declarations are counted by the cockpit like lists that leave. Their attempts are none of
-- lists, and how long they took is not counted: they are decided when they come.
create temporary table declaration_counts on commit drop as
select (s.at at time zone 'Asia/Shanghai')::date as day, d.customs_code, s.state,
  array(select f ->> 'code' from jsonb_array_elements(s.findings::jsonb) f) as codes
from b2b.steps s join b2b.declarations d on d.decl_seq_no = s.decl_seq_no
where s.state <> '120';

insert into cockpit.days as c (day, name, count)
select day, name, sum(count)::bigint from (
  select (taken_at at time zone 'Asia/Shanghai')::date as day, n.name, count(*) as count
  from b2b.declarations
  cross join (values ('declared.export'), ('first.export')) as n (name) group by 1, 2
  union all
  select day, 'verdict.export.' || state, count(*) from declaration_counts group by 1, 2
  union all
  select day, 'office.' || left(customs_code, 4) || '.export.' || state, count(*)
  from declaration_counts group by 1, 2
  union all
  select day, 'refusal.export.' || code, count(*) from declaration_counts, unnest(codes) as code
  where state = '100' group by 1, 2
  union all
  select day, 'unmatched.export', count(*) from declaration_counts
  where state = '100' and codes <> '{}'
    and codes <@ '{-301003,-401004,DOC-NO-WAYBILL,EXP-NO-COLLECTION}'
  group by 1, 2
) d
group by 1, 2 order by 1, 2
on conflict (day, name) do update set count = c.count + excluded.count;

insert into cockpit.standing as c (name, count)
select 'now.export.' || state, count(*) from b2b.declarations
where state not in ('100', '430') group by 1 order by 1
on conflict (name) do update set count = c.count + excluded.count;

-- Steps at which declarations had passed every rule, which trials of risk rules look at.
create index if not exists steps_passed on b2b.steps (at)
  where rested is not null and state in ('300', '500', '600', '800');

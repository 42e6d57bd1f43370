-- Verdicts by the office that lists were declared at, with which their numbers begin.
insert into cockpit.days (day, name, count)
select (decided_at at time zone 'Asia/Shanghai')::date,
  'office.' || left(list_no, 4) || '.' || way || '.' || state, count(*)
from (
  select 'import' as way, list_no, state, decided_at from clearance.cases where list_no is not null
  union all
  select 'import', list_no, state, decided_at from clearance.past_cases
  union all
  select 'export', list_no, state, decided_at from export.cases where list_no is not null
  union all
  select 'export', list_no, state, decided_at from export.past_cases
) d
group by 1, 2;

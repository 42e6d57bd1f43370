-- Why the export lists that stand returned (100) were returned, as `clearance.refusals` has it of
-- imports.
create table export.refusals (
  ebp_code text not null,
  order_no text not null,
  code text not null,
  field text not null,
  value text not null,
  agent_code text not null,
  list_no text not null,
  decided_at timestamptz not null,
  path text,
  zh text not null,
  en text not null,
  hint text,
  hint_zh text,
  primary key (ebp_code, order_no, code, field, value)
);
create index refusals_cause on export.refusals
  (agent_code, code, field, value, decided_at, list_no);

-- Of lists returned before, the codes are known and no more.
insert into export.refusals (ebp_code, order_no, code, field, value, agent_code, list_no,
  decided_at, zh, en)
select distinct c.ebp_code, c.order_no, u.code, '', '', c.agent_code, c.list_no, c.decided_at,
  u.code, u.code
from export.cases c cross join unnest(c.codes) u (code)
where c.state = '100' and c.agent_code is not null and c.list_no is not null;

-- A repair is of lists of one direction. An order number may be the same text both ways.
alter table repair.jobs add column direction text not null default 'import'
  check (direction in ('import', 'export'));
alter table repair.jobs alter column direction drop default;
alter table repair.claims add column direction text not null default 'import';
alter table repair.claims alter column direction drop default;
alter table repair.claims drop constraint claims_pkey;
alter table repair.claims add primary key (direction, ebp_code, order_no);

alter table clearance.requests drop constraint requests_state_check;
alter table clearance.requests add constraint requests_state_check
  check (state in ('399', '120', '100'));

create table clearance.refunds (
  list_no text not null,
  pre_no text not null,
  code text not null,
  name text not null,
  state text not null check (state in ('open', 'closed', 'lapsed', 'refused')),
  accepted_at timestamp with time zone not null,
  due_day date not null,
  ended_at timestamp with time zone,
  reason text,
  gnums integer[] not null,
  quantities bigint[] not null,
  dutiable bigint default 0 not null,
  duty bigint default 0 not null,
  consumption_tax bigint default 0 not null,
  vat bigint default 0 not null,
  primary key (list_no, pre_no),
  check ((state = 'open') = (ended_at is null))
);

create unique index refunds_one_open on clearance.refunds (list_no) where state = 'open';
create index refunds_pre_no on clearance.refunds (pre_no);
create index refunds_due on clearance.refunds (due_day) where state = 'open';

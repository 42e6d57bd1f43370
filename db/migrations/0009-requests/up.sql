alter table clearance.cases drop constraint cases_state_check;
alter table clearance.cases add constraint cases_state_check
  check (state in ('open', '100', '300', '430', '600', '800'));

create table clearance.requests (
  decided_at timestamp with time zone not null,
  version smallint not null,
  code text not null,
  name text not null,
  state text not null check (state in ('399', '100')),
  list_no text not null,
  codes text[] default '{}'::text[] not null,
  profile_version text not null,
  primary key (code, name, version)
);

create index requests_list_no on clearance.requests (list_no);

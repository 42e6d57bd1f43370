alter table clearance.cases drop constraint cases_state_check;
alter table clearance.cases add constraint cases_state_check
  check (state in ('open', '100', '300', '400', '430', '600', '800'));

create index cases_awaiting on clearance.cases (decided_at, list_no) where state = '400';

alter table clearance.past_cases drop constraint past_cases_pkey;
alter table clearance.past_cases
  add primary key (ebp_code, order_no, list_no, state, stream, sequence);

create table documents.arrivals (
  logistics_code text not null,
  logistics_no text not null,
  code text not null,
  name text not null,
  primary key (logistics_code, logistics_no, code, name)
);

create index arrivals_document on documents.arrivals (code, name);

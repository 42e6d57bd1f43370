-- Of lists released before there were bills nobody is billed now: their facts may lie in files.
insert into clearance.progress (name, through)
  select name, case when exists (select from clearance.cases) then now() else to_timestamp(0) end
  from unnest(array['bills', 'bills-began']) as given (name);

create table clearance.duty_notices (
  duty_no text not null primary key,
  assure_code text not null,
  released_day date not null,
  issued_at timestamp with time zone not null,
  due_day date not null,
  bills integer not null,
  duty bigint not null,
  consumption_tax bigint not null,
  vat bigint not null,
  paid_at timestamp with time zone
);

create index duty_notices_unpaid on clearance.duty_notices (due_day) where paid_at is null;

create table clearance.bills (
  list_no text not null,
  serial smallint not null,
  state text not null check (state in ('1', '2', '3')),
  assure_code text not null,
  released_day date not null,
  issued_at timestamp with time zone not null,
  duty bigint not null,
  consumption_tax bigint not null,
  vat bigint not null,
  duty_no text,
  primary key (list_no, serial),
  check ((state = '2') = (duty_no is not null))
);

create unique index bills_one_standing on clearance.bills (list_no) where state <> '3';
create index bills_to_collect on clearance.bills (released_day, assure_code) where state = '1';
create index bills_duty_no on clearance.bills (duty_no) where duty_no is not null;

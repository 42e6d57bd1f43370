-- Terms and digests of the records of a segment, compressed together; null for segments from
-- before this step, whose terms stand in early_terms.
alter table documents.segments add column terms bytea;
alter table documents.segments alter column terms set storage external;

-- Where the records of a message begin among the records of its segment.
alter table documents.messages add column first_record integer not null default 0;
update documents.messages m set first_record = counted.first
from (
  select message_id,
    sum(records) over (partition by stream, sequence order by start_at) - records as first
  from documents.messages
) as counted
where counted.message_id = m.message_id;
alter table documents.messages alter column first_record drop default;

create table documents.early_terms (
  message_id uuid not null,
  record smallint not null,
  digest bytea not null,
  terms text not null,
  primary key (message_id, record)
);
insert into documents.early_terms (message_id, record, digest, terms)
select message_id, record, digest, terms from documents.orders
union all select message_id, record, digest, terms from documents.payments
union all select message_id, record, digest, terms from documents.waybills
union all select message_id, record, digest, terms from documents.lists;

-- Fixed-width columns first: no bytes are lost between them.
alter table documents.orders rename to old_orders;
create table documents.orders (
  accepted_at timestamptz not null,
  message_id uuid not null,
  record smallint not null,
  version smallint not null,
  deleted boolean not null default false,
  ebp_code text not null,
  order_no text not null
);
insert into documents.orders
select accepted_at, message_id, record, version, deleted, ebp_code, order_no
from documents.old_orders;
drop table documents.old_orders;
alter table documents.orders add primary key (ebp_code, order_no);

alter table documents.payments rename to old_payments;
create table documents.payments (
  accepted_at timestamptz not null,
  message_id uuid not null,
  record smallint not null,
  version smallint not null,
  deleted boolean not null default false,
  pay_code text not null,
  pay_transaction_id text not null,
  ebp_code text not null,
  order_no text not null
);
insert into documents.payments
select accepted_at, message_id, record, version, deleted, pay_code, pay_transaction_id, ebp_code,
  order_no
from documents.old_payments;
drop table documents.old_payments;
alter table documents.payments add primary key (pay_code, pay_transaction_id);
create index payments_order on documents.payments (ebp_code, order_no);

alter table documents.waybills rename to old_waybills;
create table documents.waybills (
  accepted_at timestamptz not null,
  message_id uuid not null,
  record smallint not null,
  version smallint not null,
  use_no smallint not null,
  deleted boolean not null default false,
  logistics_code text not null,
  logistics_no text not null,
  order_no text not null
);
insert into documents.waybills
select accepted_at, message_id, record, version, use_no, deleted, logistics_code, logistics_no,
  order_no
from documents.old_waybills;
drop table documents.old_waybills;
alter table documents.waybills add primary key (logistics_code, logistics_no);

alter table documents.lists rename to old_lists;
create table documents.lists (
  accepted_at timestamptz not null,
  message_id uuid not null,
  record smallint not null,
  attempt smallint not null,
  ebp_code text not null,
  order_no text not null,
  pre_no text not null,
  logistics_code text not null,
  logistics_no text not null,
  readers text not null
);
insert into documents.lists
select accepted_at, message_id, record, attempt, ebp_code, order_no, pre_no, logistics_code,
  logistics_no, readers
from documents.old_lists;
drop table documents.old_lists;
alter table documents.lists add primary key (ebp_code, order_no, attempt);
create index lists_pre_no on documents.lists (pre_no);
create index lists_accepted_at on documents.lists using brin (accepted_at);

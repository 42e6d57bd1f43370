-- Why records of orders, payments and waybills were not filed: a row a record and cause. It is gone
-- when its sender is refused the same number again. Whether it still stands is told by the document
-- of its number: one that was filed since has mended it.
create table documents.refusals (
  sender text not null,
  direction text not null check (direction in ('import', 'export')),
  document text not null check (document in ('order', 'payment', 'waybill')),
  -- The key under which it would have been filed.
  firm text not null,
  number text not null,
  message_id uuid not null,
  record smallint not null,
  code text not null,
  -- Element without a line number, `OrderList/unit`; empty where none is to blame.
  field text not null,
  -- What stood there, of elements that hold short codes; else empty.
  value text not null,
  refused_at timestamptz not null,
  path text,
  zh text not null,
  en text not null,
  hint text,
  hint_zh text,
  primary key (sender, direction, document, firm, number, message_id, record, code, field, value)
);
create index refusals_cause on documents.refusals
  (sender, direction, document, code, field, value, refused_at, message_id, record)
  include (firm, number);

alter table repair.jobs add column document text not null default 'list'
  check (document in ('list', 'order', 'payment', 'waybill'));
alter table repair.jobs alter column document drop default;
-- What an item of an order, payment or waybill mends; the key of such a document stands in
-- `ebp_code` and `order_no`, and its number in `list_no` too.
alter table repair.items add column refused_message uuid;
alter table repair.items add column refused_record smallint;
alter table repair.claims add column document text not null default 'list';
alter table repair.claims alter column document drop default;
alter table repair.claims drop constraint claims_pkey;
alter table repair.claims add primary key (direction, document, ebp_code, order_no);

create schema documents;

-- The bytes of every accepted message: several messages to one compressed segment. Each process
-- writes its own stream of segments, chained by hash, so that a missing or altered one shows.
create table documents.segments (
  stream uuid not null,
  sequence integer not null,
  raw_length integer not null,
  body bytea not null,
  digest bytea not null,
  previous_digest bytea not null,
  stored_at timestamptz not null,
  primary key (stream, sequence)
);
alter table documents.segments alter column body set storage external;

-- One row a message; the id is derived from the bytes, so the same bytes are the same row.
create table documents.messages (
  message_id uuid not null,
  sender text not null,
  type text not null,
  records smallint not null,
  stream uuid not null,
  sequence integer not null,
  start_at integer not null,
  length integer not null,
  certificate text,
  signature text,
  received_at timestamptz not null,
  primary key (message_id)
);
create index messages_received_at on documents.messages using brin (received_at);

-- Narrow rows: keys, where the evidence is, and the terms (business content, persons hashed).
create table documents.orders (
  ebp_code text not null,
  order_no text not null,
  version smallint not null,
  message_id uuid not null,
  record smallint not null,
  digest bytea not null,
  terms text not null,
  deleted boolean not null default false,
  accepted_at timestamptz not null,
  primary key (ebp_code, order_no)
);

create table documents.payments (
  pay_code text not null,
  pay_transaction_id text not null,
  ebp_code text not null,
  order_no text not null,
  version smallint not null,
  message_id uuid not null,
  record smallint not null,
  digest bytea not null,
  terms text not null,
  deleted boolean not null default false,
  accepted_at timestamptz not null,
  primary key (pay_code, pay_transaction_id)
);
create index payments_order on documents.payments (ebp_code, order_no);

-- A waybill number may be used again after six months (RULES DOC-2): the row is then replaced.
create table documents.waybills (
  logistics_code text not null,
  logistics_no text not null,
  use_no smallint not null,
  version smallint not null,
  order_no text not null,
  message_id uuid not null,
  record smallint not null,
  digest bytea not null,
  terms text not null,
  deleted boolean not null default false,
  accepted_at timestamptz not null,
  primary key (logistics_code, logistics_no)
);

-- One row an attempt: a returned list may be sent again for the same order.
create table documents.lists (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  pre_no text not null,
  logistics_code text not null,
  logistics_no text not null,
  readers text not null,
  message_id uuid not null,
  record smallint not null,
  digest bytea not null,
  terms text not null,
  accepted_at timestamptz not null,
  primary key (ebp_code, order_no, attempt)
);
create index lists_pre_no on documents.lists (pre_no);
create index lists_accepted_at on documents.lists using brin (accepted_at);

-- Records of accepted messages that became no document of their own: refused ones, drafts,
-- changes, and repeats. With these every record of every message has exactly one row somewhere.
create table documents.unfiled (
  message_id uuid not null,
  record smallint not null,
  reason text not null check (reason in ('refused', 'draft', 'changed', 'quarantined')),
  codes text[] not null,
  at timestamptz not null,
  primary key (message_id, record)
);

-- Blocks of numbers taken by processes, so that giving one out needs no statement.
create table documents.numbers (
  name text not null,
  next bigint not null,
  primary key (name)
);

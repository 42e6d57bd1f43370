create table documents.export_orders (
  accepted_at timestamptz not null,
  message_id uuid not null,
  record smallint not null,
  version smallint not null,
  deleted boolean not null default false,
  ebp_code text not null,
  order_no text not null,
  primary key (ebp_code, order_no)
);

create table documents.collections (
  accepted_at timestamptz not null,
  message_id uuid not null,
  record smallint not null,
  version smallint not null,
  deleted boolean not null default false,
  ebp_code text not null,
  order_no text not null,
  primary key (ebp_code, order_no)
);

-- A waybill number may be used again after six months (RULES DOC-2): the row is then replaced.
create table documents.export_waybills (
  accepted_at timestamptz not null,
  message_id uuid not null,
  record smallint not null,
  version smallint not null,
  use_no smallint not null,
  deleted boolean not null default false,
  logistics_code text not null,
  logistics_no text not null,
  primary key (logistics_code, logistics_no)
);

-- One row an attempt: a list that was returned or withdrawn may be sent again for the same order.
create table documents.export_lists (
  accepted_at timestamptz not null,
  message_id uuid not null,
  record smallint not null,
  attempt smallint not null,
  ebp_code text not null,
  order_no text not null,
  pre_no text not null,
  logistics_code text not null,
  logistics_no text not null,
  readers text not null,
  primary key (ebp_code, order_no, attempt)
);
create index export_lists_pre_no on documents.export_lists (pre_no);
create index export_lists_accepted_at on documents.export_lists using brin (accepted_at);

-- Which arrivals (CEB507), masters (CEB607) and departures (CEB509) name or once named a waybill.
create table documents.shipments (
  logistics_code text not null,
  logistics_no text not null,
  code text not null,
  name text not null,
  primary key (logistics_code, logistics_no, code, name)
);
create index shipments_document on documents.shipments (code, name);

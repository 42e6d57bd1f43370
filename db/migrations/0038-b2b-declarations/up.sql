create schema b2b;

-- Customs declarations of sales to firms abroad. One row an attempt: what was returned or withdrawn
-- may be declared again under the same number of its sender.
create table b2b.declarations (
  taken_at timestamptz not null,
  decided_at timestamptz not null,
  released_at timestamptz,
  closed_at timestamptz,
  -- Fen of yuan, free on board; null of what was returned at once.
  fob bigint,
  -- Export duty, fen.
  duty bigint,
  -- 0.00001 kg.
  gross bigint not null,
  attempt smallint not null,
  -- The number of its last step.
  steps smallint not null,
  decl_seq_no text primary key,
  entry_id text,
  agent_code text not null,
  cop_no text not null,
  state text not null
    check (state in ('100', '300', '400', '430', '500', '600', '800', '899')),
  trade_mode text not null,
  customs_code text not null,
  ebp_code text not null,
  order_no text not null,
  logistics_code text not null,
  logistics_no text not null,
  ebc_code text not null,
  owner_code text not null,
  country text not null,
  master_code text,
  master_name text,
  bill_no text,
  departure_code text,
  departure_name text,
  profile_version text not null,
  -- Fen of yuan, of each line in its order.
  line_fobs bigint[] not null,
  line_duties bigint[] not null,
  -- SHA-256 of the bytes, and the bytes as they came.
  digest bytea not null,
  body bytea not null,
  unique (agent_code, cop_no, attempt),
  check (entry_id is not null or state = '100'),
  check ((entry_id is null) = (fob is null) and (fob is null) = (duty is null))
);
create unique index declarations_entry_id on b2b.declarations (entry_id)
  where entry_id is not null;
create unique index declarations_order on b2b.declarations (ebp_code, order_no)
  where state not in ('100', '430');
create index declarations_waybill on b2b.declarations (logistics_code, logistics_no)
  where state not in ('100', '430');
create index declarations_awaiting on b2b.declarations (decided_at, decl_seq_no)
  where state = '400';
create index declarations_master on b2b.declarations (master_code, master_name)
  where master_name is not null;

-- What became of a declaration, from 1.
create table b2b.steps (
  at timestamptz not null,
  step smallint not null,
  decl_seq_no text not null,
  state text not null,
  -- The document or notice that moved it on, and the reasons that were told, as JSON.
  reference text,
  findings text not null,
  primary key (decl_seq_no, step)
);

alter table export.cases drop constraint cases_state_check,
  add constraint cases_state_check check (state in ('open', 'declared', '100', '300', '400', '430',
    '500', '501', '502', '599', '700', '800', '899'));

-- When the notice of a declaration that was taken back became void.
alter table clearance.duty_notices add column voided_at timestamptz;

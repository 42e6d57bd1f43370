create schema export;

-- One row an order of exports: the claim that serialises changes against decisions, and the present
-- state. `epoch` counts accepted changes of the documents; a decision only lands on the epoch it
-- saw.
create table export.cases (
  decided_at timestamptz,
  accepted_at timestamptz,
  released_at timestamptz,
  closed_at timestamptz,
  stream uuid,
  -- Hundredths of a yuan, free on board.
  fob bigint,
  -- 0.00001 kg.
  gross bigint,
  sequence integer,
  position integer,
  epoch integer not null,
  attempt smallint not null,
  ebp_code text not null,
  order_no text not null,
  state text not null check (state in ('open', '100', '300', '400', '430', '500', '501', '502',
    '599', '700', '800', '899')),
  -- A list release with summary statistics, B with summary declarations, L list of B2B.
  channel text check (channel in ('A', 'B', 'L')),
  pre_no text,
  list_no text,
  logistics_code text,
  logistics_no text,
  ebc_code text,
  agent_code text,
  owner_code text,
  customs_code text,
  trade_mode text,
  country text,
  profile_version text,
  codes text[] not null default '{}',
  primary key (ebp_code, order_no)
);
create index cases_list_no on export.cases (list_no);
create index cases_awaiting on export.cases (decided_at, list_no) where state = '400';
create index cases_held on export.cases (decided_at) where state = '300';
create index cases_detained on export.cases (decided_at, list_no) where state in ('501', '502');
create index cases_decided_at on export.cases using brin (decided_at);

-- Earlier decisions of the same order, as in clearance.past_cases.
create table export.past_cases (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  state text not null,
  pre_no text not null,
  list_no text not null,
  codes text[] not null,
  profile_version text not null,
  stream uuid not null,
  sequence integer not null,
  position integer not null,
  decided_at timestamptz not null,
  primary key (ebp_code, order_no, list_no, state, stream, sequence)
);
create index past_cases_list_no on export.past_cases (list_no);

-- A waybill carries one parcel: the list that holds it, and the same epoch guard as above.
create table export.waybill_claims (
  logistics_code text not null,
  logistics_no text not null,
  epoch integer not null,
  list_no text,
  claimed_at timestamptz,
  primary key (logistics_code, logistics_no)
);

-- Lists that wait for a partner.
create table export.waiting (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  logistics_code text not null,
  logistics_no text not null,
  missing text[] not null,
  since timestamptz not null,
  primary key (ebp_code, order_no, attempt)
);
create index waiting_waybill on export.waiting (logistics_code, logistics_no);

-- Work that broke an assertion, set aside for a person.
create table export.quarantine (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  message text not null,
  at timestamptz not null,
  primary key (ebp_code, order_no, attempt)
);

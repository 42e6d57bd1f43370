create schema clearance;

-- One row an order: the claim that serialises changes against decisions, and the present state.
-- `epoch` counts accepted changes of the documents; a decision only lands on the epoch it saw.
create table clearance.cases (
  ebp_code text not null,
  order_no text not null,
  epoch integer not null,
  attempt smallint not null,
  state text not null check (state in ('open', '100', '300', '600', '800')),
  pre_no text,
  list_no text,
  logistics_code text,
  logistics_no text,
  buyer_key text,
  assure_code text,
  codes text[] not null default '{}',
  dutiable bigint,
  duty bigint,
  consumption_tax bigint,
  vat bigint,
  profile_version text,
  stream uuid,
  sequence integer,
  position integer,
  decided_at timestamptz,
  primary key (ebp_code, order_no)
);
create index cases_list_no on clearance.cases (list_no);
create index cases_held on clearance.cases (decided_at) where state in ('300', '600');

-- Earlier decisions of the same order: the row as it stood before it was decided again. A list
-- number goes through each state once.
create table clearance.past_cases (
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
  primary key (ebp_code, order_no, list_no, state)
);
create index past_cases_list_no on clearance.past_cases (list_no);

-- A waybill carries one parcel: the list that holds it, and the same epoch guard as above.
create table clearance.waybill_claims (
  logistics_code text not null,
  logistics_no text not null,
  epoch integer not null,
  list_no text,
  claimed_at timestamptz,
  primary key (logistics_code, logistics_no)
);

-- Lists that wait for a partner. Small: the common way never comes here.
create table clearance.waiting (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  logistics_code text not null,
  logistics_no text not null,
  missing text[] not null,
  since timestamptz not null,
  primary key (ebp_code, order_no, attempt)
);
create index waiting_waybill on clearance.waiting (logistics_code, logistics_no);

-- Facts and verdicts of each batch, compressed, for `explain`; one row a batch.
create table clearance.segments (
  stream uuid not null,
  sequence integer not null,
  count integer not null,
  body bytea not null,
  decided_at timestamptz not null,
  primary key (stream, sequence)
);
alter table clearance.segments alter column body set storage external;

-- Work that broke an assertion, set aside for a person.
create table clearance.quarantine (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  message text not null,
  at timestamptz not null,
  primary key (ebp_code, order_no, attempt)
);

-- Up to when every filed list is known to be decided, waiting or set aside, so that the search
-- for forgotten ones looks at recent lists only.
create table clearance.progress (
  name text not null,
  through timestamptz not null,
  primary key (name)
);

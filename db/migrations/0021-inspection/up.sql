alter table clearance.cases drop constraint cases_state_check;
alter table clearance.cases add constraint cases_state_check check (state in ('open', '100', '300',
  '400', '430', '500', '501', '502', '599', '600', '700', '800'));
alter table clearance.cases add column gross bigint;

create schema inspection;

-- Terms and commitments of the draws `first` to `first + count - 1` of a day.
create table inspection.draw_blocks (
  day date not null,
  first integer not null,
  count integer not null check (count > 0),
  published_at timestamptz not null,
  series text not null check (series in ('line', 'officers')),
  zone text not null,
  -- Canonical JSON.
  terms text not null,
  -- 32 bytes for each draw of the first party, then of the second ...
  commitments bytea not null,
  primary key (day, first)
);

create table inspection.draws (
  day date not null,
  sequence integer not null,
  opened_at timestamptz not null,
  drawn_at timestamptz,
  -- The segment of facts with the decisions of a draw of the line.
  stream uuid,
  facts_sequence integer,
  size integer not null,
  drawn integer,
  series text not null check (series in ('line', 'officers')),
  state text not null check (state in ('open', 'drawn', 'void')),
  -- What the seed was made of: all shares, the rest of them, or nothing.
  outcome text,
  targets_hash text not null,
  officers_hash text not null,
  -- In the order of the parties; null for a share that did not come.
  secrets text[],
  revealed_at timestamptz[],
  reason text,
  -- By layer: targets, sum of their weights, drawn.
  tallies jsonb not null default '{}',
  -- Canonical JSON of each registry, compressed.
  targets bytea not null,
  officers bytea,
  primary key (day, sequence)
);

create index draws_open on inspection.draws (opened_at) where state = 'open';
create index draws_opened_at on inspection.draws using brin (opened_at);

-- Lists that a void draw had drawn: inspected whenever they are decided.
create table inspection.carried (
  pre_no text primary key,
  day date not null,
  sequence integer not null,
  voided_at timestamptz not null
);

create table inspection.inspections (
  list_no text not null,
  serial smallint not null,
  selected_at timestamptz not null,
  arrived_at timestamptz,
  assigned_at timestamptz,
  concluded_at timestamptz,
  -- The draw that chose it, and the one that chose its officers.
  drawn_day date,
  drawn_sequence integer,
  officers_day date,
  officers_sequence integer,
  weight integer not null,
  priority smallint not null,
  label text not null check (label in ('random', 'targeted', 'ordered')),
  state text not null
    check (state in ('selected', 'arrived', 'assigned', 'examined', 'concluded')),
  pre_no text not null,
  ebp_code text not null,
  order_no text not null,
  logistics_code text not null,
  logistics_no text not null,
  enterprise_code text not null,
  agent_code text not null,
  customs_code text not null,
  enterprise_class text not null,
  goods_class text not null,
  place text not null check (place in ('yard', 'spot')),
  needs text[] not null,
  -- Numbers and versions of the rules that targeted it.
  rules text[] not null default '{}',
  outcome text,
  primary key (list_no, serial)
);

create index inspections_open on inspection.inspections (selected_at) where concluded_at is null;
create index inspections_waybill on inspection.inspections (logistics_no);
create index inspections_enterprise on inspection.inspections (enterprise_code, concluded_at);
create index inspections_concluded on inspection.inspections (concluded_at)
  where concluded_at is not null;

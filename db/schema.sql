-- The schema after all migrations. Written by `npm run schema`; not edited by hand.

create schema clearance;

create schema documents;

create schema onestep;

create schema receipts;

create table clearance.cases (
  ebp_code text not null,
  order_no text not null,
  epoch integer not null,
  attempt smallint not null,
  state text not null,
  pre_no text,
  list_no text,
  logistics_code text,
  logistics_no text,
  buyer_key text,
  assure_code text,
  codes text[] default '{}'::text[] not null,
  dutiable bigint,
  duty bigint,
  consumption_tax bigint,
  vat bigint,
  profile_version text,
  stream uuid,
  sequence integer,
  "position" integer,
  decided_at timestamp with time zone,
  constraint cases_pkey PRIMARY KEY (ebp_code, order_no),
  constraint cases_state_check CHECK ((state = ANY (ARRAY['open'::text, '100'::text, '300'::text, '600'::text, '800'::text])))
);

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
  "position" integer not null,
  decided_at timestamp with time zone not null,
  constraint past_cases_pkey PRIMARY KEY (ebp_code, order_no, list_no, decided_at)
);

create table clearance.quarantine (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  message text not null,
  at timestamp with time zone not null,
  constraint quarantine_pkey PRIMARY KEY (ebp_code, order_no, attempt)
);

create table clearance.segments (
  stream uuid not null,
  sequence integer not null,
  count integer not null,
  body bytea not null,
  decided_at timestamp with time zone not null,
  constraint segments_pkey PRIMARY KEY (stream, sequence)
);

create table clearance.waiting (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  logistics_code text not null,
  logistics_no text not null,
  missing text[] not null,
  since timestamp with time zone not null,
  constraint waiting_pkey PRIMARY KEY (ebp_code, order_no, attempt)
);

create table clearance.waybill_claims (
  logistics_code text not null,
  logistics_no text not null,
  epoch integer not null,
  list_no text,
  claimed_at timestamp with time zone,
  constraint waybill_claims_pkey PRIMARY KEY (logistics_code, logistics_no)
);

create table documents.lists (
  ebp_code text not null,
  order_no text not null,
  attempt smallint not null,
  pre_no text not null,
  logistics_code text not null,
  logistics_no text not null,
  sender text not null,
  message_id uuid not null,
  record smallint not null,
  digest bytea not null,
  terms text not null,
  accepted_at timestamp with time zone not null,
  constraint lists_pkey PRIMARY KEY (ebp_code, order_no, attempt)
);

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
  received_at timestamp with time zone not null,
  constraint messages_pkey PRIMARY KEY (message_id)
);

create table documents.numbers (
  name text not null,
  next bigint not null,
  constraint numbers_pkey PRIMARY KEY (name)
);

create table documents.orders (
  ebp_code text not null,
  order_no text not null,
  version smallint not null,
  message_id uuid not null,
  record smallint not null,
  digest bytea not null,
  terms text not null,
  deleted boolean default false not null,
  accepted_at timestamp with time zone not null,
  constraint orders_pkey PRIMARY KEY (ebp_code, order_no)
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
  deleted boolean default false not null,
  accepted_at timestamp with time zone not null,
  constraint payments_pkey PRIMARY KEY (pay_code, pay_transaction_id)
);

create table documents.segments (
  stream uuid not null,
  sequence integer not null,
  raw_length integer not null,
  body bytea not null,
  digest bytea not null,
  previous_digest bytea not null,
  stored_at timestamp with time zone not null,
  constraint segments_pkey PRIMARY KEY (stream, sequence)
);

create table documents.unfiled (
  message_id uuid not null,
  record smallint not null,
  reason text not null,
  codes text[] not null,
  at timestamp with time zone not null,
  constraint unfiled_pkey PRIMARY KEY (message_id, record),
  constraint unfiled_reason_check CHECK ((reason = ANY (ARRAY['refused'::text, 'draft'::text, 'changed'::text, 'quarantined'::text])))
);

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
  deleted boolean default false not null,
  accepted_at timestamp with time zone not null,
  constraint waybills_pkey PRIMARY KEY (logistics_code, logistics_no)
);

create table onestep.migrations (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null,
  constraint migrations_pkey PRIMARY KEY (name)
);

create table receipts.blocks (
  enterprise_code text not null,
  first_cursor bigint not null,
  count integer not null,
  filed_at timestamp with time zone not null,
  body bytea not null,
  constraint blocks_count_check CHECK ((count > 0)),
  constraint blocks_pkey PRIMARY KEY (enterprise_code, first_cursor)
);

create table receipts.heads (
  enterprise_code text not null,
  next_cursor bigint not null,
  constraint heads_next_cursor_check CHECK ((next_cursor > 1)),
  constraint heads_pkey PRIMARY KEY (enterprise_code)
);

CREATE INDEX cases_held ON clearance.cases USING btree (decided_at) WHERE (state = ANY (ARRAY['300'::text, '600'::text]));

CREATE INDEX cases_list_no ON clearance.cases USING btree (list_no);

CREATE INDEX past_cases_list_no ON clearance.past_cases USING btree (list_no);

CREATE INDEX waiting_waybill ON clearance.waiting USING btree (logistics_code, logistics_no);

CREATE INDEX lists_accepted_at ON documents.lists USING brin (accepted_at);

CREATE INDEX lists_pre_no ON documents.lists USING btree (pre_no);

CREATE INDEX messages_received_at ON documents.messages USING brin (received_at);

CREATE INDEX payments_order ON documents.payments USING btree (ebp_code, order_no);

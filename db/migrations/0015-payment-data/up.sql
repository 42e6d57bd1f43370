create schema paydata;
create schema risk;

-- `url` is null after the platform has withdrawn its service: pulls of it may still be open.
create table paydata.services (
  ebp_code text not null,
  registered_at timestamptz not null,
  url text,
  primary key (ebp_code)
);

-- `next_at` is when the pull is looked at again: to ask, or because its time is over.
create table paydata.pulls (
  session_id uuid not null,
  drawn_at timestamptz not null,
  due_at timestamptz not null,
  next_at timestamptz,
  acknowledged_at timestamptz,
  answered_at timestamptz,
  late_at timestamptz,
  attempts integer default 0 not null,
  ordered boolean not null,
  state text not null check (state in ('open', 'asked', 'answered', 'late', 'unregistered')),
  ebp_code text not null,
  order_no text not null,
  list_no text not null,
  last_error text,
  codes text[] default '{}' not null,
  primary key (session_id),
  check ((next_at is not null) = (state in ('open', 'asked')))
);

create index pulls_next on paydata.pulls (ebp_code, next_at) where next_at is not null;
create index pulls_list on paydata.pulls (list_no);
create index pulls_drawn on paydata.pulls (drawn_at, session_id);
create index pulls_platform on paydata.pulls (ebp_code, drawn_at, session_id);
create unique index pulls_unregistered on paydata.pulls (
  ebp_code, ((drawn_at at time zone 'Asia/Shanghai')::date)
) where state = 'unregistered';

-- Evidence: `body` is what was uploaded, `digest` the SHA-256 of it. Findings are code and path.
-- What was refused, say for a certificate not on file, may be taken when it is sent again.
create table paydata.uploads (
  session_id uuid not null,
  digest bytea not null,
  received_at timestamptz not null,
  accepted boolean not null,
  body bytea not null,
  findings jsonb not null,
  primary key (session_id, digest, accepted)
);

create unique index uploads_accepted on paydata.uploads (session_id) where accepted;

create table risk.signals (
  enterprise_code text not null,
  source text not null,
  code text not null,
  ref text not null,
  at timestamptz not null,
  order_no text,
  list_no text,
  detail jsonb not null,
  primary key (enterprise_code, source, code, ref)
);

create index signals_at on risk.signals (at);
create index signals_list on risk.signals (list_no) where list_no is not null;
create index signals_enterprise on risk.signals (enterprise_code, at);

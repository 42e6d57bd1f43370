-- What an enterprise reads of its own: tax that it guarantees, its keys, what was sent to it.

-- Bills that no notice collects yet, by guarantor and day of release; the sums of a month come from
-- the index alone.
create index bills_open_of on clearance.bills (assure_code, released_day, list_no)
  include (duty, consumption_tax, vat) where state = '1';
create index duty_notices_of on clearance.duty_notices (assure_code, released_day, duty_no);

-- When a token was made here, and when it came in last, to the minute. Beside the tokens, as the
-- registry is read again whenever it changes and this is no change of it.
create table registry.token_notes (
  hash text primary key,
  made_at timestamptz,
  used_at timestamptz
);

-- Certificates that enterprises ask to have registered; an operator compares and decides.
create table registry.certificate_requests (
  id uuid primary key,
  enterprise_code text not null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  state text not null check (state in ('open', 'accepted', 'refused', 'taken-back')),
  serial text not null,
  der bytea not null,
  decided_by text,
  reason text,
  check ((state = 'open') = (decided_at is null))
);
create unique index certificate_requests_open on registry.certificate_requests
  (enterprise_code, serial) where state = 'open';
create index certificate_requests_of on registry.certificate_requests (enterprise_code, asked_at);

-- The last attempts of each endpoint; the courier keeps some tens and takes away what is older.
create table webhooks.attempts (
  enterprise_code text not null,
  endpoint text not null,
  number bigint generated always as identity,
  at timestamptz not null,
  after bigint not null,
  through bigint not null,
  receipts integer not null,
  milliseconds integer not null,
  error text,
  primary key (enterprise_code, endpoint, number),
  foreign key (enterprise_code, endpoint) references webhooks.endpoints (enterprise_code, id)
    on delete cascade
);

create schema webhooks;

-- `position` is the last cursor that the receiver has taken or was not interested in; `pending` the
-- last one of the message that is tried again, so that its content stays the same. `epoch` moves
-- with every change by the enterprise: a delivery that was under way then moves nothing.
create table webhooks.endpoints (
  enterprise_code text not null,
  id text not null,
  position bigint not null check (position >= 0),
  pending bigint check (pending > position),
  epoch bigint default 0 not null,
  created_at timestamptz not null,
  next_at timestamptz not null,
  failing_since timestamptz,
  failed_at timestamptz,
  delivered_at timestamptz,
  old_secret_until timestamptz,
  failures integer default 0 not null check (failures >= 0),
  batch smallint not null check (batch between 1 and 100),
  state text not null check (state in ('active', 'paused', 'dead')),
  url text not null,
  description text not null,
  types text[] not null,
  secret text not null,
  old_secret text,
  last_error text,
  primary key (enterprise_code, id)
);

create table webhooks.courier (
  name text not null,
  holder text not null,
  until_at timestamptz not null,
  primary key (name)
);

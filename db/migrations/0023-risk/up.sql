create table risk.rules (
  number integer not null check (number > 0),
  version integer not null check (version > 0),
  made_at timestamptz not null,
  tried_at timestamptz,
  activated_at timestamptz,
  ended_at timestamptz,
  from_at timestamptz,
  until_at timestamptz,
  state text not null check (state in ('draft', 'tried', 'active', 'ended')),
  made_by text not null,
  approved_by text,
  ended_by text,
  reason text not null,
  -- Canonical.
  text text not null,
  trial jsonb,
  primary key (number, version),
  check ((activated_at is null) = (from_at is null)),
  check (until_at is null or until_at >= from_at)
);

create table risk.watch_lists (
  name text not null primary key,
  made_at timestamptz not null,
  revision bigint not null,
  kind text not null
    check (kind in ('enterprise', 'buyer', 'account', 'phone', 'address', 'hs', 'waybill')),
  made_by text not null,
  reason text not null
);

create table risk.watch_entries (
  name text not null references risk.watch_lists (name),
  key text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  added_by text not null,
  ended_by text,
  primary key (name, key, from_at)
);

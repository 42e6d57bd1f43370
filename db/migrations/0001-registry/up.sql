create schema registry;

-- `revision` grows with every load; `hash-key` is made once and keys every hash of a person
-- (losing or changing it orphans quotas and buyers); `profile` is the version in force.
create table registry.settings (
  name text not null,
  value text not null,
  primary key (name)
);
insert into registry.settings (name, value) values ('revision', '0');

create table registry.enterprises (
  code text not null,
  name text not null,
  roles text[] not null,
  credit_class text not null,
  status text not null check (status in ('active', 'suspended', 'revoked')),
  valid_until date,
  overseas boolean not null,
  dxp_id text,
  primary key (code)
);

-- Several certificates of one enterprise are valid side by side while it changes over.
create table registry.certificates (
  enterprise_code text not null,
  serial text not null,
  der bytea not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  revoked_at timestamptz,
  primary key (enterprise_code, serial)
);

-- The token itself is nowhere; `hash` is its SHA-256 in hex.
create table registry.tokens (
  enterprise_code text not null,
  label text not null,
  hash text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (enterprise_code, label)
);

create table registry.undertakings (
  operator text not null,
  principal text not null,
  kind text not null check (kind in ('order', 'payment', 'list')),
  from_day date not null,
  until_day date,
  primary key (operator, principal, kind, from_day)
);

create table registry.goods (
  enterprise_code text not null,
  item_no text not null,
  hs text not null,
  name text not null,
  content_per_unit bigint check (content_per_unit > 0),
  pieces_per_unit bigint check (pieces_per_unit > 0),
  grams_per_unit bigint check (grams_per_unit > 0),
  primary key (enterprise_code, item_no)
);

-- What the identity authority knows: two keyed hashes a person and nothing else.
create table registry.buyers (
  id_key text not null,
  name_key text not null,
  blocked boolean not null,
  primary key (id_key)
);

create table registry.guarantees (
  enterprise_code text not null,
  from_day date not null,
  until_day date,
  amount bigint not null check (amount >= 0),
  primary key (enterprise_code, from_day)
);

-- Every version that a verdict may name stays for ever; `settings.profile` says which is in force.
create table registry.profile_versions (
  version text not null,
  name text not null,
  content text not null,
  created_at timestamptz not null,
  primary key (version)
);

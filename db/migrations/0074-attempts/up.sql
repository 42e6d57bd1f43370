-- Attempts of the last minutes by a keyed hash of a name, an address or a person. Rows are of no
-- use after `until` and are taken away then.
create table access.attempts (
  until timestamptz not null,
  key text primary key,
  times timestamptz[] not null
);
create index attempts_until on access.attempts (until);

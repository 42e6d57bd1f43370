create schema access;

-- Who may sign in. Officers of any role are bound to a person of the staff, enterprises to a code.
create table access.accounts (
  created_at timestamptz not null,
  locked_at timestamptz,
  name text primary key,
  role text not null check (role in ('officer', 'supervisor', 'operator', 'auditor',
    'enterprise')),
  -- Number of the officer or code of the enterprise.
  party text not null,
  -- How it was hashed, with salt and hash.
  password text not null
);

-- Only the hash of what the browser holds is kept.
create table access.sessions (
  begun_at timestamptz not null,
  seen_at timestamptz not null,
  hash text primary key,
  account text not null references access.accounts
);
create index sessions_account on access.sessions (account);
create index sessions_begun_at on access.sessions (begun_at);

-- What was done by session. A row begins before its deed and is ended once, with the answer.
create table access.actions (
  at timestamptz not null,
  id uuid primary key,
  status smallint,
  account text not null,
  role text not null,
  party text not null,
  method text not null,
  -- The address as it is registered.
  route text not null,
  -- The numbers in the address as it was called; never anything of a query or body.
  target text not null
);
create index actions_at on access.actions (at, id);

create function access.keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.status is null and new.status is not null
    and (new.at, new.id, new.account, new.role, new.party, new.method, new.route, new.target)
      = (old.at, old.id, old.account, old.role, old.party, old.method, old.route, old.target)
  then
    return new;
  end if;
  raise exception 'rows of % are never changed', tg_table_name;
end
$$;

create trigger keep before update or delete on access.actions
  for each row execute function access.keep();

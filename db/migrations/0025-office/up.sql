create table registry.officers (
  number text primary key,
  name text not null,
  roles text[] not null,
  tags text[] not null,
  weight integer not null check (weight between 0 and 1000000),
  capacity integer not null check (capacity between 0 and 20000),
  from_day date not null,
  until_day date
);

create table registry.duty (
  officer text not null references registry.officers,
  from_at timestamptz not null,
  until_at timestamptz not null,
  -- As 08:00-20:00 of each day in Shanghai; null for all of it.
  shift text,
  primary key (officer, from_at)
);

create table registry.conflicts (
  officer text not null references registry.officers,
  enterprise_code text not null,
  from_day date not null,
  until_day date,
  primary key (officer, enterprise_code, from_day)
);

create table registry.officer_tokens (
  officer text not null references registry.officers,
  label text not null,
  hash text not null unique,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (officer, label)
);

create index inspections_at_place on inspection.inspections (state, priority, arrived_at, list_no)
  where state in ('arrived', 'examined');

-- The working queue: one row for each thing that officers have to do.
create table inspection.tasks (
  id uuid primary key,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  -- When the alarm was given that its time is over.
  overdue_at timestamptz,
  held_at timestamptz,
  closed_at timestamptz,
  priority smallint not null,
  serial smallint not null,
  kind text not null check (kind in ('inspection', 'review', 'pending')),
  stage text not null check (stage in ('unassigned', 'first', 'second', 'supervisor', 'open')),
  -- The list; of a parcel that a lane put aside its waybill, or whatever names it.
  subject text not null,
  -- Who works on it.
  holder text,
  -- Who goes to an inspection, in the order of the draw; nobody until it is assigned.
  pair text[] not null default '{}',
  unique (kind, subject, serial)
);

create index tasks_open on inspection.tasks (priority, due_at, id) where closed_at is null;

-- What was done with a task, by whom; never changed.
create table inspection.trail (
  task uuid not null references inspection.tasks,
  position integer not null,
  at timestamptz not null,
  -- Null for what the platform did by itself.
  officer text,
  action text not null,
  detail jsonb not null default '{}',
  primary key (task, position)
);

-- Who was sent to an inspection, each time anew; the last position is the pair that goes.
create table inspection.pairs (
  list_no text not null,
  serial smallint not null,
  position smallint not null,
  at timestamptz not null,
  origin text not null check (origin in ('drawn', 'redrawn', 'override')),
  first text not null,
  second text not null,
  primary key (list_no, serial, position)
);

create index pairs_first on inspection.pairs (first, at);
create index pairs_second on inspection.pairs (second, at);

-- Who stood back after a draw of officers, in the order of the file of that draw.
create table inspection.recusals (
  day date not null,
  sequence integer not null,
  position integer not null,
  at timestamptz not null,
  target text not null,
  officer text not null,
  reason text not null check (reason in ('conflict', 'recent', 'offDuty', 'atCapacity')),
  replacement text,
  primary key (day, sequence, position)
);

-- What two persons decided beside a draw.
create table inspection.overrides (
  day date not null,
  sequence integer not null,
  position integer not null,
  at timestamptz not null,
  action text not null check (action in ('add', 'drop', 'assign')),
  target text not null,
  pair text[] not null,
  decided_by text[] not null check (cardinality(decided_by) = 2),
  grounds text not null,
  primary key (day, sequence, position)
);

-- What each officer of an inspection said; never changed.
create table inspection.results (
  list_no text not null,
  serial smallint not null,
  position smallint not null,
  at timestamptz not null,
  part text not null check (part in ('first', 'second', 'supervisor')),
  officer text not null,
  -- Null while it is not known yet, for example before a laboratory has answered.
  customs text,
  quarantine text,
  findings text not null,
  primary key (list_no, serial, position)
);

-- What became of a list that a person had to look at; never changed.
create table inspection.reviews (
  list_no text primary key,
  at timestamptz not null,
  officer text not null,
  decision text not null check (decision in ('accept', 'return')),
  reason text not null
);

create table inspection.photos (
  list_no text not null,
  serial smallint not null,
  name text not null,
  at timestamptz not null,
  officer text not null,
  media_type text not null check (media_type in ('image/jpeg', 'image/png')),
  sha256 text not null,
  bytes bytea not null,
  primary key (list_no, serial, name)
);

create function inspection.keep() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name;
end
$$;

create trigger keep before update or delete on inspection.trail
  for each row execute function inspection.keep();
create trigger keep before update or delete on inspection.pairs
  for each row execute function inspection.keep();
create trigger keep before update or delete on inspection.recusals
  for each row execute function inspection.keep();
create trigger keep before update or delete on inspection.overrides
  for each row execute function inspection.keep();
create trigger keep before update or delete on inspection.results
  for each row execute function inspection.keep();
create trigger keep before update or delete on inspection.reviews
  for each row execute function inspection.keep();
create trigger keep before update or delete on inspection.photos
  for each row execute function inspection.keep();

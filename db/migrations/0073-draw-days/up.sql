-- Draws of days that are over, added up in the background: statistics of a year read so many rows a
-- day, not its draws. Days that are not here are counted when somebody asks.
create table inspection.draw_days (
  day date primary key,
  line integer not null,
  officers integer not null
);

-- Of the draws of the line that hold, by layer, and by the hour in which they were opened.
create table inspection.draw_sums (
  day date not null,
  part text not null check (part in ('hour', 'layer')),
  name text not null,
  pool bigint not null,
  weight bigint not null,
  drawn bigint not null,
  primary key (day, part, name)
);

-- How often an officer was drawn, how often chance would have it, and the variance of that.
create table inspection.draw_chances (
  day date not null,
  officer text not null,
  observed integer not null,
  expected double precision not null,
  variance double precision not null,
  primary key (day, officer)
);

-- Tasks in the hands of an officer, in the order of the queue.
create index tasks_held on inspection.tasks (holder, priority, due_at, id)
  where closed_at is null and holder is not null;

-- The queue of one kind.
create index tasks_kind on inspection.tasks (kind, priority, due_at, id) where closed_at is null;

-- Export lists that were closed and did not leave: one officer proposes to take such a closing
-- back, another one approves. Words are added behind each other and never changed.
create table export.take_backs (
  at timestamptz not null,
  -- The closing that it is about.
  closed_at timestamptz not null,
  list_no text not null,
  position smallint not null check (position > 0),
  -- Of approved ones: how often the list was taken back, by now.
  serial smallint check (serial > 0),
  action text not null check (action in ('proposed', 'approved')),
  officer text not null,
  reason text not null check (reason <> ''),
  -- Key of the departure that closed the list.
  departure_code text not null,
  departure_name text not null,
  primary key (list_no, position),
  unique (list_no, serial),
  check ((serial is null) = (action = 'proposed'))
);
create trigger keep before update or delete on export.take_backs
  for each row execute function inspection.keep();

-- A list may be closed again: each of its closings is summed up for itself, and what is taken back
-- is taken out of one of them.
alter table export.summary_lists add column closing smallint not null default 1,
  drop constraint summary_lists_pkey, add primary key (list_no, closing);
alter table export.summary_taken_back add column closing smallint not null default 1;
alter table export.summary_lists alter column closing drop default;
alter table export.summary_taken_back alter column closing drop default;

-- As what goods left their book: the line of the movements of `document`. The number of the list,
-- and a mark behind it for goods that were put back and left again.
alter table bonded.outgoing add column line text;
update bonded.outgoing set line = list_no where left_at is not null;
alter table bonded.outgoing add check ((line is null) = (left_at is null));

-- What is proposed for a list at 501 or 502, and the approval of the last proposal.
create table inspection.detained (
  list_no text not null,
  position integer not null check (position > 0),
  at timestamptz not null,
  officer text not null,
  action text not null check (action in ('proposed', 'approved')),
  outcome text not null check (outcome in ('release', 'amend', 'return', 'destroy')),
  reason text not null check (reason <> ''),
  primary key (list_no, position)
);

create unique index detained_approved on inspection.detained (list_no) where action = 'approved';

create trigger keep before update or delete on inspection.detained
  for each row execute function inspection.keep();

create index cases_detained on clearance.cases (decided_at, list_no)
  where state in ('501', '502');

create table bonded.scans (
  count_no text not null,
  side text not null check (side in ('shelf', 'warehouse')),
  scan_id text not null,
  at timestamptz not null,
  quantity bigint not null check (quantity >= 0),
  sets boolean not null,
  record_no text not null,
  lot_no text not null,
  location text not null,
  primary key (count_no, side, scan_id)
);

create table bonded.reports (
  book_no text not null,
  event_id text not null,
  at timestamptz not null,
  reported_at timestamptz not null,
  said text not null,
  primary key (book_no, event_id)
);

create table bonded.places (
  book_no text not null,
  location text not null,
  epoch integer default 1 not null,
  status text not null,
  primary key (book_no, location)
);

create index if not exists lots_place on bonded.lots (book_no, location);
